"""The verbs of this room. Pages, API, imports and jobs all come through here."""

from zhike.requirements.actions.document import agree_as_signed, send_document
from zhike.requirements.actions.framework import change_specification, note_topic, record_consensus
from zhike.requirements.actions.items import (
    add_requirement,
    change_requirement,
    drop_requirement,
    propose_requirement,
    share_requirement,
    take_up_requirement,
    withdraw_requirement,
)
from zhike.requirements.actions.ordering import (
    add_section,
    change_section,
    move_requirement,
    move_section,
    remove_section,
)

__all__ = [
    "add_requirement",
    "add_section",
    "agree_as_signed",
    "change_requirement",
    "change_section",
    "change_specification",
    "drop_requirement",
    "move_requirement",
    "move_section",
    "note_topic",
    "propose_requirement",
    "record_consensus",
    "remove_section",
    "send_document",
    "share_requirement",
    "take_up_requirement",
    "withdraw_requirement",
]
