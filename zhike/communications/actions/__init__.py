"""The verbs of this room. Pages, API, portal and jobs all come through here."""

from zhike.communications.actions.answering import answer_question, confirm_understood, follow_up
from zhike.communications.actions.asking import ask_client, ask_question, record_question
from zhike.communications.actions.care import change_question, reassign_question, share_question
from zhike.communications.actions.clock import remind_of_question, tell_overdue
from zhike.communications.actions.ending import reopen_question, settle_by_itself, settle_question
from zhike.communications.actions.promises import set_answer_promise

__all__ = [
    "answer_question",
    "ask_client",
    "ask_question",
    "change_question",
    "confirm_understood",
    "follow_up",
    "reassign_question",
    "record_question",
    "remind_of_question",
    "reopen_question",
    "set_answer_promise",
    "settle_by_itself",
    "settle_question",
    "share_question",
    "tell_overdue",
]
