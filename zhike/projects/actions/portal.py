"""What the client may see: opening and closing the portal, and choosing what it shows."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from zhike.activity.events import record
from zhike.core.access import must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock
from zhike.core.words import in_every_language
from zhike.projects.access import OPEN_PORTAL
from zhike.projects.events import PORTAL_CLOSED, PORTAL_OPENED, TRANSPARENCY_CHANGED
from zhike.projects.models import PROFILES, SWITCHES, Project, Transparency

NOTHING = pgettext_lazy("what the client sees", "nothing")


@transaction.atomic
def open_portal(actor: Actor, project: Project) -> Project:
    """Let the client's people on the project see it in the portal, as far as its transparency profile says."""
    must(actor, OPEN_PORTAL, project)
    project = lock(project)
    if project.portal_open:
        raise Conflict(_("The portal of this project is already open."))
    project.portal_open = True
    project.save(update_fields=["portal_open"])
    record(actor, PORTAL_OPENED, project, shown_to_client=True)
    return project


@transaction.atomic
def close_portal(actor: Actor, project: Project) -> Project:
    """Close the portal: from now on nobody of the client sees the project, whatever its profile says."""
    must(actor, OPEN_PORTAL, project)
    project = lock(project)
    if not project.portal_open:
        raise Conflict(_("The portal of this project is already closed."))
    project.portal_open = False
    project.save(update_fields=["portal_open"])
    record(actor, PORTAL_CLOSED, project)
    return project


@transaction.atomic
def choose_transparency(
    actor: Actor, project: Project, *, profile: str = "", shown: set[str] | frozenset[str] | None = None,
    version: int | None = None,
) -> Transparency:  # fmt: skip
    """Choose what the client may see: one of the profiles, or switch by switch. What changed is kept in words."""
    must(actor, OPEN_PORTAL, project)
    project = lock(project)
    seen = lock(project.transparency)
    seen.expect(version)
    wanted = _wanted(profile, shown)
    before = {switch for switch in SWITCHES if getattr(seen, switch)}
    seen.profile = next((name for name, on in PROFILES.items() if on == wanted), Transparency.Profile.OWN)
    if wanted == before:
        return seen
    for switch in SWITCHES:
        setattr(seen, switch, switch in wanted)
    seen.save()
    shown_now = [in_every_language(label_of(switch)) for switch in SWITCHES if switch in wanted - before]
    hidden_now = [in_every_language(label_of(switch)) for switch in SWITCHES if switch in before - wanted]
    nothing = in_every_language(NOTHING)
    record(
        actor, TRANSPARENCY_CHANGED, project, shown=shown_now or nothing, hidden=hidden_now or nothing,
        was=sorted(before),
    )  # fmt: skip
    return seen


def label_of(switch: str) -> object:
    return Transparency._meta.get_field(switch).verbose_name  # type: ignore[union-attr]


def _wanted(profile: str, shown: set[str] | frozenset[str] | None) -> frozenset[str]:
    if shown is None:
        if profile not in PROFILES:
            raise Invalid(profile=_("Choose one of the profiles."))
        return PROFILES[profile]
    if set(shown) - set(SWITCHES):
        raise Invalid(shown=_("There is no such switch."))
    wanted = set(shown)
    if "health" not in wanted and "health_reason" in wanted:
        raise Invalid(shown=_("The reason makes sense only together with the health."))
    if "people" not in wanted and "contact_details" in wanted:
        raise Invalid(shown=_("How to reach our people makes sense only together with who they are."))
    return frozenset(wanted)
