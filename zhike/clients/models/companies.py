"""Client companies: who we work for, what we know of them, and who of us looks after them."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.models import Place, Scoped, SortKeyField, Versioned


class Client(Versioned):
    """A company, public body or person we deliver projects for."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("Company")
        PUBLIC = "public", _("Public body")
        NONPROFIT = "nonprofit", _("Non-profit")
        PERSON = "person", pgettext_lazy("kind of client", "Person")
        INTERMEDIARY = "intermediary", _("Intermediary")

    class Size(models.TextChoices):
        MICRO = "micro", _("1–9 people")
        SMALL = "small", _("10–99 people")
        MEDIUM = "medium", _("100–499 people")
        LARGE = "large", _("500–4,999 people")
        GIANT = "giant", _("5,000 people and more")

    class Stage(models.TextChoices):
        PROSPECT = "prospect", _("Prospect")
        ACTIVE = "active", _("Active")
        CARE = "care", _("In care")
        DORMANT = "dormant", _("Dormant")
        FORMER = "former", _("Former")

    class Tier(models.TextChoices):
        STRATEGIC = "strategic", _("Strategic")
        KEY = "key", _("Key")
        STANDARD = "standard", _("Standard")
        OCCASIONAL = "occasional", _("Occasional")

    number = models.PositiveBigIntegerField(editable=False)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    english_name = models.CharField(_("English name"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.COMPANY)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    industry = models.CharField(_("industry"), max_length=60, blank=True)
    size = models.CharField(_("size"), max_length=10, choices=Size, blank=True)
    region = models.CharField(_("region"), max_length=60, blank=True)
    address = models.CharField(_("postal address"), max_length=300, blank=True)
    website = models.URLField(_("website"), blank=True)
    mail_domains = models.CharField(
        _("mail domains"), max_length=300, blank=True, help_text=_("Several are separated by commas.")
    )
    phone = models.CharField(_("switchboard"), max_length=40, blank=True)
    background = models.TextField(_("business background"), blank=True)
    origin = models.CharField(_("how we met"), max_length=100, blank=True)
    stage = models.CharField(_("relationship"), max_length=10, choices=Stage, default=Stage.PROSPECT)
    tier = models.CharField(_("tier"), max_length=12, choices=Tier, blank=True)
    annual_value = models.DecimalField(
        _("value a year"), max_digits=16, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )  # fmt: skip
    potential_value = models.DecimalField(
        _("potential value a year"), max_digits=16, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )  # fmt: skip
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("owner"),
    )  # fmt: skip
    sort_key = SortKeyField(max_length=120, editable=False)  # pinyin, so that Chinese lists sort as people expect
    quality = models.PositiveSmallIntegerField(_("data quality"), default=0, editable=False)  # 0–100, kept by actions
    confirmed_at = models.DateTimeField(_("data last confirmed"), null=True, editable=False)
    archived_at = models.DateTimeField(null=True, editable=False)
    archive_reason = models.CharField(max_length=300, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="absorbed"
    )

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="client_number_once"),
            models.CheckConstraint(
                name="merged_client_is_archived",
                condition=models.Q(merged_into=None) | models.Q(archived_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "archived_at", "sort_key", "id"], name="client_by_name"),
            models.Index(fields=["organisation", "archived_at", "-updated_at", "id"], name="client_by_change"),
            models.Index(fields=["organisation", "archived_at", "owner", "sort_key"], name="client_by_owner"),
            models.Index(fields=["organisation", "updated_at", "id"], name="client_since"),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def code(self) -> str:
        return f"C-{self.number}"

    @property
    def place(self) -> Place:
        return Place(client_id=self.pk)

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def is_merged(self) -> bool:
        return self.merged_into_id is not None


class AccountMember(Scoped):
    """A colleague who looks after a client together with its owner."""

    class Duty(models.TextChoices):
        SALES = "sales", _("Sales")
        DELIVERY = "delivery", _("Delivery")
        SERVICE = "service", _("Service")
        EXECUTIVE = "executive", _("Executive sponsor")
        FINANCE = "finance", _("Finance")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="account_team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    duty = models.CharField(_("duty"), max_length=10, choices=Duty, default=Duty.DELIVERY)

    class Meta:
        verbose_name = _("account team member")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "client", "user"], name="one_duty_per_colleague")
        ]
        indexes = [models.Index(fields=["organisation", "user", "client"], name="account_member_by_user")]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_duty_display()})"


class Handover(Scoped):
    """One owner handed a client to the next, and what the next one should know."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="handovers")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("note"))

    class Meta:
        verbose_name = _("hand-over")
        indexes = [models.Index(fields=["organisation", "client", "created_at"], name="handover_of_client")]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"


class Understanding(Versioned):
    """What we understand of the client's business: one sheet per client."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="understanding")
    strategy = models.TextField(_("Where they want to go"), blank=True)
    motives = models.TextField(_("Why they do this with us"), blank=True)
    constraints = models.TextField(_("What binds them"), blank=True)
    decisions = models.TextField(_("How they decide"), blank=True)
    competitors = models.TextField(_("Whom they compare us with"), blank=True)
    success = models.TextField(_("What success is to them"), blank=True)
    reviewed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("business-understanding sheet")

    def __str__(self) -> str:
        return str(self.client)


class Term(Scoped):
    """A word as the client uses it."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="terms")
    word = models.CharField(_("their word"), max_length=60)
    meaning = models.CharField(_("what they mean by it"), max_length=300)

    class Meta:
        verbose_name = _("term")
        constraints = [models.UniqueConstraint(fields=["organisation", "client", "word"], name="one_meaning_per_word")]

    def __str__(self) -> str:
        return self.word


class EndCustomer(Scoped):
    """The client's own customers or users, where they matter to what we deliver."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="end_customers")
    name = models.CharField(_("who they are"), max_length=120)
    headcount = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    needs = models.TextField(_("what they need"), blank=True)

    class Meta:
        verbose_name = _("end customer")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "client", "name"], name="one_end_customer_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class FieldConfirmation(Scoped):
    """Somebody looked at this field on that day and said it is right: the age of knowledge, field by field."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="confirmations")
    field = models.CharField(max_length=40)
    confirmed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("confirmation")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "client", "field"], name="one_confirmation_per_field")
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.confirmed_at:%Y-%m-%d}"
