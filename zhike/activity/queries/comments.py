"""Notes beside a row, in threads, and who will read what one is about to write."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.activity.access import EDIT_COMMENT, SHARE_COMMENT, WITHDRAW_COMMENT
from zhike.activity.audience import client_audience
from zhike.activity.models import Comment
from zhike.core.access import allowed, visible
from zhike.core.actors import Actor
from zhike.core.models import Scoped

NAMED = 4


@dataclass(frozen=True)
class Note:
    """One note with what the reader may do to it."""

    comment: Comment
    may_edit: bool
    may_withdraw: bool
    may_share: bool
    answers: list["Note"] = field(default_factory=list)


def comments(
    actor: Actor, *, subject: UUID | None = None, client: UUID | None = None, project: UUID | None = None
) -> QuerySet[Comment]:
    """The notes one may read, oldest first."""
    places = {"subject_id": subject, "client_id": client, "project_id": project}
    return visible(actor, Comment).filter(**{name: key for name, key in places.items() if key}).order_by("id")


def threads(actor: Actor, subject: Scoped) -> list[Note]:
    """The notes on a row: newest thread first, answers beneath in the order they came. Four queries at most."""
    rows = list(comments(actor, subject=subject.pk))
    keys = [row.pk for row in rows]
    may = {
        verb: set(allowed(actor, verb, Comment).filter(pk__in=keys).values_list("pk", flat=True))
        for verb in (EDIT_COMMENT, WITHDRAW_COMMENT, SHARE_COMMENT)
    }
    answers: dict[UUID, list[Note]] = defaultdict(list)
    firsts = []
    for row in rows:
        open_ = not row.is_withdrawn and not actor.only_looks
        note = Note(
            row,
            may_edit=open_ and row.is_fresh and row.pk in may[EDIT_COMMENT],
            may_withdraw=open_ and row.pk in may[WITHDRAW_COMMENT],
            may_share=open_ and not row.is_shared and row.pk in may[SHARE_COMMENT],
            answers=answers[row.pk],
        )
        if row.reply_to_id:
            answers[row.reply_to_id].append(note)
        else:
            firsts.append(note)
    return firsts[::-1]


def audience_words(subject: Scoped) -> str:
    """Who on the client's side would read a shared note here: "孙立国、凯文 and 2 others"; empty if nobody."""
    names = [actor.name for actor in client_audience(subject)]
    if len(names) <= NAMED:
        return _(", ").join(names)
    rest = len(names) - NAMED
    told = ngettext("%(names)s and %(count)d other", "%(names)s and %(count)d others", rest)
    return told % {"names": _(", ").join(names[:NAMED]), "count": rest}
