"""Files stay small, are named by the domain, and do not go around the house's protections."""

import pytest

from tests.rules import sources
from tests.rules.allowances import nothing, too_long, unexcused
from tests.rules.sources import FILE, FUNCTION, ISLAND, TEMPLATE, VIEW

pytestmark = pytest.mark.still


def _function_sizes(*, views: bool) -> dict[str, int]:
    files = [file for file in sources.python_files() if sources.is_code_of_the_product(file)]
    return {
        f"{sources.name_of(file)}:{name}": sources.lines_of_code(node)
        for file in files
        for name, node in sources.functions(file.read_text(encoding="utf-8"))
        if sources.is_view(file, node) is views
    }


def test_files_have_at_most_400_lines() -> None:
    nothing(too_long("long_files", sources.file_sizes(), FILE))


def test_functions_have_at_most_25_lines() -> None:
    nothing(too_long("long_functions", _function_sizes(views=False), FUNCTION))


def test_views_have_at_most_15_lines() -> None:
    nothing(too_long("long_views", _function_sizes(views=True), VIEW))


def test_templates_have_at_most_100_lines() -> None:
    nothing(too_long("long_templates", sources.template_sizes(), TEMPLATE))


def test_islands_have_at_most_150_lines() -> None:
    nothing([name for name, size in sources.island_sizes().items() if size > ISLAND])


def test_files_are_named_by_the_domain() -> None:
    nothing(sources.badly_named(sources.python_files()))


def test_templates_carry_no_inline_styles_or_scripts() -> None:
    wrong = {
        sources.name_of(file): sources.inline_code(file.read_text(encoding="utf-8")) for file in sources.templates()
    }
    nothing(f"{name}: {what}" for name, found in wrong.items() for what in found)


def test_nobody_reads_across_organisations_unless_listed() -> None:
    files = [file for file in sources.python_files() if sources.is_code_of_the_product(file)]
    found = {
        sources.name_of(file): f"{sources.name_of(file)} uses everywhere"
        for file in files
        if "testing" not in file.name and "testing" not in file.parts
        if sources.uses(file.read_text(encoding="utf-8"), "everywhere")
    }
    nothing(unexcused("everywhere", found))


def test_nothing_is_marked_safe_unless_listed() -> None:
    files = [file for file in sources.python_files() if sources.is_code_of_the_product(file)]
    found = {
        sources.name_of(file): f"{sources.name_of(file)} marks something safe"
        for file in [*files, *sources.templates()]
        if sources.marks_safe(file.read_text(encoding="utf-8"), template=file.suffix == ".html")
    }
    nothing(unexcused("marked_safe", found))
