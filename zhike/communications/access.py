"""Who may know of which questions, and what they may do with them.

Our people see the questions of their projects. A person of a client sees what they asked, what is asked of them, and,
where they are manager or signatory, everything of the project. What a colleague noted for the team alone no client
ever sees.
"""

from django.db.models import Model, Q

from zhike.activity.models import Activity, Comment
from zhike.clients.access import my_contacts
from zhike.communications.models import AnswerPromise, Question
from zhike.core.access import allow, narrow, rows
from zhike.core.actors import Actor, Role
from zhike.files.models import File
from zhike.projects.access import in_my_projects, where_i_am
from zhike.projects.models import Project

OWNER, MANAGER, MEMBER, FINANCE, OBSERVER = Role.OWNER, Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.OBSERVER
SIGNATORY, CLIENT_MANAGER, CONTACT = Role.SIGNATORY, Role.CLIENT_MANAGER, Role.CONTACT
STAFF = (OWNER, MANAGER, MEMBER, FINANCE, OBSERVER)
THEIRS = (SIGNATORY, CLIENT_MANAGER, CONTACT)


@rows(Question)
def question_rows(actor: Actor) -> Q:
    if not actor.is_client:
        return in_my_projects(actor)
    everything = Project.objects.filter(where_i_am(actor, CLIENT_MANAGER, SIGNATORY))
    mine = Q(contact__in=my_contacts(actor).values("pk")) | Q(project__in=everything.values("pk"))
    return Q(shared_with_client=True) & in_my_projects(actor) & mine


@rows(AnswerPromise)
def promise_rows(actor: Actor) -> Q:
    return Q(pk__in=[]) if actor.is_client else Q()


def _beside_questions(actor: Actor) -> Q:
    """Of what hangs on questions, only what hangs on those this person of a client may know."""
    return ~Q(subject_type=Question._meta.label) | Q(subject_id__in=_mine(actor))


def _mine(actor: Actor):  # type: ignore[no-untyped-def]  # a queryset of keys
    return Question.objects.filter(question_rows(actor)).values("pk")


@narrow(Comment)
def notes_on_my_questions(actor: Actor) -> Q:
    """Others of the same company take part in the project, and still do not read what somebody asked in person."""
    return _beside_questions(actor) if actor.is_client else Q()


@narrow(File)
def files_on_my_questions(actor: Actor) -> Q:
    return _beside_questions(actor) if actor.is_client else Q()


@narrow(Activity)
def told_of_my_questions(actor: Actor) -> Q:
    """Nor do they hear of it: not of the question, and not of notes and files beside it."""
    if not actor.is_client:
        return Q()
    told = _beside_questions(actor)
    beside: tuple[type[Model], ...] = (Comment, File)
    for model in beside:
        others = model._default_manager.filter(subject_type=Question._meta.label).exclude(subject_id__in=_mine(actor))
        told &= ~Q(subject_type=model._meta.label) | ~Q(subject_id__in=others.values("pk"))
    return told


def asked_of_us(actor: Actor) -> Q:
    return Q(by_us=False)


def asked_of_them(actor: Actor) -> Q:
    return Q(by_us=True)


VIEW_QUESTION = allow("question.view", *STAFF)
RECORD_QUESTION = allow("question.record", OWNER, MANAGER, MEMBER)
ASK_CLIENT = allow("question.ask_client", OWNER, MANAGER, MEMBER)
ASK_QUESTION = allow("question.ask", *THEIRS)
ANSWER_QUESTION = allow("question.answer", OWNER, MANAGER, MEMBER, when=asked_of_us)
allow("question.answer", *THEIRS, when=asked_of_them)
FOLLOW_UP = allow("question.follow_up", OWNER, MANAGER, MEMBER, when=asked_of_them)
allow("question.follow_up", *THEIRS, when=asked_of_us)
SETTLE_QUESTION = allow("question.settle", OWNER, MANAGER, MEMBER)
allow("question.settle", *THEIRS, when=asked_of_us)
CONFIRM_UNDERSTOOD = allow("question.confirm_understood", *THEIRS, when=asked_of_us)
REOPEN_QUESTION = allow("question.reopen", OWNER, MANAGER, MEMBER)
CHANGE_QUESTION = allow("question.change", OWNER, MANAGER, MEMBER)
SHARE_QUESTION = allow("question.share", OWNER, MANAGER, MEMBER)
WATCH_CLOCK = allow("question.watch_clock")  # the system: reminds, and settles what nobody objects to
VIEW_PROMISE = allow("answer_promise.view", *STAFF)
CHANGE_PROMISE = allow("answer_promise.change", OWNER, MANAGER)
