"""A board as Trello exports it (JSON: Menu, Print and export, Export as JSON)."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from zhike.methods.schedule.files.boards import LIMITS, Board, BoardRow, CheckItem, Person, settle
from zhike.methods.schedule.files.errors import Unreadable
from zhike.methods.schedule.files.json_plan import parsed_json
from zhike.methods.schedule.files.loose_values import dicts_of, moment_of, text_of
from zhike.methods.schedule.files.sources import Limits, Source, whole


def read_trello(source: Source, limits: Limits = LIMITS) -> Board:
    """The cards of the board, in the order of its lists. Unreadable: it is no such export, or too much."""
    document = parsed_json(whole(source, limits))
    if not isinstance(document, dict) or not isinstance(document.get("cards"), list):
        raise Unreadable("not_a_board", product="Trello", reason="there are no cards in it")
    if len(document["cards"]) > limits.tasks:
        raise Unreadable("too_many", limit=limits.tasks, what="cards")
    return settle(_Export(document).board())


class _Export:
    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        lists = sorted(dicts_of(document.get("lists")), key=_place)
        self.lists = {text_of(one.get("id")): one for one in lists}
        self.members = {text_of(one.get("id")): one for one in dicts_of(document.get("members"))}
        self.labels = {text_of(one.get("id")): one for one in dicts_of(document.get("labels"))}
        self.checklists: dict[str, list[CheckItem]] = {}
        for checklist in sorted(dicts_of(document.get("checklists")), key=_place):
            self.checklists.setdefault(text_of(checklist.get("idCard")), []).extend(_items(checklist))
        comments = (one for one in dicts_of(document.get("actions")) if one.get("type") == "commentCard")
        self.comments = Counter(text_of(_inside(one, "data", "card", "id")) for one in comments)
        self.fields = {text_of(one.get("id")): one for one in dicts_of(document.get("customFields"))}

    def board(self) -> Board:
        states = [text_of(one.get("name")) for one in self.lists.values() if not one.get("closed")]
        order = {key: at for at, key in enumerate(self.lists)}
        cards = sorted(
            dicts_of(self.document["cards"]),
            key=lambda card: (order.get(text_of(card.get("idList")), len(order)), _place(card)),
        )
        rows = [self._row(number, card) for number, card in enumerate(cards, 1)]
        return Board(text_of(self.document.get("name")), states, rows)

    def _row(self, number: int, card: dict[str, Any]) -> BoardRow:
        key = text_of(card.get("id"))
        inside = self.lists.get(text_of(card.get("idList")), {})
        row = BoardRow(number, key, text_of(card.get("name")), description=text_of(card.get("desc")))
        row.state = text_of(inside.get("name"))
        row.is_done = card.get("dueComplete") is True
        row.is_archived = bool(card.get("closed") or inside.get("closed"))
        row.start, row.due = self._moment(row, card, "start"), self._moment(row, card, "due")
        people = card.get("idMembers")
        row.assignees = tuple(map(self._person, people)) if isinstance(people, list) else ()
        row.labels = tuple(self._labels(card))
        row.comments = max(self.comments[key], _count(_inside(card, "badges", "comments")))
        row.checklist = tuple(self.checklists.get(key, ()))
        row.url = text_of(card.get("shortUrl") or card.get("url"))
        row.custom = dict(self._custom(card))
        if not row.name:
            row.problem("row_name_missing")
        return row

    def _moment(self, row: BoardRow, card: dict[str, Any], name: str) -> date | datetime | None:
        text = text_of(card.get(name))
        try:
            return moment_of(text) if text else None
        except ValueError:
            row.problem("row_date_unclear", column=name, value=text)
            return None

    def _person(self, key: Any) -> Person:
        member = self.members.get(text_of(key), {})
        return Person(text_of(member.get("fullName") or member.get("username") or key), text_of(member.get("email")))

    def _labels(self, card: dict[str, Any]) -> list[str]:
        found = dicts_of(card.get("labels"))
        if not found and isinstance(card.get("idLabels"), list):
            found = [self.labels[text_of(key)] for key in card["idLabels"] if text_of(key) in self.labels]
        return [name for one in found if (name := text_of(one.get("name") or one.get("color")))]

    def _custom(self, card: dict[str, Any]) -> list[tuple[str, str]]:
        found = []
        for item in dicts_of(card.get("customFieldItems")):
            definition = self.fields.get(text_of(item.get("idCustomField")), {})
            value = item.get("value")
            if isinstance(value, dict) and value:
                text = text_of(next(iter(value.values())))
            else:
                options = {text_of(one.get("id")): one for one in dicts_of(definition.get("options"))}
                text = text_of(_inside(options.get(text_of(item.get("idValue")), {}), "value", "text"))
            name = text_of(definition.get("name"))
            if name and text:
                found.append((name, text))
        return found


def _items(checklist: dict[str, Any]) -> list[CheckItem]:
    name = text_of(checklist.get("name"))
    items = sorted(dicts_of(checklist.get("checkItems")), key=_place)
    return [CheckItem(text_of(one.get("name")), one.get("state") == "complete", name) for one in items]


def _place(one: dict[str, Any]) -> float:
    place = one.get("pos")
    return (
        float(place) if isinstance(place, int | float) and not isinstance(place, bool) and abs(place) < 1e300 else 0.0
    )


def _inside(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _count(value: Any) -> int:
    return value if type(value) is int and 0 <= value < 10**6 else 0
