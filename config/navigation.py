"""What the left navigation and the create menu offer, in this order.

An entry names a page by its URL name. It is shown to those whom the page's own door lets in, so nobody is
offered a page that would refuse them; a name that does not exist (a room not opened yet) is skipped.
Labels are translated by the catalogues of core and the rooms, which say the same words on their pages.
"""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Entry(NamedTuple):
    label: Any  # translated when shown
    url_name: str
    icon: str
    shortcut: str = ""  # "g c": first g, then c


NAVIGATION = [
    Entry(_("Today"), "today", "sun", "g t"),
    Entry(_("Clients"), "clients", "building-2", "g c"),
    Entry(_("Projects"), "projects", "folder-kanban", "g p"),
    Entry(_("Signatures"), "signature-requests", "signature", "g s"),
    Entry(_("Questions"), "questions", "message-square", "g q"),
    Entry(_("Reports"), "reports", "file-text", "g r"),
    Entry(_("My tasks"), "my-tasks", "circle-check", "g a"),
    Entry(_("My hours"), "hours", "clock", "g w"),
    Entry(_("Workload"), "workload", "gauge", "g l"),
    Entry(_("Portfolio"), "portfolio", "trending-up", "g o"),
    Entry(_("Contacts"), "contacts", "contact", "g k"),
    Entry(_("Files"), "files", "folder", "g f"),
    Entry(_("What happened"), "timeline", "history", "g h"),
]
CREATE = [
    Entry(_("New client"), "client-new", "building-2", "c c"),
    Entry(_("New contact"), "contact-new", "contact", "c k"),
    Entry(_("New project"), "project-new", "folder-kanban", "c p"),
    Entry(_("Note a question"), "question-new", "message-square", "c q"),
    Entry(_("Import clients"), "import-new", "upload", "c i"),
    Entry(_("Invite someone"), "invitation-new", "user-plus", "c v"),
]
ADMINISTRATION = [
    Entry(_("People and roles"), "members", "users", "g m"),
    Entry(_("Organisation"), "organisation", "settings-2"),
    Entry(_("Calendars"), "calendars", "calendar"),
    Entry(_("Resources"), "resources", "users-round"),
    Entry(_("Plan templates"), "plan-templates", "copy"),
    Entry(_("Background work"), "jobs", "activity"),
]
# Places the shell itself links to: what it calls them, and their URL name.
PLACES = {
    "home": "today",
    "search": "search",
    "palette": "palette",
    "notifications": "notifications",
    "profile": "profile",
    "language": "set_language",
    "sign_out": "account_logout",
    "stop_viewing": "stop-viewing",
}
