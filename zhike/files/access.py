"""Who may read and keep files. A client reads what was shared with them, in their own places only."""

from django.db.models import Q

from zhike.core.access import allow, in_places, rows, visible
from zhike.core.actors import Actor, Role
from zhike.files.models import File, FileVersion

OWNER, MANAGER, MEMBER, FINANCE, OBSERVER = Role.OWNER, Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.OBSERVER
SIGNATORY, CLIENT_MANAGER, CONTACT = Role.SIGNATORY, Role.CLIENT_MANAGER, Role.CONTACT


@rows(File)
def file_rows(actor: Actor) -> Q:
    mine = in_places(actor)
    if actor.is_client:
        in_a_place = Q(client_id__isnull=False) | Q(project_id__isnull=False)
        return mine & in_a_place & Q(shared_with_client=True, archived_at=None)
    return mine


@rows(FileVersion)
def version_rows(actor: Actor) -> Q:
    """The versions of files one may know about."""
    known = visible(actor, File)
    return Q(file__in=known.values("pk")) if actor.is_client or file_rows(actor) else Q()


STAFF = (OWNER, MANAGER, MEMBER, FINANCE, OBSERVER)
VIEW_FILE = allow("file.view", *STAFF, SIGNATORY, CLIENT_MANAGER, CONTACT)
UPLOAD_FILE = allow("file.upload", OWNER, MANAGER, MEMBER, FINANCE, SIGNATORY, CLIENT_MANAGER, CONTACT)
CHANGE_FILE = allow("file.change", OWNER, MANAGER, MEMBER, FINANCE)
SHARE_FILE = allow("file.share", OWNER, MANAGER, MEMBER)
ARCHIVE_FILE = allow("file.archive", OWNER, MANAGER, MEMBER)
