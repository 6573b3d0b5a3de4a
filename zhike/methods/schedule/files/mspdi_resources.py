"""Resources of Microsoft's XML, read and written: availability, rate tables, kind."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from zhike.methods.schedule.files.errors import Unreadable
from zhike.methods.schedule.files.mspdi_baselines import baseline_cells, read_baselines
from zhike.methods.schedule.files.mspdi_order import RATE, RESOURCE
from zhike.methods.schedule.files.mspdi_rows import (
    Cell,
    Context,
    Field,
    Row,
    cell,
    cells_of,
    custom_cells,
    label,
    read_custom,
    read_row,
    row_xml,
)
from zhike.methods.schedule.files.mspdi_tasks import CALENDAR_UID
from zhike.methods.schedule.files.values import (
    FLAG,
    HOURLY,
    MOMENT_AT,
    MONEY,
    NOT_FLAG,
    TEXT,
    UNITS_OF,
    WHOLE_NUMBER,
    identity,
    moment_text,
    units_text,
)
from zhike.methods.schedule.files.xml_rows import Node, leaf
from zhike.methods.schedule.plan import Availability, Rate, Resource, ResourceKind

# what Microsoft Project writes where a rate or an availability has no first or last day
NO_FIRST, NO_LAST = datetime(1984, 1, 1), datetime(2049, 12, 31, 23, 59)  # noqa: DTZ001 -- wall clock
FIELDS = {
    "Name": Field("name", TEXT),
    "Initials": Field("initials", TEXT),
    "Group": Field("group", TEXT),
    "EmailAddress": Field("email", TEXT),
    "MaxUnits": Field("max_units", UNITS_OF, "100 %"),
    "CalendarUID": Field("calendar", CALENDAR_UID, "the plan's calendar"),
    "Notes": Field("notes", TEXT),
    "IsGeneric": Field("is_generic", FLAG, "no"),
    "IsInactive": Field("is_active", NOT_FLAG, "no"),
}
SPECIAL = frozenset(
    [
        *("UID", "ID", "Type", "IsNull", "IsCostResource", "ExtendedAttribute", "Baseline"),
        *("AvailabilityPeriods", "Rates", "StandardRate", "OvertimeRate", "CostPerUse"),
    ]
)
DEFAULTS = cell("StandardRateFormat", "2") + cell("OvertimeRateFormat", "2")  # an hour
RATE_FIELDS = {
    "RatesFrom": Field("first", MOMENT_AT),
    "RatesTo": Field("last", MOMENT_AT),
    "RateTable": Field("table", WHOLE_NUMBER, "table A"),
    "StandardRate": Field("standard", HOURLY, "0"),
    "OvertimeRate": Field("overtime", HOURLY, "0"),
    "CostPerUse": Field("per_use", MONEY, "0"),
}
CURRENT = {name: RATE_FIELDS[name] for name in ("StandardRate", "OvertimeRate", "CostPerUse")}
AVAILABILITY_FIELDS = {
    "AvailableFrom": Field("first", MOMENT_AT),
    "AvailableTo": Field("last", MOMENT_AT),
    "AvailableUnits": Field("units", UNITS_OF, "100 %"),
}


class ResourceReader:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.resources: list[Resource] = []
        self.nobody: Node | None = None  # the line of Microsoft Project for work nobody is assigned to
        self._taken: set[int] = set()

    def take(self, node: Node) -> None:
        if node.said("IsNull") in ("1", "true"):
            return
        if node.said("UID") == "0" and not node.said("Name") and self.nobody is None:
            self.nobody = node
            return
        if len(self.resources) >= self.context.limits.rows:
            raise Unreadable("too_many", node.line, limit=self.context.limits.rows, what="resources")
        row = read_row(node, FIELDS, SPECIAL, "resource", self.context)
        resource = Resource(take_identity(row, self._taken, "resource", node, self.context), **row.values)
        resource.kind = _kind(row)
        resource.availability = tuple(self._availability(row))
        resource.rates, leftover = self._rates(row, node)
        resource.custom, kept_custom = read_custom(row.special.get("ExtendedAttribute", ()), self.context)
        resource.baselines, kept = read_baselines(row.special.get("Baseline", ()), "resource", self.context)
        resource.kept = self.context.kept_all([*row.others, *leftover], RESOURCE, DEFAULTS) + kept_custom + kept
        self.resources.append(resource)

    def _availability(self, row: Row) -> Iterable[Availability]:
        for group in row.special.get("AvailabilityPeriods", ()):
            for node in group.children:
                values = read_row(node, AVAILABILITY_FIELDS, frozenset(), "availability", self.context).values
                first, last = _open_ends(values.get("first"), values.get("last"))
                yield Availability(values.get("units", 100.0), first, last)

    def _rates(self, row: Row, resource: Node) -> tuple[tuple[Rate, ...], list[Node]]:
        """The rate tables; where there are none, the one rate of the resource, if it costs anything.

        With tables, the resource's own rate is only the one of the day the file was saved: it is kept as it was.
        """
        groups = row.special.get("Rates", ())
        own = [node for name in CURRENT for node in row.special.get(name, ())]
        if any(group.children for group in groups):
            rates = tuple(self._rate(node) for group in groups for node in group.children)
            usual = cells_of(_first_of_table_a(rates), CURRENT)
            return rates, [node for node in own if self.context.kept(node) not in usual]
        holder = Node("Resource", resource.line)
        holder.children = own
        values = read_row(holder, CURRENT, frozenset(), "rate", self.context).values
        return ((Rate(None, None, **values),) if any(values.values()) else ()), []

    def _rate(self, node: Node) -> Rate:
        row = read_row(node, RATE_FIELDS, frozenset(), "rate", self.context)
        first, last = _open_ends(row.values.pop("first", None), row.values.pop("last", None))
        return Rate(first, last, **row.values, kept=self.context.kept_all(row.others, RATE, DEFAULTS))


def take_identity(row: Row, taken: set[int], kind: str, node: Node, context: Context) -> int:
    """The row's UID; where it is missing or taken, a new one, with a remark."""
    try:
        number = identity(row.texts("UID"))
    except ValueError:
        number = -1
    if number < 0 or number in taken:
        used = max(taken, default=0) + 1_000_000
        code = "id_missing" if number < 0 else "id_taken"
        context.remarks.add(code, node.line, row=label(kind, node), value=number, used=used)
        number = used
    taken.add(number)
    return number


def _kind(row: Row) -> ResourceKind:
    if row.texts("IsCostResource") in ("1", "true") or row.texts("Type") == "2":
        return ResourceKind.COST
    return ResourceKind.MATERIAL if row.texts("Type") == "0" else ResourceKind.WORK


def _open_ends(first: datetime | None, last: datetime | None) -> tuple[datetime | None, datetime | None]:
    first = None if first is not None and first <= NO_FIRST else first
    return first, None if last is not None and last >= NO_LAST else last


def resource_xml(resource: Resource, line: int) -> str:
    cells = cells_of(resource, FIELDS)
    cells += cell("UID", str(resource.id)) + cell("ID", str(line)) + cell("IsNull", "0")
    is_cost = resource.kind == ResourceKind.COST  # the schema of 2007 knows only materials and work
    cells += cell("Type", str(int(ResourceKind.MATERIAL if is_cost else resource.kind)))
    cells += cell("IsCostResource", "1" if is_cost else "0")
    defaults = _rate_cells(resource.rates, resource.kept, cells)
    if resource.availability:
        inner = "".join(map(_availability_xml, resource.availability))
        cells.append(("AvailabilityPeriods", f"<AvailabilityPeriods>{inner}</AvailabilityPeriods>"))
    custom, kept = custom_cells(resource.custom, resource.kept)
    cells += [*custom, *baseline_cells(resource.baselines)]
    return row_xml("Resource", RESOURCE, cells, kept, defaults)


def _rate_cells(rates: Sequence[Rate], kept: Sequence[Cell], cells: list[Cell]) -> list[Cell]:
    """One rate without dates is the resource's own; others are tables. Returns what stands if nothing is kept."""
    only = rates[0] if rates else Rate(None, None)
    formats = DEFAULTS
    has_tables = len(rates) > 1 or only.first is not None or only.last is not None or only.table or only.kept
    if not has_tables and not any(name in CURRENT for name, _ in kept):
        cells += cells_of(only, CURRENT)
        return formats
    if rates:
        cells.append(("Rates", f"<Rates>{''.join(map(_rate_xml, rates))}</Rates>"))
    return cells_of(_first_of_table_a(rates), CURRENT) + formats


def _first_of_table_a(rates: Sequence[Rate]) -> Rate:
    return next((rate for rate in rates if rate.table == 0), Rate(None, None))


def _rate_xml(rate: Rate) -> str:
    cells = [one for one in cells_of(rate, RATE_FIELDS) if one[0] not in ("RatesFrom", "RatesTo")]
    cells += cell("RatesFrom", moment_text(rate.first or NO_FIRST)) + cell("RatesTo", moment_text(rate.last or NO_LAST))
    return row_xml("Rate", RATE, cells, rate.kept, DEFAULTS)


def _availability_xml(one: Availability) -> str:
    first, last = moment_text(one.first or NO_FIRST), moment_text(one.last or NO_LAST)
    inner = leaf("AvailableFrom", first or "") + leaf("AvailableTo", last or "")
    return f"<AvailabilityPeriod>{inner}{leaf('AvailableUnits', units_text(one.units) or '0')}</AvailabilityPeriod>"
