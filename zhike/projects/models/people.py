"""Who takes part in a project: companies in their client roles, and people of both sides."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.clients.models import PORTAL_ROLES, Client, Contact
from zhike.core.models import Place, Scoped, Versioned
from zhike.projects.models.projects import Project


class Party(Scoped):
    """A company in one client role of a project. One may hold several roles, and a role may be held by several.

    No unique constraint names the client: two clients that hold the same role may be merged later.
    """

    class Role(models.TextChoices):
        BENEFICIARY = "beneficiary", _("Main beneficiary")
        FUNDER = "funder", _("Funder")
        USER = "user", pgettext_lazy("client role", "User")
        INTERMEDIARY = "intermediary", _("Intermediary")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="parties")
    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, related_name="project_roles", verbose_name=_("company")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    note = models.CharField(_("internal note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        indexes = [
            models.Index(fields=["organisation", "project", "role"], name="party_of_project"),
            models.Index(fields=["organisation", "client"], name="party_by_client"),
        ]

    def __str__(self) -> str:
        return f"{self.client} ({self.get_role_display()})"

    @property
    def place(self) -> Place:
        return self.project.place


class Participant(Versioned):
    """A person of either side on a project: exactly one of our `user` and their `contact`."""

    class Duty(models.TextChoices):
        PROJECT_MANAGER = "project_manager", _("Project manager")
        CONSULTANT = "consultant", _("Consultant")
        ARCHITECT = "architect", _("Architect")
        DEVELOPER = "developer", _("Developer")
        TESTER = "tester", _("Tester")
        TRAINER = "trainer", _("Trainer")
        SUPPORT = "support", _("Support")
        SALES = "sales", _("Account manager")
        TEAM_MEMBER = "team_member", _("Team member")
        SPONSOR = "sponsor", _("Sponsor")
        CLIENT_LEAD = "client_lead", _("Client project lead")
        KEY_USER = "key_user", _("Key user")
        USER = "user", pgettext_lazy("client role", "User")
        CLIENT_IT = "client_it", _("Client IT")
        PURCHASER = "purchaser", _("Purchaser")
        CLIENT_MEMBER = "client_member", _("Participant")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("colleague"),
    )  # fmt: skip
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="participations",
        verbose_name=_("contact"),
    )  # fmt: skip
    duty = models.CharField(_("project role"), max_length=20, choices=Duty)
    title = models.CharField(_("in their own words"), max_length=60, blank=True)
    portal_role = models.CharField(
        _("role in the portal"), max_length=20, blank=True,
        choices=PORTAL_ROLES,
    )  # fmt: skip
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("participant")
        constraints = [
            models.CheckConstraint(
                name="participant_is_of_one_side",
                condition=models.Q(user__isnull=False, contact=None, portal_role="")
                | (models.Q(user=None, contact__isnull=False) & ~models.Q(portal_role="")),
            ),
            models.UniqueConstraint(
                fields=["organisation", "project", "user"],
                condition=models.Q(until=None, user__isnull=False),
                name="colleague_once_per_project",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "user", "project"], name="participant_by_user"),
            models.Index(fields=["organisation", "contact", "project"], name="participant_by_contact"),
        ]

    def __str__(self) -> str:
        return str(self.user or self.contact)

    @property
    def place(self) -> Place:
        return self.project.place

    @property
    def is_ours(self) -> bool:
        return self.user_id is not None

    @property
    def is_current(self) -> bool:
        return self.until is None

    @property
    def role_words(self) -> str:
        return self.title or str(self.get_duty_display())


OUR_DUTIES = (
    Participant.Duty.PROJECT_MANAGER, Participant.Duty.CONSULTANT, Participant.Duty.ARCHITECT,
    Participant.Duty.DEVELOPER, Participant.Duty.TESTER, Participant.Duty.TRAINER, Participant.Duty.SUPPORT,
    Participant.Duty.SALES, Participant.Duty.TEAM_MEMBER,
)  # fmt: skip
CLIENT_DUTIES = tuple(duty for duty in Participant.Duty if duty not in OUR_DUTIES)
