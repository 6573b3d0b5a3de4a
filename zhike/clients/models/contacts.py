"""The people of a client."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.clients.models.companies import Client
from zhike.core.actors import LABELS, Role
from zhike.core.models import Place, SortKeyField, Versioned

PORTAL_ROLES = [(role.value, LABELS[role]) for role in (Role.CONTACT, Role.CLIENT_MANAGER, Role.SIGNATORY)]


class Contact(Versioned):
    """A person at a client, with what helps to work with them well. Nothing here is shown to the client."""

    class Power(models.TextChoices):
        DECIDES = "decides", _("Decides")
        PAYS = "pays", _("Holds the budget")
        INFLUENCES = "influences", _("Influences")
        JUDGES = "judges", _("Judges the result")
        USES = "uses", _("Uses the result")
        GUARDS = "guards", _("Guards access")

    class Attitude(models.TextChoices):
        CHAMPION = "champion", _("Champion")
        SUPPORTIVE = "supportive", _("Supportive")
        NEUTRAL = "neutral", _("Neutral")
        SCEPTICAL = "sceptical", _("Sceptical")
        OPPOSED = "opposed", _("Opposed")

    class Channel(models.TextChoices):
        MAIL = "mail", _("E-mail")
        PHONE = "phone", _("Phone")
        WECHAT = "wechat", _("WeChat")
        WECOM = "wecom", _("WeCom")
        DINGTALK = "dingtalk", _("DingTalk")
        FEISHU = "feishu", _("Feishu")
        MEETING = "meeting", _("In person")
        PORTAL = "portal", _("Portal")

    class Detail(models.TextChoices):
        SHORT = "short", _("The result in three lines")
        USUAL = "usual", _("The usual report")
        FULL = "full", _("Every technical detail")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=100)
    reading = models.CharField(
        _("pinyin"),
        max_length=100,
        blank=True,
        help_text=_("Only where the usual reading is wrong: 单 as shan."),
    )
    position = models.CharField(_("position"), max_length=100, blank=True)
    department = models.CharField(_("department"), max_length=100, blank=True)
    power = models.CharField(_("decision power"), max_length=12, choices=Power, blank=True)
    attitude = models.CharField(_("attitude"), max_length=12, choices=Attitude, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    mobile = models.CharField(_("mobile"), max_length=40, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    wechat = models.CharField(_("WeChat"), max_length=60, blank=True)
    channel = models.CharField(_("preferred channel"), max_length=10, choices=Channel, blank=True)
    hours = models.CharField(_("good hours"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    detail = models.CharField(_("level of detail"), max_length=10, choices=Detail, blank=True)
    birthday = models.DateField(_("birthday"), null=True, blank=True)
    note = models.TextField(_("internal note"), blank=True)
    is_main = models.BooleanField(_("main contact"), default=False)
    left_at = models.DateField(_("left on"), null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="contacts",
    )
    # For this company only: who is a contact of two companies may be a manager at one and a guest at the other.
    portal_role = models.CharField(
        _("role in the portal"), max_length=20, choices=PORTAL_ROLES, blank=True, editable=False
    )
    sort_key = SortKeyField(max_length=120, editable=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "client"], condition=models.Q(is_main=True), name="one_main_contact"
            ),
            models.UniqueConstraint(
                fields=["organisation", "client", "user"],
                condition=models.Q(user__isnull=False),
                name="one_seat_per_contact",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "sort_key", "id"], name="contact_by_name"),
            models.Index(fields=["organisation", "client", "sort_key"], name="contact_of_client"),
            models.Index(fields=["organisation", "user"], name="contact_by_user"),
            models.Index(fields=["organisation", "updated_at", "id"], name="contact_since"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        return Place(client_id=self.client_id)

    @property
    def has_left(self) -> bool:
        return self.left_at is not None
