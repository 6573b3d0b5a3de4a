"""Contact cards: read vCard 2.1, 3.0 and 4.0 from any telephone or mail program, write vCard 4.0 (RFC
6350).

Reading rests on vobject for the content lines. What it does not do is done here first: the file is cut
into cards, so that a broken one costs only itself; quoted-printable and the old CHARSET parameter (GBK
from Chinese telephones) are turned into plain UTF-8; photographs and keys are dropped unread.
"""

import base64
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

from django.utils.translation import gettext as _

from zhike.core.tables import encoding as encodings
from zhike.core.tables.limits import Limits, Unreadable
from zhike.core.tables.text import clean

_PARAMETERS = re.compile(r'((?:[^":]|"[^"]*")*):(.*)', re.DOTALL)
_SKIPPED = ("PHOTO", "LOGO", "SOUND", "KEY", "AGENT", "X-MS-CARDPICTURE")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_CARDS = 20_000

Contents = dict[str, list[Any]]
"""Property name → content lines, as vobject gives them."""


@dataclass(frozen=True, slots=True)
class Card:
    """A person on a card; "" and () for what is not there. `phones` and `mails` in the order of the card,
    without repeats.
    """

    name: str
    family: str = ""
    given: str = ""
    organisation: str = ""
    department: str = ""
    title: str = ""
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    address: str = ""
    note: str = ""
    url: str = ""
    birthday: date | None = None


@dataclass(frozen=True, slots=True)
class BrokenCard:
    """A card that could not be taken. `number` counts the cards of the file from 1; `message` says why."""

    number: int
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file of cards gave."""

    cards: list[Card] = field(default_factory=list)
    broken: list[BrokenCard] = field(default_factory=list)


def read_cards(file: IO[bytes], *, limits: Limits | None = None) -> Reading:
    """Every card of a vCard file (binary, seekable). Raises Unreadable when it holds none, or is too
    large.
    """
    limits = limits or Limits()
    if file.seek(0, 2) > limits.file_bytes:
        raise Unreadable(_("The file of contact cards is too large. Please export fewer contacts at a time."))
    reading = Reading()
    for number, lines in enumerate(_cards(_unfolded(_as_bytes(file))), 1):
        if number > _CARDS:
            raise Unreadable(_("The file of contact cards is too large. Please export fewer contacts at a time."))
        try:
            reading.cards.append(_card(lines))
        except Unreadable as error:
            reading.broken.append(BrokenCard(number, error.message))
        except Exception:  # vobject raises what its parts raise: ValueError, IndexError, ParseError …
            reading.broken.append(BrokenCard(number, _("This card is damaged and cannot be read.")))
    if not reading.cards and not reading.broken:
        raise Unreadable(_("The file holds no contact card (vCard)."))
    return reading


def write_cards(cards: Iterable[Card]) -> Iterator[bytes]:
    """The cards as one vCard 4.0 file, piece by piece: UTF-8, CRLF, lines folded at 75 octets between
    characters.
    """
    for card in cards:
        yield "".join(map(_folded, _content(card))).encode("utf-8")


def _as_bytes(file: IO[bytes]) -> bytes:
    """The file in UTF-8 where it is UTF-16, else as it is: a vCard 2.1 may change encoding from line to
    line.
    """
    file.seek(0)
    content = file.read()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").encode("utf-8")
    return content.removeprefix(b"\xef\xbb\xbf")


def _unfolded(content: bytes) -> Iterator[bytes]:
    """Logical lines: folded ones joined (RFC 6350, 3.2), and quoted-printable ones that end in =."""
    current: bytes | None = None
    for line in re.split(rb"\r\n|\n|\r", content):
        if current is not None and line[:1] in (b" ", b"\t"):
            current += line[1:]
            continue
        if current is not None and current.endswith(b"=") and b"QUOTED-PRINTABLE" in current.upper():
            current = current[:-1] + line
            continue
        if current is not None:
            yield current
        current = line
    if current is not None:
        yield current


def _cards(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The lines between BEGIN and END of each card; a card cut off by the next BEGIN or the end counts as
    well.
    """
    current: list[bytes] | None = None
    for line in lines:
        word = line.strip().upper().replace(b" ", b"")
        if word in (b"BEGIN:VCARD", b"END:VCARD"):
            if current is not None:
                yield current
            current = [] if word.startswith(b"BEGIN") else None
        elif current is not None and line.strip():
            current.append(line)
    if current:
        yield current


def _card(lines: list[bytes]) -> Card:
    found = _contents(lines)
    family, given = _names(found)
    organisation, *departments = [*_parts(found, "org"), ""]
    phones = [number.replace(";ext=", "#") for number in _without_scheme(_texts(found, "tel"), "tel")]
    mails = _without_scheme(_texts(found, "email"), "mailto")
    name = _first(found, "fn") or _joined_name(family, given) or _first(found, "nickname") or organisation
    if not (name or phones or mails):
        raise Unreadable(_("This card names nobody: it has no name, no telephone number and no mail address."))
    return Card(
        name=name or (mails or phones)[0],
        family=family,
        given=given,
        organisation=organisation,
        department=" / ".join(filter(None, departments)),
        title=_first(found, "title") or _first(found, "role"),
        phones=tuple(dict.fromkeys(phones)),
        mails=tuple(dict.fromkeys(mails)),
        address=_address(found),
        note="\n".join(_texts(found, "note")),
        url=_first(found, "url"),
        birthday=_birthday(_first(found, "bday")),
    )


def _contents(lines: list[bytes]) -> Contents:
    import vobject  # only those who read cards need it

    plain = [text for line in lines if (text := _modern(line))]
    source = "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *plain, "END:VCARD"])
    contents: Contents = vobject.readOne(source, ignoreUnreadable=True).contents
    return contents


def _modern(line: bytes) -> str | None:
    """One content line as vCard 3.0 text in Unicode; None for what is of no use here."""
    match = _PARAMETERS.match(line.decode("latin-1"))
    if match is None:
        return None
    head, *parameters = match[1].split(";")
    name = head.rpartition(".")[2].strip().upper()
    if name in ("VERSION", *_SKIPPED) or not re.fullmatch(r"[A-Z0-9-]+", name):
        return None
    value = match[2].encode("latin-1")
    upper = [parameter.strip().upper() for parameter in parameters]
    quoted = any(p in ("QUOTED-PRINTABLE", "ENCODING=QUOTED-PRINTABLE") for p in upper)
    if any(p in ("BASE64", "ENCODING=BASE64", "ENCODING=B") for p in upper):
        value = base64.b64decode(value, validate=False)
    charset = next((p.partition("=")[2].strip('"') for p in upper if p.startswith("CHARSET=")), "")
    text = _decoded(quopri.decodestring(value) if quoted else value, charset)
    return f"{name}:" + re.sub(r"\r\n|\n|\r", r"\\n", text)


def _decoded(value: bytes, charset: str) -> str:
    """By the charset named, GB2312 read as the GB18030 it usually is; without one, what the bytes look
    like.
    """
    charset = "gb18030" if charset.startswith(("GB", "CP936")) else charset
    for name in (charset, "utf-8"):
        try:
            return value.decode(name) if name else value.decode("utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    guess = encodings.guess(value)
    return value.decode(guess, "replace")


def _texts(found: Contents, key: str) -> list[str]:
    """Every value of a property as clean text, blank ones left out."""
    values = [line.value for line in found.get(key, [])]
    texts = [clean(" ".join(v) if isinstance(v, list) else str(v)) for v in values]
    return [text for text in texts if text]


def _without_scheme(texts: list[str], scheme: str) -> list[str]:
    return [re.sub(f"^{scheme}:", "", text, flags=re.IGNORECASE) for text in texts]


def _first(found: Contents, key: str) -> str:
    return next(iter(_texts(found, key)), "")


def _names(found: Contents) -> tuple[str, str]:
    for line in found.get("n", []):
        name = line.value
        middle = [_component(name.given), _component(name.additional)]
        given = ("" if _CHINESE.search("".join(middle)) else " ").join(filter(None, middle))
        return _component(name.family), given
    return "", ""


def _component(value: object) -> str:
    return clean(" ".join(value) if isinstance(value, list) else str(value or ""))


def _joined_name(family: str, given: str) -> str:
    """张 + 三 as 张三, Smith + John as John Smith."""
    return family + given if _CHINESE.search(family + given) else f"{given} {family}".strip()


def _parts(found: Contents, key: str) -> list[str]:
    for line in found.get(key, []):
        values = line.value if isinstance(line.value, list) else [line.value]
        return [clean(str(value)) for value in values]
    return []


def _address(found: Contents) -> str:
    """Chinese addresses from large to small without gaps, others line by line as on an envelope."""
    for line in found.get("adr", []):
        a = line.value
        large = [_component(part) for part in (a.country, a.region, a.city, a.street, a.extended, a.box)]
        code = _component(a.code)
        if _CHINESE.search("".join(large)):
            return " ".join(filter(None, ["".join(large), code]))
        town = " ".join(filter(None, [large[2], large[1], code]))
        text = ", ".join(filter(None, [large[5], large[4], large[3], town, large[0]]))
        if text:
            return text
    return ""


def _birthday(text: str) -> date | None:
    """A full date; birthdays without a year (--0412) cannot be kept as a date and are left out."""
    digits = re.match(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)", text)
    try:
        return date(*map(int, digits.groups())) if digits else None
    except ValueError:
        return None


def _content(card: Card) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield f"FN:{_escaped(card.name)}"
    if card.family or card.given:
        yield f"N:{_escaped(card.family)};{_escaped(card.given)};;;"
    if card.organisation or card.department:
        yield "ORG:" + ";".join(map(_escaped, filter(None, [card.organisation, card.department])))
    for key, value in (("TITLE", card.title), ("NOTE", card.note)):
        if value:
            yield f"{key}:{_escaped(value)}"
    # as text, the default of RFC 6350 6.4.1: many telephones do not know the tel: URI it recommends
    yield from (f"TEL:{_escaped(phone)}" for phone in card.phones)
    yield from (f"EMAIL:{_escaped(mail)}" for mail in card.mails)
    if card.address:
        yield f"ADR:;;{_escaped(card.address)};;;;"
    if card.url:
        yield f"URL:{_one_line(card.url)}"
    if card.birthday:
        yield f"BDAY:{card.birthday:%Y%m%d}"
    yield "END:VCARD"


def _escaped(text: str) -> str:
    """RFC 6350, 3.4: backslash, comma, semicolon and line break."""
    text = clean(text).replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return text.replace("\n", "\\n")


def _one_line(text: str) -> str:
    return "".join(clean(text).split())


def _folded(line: str) -> str:
    """RFC 6350, 3.2: at most 75 octets before each line break, never within a character."""
    pieces, current, size = [], "", 0
    for character in line:
        octets = len(character.encode("utf-8"))
        if size + octets > 75:
            pieces.append(current)
            current, size = " ", 1
        current, size = current + character, size + octets
    return "\r\n".join([*pieces, current]) + "\r\n"
