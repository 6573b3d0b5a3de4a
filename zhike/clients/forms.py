"""The shape of what people type about clients. No rules here: those are in the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.accounts.models import User
from zhike.clients.models import PORTAL_ROLES, AccountMember, Client, Contact, Scheme
from zhike.core.actors import Actor
from zhike.core.pages import BaseForm, CreateForm, EditForm

NOT_KNOWN = _("Not known")


def text(label: Any, most: int, *, required: bool = False, help_text: Any = "", **attrs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
    )


def long_text(label: Any, *, rows: int = 4, required: bool = False, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, help_text=help_text, widget=widget, max_length=20_000)


def choice(label: Any, choices: Any, *, blank: Any = NOT_KNOWN, required: bool = False) -> forms.ChoiceField:
    offered = list(choices) if required else [("", blank), *choices]
    return forms.ChoiceField(label=label, choices=offered, required=required)


class ColleagueField(forms.ModelChoiceField):
    """A person of our own side; the choices come from the actor."""

    def __init__(self, actor: Actor, **more: Any) -> None:
        from zhike.accounts.queries import colleagues

        super().__init__(queryset=colleagues(actor), **more)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class NewClientForm(CreateForm):
    """What is needed to begin; everything else is edited in place on the client's page."""

    name = text(_("Name"), 200, required=True, autocomplete="organization")
    short_name = text(_("Short name"), 60)
    credit_code = text(_("Unified social credit code"), 40, help_text=_("18 characters, where there is one."))
    kind = choice(_("Kind"), Client.Kind.choices, required=True)
    stage = choice(_("Relationship"), Client.Stage.choices, required=True)
    industry = text(_("Industry"), 60)
    mail_domains = text(
        _("Mail domains"), 300, help_text=_("For example: huaxia.cn. Mail from there belongs to this client.")
    )


class NewContactForm(CreateForm):
    name = text(pgettext_lazy("of a person", "Name"), 100, required=True)
    position = text(_("Position"), 100)
    mobile = text(_("Mobile"), 40, inputmode="tel")
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    power = choice(_("Decision power"), Contact.Power.choices)
    attitude = choice(_("Attitude"), Contact.Attitude.choices)
    channel = choice(_("Preferred channel"), Contact.Channel.choices, blank=_("No preference"))
    is_main = forms.BooleanField(label=_("Main contact"), required=False)


class ArchiveForm(BaseForm):
    reason = long_text(_("Why?"), rows=2, required=True, help_text=_("Whoever looks for this client later reads it."))


class OwnerForm(BaseForm):
    """Handing over to a colleague, with a note."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = ColleagueField(actor, label=_("New owner"))
        self.fields["note"] = long_text(
            _("What the next owner should know"),
            required=True,
            help_text=_("Promises made, worries, people. Internal."),
        )
        self.order_fields(["owner", "note"])


class BulkOwnerForm(BaseForm):
    """The same for many clients at once. (A form for many rows knows no actor; the action checks the colleague.)"""

    owner = forms.ModelChoiceField(label=_("New owner"), queryset=User.objects.none())
    note = long_text(_("What the next owner should know"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from zhike.accounts.models import Membership
        from zhike.core.actors import STAFF

        super().__init__(*args, **kwargs)
        staff = Membership.objects.filter(role__in=[role.value for role in STAFF], ended_at=None)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=staff.values("user")).order_by("name")


class WordsField(forms.CharField):
    """Several words in one line, separated by commas of either width."""

    def clean(self, value: Any) -> Any:
        line = str(super().clean(value) or "").replace("，", ",").replace("、", ",")
        return [word.strip()[:40] for word in line.split(",") if word.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True


class TagsForm(BaseForm):
    names = WordsField(label=_("Tags"), required=False, help_text=_("Separated by commas."), max_length=400)


class BulkTagsForm(BaseForm):
    names = WordsField(label=_("Tags to add"), help_text=_("Separated by commas."), max_length=400)


class TeamForm(BaseForm):
    duty = choice(_("Duty"), AccountMember.Duty.choices, required=True)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"] = ColleagueField(actor, label=_("Colleague"))
        self.order_fields(["user", "duty"])


class UnderstandingForm(EditForm):
    strategy = long_text(_("Where they want to go"), help_text=_("Strategy and goals, in their words."))
    motives = long_text(_("Why they do this with us"))
    constraints = long_text(_("What binds them"), help_text=_("Budget cycles, rules, politics, technology."))
    decisions = long_text(_("How they decide"), help_text=_("Who, in which order, by when."))
    competitors = long_text(_("Whom they compare us with"))
    success = long_text(_("What success is to them"))
    terms = forms.CharField(
        label=_("Their words"), required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=5000,
        help_text=_("One a line: their word = what they mean by it."),
    )  # fmt: skip
    end_customers = forms.CharField(
        label=_("Their own customers and users"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: who = how many = what they need."),
    )  # fmt: skip

    def clean_terms(self) -> list[tuple[str, str]]:
        pairs = [line.partition("=")[::2] for line in _lines(self.cleaned_data["terms"])]
        if any(not meaning.strip() for _word, meaning in pairs):
            raise forms.ValidationError(_("Write every line as: their word = what they mean by it."))
        return [(word.strip(), meaning.strip()) for word, meaning in pairs]

    def clean_end_customers(self) -> list[dict[str, Any]]:
        rows = []
        for line in _lines(self.cleaned_data["end_customers"]):
            name, count, needs = (part.strip() for part in f"{line}==".split("=", 2))
            if count.strip("=") and not count.strip("=").isdecimal():
                raise forms.ValidationError(_("Write every line as: who = how many = what they need."))
            headcount = int(count.strip("=")) if count.strip("=") else None
            rows.append({"name": name, "headcount": headcount, "needs": needs.rstrip("=").strip()})
        return rows


def _lines(value: str) -> list[str]:
    return [line.replace("＝", "=") for line in value.splitlines() if line.strip()]


class SchemeForm(CreateForm):
    name = text(_("Name"), 60, required=True)
    kind = choice(_("Kind"), Scheme.Kind.choices, required=True)
    figure = choice(_("Figure"), Scheme.Figure.choices, required=True)
    limit_a = forms.IntegerField(label=_("A up to (%)"), initial=80, min_value=1, max_value=98)
    limit_b = forms.IntegerField(label=_("B up to (%)"), initial=95, min_value=2, max_value=99)
    rules = forms.JSONField(
        label=_("Rules"), required=False, initial=list, widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("Parts from top to bottom; the first whose conditions all hold takes the client."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_rules(self) -> Any:
        return self.cleaned_data["rules"] or []


class DepartureForm(BaseForm):
    left_at = forms.DateField(label=_("Left on"), required=False)


class CardsForm(BaseForm):
    """vCards, and the client they belong to where the card does not say."""

    file = forms.FileField(label=_("File (.vcf)"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        from zhike.clients import queries

        super().__init__(*args, **kwargs)
        self.fields["client"] = forms.ModelChoiceField(
            label=_("Client"), queryset=queries.clients(actor).order_by("sort_key"), required=False,
            help_text=_("For cards whose company is not among your clients."),
        )  # fmt: skip


class NewContactSomewhereForm(NewContactForm):
    """A person first; then where they work."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        from zhike.clients import queries

        super().__init__(*args, **kwargs)
        mine = queries.clients(actor).order_by("sort_key")
        self.fields["client"] = forms.ModelChoiceField(label=_("Client"), queryset=mine)
        self.order_fields(["client", "name"])


class InvitationForm(BaseForm):
    email = forms.EmailField(label=_("E-mail"), help_text=_("The invitation and, later, sign-in links go there."))
    role = forms.ChoiceField(
        label=_("Role in the portal"),
        choices=PORTAL_ROLES,
        help_text=_("For this company; in a project, what they are there decides."),
    )


class MergeForm(BaseForm):
    """Field by field: whose value stays. Blanks are filled from the other file anyway."""

    def __init__(self, *args: Any, differing: dict[str, tuple[Any, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, mine, theirs) in differing.items():
            options = [("keep", mine), ("take", theirs)]
            widget = forms.RadioSelect
            self.fields[name] = forms.ChoiceField(label=label, choices=options, initial="keep", widget=widget)
