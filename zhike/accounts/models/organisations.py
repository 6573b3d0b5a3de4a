"""The firms that use this installation, and who belongs to them in which role."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.actors import LABELS, Role
from zhike.core.ids import uuid7
from zhike.core.models import Scoped
from zhike.core.models.scoped import Place

ROLE_CHOICES = [(role.value, label) for role, label in LABELS.items() if role is not Role.SYSTEM]
COLOURS = [  # the palettes of frontend/styles/tokens.css
    ("pine", _("Pine")),
    ("ink", _("Ink blue")),
    ("cinnabar", _("Cinnabar")),
    ("plum", _("Plum")),
    ("rose", _("Rose")),
    ("violet", _("Violet")),
    ("sky", _("Sky blue")),
    ("moss", _("Moss")),
    ("ochre", _("Ochre")),
    ("slate", _("Slate")),
]


class Organisation(models.Model):
    """A firm that delivers projects. Everything else belongs to exactly one of these."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=200)
    slug = models.CharField(
        pgettext_lazy("of an organisation", "address"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$", _("Use a–z, 0–9 and hyphens."))],
    )
    colour = models.CharField(_("colour"), max_length=20, choices=COLOURS, default="pine")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    time_zone = models.CharField(_("time zone"), max_length=50, default="Asia/Shanghai")
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    require_second_factor = models.BooleanField(_("second factor for staff"), default=False)
    logo = models.CharField(_("logo"), max_length=32, blank=True, default="", editable=False)  # see accounts/logos.py
    portal_name = models.CharField(_("name of the portal"), max_length=60, blank=True, default="")
    portal_greeting = models.CharField(_("greeting"), max_length=300, blank=True, default="")
    portal_domain = models.CharField(_("own domain"), max_length=253, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("organisation")
        constraints = [
            models.UniqueConstraint(
                fields=["portal_domain"], condition=~models.Q(portal_domain=""), name="one_firm_per_portal_domain"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def house_name(self) -> str:
        """What clients read above their portal."""
        return self.portal_name or self.name

    @property
    def place(self) -> Place:
        """Not in any client or project: what happens to it is for those who run it."""
        return Place()


class Installation(models.Model):
    """The one row that says this installation has been set up, so that it can be set up only once.

    Two people sending the first-run form at once both try to write it; the primary key lets one through.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    set_up_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(name="one_installation", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return str(self.set_up_at)


class Membership(Scoped):
    """One person in one organisation, on our side or on a client's, in one role."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=ROLE_CHOICES)
    ended_at = models.DateTimeField(null=True, blank=True)  # left, or was shown out; the row stays for history

    class Meta:
        verbose_name = _("membership")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_membership_per_person"),
            models.CheckConstraint(
                name="membership_has_a_known_role",
                condition=models.Q(role__in=[role.value for role in Role if role is not Role.SYSTEM]),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_current(self) -> bool:
        return self.ended_at is None
