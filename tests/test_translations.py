"""简体中文 is complete: a missing or guessed string fails."""

import pytest

from tests.rules.allowances import ROOT, nothing
from tests.rules.translations import catalogue, extracted, faults, packages

pytestmark = pytest.mark.still


@pytest.mark.parametrize("package", packages(), ids=lambda package: package.name)
def test_every_string_of_the_package_is_translated(package) -> None:  # type: ignore[no-untyped-def]
    nothing(faults(catalogue(package), extracted(package)))


def test_every_string_of_the_settings_and_the_navigation_is_translated_in_the_kernel() -> None:
    names_of_languages = {"简体中文", "English"}  # each is called by its own name in every language
    nothing(faults(catalogue(ROOT / "zhike/core"), extracted(ROOT / "config") - names_of_languages))
