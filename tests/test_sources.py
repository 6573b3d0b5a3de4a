"""Files stay small, are named by the domain, and do not go around the house's protections."""

from tests.rules import sources
from tests.rules.allowances import too_long, unexcused
from tests.rules.sources import FILE, FUNCTION, ISLAND, TEMPLATE, VIEW


def _function_sizes(*, views: bool) -> dict[str, int]:
    files = [file for file in sources.python_files() if sources.is_code_of_the_product(file)]
    return {
        f"{sources.name_of(file)}:{name}": size
        for file in files
        for name, size in sources.function_sizes(file.read_text(encoding="utf-8")).items()
        if (file.stem == "views" or "views" in file.parts) is views
    }


def test_files_have_at_most_400_lines() -> None:
    assert too_long("long_files", sources.file_sizes(), FILE) == []


def test_functions_have_at_most_25_lines() -> None:
    assert too_long("long_functions", _function_sizes(views=False), FUNCTION) == []


def test_views_have_at_most_15_lines() -> None:
    assert too_long("long_views", _function_sizes(views=True), VIEW) == []


def test_templates_have_at_most_100_lines() -> None:
    assert too_long("long_templates", sources.template_sizes(), TEMPLATE) == []


def test_islands_have_at_most_150_lines() -> None:
    assert [name for name, size in sources.island_sizes().items() if size > ISLAND] == []


def test_files_are_named_by_the_domain() -> None:
    assert sources.badly_named(sources.python_files()) == []


def test_templates_carry_no_inline_styles_or_scripts() -> None:
    wrong = {
        sources.name_of(file): sources.inline_code(file.read_text(encoding="utf-8"))
        for file in sources.templates()
    }
    assert {name: found for name, found in wrong.items() if found} == {}


def test_nobody_reads_across_organisations_unless_listed() -> None:
    files = [file for file in sources.python_files() if sources.is_code_of_the_product(file)]
    found = {
        sources.name_of(file): f"{sources.name_of(file)} uses everywhere"
        for file in files
        if "testing" not in file.name and "testing" not in file.parts
        if sources.uses(file.read_text(encoding="utf-8"), "everywhere")
    }
    assert unexcused("everywhere", found) == []


def test_nothing_is_marked_safe_unless_listed() -> None:
    files = [file for file in sources.python_files() if sources.is_code_of_the_product(file)]
    found = {
        sources.name_of(file): f"{sources.name_of(file)} marks something safe"
        for file in [*files, *sources.templates()]
        if sources.marks_safe(file.read_text(encoding="utf-8"), template=file.suffix == ".html")
    }
    assert unexcused("marked_safe", found) == []
