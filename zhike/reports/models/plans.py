"""Who is to hear what, how often, and in which form: the report plan."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.clients.models import Contact
from zhike.core.addresses import reverse
from zhike.core.models import Place, Scoped, Versioned
from zhike.core.reporting import TOPICS
from zhike.projects.models import Project

USER = settings.AUTH_USER_MODEL
TOPIC_NAMES = [topic.name for topic in TOPICS]


class Depth(models.TextChoices):
    """How much of the one data set a reader gets."""

    MANAGEMENT = "management", _("Management: the result first")
    USUAL = "usual", _("The usual report")
    TECHNICAL = "technical", _("Technical: every detail")
    FINANCE = "finance", _("Finance: effort and money")


class ReportPlan(Versioned):
    """Reports of one kind about one project: RP-1, counted within it. Its next report is drafted by itself."""

    class Cadence(models.TextChoices):
        WEEKLY = "weekly", _("Every week")
        FORTNIGHTLY = "fortnightly", _("Every two weeks")
        MONTHLY = "monthly", _("Every month")
        MILESTONE = "milestone", _("With every milestone")
        ON_DEMAND = "on_demand", _("When somebody asks for it")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="report_plans", editable=False)
    number = models.PositiveIntegerField(editable=False)
    name = models.CharField(_("name"), max_length=120)
    cadence = models.CharField(_("how often"), max_length=12, choices=Cadence, default=Cadence.WEEKLY)
    weekday = models.PositiveSmallIntegerField(_("weekday"), default=4)  # 0 is Monday
    day_of_month = models.PositiveSmallIntegerField(_("day of the month"), default=1)
    hour = models.PositiveSmallIntegerField(_("drafted at (hour)"), default=9)
    topics = models.JSONField(_("sections"), default=list)  # names of core.reporting.TOPICS, in that order
    approver = models.ForeignKey(
        USER, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    is_active = models.BooleanField(_("runs"), default=True)
    reported_until = models.DateTimeField(null=True, editable=False)  # the end of the last report's period
    next_at = models.DateTimeField(_("next draft"), null=True, editable=False)  # null: with a milestone, on demand

    class Meta:
        verbose_name = _("report plan")
        verbose_name_plural = _("report plans")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "project", "number"], name="report_plan_number_once"),
            models.CheckConstraint(name="report_plan_weekday", condition=models.Q(weekday__lte=6)),
            models.CheckConstraint(
                name="report_plan_day_of_month", condition=models.Q(day_of_month__gte=1, day_of_month__lte=28)
            ),
            models.CheckConstraint(name="report_plan_hour", condition=models.Q(hour__lte=23)),
        ]
        indexes = [
            models.Index(fields=["organisation", "is_active", "next_at"], name="report_plan_by_next"),
            models.Index(fields=["organisation", "updated_at", "id"], name="report_plan_since"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("report-plan", args=[self.project.number, self.number])

    @property
    def code(self) -> str:
        return f"RP-{self.number}"

    @property
    def place(self) -> Place:
        return self.project.place


class Reader(Scoped):
    """Somebody who gets the reports of a plan (or one report that no plan drafted), the way they want them. Of the
    client or of ours, never both."""

    class Channel(models.TextChoices):
        MAIL = "mail", pgettext_lazy("channel", "E-mail")
        PORTAL = "portal", _("Portal only")
        MEETING = "meeting", _("In a meeting")
        BY_HAND = "by_hand", _("By hand: WeChat, DingTalk, phone")

    plan = models.ForeignKey(ReportPlan, on_delete=models.CASCADE, null=True, related_name="readers")
    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, null=True, related_name="own_readers")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(USER, on_delete=models.CASCADE, null=True, related_name="+")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    depth = models.CharField(_("depth"), max_length=12, choices=Depth, default=Depth.USUAL)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.MAIL)
    why = models.CharField(max_length=300, blank=True)  # what the proposal was made from

    class Meta:
        verbose_name = _("reader")
        verbose_name_plural = _("readers")
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["organisation", of, who], condition=~models.Q(**{who: None}), name=f"{who}_reads_{of}_once"
                )
                for of in ("plan", "report")
                for who in ("contact", "user")
            ),
            models.CheckConstraint(
                name="reader_of_one_thing",
                condition=models.Q(plan=None, report__isnull=False) | models.Q(plan__isnull=False, report=None),
            ),
            models.CheckConstraint(
                name="reader_is_somebody",
                condition=models.Q(contact=None, user__isnull=False) | models.Q(contact__isnull=False, user=None),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "contact"], name="reader_by_contact")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        person = self.contact or self.user
        return str(person)

    @property
    def is_ours(self) -> bool:
        return self.contact_id is None

    @property
    def place(self) -> Place:
        place: Place = (self.plan or self.report).place  # type: ignore[union-attr]  # of one of them, see the constraint
        return place
