"""The shape of what the pages send. Rules are in the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.accounts.models import User
from zhike.clients.models import PORTAL_ROLES, Client, Contact
from zhike.core.access import visible
from zhike.core.actors import Actor, Role
from zhike.core.pages import BaseForm, CreateForm, EditForm
from zhike.projects.models import (
    CLIENT_DUTIES,
    OUR_DUTIES,
    SWITCHES,
    Participant,
    Party,
    Project,
    Stage,
    Template,
    Transparency,
)
from zhike.projects.queries import addable_contacts, colleagues, companies, templates

OURS = [(duty.value, duty.label) for duty in OUR_DUTIES]
THEIRS = [(duty.value, duty.label) for duty in CLIENT_DUTIES]


class RowChoice(forms.ModelChoiceField):
    """A choice among rows the actor may know of; the form sets the queryset."""

    def __init__(self, model: Any, **options: Any) -> None:
        super().__init__(queryset=model._default_manager.none(), **options)


class ClientPicker(forms.Form):
    """A client found by typing: the combobox sends its id; without script the typed words are looked up."""

    client = RowChoice(Client, label=_("Client"), required=False, widget=forms.HiddenInput)
    client_text = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def find_client(self, actor: Actor) -> None:
        """Called by `clean`: what was typed, when nothing was picked."""
        typed = (self.cleaned_data.get("client_text") or "").strip()
        if self.cleaned_data.get("client") is None and "client" not in self.errors:
            found = visible(actor, Client).filter(archived_at=None, name=typed)[:2] if typed else []
            short = visible(actor, Client).filter(archived_at=None, short_name=typed)[:2] if typed else []
            matches = {one.pk: one for one in [*found, *short]}
            if len(matches) != 1:
                self.add_error("client", str(_("Choose a client from the list.")))
            else:
                self.cleaned_data["client"] = next(iter(matches.values()))
        self.cleaned_data.pop("client_text", None)


class ProjectForm(ClientPicker, CreateForm):
    """A new project asks only this; the rest is set on its page when it is known."""

    name = forms.CharField(label=_("Name"), max_length=200)
    manager = RowChoice(User, label=_("Project manager"))
    template = RowChoice(Template, label=_("Template"), required=False, empty_label=_("The usual stages"))
    planned_start = forms.DateField(label=_("Planned start"), required=False)
    planned_finish = forms.DateField(label=_("Promised finish"), required=False)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        self.fields["client"].queryset = visible(actor, Client).filter(archived_at=None)  # type: ignore[attr-defined]
        self.fields["manager"].queryset = colleagues(actor)  # type: ignore[attr-defined]
        self.fields["template"].queryset = templates(actor)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.find_client(self.actor)
        return self.cleaned_data

    @property
    def picked(self) -> Client | None:
        """The client to show in the combobox again."""
        chosen = self["client"].value()
        if isinstance(chosen, Client):
            return chosen
        return self.fields["client"].queryset.filter(pk=chosen).first() if chosen else None  # type: ignore[attr-defined]


class ProjectEditForm(EditForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    goal = forms.CharField(
        label=_("Goal"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What will be better for the client when it is done. The client reads this."),
    )  # fmt: skip
    planned_start = forms.DateField(label=_("Planned start"), required=False)
    planned_finish = forms.DateField(label=_("Promised finish"), required=False)
    actual_start = forms.DateField(label=_("Actual start"), required=False)
    actual_finish = forms.DateField(label=_("Actual finish"), required=False)
    budget = forms.DecimalField(label=_("Budget"), required=False, min_value=0, max_digits=16, decimal_places=2)

    def __init__(self, *args: Any, with_budget: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not with_budget:
            del self.fields["budget"]


class AssignForm(BaseForm):
    manager = RowChoice(User, label=_("Project manager"))

    def __init__(self, *args: Any, actor: Actor, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["manager"].queryset = colleagues(actor).exclude(pk=project.manager_id)  # type: ignore[attr-defined]


class HealthForm(EditForm):
    health = forms.ChoiceField(
        label=_("How does it go?"), widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in Project.Health if one is not Project.Health.UNKNOWN],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence others understand. Needed unless it is on track."),
    )  # fmt: skip


class StageForm(EditForm):
    stage = RowChoice(Stage, label=_("Stage"), widget=forms.RadioSelect, empty_label=None)

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stage"].queryset = project.stages.all()  # type: ignore[attr-defined]


class ReasonForm(BaseForm):
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ClosureForm(BaseForm):
    reason = forms.CharField(
        label=_("Why close it anyway"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PartyForm(ClientPicker, CreateForm):
    role = forms.ChoiceField(label=_("Role"), choices=Party.Role.choices)
    note = forms.CharField(label=_("Internal note"), required=False, max_length=300)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        self.fields["client"].queryset = visible(actor, Client).filter(archived_at=None)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.find_client(self.actor)
        return self.cleaned_data

    picked = ProjectForm.picked


class ColleagueForm(CreateForm):
    user = RowChoice(User, label=_("Colleague"), required=False, empty_label=_("Somebody new"))
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), required=False, max_length=100)
    email = forms.EmailField(label=_("E-mail"), required=False)
    duty = forms.ChoiceField(label=_("Project role"), choices=OURS, initial=Participant.Duty.CONSULTANT)
    title = forms.CharField(label=_("In your own words"), required=False, max_length=60)

    def __init__(self, *args: Any, actor: Actor, project: Project, may_invite: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].queryset = colleagues(actor, besides=project)  # type: ignore[attr-defined]
        if not may_invite:
            self.fields["user"].required = True
            del self.fields["name"], self.fields["email"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        _somebody(self, "user")
        return self.cleaned_data


class ContactForm(CreateForm):
    contact = RowChoice(Contact, label=_("Person"), required=False, empty_label=_("Somebody new"))
    company = RowChoice(Client, label=_("Company"), required=False, empty_label=None)
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), required=False, max_length=100)
    email = forms.EmailField(label=_("E-mail"), required=False)
    duty = forms.ChoiceField(label=_("Project role"), choices=THEIRS, initial=Participant.Duty.KEY_USER)
    title = forms.CharField(label=_("In their own words"), required=False, max_length=60)
    portal_role = forms.ChoiceField(label=_("Role in the portal"), choices=PORTAL_ROLES, initial=Role.CONTACT)
    invite = forms.BooleanField(
        label=_("Invite them to the portal by mail now"), required=False, initial=True,
        help_text=_("They need an e-mail address. Whoever has an account already gets no mail."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, project: Project, may_invite: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        contacts = self.fields["contact"]
        contacts.queryset = addable_contacts(actor, project)  # type: ignore[attr-defined]
        contacts.label_from_instance = _person_of_company  # type: ignore[attr-defined]
        there = [one.pk for one in companies(project)]
        self.fields["company"].queryset = visible(actor, Client).filter(pk__in=there)  # type: ignore[attr-defined]
        self.fields["company"].initial = project.client_id
        if not may_invite:
            del self.fields["invite"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        _somebody(self, "contact")
        return self.cleaned_data


class ParticipantForm(EditForm):
    duty = forms.ChoiceField(label=_("Project role"), choices=OURS)
    title = forms.CharField(label=_("In their own words"), required=False, max_length=60)
    portal_role = forms.ChoiceField(label=_("Role in the portal"), choices=PORTAL_ROLES)

    def __init__(self, *args: Any, participant: Participant, **options: Any) -> None:
        super().__init__(*args, **options)
        if participant.is_ours:
            del self.fields["portal_role"]
        else:
            self.fields["duty"].choices = THEIRS  # type: ignore[attr-defined]


class TransparencyForm(EditForm):
    profile = forms.ChoiceField(label=_("Profile"), choices=Transparency.Profile.choices, widget=forms.RadioSelect)
    shown = forms.MultipleChoiceField(
        label=_("The client can see"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(switch, Transparency._meta.get_field(switch).verbose_name) for switch in SWITCHES],  # type: ignore[union-attr]
    )  # fmt: skip


class TemplateForm(CreateForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(label=_("What it is for"), required=False, max_length=300)


class StepForm(forms.Form):
    """One line of the form that lays out the stages."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Usual stage"), required=False, choices=[("", _("own name")), *Stage.Kind.choices])
    name = forms.CharField(label=_("Own name"), required=False, max_length=60)
    due_on = forms.DateField(
        label=_("To be done by"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


StepFormSet = forms.formset_factory(StepForm, extra=2, can_delete=True, can_order=True, max_num=20)


def _somebody(form: forms.Form, field: str) -> None:
    """Somebody we know, or the name of somebody new."""
    if "name" in form.fields and not form.cleaned_data.get(field) and not (form.cleaned_data.get("name") or "").strip():
        form.add_error(field, str(_("Choose somebody, or write the name of somebody new.")))


def _person_of_company(contact: Contact) -> str:
    return f"{contact.name} · {contact.client}"
