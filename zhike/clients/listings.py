"""The lists of this room: clients, contacts, segmentations, duplicates are declared here, shown by core.listing."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.accounts.queries import colleagues
from zhike.clients import actions, queries
from zhike.clients.access import (
    ARCHIVE_CLIENT,
    ASSIGN_CLIENT,
    CHANGE_CLIENT,
    CHANGE_CONTACT,
    CHANGE_SCHEME,
    CREATE_CLIENT,
    EXPORT_CLIENT,
    EXPORT_CONTACT,
    IMPORT_CLIENT,
    MERGE_CLIENT,
    VIEW_CLIENT,
    VIEW_CONTACT,
    VIEW_VALUE,
)  # fmt: skip
from zhike.clients.forms import ArchiveForm, BulkOwnerForm, BulkTagsForm
from zhike.clients.models import Client, ClientTag, Contact, Scheme
from zhike.clients.showing import ATTITUDE_TONES, STAGE_TONES, quality_meter
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.listing import (
    Bulk,
    Button,
    Choice,
    Column,
    DateRange,
    Empty,
    Flag,
    Listing,
    Many,
    NumberRange,
)
from zhike.core.markup import format_html, format_html_join
from zhike.core.templatetags.kit import money, status


def client_url(client: Client) -> str:
    return reverse("client", args=[client.number])


def contact_url(contact: Contact) -> str:
    return reverse("contact", args=[contact.pk])


def _named(client: Client) -> Any:
    """The name, the number, and what it is called for short: what one recognises a client by."""
    return format_html("{} <span class='sub'>{} {}</span>", client.name, client.code, client.short_name)


def _tags(client: Client) -> Any:
    tags = [(one.tag.name,) for one in client.worn_tags]  # type: ignore[attr-defined]  # as `with_tags` loads them
    return format_html_join(" ", "<span class='tag'>{}</span>", tags)


def tag_options(actor: Actor) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in queries.tags(actor).values_list("pk", "name")]


def owner_options(actor: Actor) -> list[tuple[str, str]]:
    return [(str(user.pk), user.name) for user in colleagues(actor)]


def segment_options(actor: Actor) -> list[tuple[str, str]]:
    return queries.segment_labels(actor)


def in_segment(actor: Actor, chosen: str) -> Q:
    scheme, _colon, label = chosen.partition(":")
    return Q(segments__scheme=scheme, segments__label=label)


def tagged(actor: Actor, chosen: list[str]) -> Q:
    return Q(pk__in=ClientTag.objects.filter(tag_id__in=chosen).values("client"))


CLIENTS = Listing(
    name="clients",
    model=Client,
    capability=VIEW_CLIENT,
    title=_("Clients"),
    lead=_("Who we work for, who looks after them, and how well we know them."),
    url=client_url,
    columns=[
        Column("name", _("Name"), cell=_named, sort="sort_key", export=lambda client: client.name),
        Column("stage", _("Relationship"), cell=lambda c: status(c.get_stage_display(), STAGE_TONES[c.stage]), sort="stage"),
        Column("owner", pgettext_lazy("of a client", "Owner"), cell=lambda c: c.owner.name if c.owner else "–", export=lambda c: c.owner.name if c.owner else ""),
        Column("tier", _("Tier")),
        Column("industry", _("Industry"), sort="industry"),
        Column("tags", _("Tags"), cell=_tags, export=lambda c: "、".join(one.tag.name for one in c.worn_tags)),
        Column("quality", _("Data quality"), cell=lambda c: quality_meter(c.quality), sort="-quality", end=True, export=lambda c: c.quality),
        Column("annual_value", _("Value a year"), cell=lambda c: money(c.annual_value) if c.annual_value is not None else "–", sort="-annual_value", end=True, shown=False, capability=VIEW_VALUE),
        Column("number", _("Number"), cell=lambda c: c.code, sort="number", export=lambda c: c.code, shown=False),
        Column("credit_code", _("Credit code"), shown=False, wide_only=True),
        Column("region", _("Region"), sort="region", shown=False),
        Column("size", pgettext_lazy("of a company", "Size"), shown=False),
        Column("phone", _("Switchboard"), shown=False),
        Column("website", _("Website"), shown=False, link=False),
        Column("updated_at", _("Last changed"), sort="-updated_at"),
        Column("confirmed_at", _("Data last confirmed"), sort="confirmed_at", shown=False),
    ],
    default_sort="name",
    search=queries.search_clients,
    search_hint=_("Name, pinyin, initials, number, credit code"),
    filters=[
        Choice("stage", _("Relationship"), options=Client.Stage.choices, quick=True),
        Many("owner", pgettext_lazy("of a client", "Owner"), field="owner_id", options=owner_options, unset=_("Nobody")),
        Many("tier", _("Tier"), options=Client.Tier.choices),
        Many("tag", _("Tag"), options=tag_options, where=tagged),
        Choice("segment", _("Segment"), options=segment_options, where=in_segment),
        Choice("kind", _("Kind"), options=Client.Kind.choices),
        Flag("stale", _("Data not confirmed for half a year"), where=lambda actor, yes: queries.is_stale() if yes else ~queries.is_stale()),
        NumberRange("quality", _("Data quality")),
        DateRange("changed", _("Changed"), field="updated_at", moments=True),
    ],
    bulk=[
        Bulk("owner", _("Hand over"), ASSIGN_CLIENT, run=actions.assign_client, form=BulkOwnerForm, icon="user-plus"),
        Bulk("tag", _("Add tags"), CHANGE_CLIENT, run=actions.add_tags, form=BulkTagsForm, icon="tag"),
        Bulk("confirm", _("Confirm the data"), CHANGE_CLIENT, run=actions.confirm_client, confirm=_("You looked at everything and it is right?")),
        Bulk("archive", _("Archive"), ARCHIVE_CLIENT, run=actions.archive_client, form=ArchiveForm, danger=True, icon="archive"),
    ],
    export_capability=EXPORT_CLIENT,
    buttons=[
        Button(_("Segmentations"), "schemes", VIEW_CLIENT, kind="quiet", icon="layers"),
        Button(_("Duplicates"), "duplicates", MERGE_CLIENT, kind="quiet", icon="git-merge"),
        Button(_("Archived clients"), "clients-archived", VIEW_CLIENT, kind="quiet", icon="archive"),
        Button(_("Import"), "import-new", IMPORT_CLIENT, kind="quiet", icon="upload"),
        Button(_("New client"), "client-new", CREATE_CLIENT, kind="primary", icon="plus", opens="drawer"),
    ],
    empty=Empty(
        _("No clients yet"),
        why=_("Every project, promise and conversation belongs to a client. Bring yours in from a spreadsheet, or add the first by hand."),
        example=_("For example: 华夏智造股份有限公司, owner 马可, relationship active."),
        icon="building-2",
        button=Button(_("Import from a spreadsheet"), "import-new", IMPORT_CLIENT, kind="primary", icon="upload"),
    ),
)  # fmt: skip

ARCHIVED = Listing(
    name="archived-clients",
    model=Client,
    capability=VIEW_CLIENT,
    title=_("Archived clients"),
    lead=_("Put away, still readable. Bring one back at any time."),
    url=client_url,
    columns=[
        Column("name", _("Name"), cell=_named, sort="sort_key", export=lambda client: client.name),
        Column("archive_reason", _("Why")),
        Column("archived_at", _("Archived"), sort="-archived_at"),
        Column("owner", pgettext_lazy("of a client", "Owner"), cell=lambda c: c.owner.name if c.owner else "–"),
    ],
    default_sort="archived_at",
    search=queries.search_clients,
    bulk=[Bulk("restore", _("Bring back"), ARCHIVE_CLIENT, run=actions.restore_client)],
    export_capability=EXPORT_CLIENT,
    empty=Empty(_("Nothing is archived"), why=_("Clients you no longer work with rest here, with their whole history.")),
)  # fmt: skip


def _person(contact: Contact) -> Any:
    main = format_html(" <span class='tag'>{}</span>", _("main")) if contact.is_main else ""
    return format_html("{}{} <span class='sub'>{}</span>", contact.name, main, contact.position)


def _ways(contact: Contact) -> Any:
    ways = [way for way in (contact.mobile or contact.phone, contact.email) if way]
    return format_html_join("", "<span class='line'>{}</span> ", ((way,) for way in ways))


CONTACTS = Listing(
    name="contacts",
    model=Contact,
    capability=VIEW_CONTACT,
    title=_("Contacts"),
    lead=_("The people at our clients: what they decide, how they stand to us, how they like to be reached."),
    url=contact_url,
    columns=[
        Column("name", pgettext_lazy("of a person", "Name"), cell=_person, sort="sort_key", export=lambda contact: contact.name),
        Column("client", _("Client"), cell=lambda c: format_html("<a href='{}'>{}</a>", client_url(c.client), c.client), sort="client__sort_key", export=lambda c: c.client.name),
        Column("ways", _("Contact details"), cell=_ways, export=False),
        Column("power", _("Decision power"), sort="power"),
        Column("attitude", _("Attitude"), cell=lambda c: status(c.get_attitude_display(), ATTITUDE_TONES[c.attitude]) if c.attitude else "–"),
        Column("channel", _("Preferred channel"), wide_only=True),
        Column("department", _("Department"), shown=False),
        Column("position", _("Position"), shown=False),
        Column("mobile", _("Mobile"), shown=False),
        Column("phone", _("Phone"), shown=False),
        Column("email", _("E-mail"), shown=False),
        Column("wechat", _("WeChat"), shown=False),
        Column("language", _("Language"), shown=False),
        Column("left_at", _("Left on"), shown=False),
        Column("updated_at", _("Last changed"), sort="-updated_at", shown=False),
    ],
    default_sort="name",
    search=queries.search_contacts,
    search_hint=_("Name, pinyin, initials, telephone, e-mail"),
    filters=[
        Many("power", _("Decision power"), options=Contact.Power.choices),
        Many("attitude", _("Attitude"), options=Contact.Attitude.choices),
        Many("channel", _("Preferred channel"), options=Contact.Channel.choices),
        Flag("main", _("Main contacts"), field="is_main"),
        Flag("left", _("Left"), where=lambda actor, yes: Q(left_at__isnull=not yes)),
        Flag("portal", _("May use the portal"), where=lambda actor, yes: Q(user__isnull=not yes)),
    ],
    export_capability=EXPORT_CONTACT,
    buttons=[
        Button(_("Read vCards"), "contact-cards", CHANGE_CONTACT, kind="quiet", icon="upload", opens="drawer"),
        Button(_("New contact"), "contact-new", CHANGE_CONTACT, kind="primary", icon="plus", opens="drawer"),
    ],
    empty=Empty(
        _("No contacts yet"),
        why=_("Companies decide through people. Who decides, who pays, who uses, and how each likes to be reached is worth knowing before the first meeting."),
        icon="contact",
        button=Button(_("New contact"), "contact-new", CHANGE_CONTACT, kind="primary", icon="plus"),
    ),
)  # fmt: skip

SCHEMES = Listing(
    name="segmentations",
    model=Scheme,
    capability=VIEW_CLIENT,
    title=_("Segmentations"),
    lead=_("Several ways to divide the same clients, side by side."),
    url=lambda scheme: reverse("scheme", args=[scheme.pk]),
    columns=[
        Column("name", _("Name"), sort="name"),
        Column("kind", _("Kind")),
        Column("figure", _("Figure"), cell=lambda s: s.get_figure_display() if s.kind == Scheme.Kind.ABC else "–"),
        Column("computed_at", _("Computed"), sort="-computed_at"),
    ],
    default_sort="name",
    search=["name"],
    buttons=[Button(_("New segmentation"), "scheme-new", CHANGE_SCHEME, kind="primary", icon="plus", opens="drawer")],
    empty=Empty(
        _("No segmentation yet"),
        why=_("Not every client can get the same attention. Divide them by value (ABC) or by rules of your own, and filter every list by it."),
        example=_("For example: ABC by value a year, A up to 80 %, B up to 95 %."),
        button=Button(_("New segmentation"), "scheme-new", CHANGE_SCHEME, kind="primary", icon="plus", opens="drawer"),
    ),
)  # fmt: skip


def with_tags(rows: QuerySet[Client]) -> QuerySet[Client]:
    """Beside the row, not behind its manager: making one for every row costs more than asking for the tags."""
    return rows.prefetch_related(Prefetch("client_tags", ClientTag.objects.select_related("tag"), to_attr="worn_tags"))
