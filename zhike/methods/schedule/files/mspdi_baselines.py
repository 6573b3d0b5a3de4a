"""Baselines 0 to 10 of tasks, resources and assignments."""

from collections.abc import Iterable, Sequence

from zhike.methods.schedule.files.mspdi_order import BASELINE
from zhike.methods.schedule.files.mspdi_rows import Cell, Context, Field, cells_of, read_row, row_xml
from zhike.methods.schedule.files.values import (
    DURATION_OF,
    MOMENT_AT,
    MONEY,
    WHOLE_NUMBER,
    WORK_OF,
)
from zhike.methods.schedule.files.xml_rows import Node
from zhike.methods.schedule.plan import Baseline, Kept

MOST = 10
FIELDS = {
    "Number": Field("number", WHOLE_NUMBER),
    "Start": Field("start", MOMENT_AT),
    "Finish": Field("finish", MOMENT_AT),
    "Duration": Field("duration", DURATION_OF),
    "Work": Field("work", WORK_OF),
    "Cost": Field("cost", MONEY),
}


def read_baselines(nodes: Iterable[Node], kind: str, context: Context) -> tuple[tuple[Baseline, ...], Kept]:
    """The baselines in order, and interim plans and numbers we do not know as they were written."""
    found: dict[int, Baseline] = {}
    kept = []
    for node in nodes:
        row = read_row(node, FIELDS, frozenset(), f"baseline {node.said('Number')} of a {kind}", context)
        number = row.values.pop("number", 0)
        if not 0 <= number <= MOST or number in found or node.said("Interim", "0") not in ("0", "false"):
            kept.append(context.kept(node))
            continue
        found[number] = Baseline(number, **row.values, kept=context.kept_all(row.others, BASELINE))
    return tuple(found[number] for number in sorted(found)), tuple(kept)


def baseline_cells(baselines: Sequence[Baseline]) -> list[Cell]:
    return [("Baseline", row_xml("Baseline", BASELINE, cells_of(one, FIELDS), one.kept)) for one in baselines]
