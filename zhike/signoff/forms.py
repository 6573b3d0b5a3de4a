"""The shape of what the pages send. Rules are in the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.clients.models import Contact
from zhike.core.actors import Actor, Role
from zhike.core.pages import BaseForm, CreateForm
from zhike.projects.models import Participant, Project


class RequestForm(CreateForm):
    """One select per signatory of the project: whether they sign, and in which place."""

    in_order = forms.BooleanField(
        label=_("One after the other, by these numbers"), required=False,
        help_text=_("Otherwise all are asked at once."),
    )  # fmt: skip
    itemised = forms.BooleanField(
        label=_("Decide on each item"), required=False,
        help_text=_("They approve or decline every item by itself; otherwise the document as a whole."),
    )  # fmt: skip
    due_on = forms.DateField(label=_("To be signed by"), required=False)
    message = forms.CharField(
        label=_("Message to them"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands in the mail and above the document."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, project: Project, has_items: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = _signatories(project)
        places = [("", _("does not sign")), *((str(n), f"{n}.") for n in range(1, len(self.people) + 1))]
        for number, contact in enumerate(self.people, 1):
            self.fields[_named(contact)] = forms.ChoiceField(
                label=f"{contact.name} · {contact.position or contact.client}", choices=places, required=False,
                initial=str(number),
            )  # fmt: skip
        if not has_items:
            del self.fields["itemised"]
        self.order_fields(["id", *(_named(contact) for contact in self.people)])

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        places = [(int(data.pop(_named(one), "") or 0), one) for one in self.people]
        data["signers"] = [one for place, one in sorted(places, key=lambda each: each[0]) if place]
        return data


def _signatories(project: Project) -> list[Contact]:
    there = Participant.objects.filter(project=project, until=None, portal_role=Role.SIGNATORY)
    people = Contact.objects.filter(pk__in=there.values("contact"), left_at=None).select_related("client")
    return list(people.order_by("client__sort_key", "sort_key"))


def _named(contact: Contact) -> str:
    return f"signer_{contact.pk.hex}"


class ReasonForm(BaseForm):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ReminderForm(BaseForm):
    note = forms.CharField(
        label=_("A word of your own"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the mail. Leave it empty and the usual reminder is sent."),
    )  # fmt: skip


class LinkForm(CreateForm):
    audience = forms.CharField(
        label=_("For whom"), max_length=120,
        help_text=_("So that you know later who opened it: “auditor of Huaxia”. Nobody outside sees it."),
    )  # fmt: skip
    until = forms.DateField(label=_("Valid until"), required=False, help_text=_("Left empty: for two weeks."))
    password = forms.CharField(
        label=_("Password"), required=False, max_length=100, strip=False,
        help_text=_("Optional. Tell it to them by another way than the link."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
