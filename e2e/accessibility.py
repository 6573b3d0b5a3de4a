"""No accessibility violation (WCAG 2.2 AA), found by axe; what was looked at once in a run is not looked at again.

Two pages that differ in words alone, at the same width and in the same colours, get the same verdict: the language
says nothing of roles, names, contrast and order. Looking takes axe seconds, comparing takes milliseconds.
"""

import hashlib
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
ALIKE = 12  # rows of one shape that are looked at; axe takes most of its time for the contrast of the hundredth
OPTIONS = {
    "runOnly": {"type": "tag", "values": RULES},
    "resultTypes": ["violations"],
    "preload": False,  # it would fetch every style sheet again, for rules that are not among these
}
MARK_MORE_OF_THE_SAME = """most => {
  for (const parent of document.querySelectorAll("tbody, ul, ol, dl, section, div")) {
    if (parent.childElementCount <= most) continue;
    const seen = {};
    for (const child of parent.children) {
      const shape = `${child.tagName} ${child.className} ${child.firstElementChild?.className}`;
      seen[shape] = (seen[shape] ?? 0) + 1;
      child.toggleAttribute("data-more-of-the-same", seen[shape] > most);
    }
  }
}"""
# Elements with their depth, whether there are words in them, and their attributes: of those that hold words, addresses
# and keys only that they are there, of the others what they say.
STRUCTURE = """() => {
  const WORDS = new Set(["id", "for", "form", "list", "href", "src", "srcset", "value", "name", "content", "action",
    "formaction", "title", "alt", "placeholder", "datetime", "lang", "aria-label", "aria-labelledby",
    "aria-describedby", "aria-controls", "aria-owns", "aria-activedescendant", "popovertarget"]);
  const told = (one) => {
    const free = WORDS.has(one.name) || one.name.startsWith("hx-") ||
      (one.name.startsWith("data-") && !/^[a-z0-9-]{0,12}$/.test(one.value));
    return free ? `${one.name}${one.value ? "" : "=nothing"}` : `${one.name}=${one.value}`;
  };
  const parts = [`${innerWidth}x${innerHeight} ${matchMedia("(prefers-color-scheme: dark)").matches}`];
  const walk = (element, depth) => {
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const open = element.matches(":popover-open, :modal");
    const attributes = [...element.attributes].filter((one) => one.name !== "data-more-of-the-same");
    parts.push(`${depth} ${element.tagName} ${words} ${open} ${attributes.map(told).sort().join(" ")}`);
    for (const child of element.children) walk(child, depth + 1);
  };
  walk(document.documentElement, 0);
  return parts.join("\\n");
}"""
RUN = "async ([where, options]) => (await axe.run(where, options)).violations"

_well: set[str] = set()  # structures in which nothing was found


def look(page: Page) -> None:
    """Fails with what axe has against this page as it stands."""
    structure = hashlib.sha256(page.evaluate(STRUCTURE).encode()).hexdigest()
    if structure in _well:
        return
    page.evaluate(MARK_MORE_OF_THE_SAME, ALIKE)
    without_them = {"include": [["html"]], "exclude": [["[data-more-of-the-same]"]]}
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate(RUN, [without_them, OPTIONS])
    assert not found, "\n".join(_told(violation) for violation in found)
    _well.add(structure)


def _told(violation: dict[str, Any]) -> str:
    places = "; ".join(f"{node['html'][:160]} ({_why(node)})" for node in violation["nodes"][:5])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}: {places}"


def _why(node: dict[str, Any]) -> str:
    return " ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])[:200]
