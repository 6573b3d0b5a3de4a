"""The shape of what people send to this room's pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.activity.declared import kind_name, kinds
from zhike.activity.models import Channel
from zhike.activity.queries.notifications import MENTION
from zhike.activity.queries.timeline import PAGE, Wanted


class TimelineForm(forms.Form):
    """Which part of the history; every field may be left empty."""

    subject = forms.UUIDField(required=False, widget=forms.HiddenInput)
    project = forms.UUIDField(required=False, widget=forms.HiddenInput)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    size = forms.IntegerField(required=False, min_value=1, max_value=PAGE, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    person = forms.UUIDField(label=_("Who"), required=False, widget=forms.Select)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}))
    shown = forms.ChoiceField(
        label=_("Visibility"),
        required=False,
        choices=[
            ("", _("Internal and shown")),
            ("shown", _("Shown to the client")),
            ("internal", _("Internal only")),
        ],
    )

    def __init__(self, *args: Any, people: dict[Any, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", _("Everything")), *kinds().items()]
        person = self.fields["person"].widget
        assert isinstance(person, forms.Select)
        person.choices = [("", _("Everybody")), *(people or {}).items()]

    def wanted(self, clients: tuple[Any, ...]) -> Wanted:
        told = self.cleaned_data
        return Wanted(
            clients=clients,
            project=told["project"],
            subject=told["subject"],
            kinds=(told["kind"],) if told["kind"] else (),
            person=told["person"],
            since=told["since"],
            until=told["until"],
            shown={"shown": True, "internal": False}.get(told["shown"]),
            before=told["before"],
            size=told["size"] or PAGE,
        )


class PreferencesForm(forms.Form):
    """One way of hearing per kind of event."""

    def __init__(self, *args: Any, channels: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in [MENTION, *kinds()]:
            self.fields[kind] = forms.ChoiceField(
                label=kind_name(kind), choices=Channel.choices, initial=channels[kind]
            )


class QuietHoursForm(forms.Form):
    begins = forms.TimeField(label=_("Quiet from"), required=False, widget=forms.TimeInput({"type": "time"}))
    ends = forms.TimeField(
        label=pgettext_lazy("quiet hours", "until"), required=False, widget=forms.TimeInput({"type": "time"})
    )
