"""Forms of this room: their shape only; what holds is said by the actions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.accounts.models import User
from zhike.clients.models import Contact
from zhike.core.actors import Actor
from zhike.core.pages import BaseForm, CreateForm, EditForm, in_our_words
from zhike.projects.queries import colleagues
from zhike.reports.models import Depth, Reader, Report, ReportPlan
from zhike.reports.queries import Proposal, all_topics, possible_readers

HOURS = [(hour, f"{hour:02d}:00") for hour in range(6, 21)]
NAMES = ("reads", "language", "depth", "channel")
MONTH_DAYS = [(day, day) for day in range(1, 29)]


class RowChoice(forms.ModelChoiceField):
    """A choice among rows the actor may know of; the form sets the queryset."""

    def __init__(self, model: Any, **options: Any) -> None:
        super().__init__(queryset=model._default_manager.none(), **options)


def _long(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class HowForm(BaseForm):
    """In which language, how deep, by which way."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    depth = forms.ChoiceField(label=_("How much"), choices=Depth.choices)
    channel = forms.ChoiceField(label=_("How it reaches them"), choices=Reader.Channel.choices)


class ReaderForm(HowForm):
    """One more reader: of the client, or a colleague."""

    contact = RowChoice(Contact, label=_("Person of the client"), required=False)
    user = RowChoice(User, label=_("Or a colleague"), required=False)
    field_order = ("contact", "user")

    def __init__(self, *args: Any, actor: Actor, plan: ReportPlan, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["contact"].queryset, fields["user"].queryset = possible_readers(actor, plan)


class ReadersForm(CreateForm):
    """For each person proposed: whether they get it, and how."""

    def __init__(self, *args: Any, proposals: Iterable[Proposal], **options: Any) -> None:
        super().__init__(*args, **options)
        self.proposals = list(proposals)
        for one in self.proposals:
            self._offer(one)

    def _offer(self, one: Proposal) -> None:
        key = one.key
        made: dict[str, forms.Field] = {
            f"reads_{key}": forms.BooleanField(label=one.name, required=False, initial=True, help_text=one.why),
        }
        for name, field in HowForm.base_fields.items():
            choices = field.choices  # type: ignore[attr-defined]  # all three are choices
            offered = forms.ChoiceField(label=field.label, choices=choices, initial=getattr(one, name))
            made[f"{name}_{key}"] = offered
        for name, field in made.items():
            in_our_words(field)
            self.fields[name] = field

    @property
    def people(self) -> list[dict[str, Any]]:
        """For the page: each person with their four fields."""
        return [{"person": one, **{name: self[f"{name}_{one.key}"] for name in NAMES}} for one in self.proposals]

    def clean(self) -> dict[str, Any]:
        """The four fields of each person become `readers`: those who get it, as it was decided here."""
        data = super().clean() or {}
        told = [(one, [data.pop(f"{name}_{one.key}", None) for name in NAMES]) for one in self.proposals]
        data["readers"] = [self._decided(one, *how) for one, (reads, *how) in told if reads and all(how)]
        return data

    @staticmethod
    def _decided(one: Proposal, language: str, depth: str, channel: str) -> Proposal:
        """Why it was proposed is kept as long as nothing was changed."""
        is_as_proposed = (one.language, one.depth, one.channel) == (language, depth, channel)
        return Proposal(one.contact, one.user, language, depth, channel, one.why if is_as_proposed else "")


class PlanFields(BaseForm):
    """When a report is drafted, what stands in it, who approves it."""

    name = forms.CharField(label=_("Name its readers will know it by"), max_length=120)
    cadence = forms.ChoiceField(label=_("How often"), choices=ReportPlan.Cadence.choices, initial="weekly")
    weekday = forms.TypedChoiceField(
        label=_("Drafted on"), coerce=int, initial=4, choices=[(day, capfirst(WEEKDAYS[day])) for day in range(7)],
        help_text=_("Of every week, or every second one."),
    )  # fmt: skip
    day_of_month = forms.TypedChoiceField(
        label=_("Or on this day of the month"), coerce=int, initial=1, choices=MONTH_DAYS,
        help_text=_("Of monthly reports."),
    )  # fmt: skip
    hour = forms.TypedChoiceField(label=_("At"), coerce=int, initial=9, choices=HOURS)
    topics = forms.MultipleChoiceField(
        label=pgettext_lazy("report", "Sections"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What nothing happened in is left out."),
    )
    approver = RowChoice(
        User, label=_("Approved by"), required=False, help_text=_("Nothing goes out before they have read it."),
        empty_label=_("Nobody: whoever writes it sends it"),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["topics"].choices = all_topics()
        fields["topics"].initial = [name for name, _title in all_topics()]
        fields["approver"].queryset = colleagues(actor)


class NewPlanForm(ReadersForm, PlanFields):
    """A plan with its first readers, as they are proposed."""


class PlanForm(PlanFields, EditForm):
    is_active = forms.BooleanField(
        label=_("It runs"), required=False, help_text=_("If not, no draft is written by itself.")
    )


class AtOnceForm(ReadersForm):
    """Told outside the cycle: to whom, and the first sentence."""

    text = _long(_("What happened, and what you do about it"), rows=4, max_length=10_000, required=False)


class SentenceForm(EditForm):
    text = _long(_("The sentence"), rows=3)


class OwnSentenceForm(CreateForm):
    topic = forms.ChoiceField(label=pgettext_lazy("report", "Section"))
    text = _long(_("Your sentence"), rows=4)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["topic"].choices = all_topics()  # type: ignore[attr-defined]


class HealthForm(EditForm):
    health = forms.ChoiceField(label=_("The report says"), choices=Report.Health.choices, widget=forms.RadioSelect)
    reason = _long(
        _("Why you tell another than the evidence"), max_length=500, required=False,
        help_text=_("The readers read it. Not needed where you follow the evidence."),
    )  # fmt: skip


class AnswerForm(BaseForm):
    key = forms.CharField(widget=forms.HiddenInput)
    answer = _long(_("Our answer"), max_length=500)


class ReasonForm(BaseForm):
    reason = _long(_("Why"), max_length=500)


class HandOverForm(BaseForm):
    how = forms.CharField(label=_("How they got it"), max_length=200)


class ReplyForm(EditForm):
    reply = _long(_("What comes of it"), rows=4, max_length=5_000)
