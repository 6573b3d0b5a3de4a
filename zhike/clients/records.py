"""The pages of one client and one contact: which fields, in which order, edited where."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhike.clients import actions, queries
from zhike.clients.access import (
    ARCHIVE_CLIENT,
    ASSIGN_CLIENT,
    CHANGE_CLIENT,
    CHANGE_CONTACT,
    INVITE_CONTACT,
    MERGE_CLIENT,
    VIEW_AS_CONTACT,
    VIEW_CLIENT,
    VIEW_CONTACT,
    VIEW_VALUE,
)  # fmt: skip
from zhike.clients.forms import choice, long_text, text
from zhike.clients.listings import client_url, contact_url
from zhike.clients.models import PORTAL_ROLES, Client, Contact
from zhike.clients.showing import ATTITUDE_TONES, STAGE_TONES, quality_meter
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.buttons import Button
from zhike.core.markup import format_html, format_html_join
from zhike.core.records import Audience, Field, FieldSet, RecordPage, Tab
from zhike.core.templatetags.kit import money, status


def at(name: str) -> Any:
    """The address of a part of a client, by its number."""
    return lambda client: reverse(name, args=[client.number])


def in_use(client: Client) -> bool:
    return not client.is_archived


def _amount(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, min_value=Decimal(0), max_digits=16, decimal_places=2)


def _link(address: str) -> Any:
    return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', address, address) if address else ""


def _state(client: Client) -> Any:
    if client.is_merged:
        return status(gettext("Merged"), "", chip=True)
    if client.is_archived:
        return status(gettext("Archived"), "", chip=True)
    return status(client.get_stage_display(), STAGE_TONES[Client.Stage(client.stage)], chip=True)


def _next_step(actor: Actor, client: Client) -> Any:
    """Of everything that wants attention, the first; each line leads to where it is put right."""
    if client.is_merged and client.merged_into is not None:
        words = gettext("This file became part of %(code)s.") % {"code": client.merged_into.code}
        return format_html('<a href="{}">{}</a>', client_url(client.merged_into), words)
    notices = [] if client.is_archived else queries.attention(actor, client)
    lines = [(n.tone, status(n.text, n.tone), reverse(n.url_name, args=[client.number])) for n in notices]
    return format_html_join("", '<p><a href="{2}">{1}</a></p>', lines)


CLIENT = RecordPage(
    model=Client,
    capability=VIEW_CLIENT,
    kind=_("Client"),
    title=lambda client: client.name,
    number=lambda client: client.code,
    url=client_url,
    parents=lambda client: [(_("Clients"), reverse("clients"))],
    status=_state,
    next_step=_next_step,
    audience=lambda actor, client: Audience("internal"),
    update=actions.change_client,
    tabs=[
        Tab("overview", _("Overview"), url=client_url),
        Tab("people", _("People"), url=at("client-contacts")),
        Tab("understanding", _("Understanding"), url=at("client-understanding")),
        Tab("history", _("History"), url=at("client-history")),
        Tab("files", _("Files"), url=at("client-files")),
    ],
    buttons=[
        Button(_("Tags"), at("client-tags"), CHANGE_CLIENT, kind="quiet", icon="tag", opens="dialog", when=in_use),
        Button(_("Confirm data"), at("client-confirmation"), CHANGE_CLIENT, kind="quiet", icon="check", opens="dialog", when=in_use),
        Button(_("Hand over"), at("client-owner"), ASSIGN_CLIENT, kind="quiet", icon="user-plus", opens="dialog", when=in_use),
        Button(_("Merge"), at("client-twins"), MERGE_CLIENT, kind="quiet", icon="git-merge", when=in_use),
        Button(_("Archive"), at("client-archive"), ARCHIVE_CLIENT, kind="quiet", icon="archive", opens="dialog", when=in_use),
        Button(_("Bring back"), at("client-archive"), ARCHIVE_CLIENT, kind="primary", icon="archive", opens="dialog", when=lambda client: client.is_archived and not client.is_merged),
        Button(_("New contact"), at("contact-new-at"), CHANGE_CONTACT, kind="primary", icon="plus", opens="drawer", when=in_use),
    ],
    fields=[
        FieldSet(
            _("Who they are"),
            [
                Field("name", _("Name"), form=text(_("Name"), 200, required=True), capability=CHANGE_CLIENT),
                Field("short_name", _("Short name"), form=text("", 60), capability=CHANGE_CLIENT),
                Field("english_name", _("English name"), form=text("", 200), capability=CHANGE_CLIENT),
                Field("kind", _("Kind"), form=choice("", Client.Kind.choices, required=True), capability=CHANGE_CLIENT),
                Field("credit_code", _("Unified social credit code"), form=text("", 40), capability=CHANGE_CLIENT),
                Field("industry", _("Industry"), form=text("", 60), capability=CHANGE_CLIENT),
                Field("size", pgettext_lazy("of a company", "Size"), form=choice("", Client.Size.choices), capability=CHANGE_CLIENT),
                Field("region", _("Region"), form=text("", 60), capability=CHANGE_CLIENT),
                Field("address", _("Postal address"), form=text("", 300), capability=CHANGE_CLIENT),
                Field("phone", _("Switchboard"), form=text("", 40, inputmode="tel"), capability=CHANGE_CLIENT),
                Field("website", _("Website"), form=forms.URLField(required=False, assume_scheme="https"), capability=CHANGE_CLIENT, value=lambda c: _link(c.website)),
                Field("mail_domains", _("Mail domains"), form=text("", 300), capability=CHANGE_CLIENT),
            ],
        ),
        FieldSet(
            _("Business background"),
            [Field("background", _("Business background"), form=long_text("", rows=6), capability=CHANGE_CLIENT)],
        ),
        FieldSet(
            _("Our relationship"),
            [
                Field("stage", _("Relationship"), form=choice("", Client.Stage.choices, required=True), capability=CHANGE_CLIENT),
                Field("tier", _("Tier"), form=choice("", Client.Tier.choices, blank=_("No tier")), capability=CHANGE_CLIENT),
                Field("origin", _("How we met"), form=text("", 100), capability=CHANGE_CLIENT),
            ],
            aside=True,
        ),
        FieldSet(
            _("Worth"),
            [
                Field("annual_value", _("Value a year"), form=_amount(""), capability=VIEW_VALUE, value=lambda c: money(c.annual_value) if c.annual_value is not None else ""),
                Field("potential_value", _("Potential value a year"), form=_amount(""), capability=VIEW_VALUE, value=lambda c: money(c.potential_value) if c.potential_value is not None else ""),
            ],
            aside=True,
        ),
    ],
    facts=[
        Field("owner", pgettext_lazy("of a client", "Owner"), value=lambda c: c.owner.name if c.owner else ""),
        Field("quality", _("Data quality"), value=lambda c: quality_meter(c.quality)),
        Field("confirmed_at", _("Data last confirmed")),
        Field("created_at", _("On file since")),
        Field("archive_reason", _("Archived because"), when=lambda c: c.is_archived),
    ],
)  # fmt: skip


def _telephone(number: str) -> Any:
    return format_html('<a href="tel:{}">{}</a>', number.replace(" ", ""), number) if number else ""


def _mail(address: str) -> Any:
    return format_html('<a href="mailto:{}">{}</a>', address, address) if address else ""


def _update_contact(actor: Actor, row: Contact, *, version: int | None = None, **values: Any) -> Contact:
    """What somebody may see in the portal is an act of its own, with a right of its own."""
    if "portal_role" in values:
        return actions.set_portal_role(actor, row, role=values["portal_role"], version=version)
    return actions.change_contact(actor, row, version=version, **values)


def _contact_state(contact: Contact) -> Any:
    if contact.has_left:
        return status(gettext("Left"), "", chip=True)
    if not contact.attitude:
        return ""
    return status(contact.get_attitude_display(), ATTITUDE_TONES[Contact.Attitude(contact.attitude)], chip=True)


def part(name: str) -> Any:
    return lambda contact: reverse(name, args=[contact.pk])


def is_there(contact: Contact) -> bool:
    return not contact.has_left


CONTACT = RecordPage(
    model=Contact,
    capability=VIEW_CONTACT,
    kind=_("Contact"),
    title=lambda contact: contact.name,
    number=lambda contact: contact.position,
    url=contact_url,
    parents=lambda c: [(_("Clients"), reverse("clients")), (str(c.client), client_url(c.client))],
    status=_contact_state,
    audience=lambda actor, contact: Audience("internal"),
    update=_update_contact,
    buttons=[
        Button(_("vCard"), part("contact-vcard"), VIEW_CONTACT, kind="quiet", icon="download"),
        Button(_("View as this contact"), part("contact-view-as"), VIEW_AS_CONTACT, kind="quiet", icon="eye", opens="dialog", when=is_there),
        Button(_("Left"), part("contact-departure"), CHANGE_CONTACT, kind="quiet", icon="log-out", opens="dialog", when=is_there),
        Button(_("Has returned"), part("contact-departure"), CHANGE_CONTACT, kind="quiet", icon="log-in", opens="dialog", when=lambda c: c.has_left),
        Button(_("Invite to the portal"), part("contact-invitation"), INVITE_CONTACT, kind="primary", icon="send", opens="dialog", when=lambda c: is_there(c) and c.user_id is None),
    ],
    fields=[
        FieldSet(
            _("Who they are"),
            [
                Field("name", pgettext_lazy("of a person", "Name"), form=text("", 100, required=True), capability=CHANGE_CONTACT),
                Field("reading", _("Pinyin"), form=text("", 100, help_text=_("Only where the usual reading is wrong.")), capability=CHANGE_CONTACT),
                Field("position", _("Position"), form=text("", 100), capability=CHANGE_CONTACT),
                Field("department", _("Department"), form=text("", 100), capability=CHANGE_CONTACT),
                Field("power", _("Decision power"), form=choice("", Contact.Power.choices), capability=CHANGE_CONTACT),
                Field("attitude", _("Attitude"), form=choice("", Contact.Attitude.choices), capability=CHANGE_CONTACT),
                Field("is_main", _("Main contact"), form=forms.BooleanField(required=False), capability=CHANGE_CONTACT),
                Field("birthday", _("Birthday"), form=forms.DateField(required=False), capability=CHANGE_CONTACT),
                Field("note", _("Internal note"), form=long_text("", rows=5), capability=CHANGE_CONTACT),
            ],
        ),
        FieldSet(
            _("How to reach them"),
            [
                Field("mobile", _("Mobile"), form=text("", 40, inputmode="tel"), capability=CHANGE_CONTACT, value=lambda c: _telephone(c.mobile)),
                Field("phone", _("Phone"), form=text("", 40, inputmode="tel"), capability=CHANGE_CONTACT, value=lambda c: _telephone(c.phone)),
                Field("email", _("E-mail"), form=forms.EmailField(required=False), capability=CHANGE_CONTACT, value=lambda c: _mail(c.email)),
                Field("wechat", _("WeChat"), form=text("", 60), capability=CHANGE_CONTACT),
                Field("channel", _("Preferred channel"), form=choice("", Contact.Channel.choices, blank=_("No preference")), capability=CHANGE_CONTACT),
                Field("hours", _("Good hours"), form=text("", 60), capability=CHANGE_CONTACT),
                Field("language", _("Language"), form=choice("", settings.LANGUAGES), capability=CHANGE_CONTACT),
                Field("detail", _("Level of detail"), form=choice("", Contact.Detail.choices), capability=CHANGE_CONTACT),
                Field("portal_role", _("Role in the portal"), form=choice("", PORTAL_ROLES, required=True), capability=INVITE_CONTACT),
            ],
            aside=True,
        ),
    ],
    facts=[
        Field("client", _("Client"), value=lambda c: format_html('<a href="{}">{}</a>', client_url(c.client), c.client)),
        Field("user", _("Portal"), value=lambda c: gettext("Has an account") if c.user_id else gettext("No account yet")),
        Field("left_at", _("Left on"), when=lambda c: c.has_left),
    ],
)  # fmt: skip
