r"""From a mail's text template to its plain and its HTML form.

The template knows six marks, and only marks written in the template count; what is put in is text, always:

    # Heading                     [Open the page](https://…)   alone in a paragraph: a button
    - a line of a list            [words](https://…)           within a line: a link
    `123456`  alone: big figures  ~ small print at the end
"""

import html
import re
from typing import Any

# Marks and line ends of values become these private characters while the marks of the template are read.
_MARKS = str.maketrans({mark: chr(0xE000 + number) for number, mark in enumerate("[]()`#-~\n")})
_BACK = str.maketrans({chr(0xE000 + number): mark for number, mark in enumerate("[]()`#-~\n")})
_BACK_HTML = {**_BACK, 0xE008: "<br>"}
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`]+)`")

PALETTES = {  # the light and the dark accent of each palette in frontend/styles/tokens.css
    "pine": ("#0d6163", "#68c7c2"),
    "ink": ("#38496b", "#adc0e2"),
    "cinnabar": ("#9c2f27", "#f3a297"),
    "plum": ("#78325f", "#e3a8cf"),
    "rose": ("#982b50", "#f3a7be"),
    "violet": ("#544494", "#beb4f3"),
    "sky": ("#1a5880", "#8dc6ec"),
    "moss": ("#425b20", "#b3cf8c"),
    "ochre": ("#744d0d", "#e4bf77"),
    "slate": ("#454b50", "#c1c7cc"),
}


def palette(colour: str) -> tuple[str, str]:
    return PALETTES.get(colour, PALETTES["pine"])


def shield(value: Any) -> Any:
    """A value for the template in which nothing can be taken for a mark."""
    if isinstance(value, str):
        return re.sub("[\ue000-\uf8ff]", "", value).replace("\r", "").translate(_MARKS)
    if isinstance(value, dict):
        return {name: shield(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [shield(one) for one in value]
    return value


def unshield(text: str) -> str:
    return html.unescape(text).translate(_BACK)


def as_text(body: str) -> str:
    """The plain form: links written out, marks dropped."""
    paragraphs = []
    for paragraph in _paragraphs(body):
        button = _LINK.fullmatch(paragraph)
        if button:
            paragraph = f"{button[1]}:\n{button[2]}"
        paragraph = _CODE.sub(r"\1", _LINK.sub(r"\1 <\2>", paragraph))
        paragraphs.append(re.sub(r"^[#~] ", "", paragraph))
    return unshield("\n\n".join(paragraphs))


def as_html(body: str, colours: tuple[str, str]) -> str:
    """The HTML form. The template was rendered with escaping on, so its text is escaped already."""
    return "\n".join(_block(paragraph, colours) for paragraph in _paragraphs(body)).translate(_BACK_HTML)


def _block(paragraph: str, colours: tuple[str, str]) -> str:
    button, code = _LINK.fullmatch(paragraph), _CODE.fullmatch(paragraph)
    if button:
        style = f"background:{colours[0]};color:#ffffff"
        return f'<p><a class="button" style="{style}" href="{_web(button[2])}">{button[1]}</a></p>'
    if code:
        return f'<p class="code">{code[1]}</p>'
    if paragraph.startswith("# "):
        return f"<h1>{_inline(paragraph[2:])}</h1>"
    if paragraph.startswith("~ "):
        return f'<p class="small">{_inline(paragraph[2:])}</p>'
    if paragraph.startswith("- "):
        lines = [line.removeprefix("- ") for line in paragraph.split("\n")]
        return "<ul>" + "".join(f"<li>{_inline(line)}</li>" for line in lines) + "</ul>"
    return f"<p>{_inline(paragraph)}</p>"


def _inline(text: str) -> str:
    text = _LINK.sub(lambda link: f'<a href="{_web(link[2])}">{link[1]}</a>', text)
    return _CODE.sub(r"<b>\1</b>", text).replace("\n", "<br>")


def _web(address: str) -> str:
    if not address.translate(_BACK).startswith(("https://", "http://")):
        raise ValueError("A mail links to http and https addresses only.")
    return address


def _paragraphs(body: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", body) if part.strip()]
