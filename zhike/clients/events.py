"""What can happen to clients and their people."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhike.activity.events import declare
from zhike.activity.models import Activity


def new_owner(activity: Activity) -> Iterable[UUID]:
    """Whoever a client was given to."""
    taker = activity.details.get("taker_id")
    return [UUID(taker)] if taker else []


CLIENT_CREATED = declare(
    "client.created", _("{actor} added the client {subject}."), recipients=new_owner, kind="client"
)
CLIENT_IMPORTED = declare("client.imported", _("{actor} imported {subject} from {file}, row {row}."), kind="client")
CLIENT_CHANGED = declare("client.changed", _("{actor} changed {subject}: {fields}."), kind="client")
CLIENT_CONFIRMED = declare(
    "client.confirmed", _("{actor} confirmed that the data of {subject} is right."), kind="client"
)
CLIENT_ASSIGNED = declare(
    "client.assigned",
    _("{actor} handed {subject} over from {giver} to {taker}."),
    recipients=new_owner,
    kind="team",
)
CLIENT_ARCHIVED = declare("client.archived", _("{actor} archived {subject}: {reason}"), kind="client")
CLIENT_RESTORED = declare("client.restored", _("{actor} brought {subject} back from the archive."), kind="client")
CLIENT_MERGED = declare("client.merged", _("{actor} merged {absorbed} into {subject}."), kind="client")
CLIENT_UNMERGED = declare(
    "client.unmerged", _("{actor} took the merge of {absorbed} into {subject} back."), kind="client"
)
CLIENT_TAGGED = declare("client.tagged", _("{actor} set the tags of {subject}: {tags}."), kind="client")
PAIR_JUDGED = declare(
    "client.judged_different",
    _("{actor} found that {subject} and {other} are different parties."),
    kind="client",
)
TEAM_JOINED = declare(
    "client.team_joined",
    _("{actor} put {colleague} on the account team of {subject}."),
    recipients=new_owner,
    kind="team",
)
TEAM_LEFT = declare("client.team_left", _("{actor} took {colleague} off the account team of {subject}."), kind="team")
UNDERSTANDING_CHANGED = declare(
    "understanding.changed", _("{actor} updated what we understand of {subject}."), kind="client"
)
CONTACT_CREATED = declare(
    "contact.created", _("{actor} added {subject} at {client}."), shred=["subject", "after"], kind="contact"
)
CONTACT_IMPORTED = declare(
    "contact.imported",
    _("{actor} imported {subject} from {file}, row {row}."),
    shred=["subject", "before", "after"],
    kind="contact",
)
CONTACT_CHANGED = declare(
    "contact.changed",
    _("{actor} changed {subject}: {fields}."),
    shred=["subject", "before", "after"],
    kind="contact",
)
CONTACT_LEFT = declare(
    "contact.left", _("{actor} noted that {subject} left {client}."), shred=["subject"], kind="contact"
)
CONTACT_RETURNED = declare(
    "contact.returned",
    _("{actor} noted that {subject} is back at {client}."),
    shred=["subject"],
    kind="contact",
)
CONTACT_VIEWED_AS = declare(
    "contact.viewed_as", _("{actor} looked at the portal as {subject}."), shred=["subject"], kind="portal"
)
CONTACT_INVITED = declare(
    "contact.invited", _("{actor} invited {subject} to the portal."), shred=["subject"], kind="portal"
)
CONTACT_ROLE_SET = declare(
    "contact.role_set",
    _("{actor} made {subject} {role} in the portal for {client}."),
    shred=["subject"],
    kind="portal",
)
CONTACT_JOINED = declare(
    "contact.joined", _("{subject} accepted the invitation to the portal."), shred=["subject"], kind="portal"
)
CARDS_READ = declare("client.cards_read", _("{actor} read {count} contacts of {subject} from vCards."), kind="contact")
SCHEME_CREATED = declare("scheme.created", _("{actor} set up the segmentation {subject}."), kind="segment")
SCHEME_CHANGED = declare("scheme.changed", _("{actor} changed the segmentation {subject}."), kind="segment")
SCHEME_COMPUTED = declare("scheme.computed", _("{actor} recomputed the segmentation {subject}."), kind="segment")
TAG_CREATED = declare("tag.created", _("{actor} made the tag {subject}."), kind="segment")
CLIENT_WITHDRAWN = declare(
    "client.withdrawn", _("{actor} removed {subject} again with the import of {file}."), kind="client"
)
CONTACT_WITHDRAWN = declare(
    "contact.withdrawn",
    _("{actor} removed {subject} again with the import of {file}."),
    shred=["subject"],
    kind="contact",
)
IMPORT_UPLOADED = declare("import.uploaded", _("{actor} uploaded {subject} for import."), kind="import")
IMPORT_MAPPED = declare("import.mapped", _("{actor} said what the columns of {subject} are."), kind="import")
IMPORT_STARTED = declare("import.started", _("{actor} started the import of {subject}."), kind="import")
IMPORT_FINISHED = declare(
    "import.finished",
    _(
        "The import of {subject} is finished: {created} new, {changed} updated, {unchanged} already here, "
        "{failed} not taken."
    ),
    recipients=lambda activity: [UUID(activity.details["by"])],
    kind="import",
)
IMPORT_UNDONE = declare("import.undone", _("{actor} took the import of {subject} back."), kind="import")
IMPORT_FAILED = declare(
    "import.failed",
    _("The import of {subject} stopped: {reason}"),
    recipients=lambda activity: [UUID(activity.details["by"])],
    kind="import",
)
IMPORT_FORGOTTEN = declare(
    "import.forgotten", _("The file of the import of {subject} is no longer kept."), kind="import"
)
IMPORT_REVERTED = declare(
    "import.reverted",
    _("The import of {subject} is taken back: {reverted} rows undone, {kept} kept."),
    recipients=lambda activity: [UUID(activity.details["by"])],
    kind="import",
)
