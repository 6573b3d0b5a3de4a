"""Asking: the client through the portal, a colleague on the client's behalf, and we the client."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.accounts.models import User
from zhike.activity.events import Event, record
from zhike.activity.queries import client_audience, subject_of
from zhike.clients.access import my_contacts
from zhike.clients.models import Contact
from zhike.communications import queries
from zhike.communications.access import ASK_CLIENT, ASK_QUESTION, RECORD_QUESTION
from zhike.communications.events import QUESTION_ASKED, QUESTION_RECORDED
from zhike.communications.models import Question
from zhike.core.access import find, must
from zhike.core.actors import Actor
from zhike.core.errors import Denied, Invalid
from zhike.core.models import Scoped, lock, made_before, next_number
from zhike.projects.models import Participant, Project
from zhike.projects.queries import colleagues

LONGEST = 10_000
Channel = Question.Channel


@transaction.atomic
def ask_question(
    actor: Actor, project: Project, *, text: str, kind: str = Question.Kind.QUESTION, subject_type: str = "",
    subject_id: UUID | None = None, subject_words: str = "", id: UUID | None = None,
) -> Question:  # fmt: skip
    """A person of the client asks, suggests, praises or complains; the answer clock starts.

    `subject_words` is what the page called the thing it is about, as the client read it there.
    """
    must(actor, ASK_QUESTION)
    again = made_before(actor.organisation_id, Question, id)
    if again is not None:
        return find(actor, Question, pk=again.pk)
    project = lock(find(actor, Project, pk=project.pk))
    about = _about_theirs(actor, project, subject_type, subject_id, subject_words)
    row = _new(actor, project, _my_seat(actor, project), kind, text, id, channel=Channel.PORTAL, **about)
    return _save(actor, row, QUESTION_ASKED)


@transaction.atomic
def record_question(
    actor: Actor, project: Project, contact: Contact, *, text: str, channel: str, kind: str = Question.Kind.QUESTION,
    shared: bool = True, asked_at: datetime | None = None, assigned_to: User | None = None, subject_type: str = "",
    subject_id: UUID | None = None, id: UUID | None = None,
) -> Question:  # fmt: skip
    """Note what the client asked by phone, in a meeting or by mail, so that it gets an answer in time, too.

    `shared` puts it into their portal; otherwise it stays in the team, and the answer is given where it was asked.
    """
    must(actor, RECORD_QUESTION)
    again = made_before(actor.organisation_id, Question, id)
    if again is not None:
        return find(actor, Question, pk=again.pk)
    project = lock(find(actor, Project, pk=project.pk))
    if channel not in set(Channel.values) - {Channel.PORTAL}:
        raise Invalid(channel=_("Say how it reached you."))
    about = _about(actor, subject_type, subject_id)
    row = _new(actor, project, _contact(actor, project, contact), kind, text, id, channel=channel, **about)
    row.shared_with_client, row.asked_at = shared, _asked(asked_at)
    row.assigned_to = _colleague(actor, assigned_to) or row.assigned_to
    return _save(actor, row, QUESTION_RECORDED, person=row.contact.name)


@transaction.atomic
def ask_client(
    actor: Actor, project: Project, contact: Contact, *, text: str, due_at: datetime | None = None,
    subject_type: str = "", subject_id: UUID | None = None, id: UUID | None = None,
) -> Question:  # fmt: skip
    """Ask a person of the client something in the portal. They are told, and it waits there until they answer."""
    must(actor, ASK_CLIENT)
    again = made_before(actor.organisation_id, Question, id)
    if again is not None:
        return find(actor, Question, pk=again.pk)
    project = lock(find(actor, Project, pk=project.pk))
    if due_at is not None and due_at <= timezone.now():
        raise Invalid(due_at=_("This moment has passed. Leave them time to answer."))
    about = _about(actor, subject_type, subject_id)
    row = _new(
        actor,
        project,
        _contact(actor, project, contact),
        Question.Kind.QUESTION,
        text,
        id,
        channel=Channel.PORTAL,
        **about,
    )
    row.by_us, row.due_at, row.assigned_to = True, due_at, _colleague(actor, None) or row.assigned_to
    return _check_readable(_save(actor, row, QUESTION_ASKED, starts_clock=False))


def start_clock(row: Question, moment: datetime) -> None:
    """From this moment on we owe an answer."""
    due = queries.answer_due(queries.the_promise(), row.kind, moment)
    row.due_at, row.due_is_provisional = (due.at, due.is_provisional) if due else (None, False)
    row.reminded_at = row.overdue_told_at = None


def check_kind(kind: str) -> str:
    if kind not in Question.Kind.values:
        raise Invalid(kind=_("Choose one of the kinds offered."))
    return kind


def _new(
    actor: Actor, project: Project, contact: Contact, kind: str, text: str, key: UUID | None, **told: Any
) -> Question:  # fmt: skip
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text:
        raise Invalid(text=_("Write what it is about."))
    if len(text) > LONGEST:
        raise Invalid(text=_("At most 10,000 characters. Attach longer texts as a file."))
    return Question(
        project=project, contact=contact, client_id=contact.client_id, kind=check_kind(kind), text=text,
        asked_by_id=actor.user_id, asked_by_name=actor.name[:100], assigned_to_id=project.manager_id,
        **told, **({"id": key} if key else {}),
    )  # fmt: skip


def _save(actor: Actor, row: Question, event: Event, *, starts_clock: bool = True, **told: Any) -> Question:
    if starts_clock:
        start_clock(row, row.asked_at)
    row.number = next_number("question")
    row.save(force_insert=True)
    record(actor, event, row, shown_to_client=row.shared_with_client, kind=row.kind, **told)
    return row


def _my_seat(actor: Actor, project: Project) -> Contact:
    """As whom somebody asks: the one who takes part in this project, else the one at its client."""
    mine = list(my_contacts(actor).select_related("client"))
    there = set(
        Participant.objects.filter(project=project, until=None, contact__in=mine).values_list("contact_id", flat=True)
    )
    mine.sort(key=lambda one: (one.pk not in there, one.client_id != project.client_id))
    if not mine:
        raise Denied(_("Only people of the client ask here."))
    return mine[0]


def _contact(actor: Actor, project: Project, contact: Contact) -> Contact:
    found = queries.people_to_ask(actor, project).filter(pk=contact.pk).first()
    if found is None:
        raise Invalid(contact=_("Choose a person of a company that has a role in this project."))
    return found


def _check_readable(row: Question) -> Question:
    """What nobody of the client can read is not asked: the refusal takes back what was written so far."""
    if not client_audience(row):
        raise Invalid(
            contact=_("%(name)s cannot read it: open the portal of the project and invite them first.")
            % {"name": row.contact.name}
        )
    return row


def _about(actor: Actor, label: str, key: UUID | None) -> dict[str, Any]:
    if not label or key is None:
        return {}
    subject: Scoped = subject_of(actor, label, key)
    return {"subject_type": label, "subject_id": key, "subject_words": str(subject)[:200]}


def _about_theirs(actor: Actor, project: Project, label: str, key: UUID | None, words: str) -> dict[str, Any]:
    """Clients see most rows through copies, so the row is looked up for them; it must lie in the same project."""
    if not label or key is None:
        return {}
    subject = subject_of(Actor.system(actor.organisation_id), label, key)
    if subject.place.project_id != project.pk:
        raise Invalid(subject_id=_("This belongs to something else."))
    return {"subject_type": label, "subject_id": key, "subject_words": words.strip()[:200]}


def _asked(moment: datetime | None) -> datetime:
    now = timezone.now()
    if moment is not None and moment > now:
        raise Invalid(asked_at=_("What was asked cannot lie in the future."))
    return moment or now


def _colleague(actor: Actor, user: User | None) -> User | None:
    """Whoever is named, else who asks; None where neither is one of us who may answer."""
    key = user.pk if user else actor.user_id
    found = colleagues(actor).filter(pk=key).first() if key else None
    if user is not None and found is None:
        raise Invalid(assigned_to=_("Choose a colleague of your organisation."))
    return found if user is not None or actor.is_staff else None
