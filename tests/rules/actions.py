"""Every public action asks `must` and writes `record`: in its own lines or in those it calls next door."""

import ast
from pathlib import Path

from tests.rules.allowances import ROOT
from tests.rules.sources import Function

ASKING = {"must"}
RECORDING = {"record", "record_all"}


def action_files(root: Path = ROOT) -> list[Path]:
    single = [*root.glob("zhike/*/actions.py")]
    return sorted([*single, *(file for file in root.glob("zhike/*/actions/**/*.py"))])


def forgetful(sources: dict[str, str], needed: set[str]) -> dict[str, str]:
    """Public functions of these modules (name -> source) that never call one of `needed`.

    A call to another function of the same room counts as what that function does: actions are made of smaller
    ones.
    """
    bodies = {(module, node.name): node for module, source in sources.items() for node in _functions(source)}
    doing: dict[str, set[str]] = {}
    for (_module, name), node in bodies.items():
        doing.setdefault(name, set()).update(_called(node))
    return {
        f"{module}.{name}": f"{module}.{name} never calls {' or '.join(sorted(needed))}"
        for (module, name), node in bodies.items()
        if _is_action(node) and not _reaches(name, doing, needed)
    }


def rooms_actions(root: Path = ROOT) -> dict[str, dict[str, str]]:
    """Room -> module -> source of its actions."""
    found: dict[str, dict[str, str]] = {}
    for file in action_files(root):
        parts = file.relative_to(root).with_suffix("").parts
        module = ".".join(part for part in parts if part != "__init__")
        found.setdefault(parts[1], {})[module] = file.read_text(encoding="utf-8")
    return found


def _functions(source: str) -> list[Function]:
    return [node for node in ast.parse(source).body if isinstance(node, Function)]


def _is_action(node: Function) -> bool:
    """Public, and its first argument is the actor."""
    arguments = [*node.args.posonlyargs, *node.args.args]
    return not node.name.startswith("_") and bool(arguments) and arguments[0].arg == "actor"


def _called(node: Function) -> set[str]:
    calls = [inner.func for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    return {call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls}


def _reaches(name: str, doing: dict[str, set[str]], needed: set[str]) -> bool:
    seen, waiting = set(), [name]
    while waiting:
        now = waiting.pop()
        if now in needed:
            return True
        if now not in seen:
            seen.add(now)
            waiting.extend(doing.get(now, ()))
    return False
