"""A paper as HTML: nothing it says is markup, wherever it says it."""

import re

from django.utils.safestring import SafeString, mark_safe

from zhike.signoff.content import Fact, Item, PaperContent, Part, Section
from zhike.signoff.showing import paper_html

BAD = "<script>alert('x')</script> & \"q\""
SHOWN = "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;q&quot;"
TAGS = {"article", "dl", "div", "dt", "dd", "section", "h2", "h3", "span", "p", "ol", "li", "details", "summary", "b"}


def hostile() -> PaperContent:
    text = {"zh-hans": BAD, "en": BAD}
    item = Item(BAD, BAD, text, (Part(text, text),), (text,))
    return PaperContent(text, ("zh-hans", "en"), (Fact(text, text),), (Section(BAD, text, text, (item,)),))


def test_every_text_of_a_paper_is_shown_as_text():
    for folded in (False, True):
        page = paper_html(hostile(), folded=folded)
        assert isinstance(page, SafeString)
        assert set(re.findall(r"</?([a-z0-9]+)", page)) <= TAGS
        assert f'id="item-{SHOWN}"' in page
        assert f'id="section-{SHOWN}"' in page
        # facts 2 × 2 languages; section key, title and body × 2; item key, code, title × 2, tag, label, text × 2
        assert page.count(SHOWN) == 4 + 5 + 8


def test_what_stands_below_an_item_is_text_unless_it_is_known_to_be_markup():
    assert "&lt;b&gt;" in paper_html(hostile(), extras={BAD: "<b>"})
    assert "<b>ours</b>" in paper_html(hostile(), extras={BAD: mark_safe("<b>ours</b>")})
