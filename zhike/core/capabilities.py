"""Capabilities in words: `project.change` is said as "Projects: change".

The noun is a model's own name, or stands in NOUNS; the verb stands in VERBS. A room that brings a new verb adds it
there; a house rule fails for a capability without words.
"""

from collections.abc import Iterable

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NOUNS = {  # what is not a row, or not called as its row is
    "api": _("API"),
    "calendar": _("Calendars"),
    "dossier": _("Dispute files"),
    "hours": _("Hours"),
    "list": _("Lists"),
    "member": _("People and roles"),
    "owner": _("Owners"),
    "paper": _("Documents for signing"),
    "portal": _("Client portal"),
    "project_template": _("Project templates"),
    "search": _("Search"),
    "today": _("Today"),
    "token": _("API tokens"),
}
VERBS = {
    "accept": pgettext_lazy("capability", "accept"),
    "answer": pgettext_lazy("capability", "answer"),
    "approve": pgettext_lazy("capability", "approve"),
    "archive": pgettext_lazy("capability", "archive and restore"),
    "ask": pgettext_lazy("capability", "ask"),
    "ask_client": pgettext_lazy("capability", "ask the client"),
    "baseline": pgettext_lazy("capability", "keep baselines and plan anew"),
    "assign": pgettext_lazy("capability", "give to somebody"),
    "change": pgettext_lazy("capability", "change"),
    "change_rates": pgettext_lazy("capability", "change what an hour costs"),
    "change_people": pgettext_lazy("capability", "change who takes part"),
    "change_view": pgettext_lazy("capability", "change saved views"),
    "close": pgettext_lazy("capability", "close and reopen"),
    "confirm_delegate": pgettext_lazy("capability", "agree to a substitute"),
    "confirm_understood": pgettext_lazy("capability", "say that an answer is understood"),
    "create": pgettext_lazy("capability", "create"),
    "decide": pgettext_lazy("capability", "decide"),
    "draft": pgettext_lazy("capability", "draft by itself"),
    "delegate": pgettext_lazy("capability", "pass on to a substitute"),
    "edit": pgettext_lazy("capability", "edit one's own"),
    "end_request": pgettext_lazy("capability", "withdraw a request"),
    "expire": pgettext_lazy("capability", "let a request expire"),
    "export": pgettext_lazy("capability", "export"),
    "finish_own": pgettext_lazy("capability", "report one's own as done"),
    "follow_bulk": pgettext_lazy("capability", "follow an action on many rows"),
    "follow_up": pgettext_lazy("capability", "add to a question"),
    "found": pgettext_lazy("capability", "found"),
    "freeze": pgettext_lazy("capability", "make a version"),
    "grant": pgettext_lazy("capability", "make somebody an owner"),
    "import": pgettext_lazy("capability", "import"),
    "invite": pgettext_lazy("capability", "invite"),
    "keep_view": pgettext_lazy("capability", "save views"),
    "leave": pgettext_lazy("capability", "leave"),
    "make": pgettext_lazy("capability", "make"),
    "manage": pgettext_lazy("capability", "run again or drop"),
    "merge": pgettext_lazy("capability", "merge and take apart"),
    "open": pgettext_lazy("capability", "open"),
    "open_portal": pgettext_lazy("capability", "open and close the portal"),
    "override_closing": pgettext_lazy("capability", "close in spite of open points"),
    "publish": pgettext_lazy("capability", "publish"),
    "react": pgettext_lazy("capability", "say something to it"),
    "read": pgettext_lazy("capability", "read"),
    "record": pgettext_lazy("capability", "write down what the client asked"),
    "remind": pgettext_lazy("capability", "remind"),
    "reopen": pgettext_lazy("capability", "reopen"),
    "reply": pgettext_lazy("capability", "reply to what readers say"),
    "request": pgettext_lazy("capability", "ask for"),
    "revoke": pgettext_lazy("capability", "revoke"),
    "send": pgettext_lazy("capability", "send for signing"),
    "set": pgettext_lazy("capability", "choose one's own"),
    "set_up": pgettext_lazy("capability", "set up"),
    "settle": pgettext_lazy("capability", "settle"),
    "share": pgettext_lazy("capability", "show to the client"),
    "shred": pgettext_lazy("capability", "make personal data unreadable"),
    "sign": pgettext_lazy("capability", "sign"),
    "tell_of_end": pgettext_lazy("capability", "tell how a request ended"),
    "upload": pgettext_lazy("capability", "upload"),
    "use": pgettext_lazy("capability", "use"),
    "view": pgettext_lazy("capability", "view"),
    "view_as": pgettext_lazy("capability", "see the portal with their eyes"),
    "view_budget": pgettext_lazy("capability", "see the budget"),
    "view_costs": pgettext_lazy("capability", "see what it costs"),
    "view_rates": pgettext_lazy("capability", "see what an hour costs"),
    "view_shared": pgettext_lazy("capability", "see what is shared"),
    "view_value": pgettext_lazy("capability", "see the value"),
    "watch": pgettext_lazy("capability", "watch"),
    "watch_clock": pgettext_lazy("capability", "watch the answer clock"),
    "withdraw": pgettext_lazy("capability", "withdraw"),
    "write": pgettext_lazy("capability", "write"),
}


def noun(capability: str) -> str:
    """What it is about: "Projects"; its plain name where nobody gave it words."""
    name = capability.partition(".")[0]
    return capfirst(str(NOUNS.get(name) or _model_names().get(name.replace("_", ""), name)))


def verb(capability: str) -> str:
    """What one may do with it: "change"."""
    name = capability.partition(".")[2]
    return str(VERBS.get(name, name))


def by_noun(capabilities: Iterable[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """For a form: capabilities with their verbs, under their nouns."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for capability in capabilities:
        groups.setdefault(noun(capability), []).append((capability, verb(capability)))
    return list(groups.items())


def _model_names() -> dict[str, str]:
    return {str(model._meta.model_name): str(model._meta.verbose_name) for model in apps.get_models()}
