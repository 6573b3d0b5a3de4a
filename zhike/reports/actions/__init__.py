"""The verbs of this room. Pages, API, portal and jobs all come through here."""

from zhike.reports.actions.dossier import make_dossier
from zhike.reports.actions.drafts import (
    answer_contradiction,
    change_paragraph,
    correct_report,
    discard_report,
    draft_again,
    draft_at_once,
    draft_report,
    judge,
    leave_out,
    tell_at_once,
    tell_client,
    write_paragraph,
)
from zhike.reports.actions.files import file_of
from zhike.reports.actions.plans import add_reader, change_plan, change_reader, remove_reader, set_up_plan
from zhike.reports.actions.publishing import approve_report, ask_approval, give_back, publish_report
from zhike.reports.actions.reading import acknowledge, hand_over, open_publication, react, reply_to

__all__ = [
    "acknowledge",
    "add_reader",
    "answer_contradiction",
    "approve_report",
    "ask_approval",
    "change_paragraph",
    "change_plan",
    "change_reader",
    "correct_report",
    "discard_report",
    "draft_again",
    "draft_at_once",
    "draft_report",
    "file_of",
    "give_back",
    "hand_over",
    "judge",
    "leave_out",
    "make_dossier",
    "open_publication",
    "publish_report",
    "react",
    "remove_reader",
    "reply_to",
    "set_up_plan",
    "tell_at_once",
    "tell_client",
    "write_paragraph",
]
