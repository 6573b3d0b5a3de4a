"""Fragments that are kept: what they may depend on."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from django.utils.safestring import mark_safe

WRITTEN = "{% kept name=who %}[{{ name }}|{{ secret }}|{% translate 'Close' %}]{% endkept %}"


def render(template, **context):
    return template.render(Context(context))


def test_a_kept_fragment_sees_only_what_it_is_kept_under():
    template = Template(WRITTEN)
    assert render(template, who="Ann", secret="s") == render(template, who="Ann", secret="t") == "[Ann||Close]"
    assert render(template, who="Bob") == "[Bob||Close]"


def test_it_is_kept_in_each_language_apart():
    template = Template(WRITTEN)
    assert render(template, who="Ann") == "[Ann||Close]"
    with translation.override("zh-hans"):
        assert render(template, who="Ann") == "[Ann||关闭]"


def test_text_marked_safe_is_escaped_like_any_other():
    template = Template(WRITTEN)
    assert render(template, who=mark_safe("<b>")) == render(template, who="<b>") == "[&lt;b&gt;||Close]"


def test_it_takes_names_only():
    with pytest.raises(TemplateSyntaxError):
        Template("{% kept who %}{% endkept %}")
