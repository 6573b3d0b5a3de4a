"""Each rule of the house is shown something wrong and must find it: what cannot fail checks nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.http import HttpResponse
from django.urls import include, path
from importlinter import api as linter

from tests import leaks
from tests.rules import actions, addresses, allowances, rows, sources, translations
from zhike.core.doors import public, staff
from zhike.core.models import Scoped

pytestmark = pytest.mark.still


@pytest.fixture
def scratch_models() -> Iterator[None]:
    """Models made here are forgotten again."""
    before = dict(apps.all_models["core"])
    yield
    apps.all_models["core"].clear()
    apps.all_models["core"].update(before)
    apps.clear_cache()


# --- import contracts ------------------------------------------------------------------------------------

HOUSE = {
    "upper/__init__.py": "",
    "upper/actions.py": "",
    "upper/views.py": "",
    "upper/queries.py": "",
    "lower/__init__.py": "",
    "lower/queries.py": "",
    "lower/forms.py": "",
    "core/__init__.py": "",
    "core/anything.py": "",
}
CONTRACTS = """
[tool.importlinter]
root_package = "PACKAGE"
contract_types = ["front_door: tools.import_contracts.FrontDoor"]
[[tool.importlinter.contracts]]
name = "layers"
type = "layers"
containers = ["PACKAGE"]
exhaustive = true
layers = ["upper", "lower", "core"]
[[tool.importlinter.contracts]]
name = "room"
type = "layers"
containers = ["PACKAGE.upper", "PACKAGE.lower"]
layers = ["(views) | (api)", "(forms)", "(actions)", "(queries)", "(models)"]
[[tool.importlinter.contracts]]
name = "front door"
type = "front_door"
rooms = "PACKAGE"
open_rooms = ["core"]
open_modules = ["queries", "actions"]
"""


@pytest.fixture
def keeps_contracts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], bool]:
    """A small house in a folder, with the given files changed: does it keep the three contracts?"""

    def check(changed: dict[str, str]) -> bool:
        package = f"house{abs(hash(str(changed))) % 10**8}"
        for name, text in {"__init__.py": "", **HOUSE, **changed}.items():
            file = tmp_path / package / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.replace("PACKAGE", package))
        config = tmp_path / f"{package}.toml"
        config.write_text(CONTRACTS.replace("PACKAGE", package))
        monkeypatch.syspath_prepend(tmp_path)
        return _lint(config)

    return check


def _lint(config: Path) -> bool:
    from importlinter.application import use_cases
    from importlinter.cli import configuration  # noqa: F401  sets the application up

    return bool(use_cases.lint_imports(config_filename=str(config), cache_dir=None))


def test_a_house_in_order_keeps_the_contracts(keeps_contracts: Callable[[dict[str, str]], bool]) -> None:
    assert linter is not None
    assert keeps_contracts({"upper/views.py": "from PACKAGE.lower import queries\nfrom PACKAGE.core import anything\n"})


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"lower/queries.py": "import PACKAGE.upper.queries\n"}, id="a lower room imports an upper one"),
        pytest.param({"attic/__init__.py": ""}, id="a room without a place in the layers"),
        pytest.param({"upper/queries.py": "import PACKAGE.upper.actions\n"}, id="queries import actions"),
        pytest.param({"upper/views.py": "import PACKAGE.lower.forms\n"}, id="a room entered by the window"),
        pytest.param({"upper/views.py": "import PACKAGE.lower\n"}, id="a room taken as a whole"),
        pytest.param({"core/anything.py": "def f():\n    import PACKAGE.lower.queries\n"}, id="hidden in a function"),
    ],
)
def test_a_wrong_import_is_found(keeps_contracts: Callable[[dict[str, str]], bool], changed: dict[str, str]) -> None:
    assert not keeps_contracts(changed)


# --- doors -----------------------------------------------------------------------------------------------


def _open(request: Any) -> HttpResponse:
    """A view somebody forgot to guard."""
    return HttpResponse()


def test_a_view_without_a_door_is_found_also_below_an_include() -> None:
    patterns = [path("rooms/", include([path("<int:number>/", _open)]))]
    found = addresses.without_door(addresses.addresses(patterns), {})
    assert found == ["/rooms/<int:number>/ (tests.test_rules_bite._open) has no door"]


def test_a_new_public_page_is_found() -> None:
    found = addresses.public_names(addresses.addresses([path("secrets/", public(_open), name="secrets")]))
    assert found == {"secrets"}
    assert (
        allowances.unexcused("public", {"secrets": "secrets is open to strangers"})[0] == "secrets is open to strangers"
    )


def test_a_door_that_asks_for_an_undeclared_capability_is_found() -> None:
    guarded = staff("castle.storm")(_open)
    found = addresses.unknown_capabilities(addresses.addresses([path("castle/", guarded)]), {"castle.view"})
    assert found == ["/castle/ asks for 'castle.storm', which nobody declared"]


# --- rows ------------------------------------------------------------------------------------------------


def test_a_model_without_an_organisation_is_found(scratch_models: None) -> None:
    class Stray(models.Model):  # noqa: DJ008
        class Meta:
            app_label = "core"

    assert list(rows.not_scoped([Stray])) == ["core.Stray"]


def test_a_foreign_key_that_points_up_is_found(scratch_models: None) -> None:
    class Low(Scoped):
        member = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "core"

    assert list(rows.pointing_up([Low], {"accounts": 2, "core": 1})) == ["core.Low.member"]
    assert rows.pointing_up([Low], {"accounts": 0, "core": 1}) == {}


def test_indexes_and_uniqueness_across_organisations_are_found(scratch_models: None) -> None:
    class Loose(Scoped):
        name = models.CharField(max_length=10, unique=True)

        class Meta:
            app_label = "core"
            indexes = [models.Index(fields=["name"], name="loose_name")]
            constraints = [models.UniqueConstraint(fields=["name", "organisation"], name="loose_unique")]

    assert set(rows.index_without_organisation([Loose])) == {"loose_name", "loose_unique", "core.Loose.name"}


# --- actions ---------------------------------------------------------------------------------------------

ACTION = """
def close(actor, risk):
    must(actor, CLOSE, risk)
    _close(actor, risk)

def _close(actor, risk):
    record(actor, CLOSED, risk)

def reopen(actor, risk):
    risk.save()

def label(risk):
    return risk.name
"""


def test_an_action_that_neither_asks_nor_records_is_found() -> None:
    assert list(actions.forgetful({"m": ACTION}, actions.ASKING)) == ["m.reopen"]
    assert list(actions.forgetful({"m": ACTION}, actions.RECORDING)) == ["m.reopen"]


# --- sources ---------------------------------------------------------------------------------------------


def test_long_functions_are_measured_without_their_docstring() -> None:
    source = 'class A:\n    def f(self):\n        """Says\n        much."""\n' + "        x = 1\n" * 26
    [(name, node)] = sources.functions(source)
    assert (name, sources.lines_of_code(node)) == ("A.f", 26)


def test_growth_above_an_allowance_and_stale_allowances_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowances, "allowances", lambda: {"long_files": {"a": 410, "b": 500}})
    found = allowances.too_long("long_files", {"a": 411, "b": 450, "c": 401, "d": 400}, 400)
    assert len(found) == 3
    assert [line.split()[0] for line in found] == ["a", "c", "b"]


def test_exceptions_that_are_not_needed_any_more_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowances, "allowances", lambda: {"everywhere": {"gone.py": "once"}})
    assert allowances.unexcused("everywhere", {}) == ["gone.py: no longer needed in [everywhere], remove it"]


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "services.py", "misc.py", "utils/text.py"])
def test_names_that_say_nothing_are_found(name: str) -> None:
    assert sources.badly_named([Path("zhike/clients") / name])
    assert not sources.badly_named([Path("zhike/clients/duplicates.py")])


@pytest.mark.parametrize(
    "template",
    [
        '<p style="color: red">x</p>',
        "<style>p { color: red }</style>",
        "<script>alert(1)</script>",
        '<button type="button" onclick="go()">x</button>',
        '<a href="javascript:go()">x</a>',
        "<p\n  class='a'\n  style='{{ colour }}'>x</p>",
    ],
)
def test_inline_styles_and_scripts_are_found(template: str) -> None:
    assert sources.inline_code(template)


def test_what_the_content_policy_allows_is_let_pass() -> None:
    fine = '<script src="a.js" type="module"></script><p class="style" data-on="x">on = style</p>{# <style> #}'
    assert sources.inline_code(fine) == []


def test_the_unscoped_manager_and_unescaped_text_are_found() -> None:
    assert sources.uses("Client.everywhere.all()", "everywhere")
    assert sources.marks_safe("mark_safe(name)", template=False)
    assert sources.marks_safe("SafeString(name)", template=False)
    assert not sources.marks_safe("def f() -> SafeString:\n    return format_html('{}', x)", template=False)
    assert sources.marks_safe("{{ name|safe }}", template=True)
    assert not sources.marks_safe("{{ name }}", template=True)


# --- translations ----------------------------------------------------------------------------------------


def test_missing_fuzzy_and_broken_translations_are_found(tmp_path: Path) -> None:
    po = tmp_path / "django.po"
    po.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Good"\nmsgstr "好"\n\n'
        'msgid "Empty"\nmsgstr ""\n\n'
        '#, fuzzy\nmsgid "Guess"\nmsgstr "猜"\n\n'
        '#, python-format\nmsgid "Hello %(name)s"\nmsgstr "你好"\n',
        encoding="utf-8",
    )
    found = translations.faults(po, {"Good", "Empty", "Guess", "New", "Hello %(name)s"})
    assert sorted(line.split(": ", 1)[1].split(" is ")[0] for line in found) == [
        "'Empty'", "'Guess'", "'Hello %(name)s'", "'New'",
    ]  # fmt: skip


def test_strings_are_extracted_from_python_and_templates(tmp_path: Path) -> None:
    room = tmp_path / "room"
    (room / "templates/room").mkdir(parents=True)
    (room / "views.py").write_text('from django.utils.translation import gettext as _\n_("From Python")\n')
    (room / "templates/room/a.html").write_text('<p>{% translate "From a template" %}</p>')
    assert translations.extracted(room) == {"From Python", "From a template"}


# --- migrations ------------------------------------------------------------------------------------------


def test_two_ends_and_one_way_migrations_are_found() -> None:
    from django.db import migrations

    from tests.rules.history import one_way, two_ends

    ends = SimpleNamespace(leaf_nodes=lambda: [("core", "0002_a"), ("core", "0002_b"), ("files", "0001")])
    assert two_ends(ends) == ["core has more than one end: 0002_a, 0002_b"]
    step = migrations.Migration("0003_x", "core")
    vars(step)["operations"] = [migrations.RunPython(lambda apps, editor: None)]
    assert list(one_way([step])) == ["core.0003_x"]


# --- leaks -----------------------------------------------------------------------------------------------


def test_an_internal_word_is_found_however_it_is_packed() -> None:
    import gzip
    import io
    import tempfile
    import zipfile

    import typst

    (marker,) = sorted(leaks.markers())[:1]
    word = marker.encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("word/document.xml", word)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.typ")
        page.write_text(f"A page that says {marker} in the middle.", encoding="utf-8")
        pdf = typst.compile(str(page))
    for content in (word, gzip.compress(word), archive.getvalue(), gzip.compress(archive.getvalue()), pdf):
        assert leaks.leaked(content) == {marker}
    assert not leaks.leaked(b"nothing of ours")
