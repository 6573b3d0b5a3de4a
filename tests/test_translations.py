"""简体中文 is complete: a missing or guessed string fails."""

import pytest

from tests.rules.allowances import ROOT, nothing
from tests.rules.translations import catalogue, extracted, faults, packages, quarrels, unseen

pytestmark = pytest.mark.still


@pytest.mark.parametrize("package", packages(), ids=lambda package: package.name)
def test_every_string_of_the_package_is_translated(package) -> None:  # type: ignore[no-untyped-def]
    nothing(faults(catalogue(package), extracted(package)))


def test_every_string_of_the_settings_and_the_navigation_is_translated() -> None:
    nothing(faults(catalogue(ROOT / "config"), extracted(ROOT / "config")))


def test_every_string_is_where_it_is_found() -> None:
    files = [*(ROOT / "zhike").rglob("*.py"), *(ROOT / "config").rglob("*.py")]
    nothing([fault for file in files for fault in unseen(file.read_text("utf-8"), file.relative_to(ROOT).as_posix())])


def test_a_string_hidden_from_the_catalogue_is_noticed() -> None:
    assert unseen("from django.utils.translation import gettext as _now", "room.py")
    assert unseen("f\"{_('Saved.')} {name}\"", "room.py")
    assert not unseen("from django.utils.translation import gettext as _\n_('Saved.')", "room.py")


def test_a_string_is_said_in_one_way() -> None:
    """Django keeps one translation of a string for all rooms: a second one would be shown or not, as it happens."""
    nothing(quarrels([catalogue(package) for package in [*packages(), ROOT / "config"]]))
