"""XML read row by row with the parser of the standard library, and raw elements kept as text.

A document type declaration is refused, and with it every entity: nothing is expanded and nothing outside is read.
Only one row (a task, a resource …) is in memory at a time; depth and length are limited.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from zhike.methods.schedule.files.errors import Unreadable
from zhike.methods.schedule.files.sources import Limits

SPACE = "http://schemas.microsoft.com/project"
LEAF = re.compile(r"<([A-Za-z_]\w*)>[\w\s.,:;/+-]*</\1>|<([A-Za-z_]\w*)/>", re.ASCII)  # surely well-formed
MULTIBYTE = re.compile(rb"""\s*<\?xml[^>]{0,100}encoding\s*=\s*["'](gb2312|gbk|gb18030|big5)["']""", re.IGNORECASE)
ROWS_DEPTH = 3  # Project / Tasks / Task
OTHER_SPACE = "}"
MOST_NAMES = 1000
UNKNOWN_ENCODING = (expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING],)
NOT_ALLOWED = {number: None for number in range(32) if number not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}
NOT_ALLOWED |= dict.fromkeys(range(55296, 57344))
ESCAPES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"} | NOT_ALLOWED


class Node:
    """An element: its name without Microsoft's namespace, its text, its children, and the line it begins on."""

    __slots__ = ("attributes", "children", "line", "name", "text")

    def __init__(self, name: str, line: int) -> None:
        self.name = name
        self.line = line
        self.text = ""
        self.children: list[Node] = []
        self.attributes: dict[str, str] | None = None

    def first(self, name: str) -> "Node | None":
        return next((child for child in self.children if child.name == name), None)

    def said(self, name: str, default: str = "") -> str:
        """The text of the first child of that name, without spaces around it."""
        found = self.first(name)
        return default if found is None else found.text.strip()


def escaped(text: str) -> str:
    """Text for an element; characters XML cannot hold are left out."""
    return text.translate(ESCAPES)


def leaf(name: str, text: str) -> str:
    return f"<{name}>{escaped(text)}</{name}>" if text else f"<{name}/>"


def as_xml(node: Node) -> str:
    """The element and all it holds, as it is written back. White space between elements is not kept."""
    space, _, name = node.name.rpartition(OTHER_SPACE)
    attributes = f" xmlns={quoteattr(space)}" if space else ""
    for key, value in (node.attributes or {}).items():
        attributes += f" {key.rpartition(OTHER_SPACE)[2]}={quoteattr(value)}"
    inner = "".join(as_xml(child) for child in node.children) if node.children else escaped(node.text)
    return f"<{name}{attributes}>{inner}</{name}>" if inner else f"<{name}{attributes}/>"


def read_rows(
    pieces: Iterable[bytes], limits: Limits, containers: frozenset[str], take: Callable[[str, Node], None]
) -> None:
    """Calls `take(container, row)` for each row of the containers, `take("", child)` for the root's other children.

    Unreadable: not XML, not a plan, a document type, too deep, a value too long.
    """
    rest = iter(pieces)
    first = next(rest, b"")
    declared = MULTIBYTE.match(first)
    reader = _Reader(limits, containers, take, "utf-8" if declared else None)
    for piece in recoded(chain([first], rest), declared[1].decode()) if declared else chain([first], rest):
        reader.feed(piece)
    reader.feed(b"", final=True)


def recoded(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The same text in UTF-8: the parser itself knows no encoding of several bytes but Unicode's. Unreadable."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in pieces:
            yield decoder.decode(piece).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError:
        raise Unreadable("bad_encoding") from None


def parse_kept(xml: str) -> Node | None:
    """An element that `as_xml` wrote, taken apart again; None where somebody wrote something else into it."""
    found: list[Node] = []
    wrapped = f'<Project xmlns="{SPACE}"><K>{xml}</K></Project>'
    try:
        read_rows([wrapped.encode("utf-8", "replace")], Limits(), frozenset({"K"}), lambda _, node: found.append(node))
    except Unreadable:
        return None
    return found[0] if len(found) == 1 else None


def refuse_doctype(data: bytes) -> None:
    """For XML somebody else reads. Unreadable: a document type is declared, or it does not begin as XML does."""
    parser = expat.ParserCreate()

    def refuse(*_declared: object) -> int:
        raise Unreadable("has_doctype", parser.CurrentLineNumber)

    parser.StartDoctypeDeclHandler = refuse
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as problem:
        raise Unreadable("not_xml", problem.lineno, reason=expat.ErrorString(problem.code)) from None


def is_one_element(name: Any, xml: Any) -> bool:
    """Whether the text is well-formed XML of one element of that name, so that it can be put into a file as it is."""
    if not isinstance(name, str) or not isinstance(xml, str):
        return False
    found = LEAF.fullmatch(xml)
    if found:
        return (found[1] or found[2]) == name
    node = parse_kept(xml)
    return node is not None and node.name.rpartition(OTHER_SPACE)[2] == name.rpartition(OTHER_SPACE)[2]


class _Reader:
    def __init__(
        self, limits: Limits, containers: frozenset[str], take: Callable[[str, Node], None], encoding: str | None
    ) -> None:
        self._limits, self._containers, self._take = limits, containers, take
        self._open: list[Node] = []
        self._length = 0
        self._local: dict[str, str] = {}
        self._parser = parser = expat.ParserCreate(encoding, OTHER_SPACE)
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def feed(self, piece: bytes, final: bool = False) -> None:
        try:
            self._parser.Parse(piece, final)
        except expat.ExpatError as problem:
            if problem.code in UNKNOWN_ENCODING:
                raise Unreadable("bad_encoding", problem.lineno) from None
            raise Unreadable("not_xml", problem.lineno, reason=expat.ErrorString(problem.code)) from None
        except (ValueError, LookupError) as problem:
            if isinstance(problem, Unreadable):
                raise
            raise Unreadable("bad_encoding") from None  # Python's codecs say so in many ways

    def _refuse(self, *_declared: object) -> int:
        raise Unreadable("has_doctype", self._parser.CurrentLineNumber)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        depth = len(self._open)
        name = self._local.get(name) or self._name(name)
        # what lies in a row takes its line: asking the parser is slow
        node = Node(name, self._parser.CurrentLineNumber if depth < ROWS_DEPTH else self._open[ROWS_DEPTH - 1].line)
        if attributes:
            node.attributes = attributes
        if not depth and name != "Project":
            raise Unreadable("not_a_project", node.line, found=name)
        if depth >= self._limits.depth:
            raise Unreadable("too_deep", node.line, limit=self._limits.depth)
        self._open.append(node)
        self._length = 0

    def _name(self, name: str) -> str:
        local = name[len(SPACE) + 1 :] if name.startswith(SPACE) else name
        if len(self._local) < MOST_NAMES:
            self._local[name] = local
        return local

    def _text(self, text: str) -> None:
        self._length += len(text)
        if self._length > self._limits.text:
            raise Unreadable("text_too_long", self._parser.CurrentLineNumber, limit=self._limits.text)
        if len(self._open) >= 2:
            self._open[-1].text += text

    def _end(self, _name: str) -> None:
        node = self._open.pop()
        self._length = 0
        depth = len(self._open)
        if depth >= ROWS_DEPTH:
            self._open[-1].children.append(node)
        elif depth == ROWS_DEPTH - 1:
            container = self._open[-1]
            if container.name in self._containers:
                self._take(container.name, node)
            else:
                container.children.append(node)
        elif depth == 1 and node.name not in self._containers:
            self._take("", node)
