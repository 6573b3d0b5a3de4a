"""What can happen to requirements, and who hears of it. A client hears only of items that are shared with them."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhike.activity.events import declare, name_kind
from zhike.activity.models import Activity
from zhike.projects.events import everyone_on_it

name_kind("requirement", _("Requirements"))


def whoever_started_it(activity: Activity) -> Iterable[UUID]:
    return [UUID(activity.details["by"])]


REQUIREMENT_ADDED = declare(
    "requirement.added",
    _("{actor} wrote down the requirement {subject}."),
    kind="requirement",
    icon="plus",
    many=_("{actor} wrote down {count} requirements"),
)
REQUIREMENT_IMPORTED = declare(
    "requirement.imported",
    _("{actor} took the requirement {subject} from {file}, row {row}."),
    kind="requirement",
    icon="upload",
    many=_("{actor} took {count} requirements from a file"),
)
REQUIREMENT_CHANGED = declare(
    "requirement.changed",
    _("{actor} changed {subject}: {fields}."),
    kind="requirement",
    icon="pencil",
    many=_("{actor} changed {count} requirements"),
)
REQUIREMENT_PROPOSED = declare(
    "requirement.proposed",
    _("{actor} proposed {subject} to be agreed."),
    kind="requirement",
    icon="send",
    many=_("{actor} proposed {count} requirements to be agreed"),
)
REQUIREMENT_WITHDRAWN = declare(
    "requirement.withdrawn", _("{actor} took {subject} back to rework it."), kind="requirement", icon="undo-2"
)
REQUIREMENT_DROPPED = declare(
    "requirement.dropped",
    _("{actor} dropped {subject}: {reason}"),
    kind="requirement",
    icon="circle-x",
    recipients=everyone_on_it,
)
REQUIREMENT_TAKEN_UP = declare(
    "requirement.taken_up", _("{actor} took {subject} up again."), kind="requirement", icon="undo-2"
)
REQUIREMENT_SHARED = declare(
    "requirement.shared",
    _("{actor} shared {subject} with the client."),
    kind="requirement",
    icon="eye",
    many=_("{actor} shared {count} requirements with the client"),
)
REQUIREMENT_AGREED = declare(
    "requirement.agreed",
    _("{subject} is agreed: signed in {paper}."),
    kind="requirement",
    icon="circle-check",
    many=_("{count} requirements are agreed"),
)
REQUIREMENT_MOVED = declare(
    "requirement.moved", _("{actor} put {subject} in another place of the list."), kind="requirement", icon="list"
)
REQUIREMENT_REMOVED = declare(
    "requirement.removed",
    _("{actor} took the import of {subject} back."),
    kind="requirement",
    icon="undo-2",
    many=_("{actor} took the import of {count} requirements back"),
)
SECTION_ADDED = declare("requirement_section.added", _("{actor} added the section {subject}."), kind="requirement")
SECTION_CHANGED = declare(
    "requirement_section.changed", _("{actor} changed the section {subject}: {fields}."), kind="requirement"
)
SECTION_REMOVED = declare(
    "requirement_section.removed",
    _("{actor} removed the section {subject}. Its requirements stay."),
    kind="requirement",
)
TOPIC_DISCUSSED = declare(
    "requirement_topic.discussed",
    _("{subject} was talked over with {people}: {conclusion}"),
    kind="requirement",
    icon="message-square",
)
TOPIC_REOPENED = declare(
    "requirement_topic.reopened",
    _("{actor} marked {subject} as open again."),
    kind="requirement",
    icon="message-square",
)
SPECIFICATION_CHANGED = declare(
    "requirement_specification.changed",
    _("{actor} changed the frame of the requirement document: {fields}."),
    kind="requirement",
    icon="file-text",
)
CONSENSUS_RECORDED = declare(
    "requirement_specification.consensus",
    _("Both sides agree on the goals of {subject}; recorded by {actor} for {people}."),
    kind="requirement",
    icon="handshake",
    recipients=everyone_on_it,
)
DOCUMENT_SENT = declare(
    "requirement_document.sent",
    _("{actor} sent the requirement document {paper} of {subject} for signature."),
    kind="requirement",
    icon="send",
    recipients=everyone_on_it,
)
IMPORT_UPLOADED = declare(
    "requirement_import.uploaded", _("{actor} uploaded {subject} to take requirements from it."), kind="import"
)
IMPORT_MAPPED = declare("requirement_import.mapped", _("{actor} said how {subject} is to be read."), kind="import")
IMPORT_STARTED = declare("requirement_import.started", _("{actor} started to import {subject}."), kind="import")
IMPORT_FINISHED = declare(
    "requirement_import.finished",
    _("{subject} was imported: {created} new, {changed} updated, {unchanged} already here, {failed} not taken."),
    kind="import",
    recipients=whoever_started_it,
)
IMPORT_FAILED = declare(
    "requirement_import.failed",
    _("The import of {subject} stopped: {reason}"),
    kind="import",
    recipients=whoever_started_it,
)
IMPORT_UNDONE = declare(
    "requirement_import.undone",
    _("{actor} took the import of {subject} back; {kept} rows stay, worked on since."),
    kind="import",
)
IMPORT_FORGOTTEN = declare(
    "requirement_import.forgotten", _("The file of the import of {subject} is no longer kept."), kind="import"
)
REQUIREMENTS_EXPORTED = declare(
    "requirement.exported",
    _("{actor} downloaded the requirements of {subject} ({form})."),
    kind="requirement",
    icon="download",
)
