"""What files are made of: paragraphs, tables and charts, as plain values in the reader's words."""

from dataclasses import dataclass

from zhike.core.charts import TEXT, Chart, Unit, Value


@dataclass(frozen=True, slots=True)
class Text:
    """A heading and its paragraphs; on slides they are points, on as many slides as they need."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    unit: Unit = TEXT


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. Cells are typed by their column's unit; None is an empty cell. `note` stands below."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value | str, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.title}: each row has one cell for each of {len(self.columns)} columns.")


@dataclass(frozen=True, slots=True)
class Firm:
    """Whose file it is. `logo`: the bytes of a PNG or JPEG, or none."""

    name: str = ""
    logo: bytes = b""


Part = Text | Sheet | Chart
