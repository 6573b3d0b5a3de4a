"""The shape of what a client sends."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.communications.portal import AskForm
from zhike.signoff.actions import Answer, ItemDecision
from zhike.signoff.portal import Colleague
from zhike.signoff.queries import Item

APPROVED, WITH_REMARKS, DECLINED = "approved", "with_remarks", "declined"
LONG = {"rows": 4}


class DoneForm(forms.Form):
    """What lies with the client is done; with a remark, if there is something to say."""

    note = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=500,
        help_text=_("Where it is to be found, what is still missing. The project team reads it."),
        widget=forms.Textarea(attrs=LONG),
    )


class DecisionForm(forms.Form):
    """As a whole: approve, approve with remarks, or decline with the reason."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            (APPROVED, _("I approve")),
            (WITH_REMARKS, _("I approve, with remarks")),
            (DECLINED, _("I do not approve")),
        ],
        error_messages={"required": _("Choose one of the three.")},
    )
    remarks = forms.CharField(
        label=_("Remarks, or the reason why not"),
        required=False,
        max_length=4000,
        help_text=_("Both sides read them, and they become part of the signed copy."),
        widget=forms.Textarea(attrs=LONG),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        decision, remarks = told.get("decision"), str(told.get("remarks") or "").strip()
        if decision == DECLINED and not remarks:
            self.add_error("remarks", _("Say why not, so that it can be put right."))
        if decision == WITH_REMARKS and not remarks:
            self.add_error("remarks", _("Write your remarks, or choose “I approve”."))
        if decision == APPROVED and remarks:
            told["decision"] = WITH_REMARKS
        return told

    @property
    def answer(self) -> Answer:
        return Answer(self.cleaned_data["decision"], self.cleaned_data["remarks"])


class ItemsForm(forms.Form):
    """Item by item. What is left open counts as approved only if the reader says so."""

    rest = forms.BooleanField(label=_("I approve every item I did not mark"), required=False)
    remarks = forms.CharField(
        label=_("Remarks on the whole"), required=False, max_length=4000, widget=forms.Textarea(attrs=LONG)
    )

    def __init__(self, items: Sequence[Item], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        decided = [self._decided(item, bool(told.get("rest"))) for item in self.items]
        open_ = [item.code for item, one in zip(self.items, decided, strict=True) if one is None]
        if open_:
            self.add_error("rest", _("Still open: %(codes)s. Decide on them, or tick this.") % {"codes": _few(open_)})
        silent = [
            item.code
            for item, one in zip(self.items, decided, strict=True)
            if one is not None and not one.approves and not one.remark
        ]
        if silent:
            self.add_error(None, _("Say why not: %(codes)s.") % {"codes": _few(silent)})
        told["items"] = [one for one in decided if one is not None]
        return told

    @property
    def answer(self) -> Answer:
        return Answer("", self.cleaned_data["remarks"], self.cleaned_data["items"])

    def said_of(self, item_key: str) -> tuple[str, str]:
        """What was chosen and written for one item, to show it again."""
        return self.data.get(f"item-{item_key}", ""), self.data.get(f"remark-{item_key}", "")

    def _decided(self, item: Item, rest: bool) -> ItemDecision | None:
        choice, remark = self.said_of(item.key)
        if choice not in {"yes", "no"} and not rest:
            return None
        return ItemDecision(item.key, choice != "no", remark.strip()[:4000])


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 9}),
    )


class DelegationForm(forms.Form):
    to = forms.ChoiceField(
        label=pgettext_lazy("colleague", "Who signs in your place"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a colleague.")},
    )
    reason = forms.CharField(
        label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Your colleague and the project team read it."),
    )  # fmt: skip

    def __init__(self, colleagues: Sequence[Colleague], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.key, f"{one.name} · {one.role}" if one.role else one.name) for one in colleagues]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class QuestionForm(forms.Form):
    """Which project, what kind, and the words; `id` lets a double tap ask once."""

    project = forms.TypedChoiceField(label=_("Project"), coerce=int)
    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("In your words"), widget=forms.Textarea(attrs={"rows": 5}))
    id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, there: AskForm, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        project, kind = self.fields["project"], self.fields["kind"]
        assert isinstance(project, forms.ChoiceField)
        assert isinstance(kind, forms.ChoiceField)
        project.choices = there.projects
        kind.choices = [(one.value, f"{one.label} · {one.promise}") for one in there.kinds]
        kind.initial, self.fields["id"].initial = "question", uuid4()
        if len(there.projects) == 1:
            project.widget = forms.HiddenInput()
            project.initial = there.projects[0][0]


class SayForm(forms.Form):
    """What a reader says to a sentence of a report; which button they press says as what."""

    text = forms.CharField(label=_("In your words"), required=False, max_length=5000, widget=forms.Textarea(attrs=LONG))
    id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = uuid4()


class LinkPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )


def _few(codes: Sequence[str]) -> str:
    shown = ", ".join(codes[:8])
    return shown if len(codes) <= 8 else f"{shown} …"
