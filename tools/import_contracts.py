"""A contract for import-linter: another room is entered by its front door only."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FrontDoor(Contract):
    """Rooms import of other rooms only what those offer.

    - rooms:         the package whose children are the rooms.
    - open_rooms:    rooms that may be entered anywhere (kernel, pure computation).
    - open_modules:  what every room offers to the others.
    - furnishing:    modules of a room that set up its rows for tests and demos; they may use each other's.
    """

    type_name = "front_door"

    rooms = fields.StringField()
    open_rooms: Any = fields.ListField(subfield=fields.StringField())
    open_modules: Any = fields.ListField(subfield=fields.StringField())
    furnishing: Any = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = [
            {"importer": importer, "imported": imported, "lines": _lines(graph, importer, imported)}
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._is_break_in(importer, imported)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for one in check.metadata["broken"]:
            output.print_error(f"{one['importer']} imports {one['imported']} (line {one['lines']})", bold=False)
        output.new_line()
        output.print_error(f"A room offers only: {', '.join(map(str, self.open_modules))}.", bold=False)

    def _is_break_in(self, importer: str, imported: str) -> bool:
        ours, theirs = self._inside(importer), self._inside(imported)
        if not ours or not theirs or ours[0] == theirs[0] or theirs[0] in list(self.open_rooms):
            return False
        furnishing = set(self.furnishing or [])
        if furnishing & set(ours):
            return False
        return len(theirs) < 2 or theirs[1] not in list(self.open_modules)

    def _inside(self, module: str) -> list[str]:
        """The path of a module below the rooms' package, its room first."""
        package = f"{self.rooms}."
        return module.removeprefix(package).split(".") if module.startswith(package) else []


def _lines(graph: ImportGraph, importer: str, imported: str) -> str:
    details: list[Any] = graph.get_import_details(importer=importer, imported=imported)
    return ", ".join(str(detail["line_number"]) for detail in details)
