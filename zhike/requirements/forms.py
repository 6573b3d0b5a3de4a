"""The shape of what the pages send. Rules are in the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.clients.models import Contact
from zhike.core.actors import Actor
from zhike.core.pages import BaseForm, CreateForm, EditForm
from zhike.projects.models import Project
from zhike.requirements.models import Requirement, Section, Specification, Topic
from zhike.requirements.queries import people_of_client, sections_of, signatories

AREA = {"rows": 4}


class Lines(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def criteria_field(label: Any) -> Lines:
    return Lines(
        label=label, required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: by what both sides will see that it is met."),
    )  # fmt: skip


def long_field(label: Any, *, most: int = 20_000, rows: int = 4, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text
    )


class QuickForm(CreateForm):
    """One line, enter, the next one."""

    title = forms.CharField(
        label=_("New requirement"), max_length=300,
        widget=forms.TextInput(
            attrs={"placeholder": _("What is needed, in one line. Enter adds it."), "autocomplete": "off"}
        ),
    )  # fmt: skip


class RequirementFields(BaseForm):
    title = forms.CharField(label=_("Title"), max_length=300, help_text=_("What is needed, in one line."))
    description = long_field(_("Description"))
    why = long_field(
        _("Why"), most=4_000, rows=2, help_text=_("The goal behind it. What gets better when it is there?")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Requirement.Kind.choices, initial=Requirement.Kind.FUNCTION)
    priority = forms.ChoiceField(
        label=_("Priority"), choices=Requirement.Priority.choices, initial=Requirement.Priority.SHOULD
    )
    section = forms.ModelChoiceField(
        Section.objects.none(), label=_("Section"), required=False, empty_label=_("No section")
    )
    criteria = criteria_field(_("Acceptance criteria"))
    source_contact = forms.ModelChoiceField(
        Contact.objects.none(), label=_("Asked by"), required=False, empty_label=_("Nobody of the list")
    )
    source = forms.CharField(label=_("Or in words"), required=False, max_length=200)
    occasion = forms.CharField(
        label=_("On which occasion"), required=False, max_length=200, help_text=_("For example: kick-off workshop.")
    )
    asked_on = forms.DateField(label=_("Asked on"), required=False)
    internal_note = long_field(_("Internal note"), most=10_000, rows=2, help_text=_("The client never sees this."))

    def __init__(self, *args: Any, actor: Actor, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["section"].queryset = sections_of(actor, project)  # type: ignore[attr-defined]
        self.fields["source_contact"].queryset = people_of_client(actor, project)  # type: ignore[attr-defined]


class RequirementForm(RequirementFields, CreateForm):
    pass


class RequirementEditForm(RequirementFields, EditForm):
    pass


class TranslationForm(EditForm):
    translated_title = forms.CharField(label=_("Title"), required=False, max_length=300)
    translated_description = long_field(_("Description"))
    translated_why = long_field(_("Why"), most=4_000, rows=2)
    translated_criteria = criteria_field(_("Acceptance criteria"))


class ReasonForm(BaseForm):
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class SectionForm(CreateForm):
    title = forms.CharField(label=_("Section"), max_length=120)
    translated_title = forms.CharField(label=_("In the second language"), required=False, max_length=120)


class StatusBulkForm(BaseForm):
    reason = forms.CharField(label=_("Why"), max_length=500)


class PriorityBulkForm(BaseForm):
    priority = forms.ChoiceField(label=_("Priority"), choices=Requirement.Priority.choices)


class KindBulkForm(BaseForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Requirement.Kind.choices)


class SectionBulkForm(BaseForm):
    """By its words, because a list of many projects' sections is no choice; the action looks it up."""

    section_title = forms.CharField(label=_("Section"), max_length=120, help_text=_("Its title. A new one is made."))


class TopicForm(EditForm):
    discussed = forms.BooleanField(label=_("We talked about this"), required=False)
    discussed_on = forms.DateField(label=_("On"), required=False)
    with_whom = forms.CharField(label=_("With whom"), required=False, max_length=300)
    conclusion = long_field(_("What was concluded"), most=4_000)
    shared = forms.BooleanField(
        label=_("The client can read this"),
        required=False,
        help_text=_("Date, people and conclusion, in their portal."),
    )


class SpecificationForm(EditForm):
    main_language = forms.ChoiceField(label=_("Language you write in"), choices=Specification.Language.choices)
    languages = forms.ChoiceField(
        label=_("Languages of the document"), choices=Specification.Languages.choices, widget=forms.RadioSelect
    )
    goals = long_field(_("Goals"), most=10_000, help_text=_("What will be better, by how much, until when."))
    scope_in = long_field(_("In scope"), most=10_000)
    scope_out = long_field(
        _("Out of scope"), most=10_000, help_text=_("What nobody should expect. It saves most quarrels.")
    )
    schedule = long_field(_("Schedule"), most=10_000)
    budget = long_field(_("Budget"), most=10_000, help_text=_("Only in the document where the client sees the budget."))
    quality = long_field(_("Quality standard"), most=10_000)
    translated_goals = long_field(_("Goals"), most=10_000)
    translated_scope_in = long_field(_("In scope"), most=10_000)
    translated_scope_out = long_field(_("Out of scope"), most=10_000)
    translated_schedule = long_field(_("Schedule"), most=10_000)
    translated_budget = long_field(_("Budget"), most=10_000)
    translated_quality = long_field(_("Quality standard"), most=10_000)

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """Each chapter with its translation, for the page that shows them side by side."""
        names = ("goals", "scope_in", "scope_out", "schedule", "budget", "quality")
        return [(self[name], self[f"translated_{name}"]) for name in names]


class ConsensusForm(BaseForm):
    on = forms.DateField(label=_("Reached on"))
    with_whom = forms.CharField(label=_("With whom"), max_length=300, help_text=_("Of both sides, by name."))
    note = forms.CharField(label=_("How it was reached"), required=False, max_length=500)


class SendForm(CreateForm):
    signers = forms.ModelMultipleChoiceField(
        Contact.objects.none(), label=_("Who signs"), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    in_order = forms.ChoiceField(
        label=_("How"), widget=forms.RadioSelect, initial="1",
        choices=[("1", _("One after the other, in the order of the list")), ("0", _("All at the same time"))],
    )  # fmt: skip
    itemised = forms.ChoiceField(
        label=_("On what they decide"), widget=forms.RadioSelect, initial="0",
        choices=[("0", _("On the document as a whole")), ("1", _("Item by item"))],
    )  # fmt: skip
    due_on = forms.DateField(label=_("Due on"), required=False)
    message = long_field(_("Message to them"), most=2_000, rows=3)

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        people: Any = self.fields["signers"]
        people.queryset = signatories(project)
        people.label_from_instance = lambda contact: f"{contact.name} · {contact.client}"
        for contact in people.queryset:
            self.fields[f"place_{contact.pk}"] = forms.IntegerField(
                label=_("Place of %(name)s") % {"name": contact.name}, required=False, min_value=1, max_value=99
            )

    @property
    def people(self) -> list[tuple[Any, Any]]:
        """Each person's box, and the field that says in which place they sign."""
        return [(box, self[f"place_{box.data['value']}"]) for box in self["signers"]]

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        places = {name: data.pop(name) for name in list(data) if name.startswith("place_")}
        chosen = list(data.get("signers") or [])
        chosen.sort(key=lambda one: places.get(f"place_{one.pk}") or 99)
        data["signers"] = chosen
        data["in_order"], data["itemised"] = data.get("in_order") == "1", data.get("itemised") == "1"
        return data


def topic_initial(row: Topic) -> dict[str, Any]:
    names = ("discussed_on", "with_whom", "conclusion", "shared")
    return {"discussed": row.is_discussed, "version": row.version if row.pk and not row._state.adding else None,
            **{name: getattr(row, name) for name in names}}  # fmt: skip
