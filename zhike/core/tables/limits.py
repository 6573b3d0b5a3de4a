"""How large an upload may be, and the one error of a file that cannot be read."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


class Unreadable(Exception):  # as the house names refusals: by what happened
    """The file cannot be taken as a table. `message` tells a person, in their language, why and what to
    do.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused. The zip figures guard against small files that unpack to huge ones."""

    file_bytes: int = 25 * MEGABYTE
    rows: int = 200_000
    columns: int = 500
    cell_characters: int = 32_767  # what a spreadsheet cell holds
    unpacked_bytes: int = 400 * MEGABYTE
    unpacked_ratio: int = 200  # honest sheets reach about 60
    zip_entries: int = 2_000
