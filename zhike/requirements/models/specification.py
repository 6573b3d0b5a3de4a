"""What frames the items: goals, scope, schedule, budget, quality standard, and what was talked over about each."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.core.models import Place, Versioned
from zhike.projects.models import Project


class Specification(Versioned):
    """The frame of the requirement document of a project: one per project, in one or two languages."""

    class Language(models.TextChoices):
        CHINESE = "zh-hans", _("Chinese")
        ENGLISH = "en", _("English")

    class Languages(models.TextChoices):
        MAIN = "main", _("Main language only")
        SECOND = "second", _("Second language only")
        BOTH = "both", _("Both, side by side")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="specifications")
    main_language = models.CharField(
        _("language you write in"), max_length=10, choices=Language, default=Language.CHINESE
    )
    languages = models.CharField(
        _("languages of the document"), max_length=6, choices=Languages, default=Languages.MAIN
    )
    goals = models.TextField(_("goals"), max_length=10_000, blank=True)
    scope_in = models.TextField(_("in scope"), max_length=10_000, blank=True)
    scope_out = models.TextField(_("out of scope"), max_length=10_000, blank=True)
    schedule = models.TextField(pgettext_lazy("specification", "schedule"), max_length=10_000, blank=True)
    budget = models.TextField(_("budget"), max_length=10_000, blank=True)
    quality = models.TextField(_("quality standard"), max_length=10_000, blank=True)
    translated_goals = models.TextField(_("goals, in the second language"), max_length=10_000, blank=True)
    translated_scope_in = models.TextField(_("in scope, in the second language"), max_length=10_000, blank=True)
    translated_scope_out = models.TextField(_("out of scope, in the second language"), max_length=10_000, blank=True)
    translated_schedule = models.TextField(_("schedule, in the second language"), max_length=10_000, blank=True)
    translated_budget = models.TextField(_("budget, in the second language"), max_length=10_000, blank=True)
    translated_quality = models.TextField(_("quality standard, in the second language"), max_length=10_000, blank=True)
    consensus_on = models.DateField(_("consensus on the goals reached on"), null=True, blank=True, editable=False)
    consensus_with = models.CharField(_("with whom"), max_length=300, blank=True, editable=False)
    consensus_note = models.CharField(_("how it was reached"), max_length=500, blank=True, editable=False)
    consensus_goals = models.TextField(blank=True, editable=False)  # the goals as they read then

    class Meta:
        verbose_name = _("specification")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "project"], name="one_specification_per_project"),
            models.CheckConstraint(
                name="consensus_names_its_people",
                condition=models.Q(consensus_on=None) | ~models.Q(consensus_with=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)

    @property
    def place(self) -> Place:
        return self.project.place

    @property
    def second_language(self) -> str:
        chinese, english = self.Language.CHINESE.value, self.Language.ENGLISH.value
        return english if self.main_language == chinese else chinese

    @property
    def document_languages(self) -> list[str]:
        """In which languages the document is made, the main one first."""
        main, second = str(self.main_language), self.second_language
        return {"main": [main], "second": [second], "both": [main, second]}[self.languages]

    @property
    def consensus_holds(self) -> bool:
        """Both sides said yes to the goals, and they still read as they did then."""
        return self.consensus_on is not None and self.consensus_goals == self.goals


class Topic(Versioned):
    """One of the four things that must have been talked over before anybody signs."""

    class Subject(models.TextChoices):
        SCOPE = "scope", pgettext_lazy("topic", "Scope")
        TIME = "time", pgettext_lazy("topic", "Time")
        BUDGET = "budget", pgettext_lazy("topic", "Budget")
        QUALITY = "quality", pgettext_lazy("topic", "Quality")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("topic", "Open")
        DISCUSSED = "discussed", pgettext_lazy("topic", "Discussed")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="requirement_topics")
    subject = models.CharField(_("topic"), max_length=8, choices=Subject, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    discussed_on = models.DateField(_("discussed on"), null=True, blank=True)
    with_whom = models.CharField(_("with whom"), max_length=300, blank=True)
    conclusion = models.TextField(_("what was concluded"), max_length=4_000, blank=True)
    shared = models.BooleanField(_("the client can read this"), default=False)

    class Meta:
        verbose_name = _("topic")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "project", "subject"], name="one_topic_of_each_kind"),
            models.CheckConstraint(
                name="discussed_topic_says_when_and_what",
                condition=models.Q(state="open")
                | (models.Q(discussed_on__isnull=False) & ~models.Q(conclusion="") & ~models.Q(with_whom="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_subject_display())

    @property
    def place(self) -> Place:
        return self.project.place

    @property
    def is_discussed(self) -> bool:
        return self.state == self.State.DISCUSSED
