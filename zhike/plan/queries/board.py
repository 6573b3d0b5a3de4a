"""The board of a project: its columns, the tasks in them as cards, lanes, and what one looks for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from zhike.core.access import find_in, visible
from zhike.core.actors import Actor
from zhike.plan.models import Assignment, BoardColumn, Plan, Task
from zhike.projects.models import Project

FIRST, LAST = datetime(1900, 1, 1), datetime(2199, 12, 31)  # noqa: DTZ001  wall clocks
MOST_CARDS = 60  # of one column in one lane; how many more there are is said
READ = (
    "pk", "number", "name", "kind", "level", "state", "column_id", "column_since", "blocked_by", "percent_complete",
    "finish", "deadline", "is_critical", "side", "is_shared", "owner_user_id", "owner_user__name", "owner_contact_id",
    "owner_contact__name", "actual_start", "actual_finish", "created_at",
)  # fmt: skip
LANES = {
    "": gettext_lazy("No lanes"), "owner": pgettext_lazy("task", "Owner"), "phase": gettext_lazy("Phase"),
    "side": gettext_lazy("Side"),
}  # fmt: skip
State = Task.State
CLOSED = frozenset({State.DONE, State.CANCELLED})
BEGUN = frozenset({State.IN_PROGRESS, State.BLOCKED, State.IN_REVIEW})


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody wants to see of the board, as the address says it."""

    lanes: str = ""
    owner: str = ""  # "user:<key>", "contact:<key>", "-" for nobody
    side: str = ""
    text: str = ""
    mine: bool = False
    late: bool = False

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Sought":
        """Out of an address; what means nothing is left out."""
        lanes, side = str(told.get("lanes", "")), str(told.get("side", ""))
        return cls(
            lanes=lanes if lanes in LANES else "",
            owner=str(told.get("owner", ""))[:60],
            side=side if side in Task.Side.values else "",
            text=str(told.get("q", "")).strip()[:100],
            mine=told.get("mine") == "1",
            late=told.get("late") == "1",
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.owner or self.side or self.text or self.mine or self.late)


@dataclass(slots=True)
class Card:
    """One task on the board."""

    key: UUID
    number: int
    name: str
    kind: str
    state: str
    phase: str
    column: UUID | None
    blocked_by: str
    progress: float
    finish: datetime | None
    deadline: datetime | None
    is_critical: bool
    side: str
    is_shared: bool
    owner: str
    owner_key: str
    actual_start: datetime | None
    actual_finish: datetime | None
    since: date
    days: int = 0
    is_late: bool = False
    stays_long: bool = False

    @property
    def code(self) -> str:
        return f"T-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED

    @property
    def is_blocked(self) -> bool:
        return self.state == State.BLOCKED

    @property
    def is_clients(self) -> bool:
        return self.side == Task.Side.CLIENT

    @property
    def misses_deadline(self) -> bool:
        return self.is_open and bool(self.deadline and self.finish and self.finish > self.deadline)

    @property
    def age(self) -> str:
        """How long it hangs where it hangs, in words."""
        if not self.days:
            return _("here since today")
        return ngettext("here for %(days)d day", "here for %(days)d days", self.days) % {"days": self.days}


@dataclass(slots=True)
class Head:
    """A column with how many tasks are in it, whoever looks for which."""

    column: BoardColumn
    count: int = 0
    left: BoardColumn | None = None
    right: BoardColumn | None = None

    @property
    def state(self) -> str:
        """What its tasks are, in words."""
        return str(State(self.column.state).label)

    @property
    def warning(self) -> str:
        return over_limit(self.column, self.count)


@dataclass(slots=True)
class Pile:
    """The cards of one column in one lane."""

    head: Head
    cards: list[Card] = field(default_factory=list)
    more: int = 0


@dataclass(slots=True)
class Lane:
    name: str
    piles: list[Pile]
    count: int = 0


@dataclass(slots=True)
class Board:
    heads: list[Head]
    lanes: list[Lane]
    sought: Sought
    cards: list[Card]  # every one, found or not
    found: int = 0
    off: list[tuple[str, int]] = field(default_factory=list)  # states no column shows, with how many are in them


def over_limit(column: BoardColumn, count: int) -> str:
    """The warning of a column that holds more than was agreed; "" while it does not."""
    if not column.limit or count <= column.limit:
        return ""
    words = ngettext(
        "%(over)d too many: at most %(limit)d.", "%(over)d too many: at most %(limit)d.", count - column.limit
    )
    return words % {"over": count - column.limit, "limit": column.limit}


def columns_of(actor: Actor, plan: Plan) -> list[BoardColumn]:
    """From left to right."""
    return list(visible(actor, BoardColumn).filter(plan=plan).order_by("position", "id"))


def column_of(actor: Actor, project: Project, key: UUID) -> BoardColumn:
    """One of them, or Missing."""
    found: QuerySet[BoardColumn] = visible(actor, BoardColumn).filter(plan__project=project)
    return find_in(found.select_related("plan__project"), pk=key)


def board_of(actor: Actor, plan: Plan, sought: Sought) -> Board:
    """The whole board: three questions to the database, whatever is on it."""
    columns, cards = columns_of(actor, plan), _cards(actor, plan)
    heads = [
        Head(column, 0, columns[at - 1] if at else None, columns[at + 1] if at + 1 < len(columns) else None)
        for at, column in enumerate(columns)
    ]
    board = Board(heads, [], sought, cards)
    placed, off = _placed(heads, cards)
    board.off = [(str(State(state).label), count) for state, count in sorted(off.items())]
    _mark_long(cards)
    wanted = _wanted(actor, plan, sought)
    found = [(head, card) for head, card in placed if wanted(card)]
    board.found = len(found)
    board.lanes = _lanes(heads, found, sought.lanes)
    return board


# --- below -----------------------------------------------------------------------------------------------


def _cards(actor: Actor, plan: Plan) -> list[Card]:
    """The leaves of the plan, in the order of the outline, each with the phase it is in."""
    now, phase, found = timezone.localtime().replace(tzinfo=None), "", []
    for row in visible(actor, Task).filter(plan=plan).order_by("position", "id").values_list(*READ):
        told = dict(zip(READ, row, strict=True))
        if told["level"] == 1:
            phase = told["name"] if told["kind"] == Task.Kind.SUMMARY else ""
        if told["kind"] != Task.Kind.SUMMARY:
            found.append(_card(told, phase, now))
    return found


def _card(told: dict[str, Any], phase: str, now: datetime) -> Card:
    user, contact = told["owner_user_id"], told["owner_contact_id"]
    card = Card(
        key=told["pk"], number=told["number"], name=told["name"], kind=told["kind"], state=told["state"], phase=phase,
        column=told["column_id"], blocked_by=told["blocked_by"], progress=told["percent_complete"],
        finish=told["finish"], deadline=told["deadline"], is_critical=told["is_critical"], side=told["side"],
        is_shared=told["is_shared"], owner=told["owner_user__name"] or told["owner_contact__name"] or "",
        owner_key=f"user:{user}" if user else f"contact:{contact}" if contact else "",
        actual_start=told["actual_start"], actual_finish=told["actual_finish"], since=_since(told),
    )  # fmt: skip
    card.days = max(0, (now.date() - card.since).days)
    card.is_late = card.is_open and card.finish is not None and card.finish < now
    return card


def _since(told: dict[str, Any]) -> date:
    """Since when it hangs there: as moved on the board; of what was never moved, as reported, or since it is there."""
    if told["column_since"] is not None:
        return told["column_since"].date()  # type: ignore[no-any-return]
    if told["state"] == State.DONE and told["actual_finish"] is not None:
        return told["actual_finish"].date()  # type: ignore[no-any-return]
    if told["state"] in BEGUN and told["actual_start"] is not None:
        return told["actual_start"].date()  # type: ignore[no-any-return]
    return timezone.localtime(told["created_at"]).date()


def _placed(heads: Sequence[Head], cards: Iterable[Card]) -> tuple[list[tuple[Head, Card]], dict[str, int]]:
    """Each card with its column, columns counted; and how many no column shows."""
    known = {head.column.pk: head for head in heads}
    first: dict[str, Head] = {}
    for head in heads:
        first.setdefault(head.column.state, head)
    placed: list[tuple[Head, Card]] = []
    off: dict[str, int] = {}
    for card in cards:
        at = _head_of(card, known, first)
        if at is None:
            off[card.state] = off.get(card.state, 0) + 1
            continue
        at.count += 1
        card.column = at.column.pk
        placed.append((at, card))
    return placed, off


def _head_of(card: Card, known: Mapping[UUID, Head], first: Mapping[str, Head]) -> Head | None:
    """The column it was put into while that still says its state; what is blocked stays where it was."""
    own = known.get(card.column) if card.column else None
    if own is not None and own.column.state == card.state:
        return own
    if card.state != State.BLOCKED:
        return first.get(card.state)
    if State.BLOCKED in first:
        return first[State.BLOCKED]
    stays = own is not None and own.column.state not in CLOSED
    return own if stays else first.get(State.IN_PROGRESS) or first.get(State.TO_DO)


def _mark_long(cards: Sequence[Card]) -> None:
    """Cards under way for longer than five of six finished ones took, once there are enough to compare with."""
    from zhike.plan.queries.flow import usual_days

    usual = usual_days(cards)
    for card in cards:
        card.stays_long = usual is not None and card.state in BEGUN and card.days > usual


def _wanted(actor: Actor, plan: Plan, sought: Sought) -> Callable[[Card], bool]:
    me = f"user:{actor.user_id}"
    assigned: set[UUID] = set()
    if sought.mine:
        mine = visible(actor, Assignment).filter(plan=plan, resource__user=actor.person_id)
        assigned = set(mine.values_list("task_id", flat=True))
    text = sought.text.casefold()

    def wanted(card: Card) -> bool:
        if sought.owner and sought.owner != (card.owner_key or "-"):
            return False
        if sought.side and card.side != sought.side:
            return False
        if sought.mine and card.owner_key != me and card.key not in assigned:
            return False
        if sought.late and not (card.is_late or card.misses_deadline):
            return False
        return not text or any(text in part.casefold() for part in (card.name, card.code, card.owner, card.phase))

    return wanted


def _lanes(heads: Sequence[Head], found: Iterable[tuple[Head, Card]], by: str) -> list[Lane]:
    named: dict[str, dict[UUID, list[Card]]] = {} if by else {"": {}}
    for head, card in found:
        named.setdefault(_lane_of(card, by), {}).setdefault(head.column.pk, []).append(card)
    order = list(named)
    if by == "owner":
        order.sort(key=lambda name: (name == _("Nobody yet"), name))
    return [_lane(name, named[name], heads) for name in order]


def _lane_of(card: Card, by: str) -> str:
    if by == "owner":
        return card.owner or _("Nobody yet")
    if by == "phase":
        return card.phase or _("Outside every phase")
    return str(Task.Side(card.side).label) if by == "side" else ""


def _lane(name: str, inside: Mapping[UUID, list[Card]], heads: Sequence[Head]) -> Lane:
    piles = []
    for head in heads:
        cards = inside.get(head.column.pk, [])
        if head.column.state in CLOSED:
            cards.sort(key=lambda card: (card.actual_finish or FIRST, card.number), reverse=True)
        else:
            cards.sort(key=lambda card: (card.finish or LAST, card.number))
        piles.append(Pile(head, cards[:MOST_CARDS], max(0, len(cards) - MOST_CARDS)))
    return Lane(name, piles, sum(len(cards) for cards in inside.values()))
