"""Rules about source files, read without running them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.rules.allowances import ROOT

FILE, FUNCTION, VIEW, TEMPLATE, ISLAND = 400, 25, 15, 100, 150
FORBIDDEN_NAMES = {"utils", "helpers", "services", "misc", "common", "util", "helper"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(root: Path = ROOT) -> list[Path]:
    """Everything we wrote, without migrations."""
    folders = [root / name for name in ("zhike", "config", "tools", "tests", "e2e", "bench")]
    found = [file for folder in folders if folder.exists() for file in folder.rglob("*.py")]
    return sorted(file for file in found if "migrations" not in file.parts)


def templates(root: Path = ROOT) -> list[Path]:
    """Pages and parts of pages; mails are not pages and carry their styles inline."""
    found = root.glob("zhike/**/templates/**/*.html")
    return sorted(file for file in found if "mail" not in file.parts and "mails" not in file.parts)


def name_of(file: Path, root: Path = ROOT) -> str:
    return file.relative_to(root).as_posix()


def badly_named(files: list[Path]) -> list[str]:
    """Names that say nothing about the domain attract everything."""
    return [str(file) for file in files if file.stem in FORBIDDEN_NAMES or file.parent.name in FORBIDDEN_NAMES]


def file_sizes(root: Path = ROOT) -> dict[str, int]:
    """Lines of every Python, TypeScript and CSS file."""
    more = [
        *root.glob("frontend/**/*.ts"),
        *root.glob("frontend/**/*.css"),
        *root.glob("zhike/*/islands/*.ts"),
    ]
    return {name_of(file, root): _lines(file) for file in [*python_files(root), *more]}


def island_sizes(root: Path = ROOT) -> dict[str, int]:
    files = [*root.glob("frontend/islands/*.ts"), *root.glob("zhike/*/islands/**/*.ts")]
    return {name_of(file, root): _lines(file) for file in files if not file.name.endswith(".test.ts")}


def template_sizes(root: Path = ROOT) -> dict[str, int]:
    return {name_of(file, root): _lines(file) for file in templates(root)}


def lines_of_code(node: Function) -> int:
    """Without decorators and docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    if not body:
        return 1
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def is_view(file: Path, node: Function) -> bool:
    """A function that answers a request."""
    first = [argument.arg for argument in node.args.args[:1]]
    return "views" in {file.stem, *file.parts} and first == ["request"] and not node.name.startswith("_")


def functions(source: str) -> Iterator[tuple[str, Function]]:
    """Every function with its dotted name."""

    def below(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, Function]]:
        for node in body:
            if isinstance(node, Function):
                yield f"{prefix}{node.name}", node
            elif isinstance(node, ast.ClassDef):
                yield from below(node.body, f"{prefix}{node.name}.")

    yield from below(ast.parse(source).body, "")


def is_code_of_the_product(file: Path) -> bool:
    """Tests may be long: a story reads best in one piece."""
    return not {"tests", "e2e", "bench"} & set(file.parts)


def uses(source: str, attribute: str) -> bool:
    """Whether the code reads `something.attribute`."""
    return any(isinstance(node, ast.Attribute) and node.attr == attribute for node in ast.walk(ast.parse(source)))


def marks_safe(source: str, *, template: bool) -> bool:
    """Whether something is declared safe to show without escaping."""
    if template:
        return bool(re.search(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off", source))
    called = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    return bool(called & {"mark_safe", "SafeString"} - _only_in_annotations(source))


def inline_code(template: str) -> list[str]:
    """Styles, scripts and event attributes written into the page; our security policy refuses them."""
    shown = re.sub(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}|<!--.*?-->", "", template, flags=re.S)
    wrong = [found[0] for found in re.finditer(r"<style\b[^>]*>", shown)]
    wrong += [found[0] for found in re.finditer(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", shown)]
    wrong += [found[0].strip() for found in re.finditer(r"<[^>]*?\s(style|on[a-z]+)\s*=\s*[\"'{]", shown)]
    return wrong + re.findall(r"javascript:", shown)


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def _only_in_annotations(source: str) -> set[str]:
    """`SafeString` as a type of what is returned is no declaration."""
    tree = ast.parse(source)
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return {"SafeString"} - calls
