"""One row of Microsoft's XML (a task, a link, a baseline …) into values and back, by a table of its fields.

What the table does not name is kept as it was written and put back in its place.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhike.methods.schedule.files.errors import Remarks, Unreadable
from zhike.methods.schedule.files.mspdi_order import LAST
from zhike.methods.schedule.files.sources import Limits
from zhike.methods.schedule.files.values import TEXT, Beyond, Codec
from zhike.methods.schedule.files.xml_rows import Node, as_xml, escaped, leaf, parse_kept
from zhike.methods.schedule.plan import Kept

Cell = tuple[str, str]  # an element's name and its XML
MOST_SHARED = 100_000
LONG = 40  # characters of a value that will not be seen again
UNSEEN = object()


@dataclass(frozen=True, slots=True)
class Field:
    """An element and the attribute it fills; `default` says in remarks what is used where it means nothing."""

    attribute: str
    codec: Codec
    default: str = "nothing"


Table = Mapping[str, Field]


@dataclass
class Context:
    """What readers of rows share: limits, remarks, and kept values that occur again and again."""

    limits: Limits = field(default_factory=Limits)
    remarks: Remarks = field(default_factory=Remarks)
    seen: dict[tuple[int, str], Any] = field(default_factory=dict)  # values by field and text: most occur often
    _shared: dict[Cell, Cell] = field(default_factory=dict)

    def kept(self, node: Node) -> Cell:
        cell = (node.name, as_xml(node))
        if len(self._shared) < MOST_SHARED and len(cell[1]) < 200:
            return self._shared.setdefault(cell, cell)
        return cell

    def kept_all(self, nodes: Iterable[Node], order: Mapping[str, int], defaults: Sequence[Cell] = ()) -> Kept:
        """All but what the writer says by itself, in the order it will be written in."""
        cells = (self.kept(node) for node in nodes)
        return in_order((cell for cell in cells if cell not in defaults), order)


@dataclass(slots=True)
class Row:
    """A row taken apart: `values` by attribute, `special` elements for their own readers, the rest in `others`."""

    values: dict[str, Any]
    special: dict[str, list[Node]]
    others: list[Node]

    def texts(self, name: str) -> str:
        found = self.special.get(name)
        return found[0].text.strip() if found else ""


def read_row(node: Node, table: Table, special: frozenset[str], kind: str, context: Context) -> Row:
    """Unreadable: a date or a duration that lies outside what can be planned."""
    row = Row({}, {}, [])
    for child in node.children:
        spec = table.get(child.name)
        if spec is None:
            if child.name in special:
                row.special.setdefault(child.name, []).append(child)
            else:
                row.others.append(child)
        elif spec.attribute not in row.values and (text := child.text):
            known = context.seen.get((id(spec), text), UNSEEN)
            if known is not UNSEEN:
                row.values[spec.attribute] = known
            elif spec.codec is TEXT:
                row.values[spec.attribute] = text
            elif not text.isspace():
                read_value(row.values, spec, child, lambda: label(kind, node), context)
    return row


def read_value(values: dict[str, Any], spec: Field, child: Node, whose: Callable[[], str], context: Context) -> None:
    """Puts the element's value under its attribute; with a remark and without a value if it means nothing."""
    try:
        values[spec.attribute] = spec.codec.read(child.text)
        if len(child.text) < LONG and len(context.seen) < MOST_SHARED:
            context.seen[id(spec), child.text] = values[spec.attribute]
    except Beyond as problem:
        raise Unreadable(problem.code, child.line, row=whose(), element=child.name, value=child.text.strip()) from None
    except (ValueError, ArithmeticError):
        facts = {"row": whose(), "element": child.name, "value": child.text.strip()[:80], "used": spec.default}
        context.remarks.add("value_unclear", child.line, **facts)


def label(kind: str, node: Node) -> str:
    """How remarks call a row: its kind, UID and name."""
    name = node.said("Name")
    return f"{kind} {node.said('UID') or '?'}" + (f" “{name[:60]}”" if name else "")


def cells_of(item: Any, table: Table) -> list[Cell]:
    """The fields of a row as elements; what has no value is left out."""
    cells = []
    for element, spec in table.items():
        text = spec.codec.write(getattr(item, spec.attribute))
        if text is not None:
            cells.append((element, f"<{element}>{escaped(text)}</{element}>"))
    return cells


def in_order(cells: Iterable[Cell], order: Mapping[str, int]) -> Kept:
    return tuple(sorted(cells, key=lambda entry: order.get(entry[0], LAST)))


def cell(element: str, text: str | None) -> list[Cell]:
    return [] if text is None else [(element, leaf(element, text))]


def row_xml(
    name: str, order: Mapping[str, int], cells: Sequence[Cell], kept: Kept, defaults: Sequence[Cell] = ()
) -> str:
    """The row: what we know wins over what was kept, that over the defaults; all in the order of the schema."""
    known = {element for element, _ in cells}
    rest = [entry for entry in kept if entry[0] not in known or entry[0] in REPEATED]
    known.update(element for element, _ in rest)
    found = [*cells, *rest, *(entry for entry in defaults if entry[0] not in known)]
    inner = "".join(xml for _, xml in in_order(found, order))
    return f"<{name}>{inner}</{name}>"


REPEATED = frozenset({"ExtendedAttribute", "Baseline", "PredecessorLink", "TimephasedData", "OutlineCode"})


def read_custom(nodes: Sequence[Node], context: Context) -> tuple[dict[str, str], Kept]:
    """Custom fields: FieldID and value; those that say more than that, or say it twice, are kept as well."""
    custom: dict[str, str] = {}
    kept = []
    times = Counter(node.said("FieldID") for node in nodes)
    for node in nodes:
        name, value = node.said("FieldID"), node.first("Value")
        if name and name not in custom:
            custom[name] = value.text if value is not None else ""
        is_plain = value is not None and {child.name for child in node.children} == {"FieldID", "Value"}
        if not name or not is_plain or times[name] > 1:
            kept.append(context.kept(node))
    return custom, tuple(kept)


def custom_cells(custom: Mapping[str, str], kept: Kept) -> tuple[list[Cell], Kept]:
    """Custom fields as elements, and what else is kept. A kept one stands for its field while the value is the same."""
    raw = [entry for entry in kept if entry[0] == "ExtendedAttribute"]
    said = [_custom_of(xml) for _, xml in raw]
    own = {name: index for index, (name, _) in reversed(list(enumerate(said)))}  # the first of each field
    cells = []
    for name, value in custom.items():
        index = own.get(name)
        if index is not None and said[index][1] == value:
            cells.append(raw[index])
        else:
            inner = leaf("FieldID", name) + leaf("Value", value)
            cells.append(("ExtendedAttribute", f"<ExtendedAttribute>{inner}</ExtendedAttribute>"))
    cells += [entry for index, entry in enumerate(raw) if own.get(said[index][0]) != index or not said[index][0]]
    return cells, tuple(entry for entry in kept if entry[0] != "ExtendedAttribute")


def _custom_of(xml: str) -> tuple[str, str]:
    node = parse_kept(xml)
    if node is None:
        return "", ""
    value = node.first("Value")
    return node.said("FieldID"), value.text if value is not None else ""
