"""The kit: what a page is made of keeps its promises about escaping, names and the ways out."""

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from zhike.core.pictures import Bar, bar_chart, sparkline
from zhike.core.shell import RedirectsForHtmx, Shell
from zhike.core.templatetags import kit

EVIL = '"><script>alert(1)</script>'
PAGES = ["", "portal/", "layer/", "inline/", "options/", "palette/", "panel/", "poll/", "refusal/404/"]


def rendered(source: str, **context: object) -> str:
    from django_cotton.compiler_regex import CottonCompiler

    return Template(CottonCompiler().process(source)).render(Context(context))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_kit_page_renders_and_leaves_no_component_uncompiled(page: str, language: str) -> None:
    body = Client().get(f"/-/kit/{page}", headers={"Accept-Language": language}).content.decode()
    assert body.strip()
    assert "<c-" not in body
    assert "{%" not in body
    assert " style=" not in body  # the policy would refuse it


@pytest.mark.parametrize(
    "source",
    [
        '<c-button data-x="{{ evil }}">{{ evil }}</c-button>',
        '<c-button :data-x="evil">x</c-button>',
        '<c-button href="{{ evil }}" title="{{ evil }}" label="{{ evil }}"></c-button>',
        '<c-page-header title="{{ evil }}" lead="{{ evil }}" />',
        '<c-page-header :title="evil" />',
        '<c-person name="{{ evil }}" role="{{ evil }}" company="{{ evil }}" side="client" />',
        '<c-person name="x" href="{{ evil }}" photo="{{ evil }}" />',
        '<c-person :name="evil" :role="evil" />',
        '<c-avatar-stack :people="people" :label="evil" />',
        '<c-empty :title="evil" :why="evil" :example="evil" />',
        '<c-comment-box :action="evil" :audience="evil" :team="evil" :draft="evil" :text="evil" />',
        '<c-inline-edit :href="evil" :label="evil">{{ evil }}</c-inline-edit>',
        '<c-combobox id="a" name="b" :url="evil" :text="evil" :value="evil" />',
        '<c-visibility kind="shared" :audience="evil" />',
        '<c-filter :name="evil" :value="evil" :remove="evil" />',
        "{% status evil %}{% icon evil evil %}",
    ],
)
def test_no_component_lets_markup_through(source: str) -> None:
    assert "<script" not in rendered(source, evil=EVIL, people=[EVIL])


def test_attributes_are_passed_on_escaped_once_and_false_ones_left_out() -> None:
    passed = kit.more({"disabled": True, "hidden": False, "title": 'a"b', "data-safe": mark_safe("a&amp;b")})
    assert passed == ' disabled title="a&quot;b" data-safe="a&amp;b"'


def test_a_component_does_not_take_a_page_variable_of_the_same_name() -> None:
    assert "leak" not in rendered("<c-page-header title='Here' />", lead="leak")


def test_a_status_is_a_word_a_shape_and_then_a_colour() -> None:
    shapes = {tone: kit.status("word", tone).split("<svg")[1] for tone in ("good", "warn", "bad", "")}
    assert len(set(shapes.values())) == 4
    assert all("word" in shape for shape in shapes.values())


@time_machine.travel("2026-11-22T10:00:00+08:00", tick=False)
def test_dates_are_said_as_people_say_them() -> None:
    now = timezone.now()
    with translation.override("en"):
        assert "just now" in kit.moment(now)
        assert "7 minutes ago" in kit.moment(now - timedelta(minutes=7))
        assert "tomorrow" in kit.moment(timezone.localdate() + timedelta(days=1))
        assert "in 3 days" in kit.moment(timezone.localdate() + timedelta(days=3), due=True)
        assert "4 days overdue" in kit.moment(timezone.localdate() - timedelta(days=4), due=True)
        assert "not set" in kit.moment(None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("陈晓", "陈晓"),
        ("欧阳若曦", "若曦"),
        ("马可 Mark", "马可"),
        ("Anna Maria Schmidt", "AS"),
        ("Cher", "C"),
        ("", "?"),
        ("Émile Zola", "ÉZ"),
    ],
)
def test_initials_follow_the_script_of_the_name(name: str, expected: str) -> None:
    assert kit.initials(name) == expected


def test_money_loses_empty_decimals_and_keeps_real_ones() -> None:
    with translation.override("zh-hans"):
        assert "1,280,000</span>" in kit.money(1280000)
        assert "99.50</span>" in kit.money(99.5, "EUR")


def test_a_sparkline_leaves_a_gap_where_nothing_was_measured() -> None:
    assert sparkline([1, 2, None, 3, 4], "rising").count("<polyline") == 2
    assert "<svg" not in sparkline([None, None], "nothing measured")
    assert "&lt;b&gt;" in bar_chart([Bar("<b>", 0)])


def test_a_redirect_answered_to_htmx_becomes_a_visit() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponseRedirect("/acme/clients/")
        response.set_cookie("messages", "saved")
        return response

    request = RequestFactory().post("/")
    request.htmx = True  # type: ignore[attr-defined]
    answer = RedirectsForHtmx(view)(request)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/acme/clients/")
    assert answer.cookies["messages"].value == "saved"
    request.htmx = False  # type: ignore[attr-defined]
    assert RedirectsForHtmx(view)(request).status_code == 302


def test_the_theme_comes_with_the_page_and_only_a_known_one() -> None:
    request = RequestFactory().get("/")
    for cookie, theme in [("dark", "dark"), ("light", "light"), ('x" onload="', ""), ("", "")]:
        request.COOKIES["theme"] = cookie
        assert Shell(request).theme == theme


def test_nobody_signed_in_is_offered_no_navigation() -> None:
    shell = Shell(RequestFactory().get("/"))
    assert (shell.navigation, shell.create, shell.administration, shell.unread) == ((), (), (), 0)


def test_outside_an_organisation_the_frame_links_to_nothing_inside_one() -> None:
    places = Shell(RequestFactory().get("/-/me/")).places
    assert "language" in places
    assert not {"palette", "search", "notifications"} & places.keys()
