"""Parts of a page that are the same for everybody who is told the same: written once and kept.

    {% kept palette=shell.places.palette %}…{% endkept %}

Inside, nothing is seen but what the tag names, as in a component, and the language. So what is kept can only depend
on what it is kept under: no reader's or organisation's word gets in unless it is named, and then it is their own.
"""

from typing import Any

from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_MOST = 256  # ways of writing one fragment; then it begins anew


class Kept(Node):
    def __init__(self, nodelist: NodeList, named: dict[str, FilterExpression]) -> None:
        self.nodelist, self.named = nodelist, named
        self.written: dict[Any, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        told = {name: _plain(value.resolve(context)) for name, value in self.named.items()}
        key = (get_language(), *told.values())
        found = self.written.get(key)
        if found is None:
            assert context.template is not None
            if len(self.written) >= _MOST:
                self.written = {}
            alone = Context(told)
            with alone.bind_template(context.template):
                found = self.written[key] = self.nodelist.render(alone)
        return found


def _plain(value: Any) -> Any:
    """Text marked as safe equals the same text unmarked, and must not be kept in its place."""
    return "" + value if isinstance(value, str) else value


def kept(parser: Parser, token: Token) -> Kept:
    bits = token.split_contents()[1:]
    named = token_kwargs(bits, parser)
    if bits:
        raise TemplateSyntaxError(f"kept: write name=value, not {bits[0]!r}.")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist, named)
