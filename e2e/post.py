"""The mail of an installation, as its readers see it: to whom, about what, with which links and codes."""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from typing import cast

from e2e.installation import Installation


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str

    @property
    def link(self) -> str:
        """The first address in it that somebody would press."""
        found = re.search(r"https?://\S+", self.text)
        assert found, self.text
        return found[0].rstrip(")>.")

    @property
    def code(self) -> str:
        found = re.search(r"\b\d{6}\b", self.text)
        assert found, self.text
        return found[0]


def letters_to(house: Installation, address: str) -> list[Letter]:
    """Everything mailed to one address so far, oldest first."""
    return [letter for raw in house.mails() for letter in _read(raw) if letter.to == address]


def next_letter(house: Installation, address: str, after: int, seconds: float = 60) -> Letter:
    """The first letter to this address beyond the `after` that were there."""
    house.wait_until(lambda: len(letters_to(house, address)) > after, f"a mail to {address}", seconds)
    return letters_to(house, address)[after]


def _read(raw: str) -> list[Letter]:
    """One file of Django's file backend: letters, each followed by a line of dashes."""
    found = []
    for part in re.split(r"\n-{70,}\n", raw):
        if not part.strip():
            continue
        message = cast(EmailMessage, email.message_from_string(part.lstrip(), policy=email.policy.default))
        body = message.get_body(("plain",))
        found.append(Letter(str(message["To"]), str(message["Subject"]), body.get_content() if body else ""))
    return found
