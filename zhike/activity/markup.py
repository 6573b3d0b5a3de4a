"""From what people type in a note to HTML: bold, lists, links, names. Everything else is text."""

import re

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

MOST_LINKS = 50
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_LINK = re.compile(r"https?://[^\s<>，。；、！？）」】》]+[^\s<>，。；、！？）」】》.,;:!?)]")
_MENTION = re.compile(r"@\[([^\]\n]{1,100})\]\([0-9a-f-]{36}\)")
_BULLET, _NUMBER = re.compile(r"^[-*•]\s+"), re.compile(r"^\d{1,3}[.)、]\s*")


def rendered(body: str) -> SafeString:
    """Safe HTML. Escaped first, marked up after, and cleaned once more by a parser that knows browsers' tricks."""
    blocks = [_block(block.split("\n")) for block in re.split(r"\n\s*\n", body.strip()) if block.strip()]
    clean = nh3.clean(
        "\n".join(blocks),
        tags={"p", "br", "strong", "ul", "ol", "li", "a", "b"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(clean)


def without_marks(body: str) -> str:
    """The words alone, for a line in a timeline or a mail."""
    return _BOLD.sub(r"\1", body)


def _block(lines: list[str]) -> str:
    for mark, tag in ((_BULLET, "ul"), (_NUMBER, "ol")):
        if all(mark.match(line.strip()) for line in lines):
            items = "".join(f"<li>{_inline(mark.sub('', line.strip()))}</li>" for line in lines)
            return f"<{tag}>{items}</{tag}>"
    first_of_list = next((n for n, line in enumerate(lines) if n and _BULLET.match(line.strip())), 0)
    if first_of_list:  # a sentence, then its list, without a blank line between
        return _block(lines[:first_of_list]) + _block(lines[first_of_list:])
    return f"<p>{'<br>'.join(_inline(line) for line in lines)}</p>"


def _inline(text: str) -> str:
    told = str(escape(text))
    told = _MENTION.sub(r"<b>@\1</b>", told)
    told = _LINK.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', told, count=MOST_LINKS)
    return _BOLD.sub(r"<strong>\1</strong>", told)
