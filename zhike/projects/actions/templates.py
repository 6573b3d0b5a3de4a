"""Keeping a way of working for the next project."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from zhike.activity.events import record
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Conflict, Invalid
from zhike.core.models import lock, made_before
from zhike.methods.identity.pinyin import sort_key
from zhike.projects.access import CHANGE_TEMPLATE
from zhike.projects.actions.patterns import pattern_of
from zhike.projects.events import TEMPLATE_REMOVED, TEMPLATE_SAVED
from zhike.projects.models import Project, Template


@transaction.atomic
def save_as_template(
    actor: Actor, project: Project, *, name: str, description: str = "", id: UUID | None = None
) -> Template:
    """Keep stages, roles and openness of a project as a template. Client, people and money are left behind."""
    must(actor, CHANGE_TEMPLATE)
    project = lock(find(actor, Project, pk=project.pk))
    again = made_before(actor.organisation_id, Template, id)
    if again is not None:
        return find(actor, Template, pk=again.pk)
    name, description = name.strip(), description.strip()
    if not name or len(name) > 120:
        raise Invalid(name=_("Give the template a name of at most 120 characters."))
    if len(description) > 300:
        raise Invalid(description=_("At most 300 characters."))
    if Template.objects.filter(name=name).exists():
        raise Conflict(_("There is already a template called %(name)s.") % {"name": name})
    template = Template(name=name, description=description, **pattern_of(project), **({"id": id} if id else {}))
    template.sort_key = sort_key(name, length=120)
    template.save(force_insert=True)
    record(actor, TEMPLATE_SAVED, template, project=project.name)
    return template


@transaction.atomic
def remove_template(actor: Actor, template: Template) -> None:
    """Remove a template. Projects made from it stay as they are."""
    must(actor, CHANGE_TEMPLATE, template)
    template = lock(template)
    key = template.pk
    template.delete()
    template.pk = key  # what is recorded still names it
    record(actor, TEMPLATE_REMOVED, template)
