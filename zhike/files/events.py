"""What can happen to files."""

from django.utils.translation import gettext_lazy as _

from zhike.activity.events import declare

FILE_UPLOADED = declare(
    "file.uploaded",
    _("{actor} filed {subject} under {category}."),
    kind="file",
    icon="paperclip",
)
FILE_VERSION_ADDED = declare(
    "file.version_added",
    _("{actor} put up version {number} of {subject}. {note}"),
    kind="file",
    icon="upload",
)
FILE_VERSION_RESTORED = declare(
    "file.version_restored",
    _("{actor} brought version {restored} of {subject} back as version {number}."),
    kind="file",
    icon="archive-restore",
)
FILE_CHANGED = declare("file.changed", _("{actor} changed {subject}: {fields}."), kind="file", icon="pencil")
FILE_SHARED = declare("file.shared", _("{actor} shared {subject} with the client."), kind="file", icon="eye")
FILE_UNSHARED = declare(
    "file.unshared", _("{actor} stopped sharing {subject} with the client."), kind="file", icon="eye-off"
)
FILE_ARCHIVED = declare("file.archived", _("{actor} archived {subject}."), kind="file", icon="archive")
FILE_RESTORED = declare(
    "file.restored",
    _("{actor} brought {subject} back from the archive."),
    kind="file",
    icon="archive-restore",
)
