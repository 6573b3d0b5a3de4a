"""docs/permissions.md, written from the declarations in the rooms' access.py."""

import inspect

from django.utils import translation
from django.utils.translation import gettext as _

from zhike.core.access import conditional, matrix, row_rules
from zhike.core.actors import Role

ROLES = [role for role in Role if role is not Role.SYSTEM]


def permission_table() -> str:
    """The whole page, Chinese first, then English."""
    parts = ["<!-- Made by `manage.py permissions`; do not edit. -->\n"]
    for language in ("zh-hans", "en"):
        with translation.override(language):
            parts.append(_in_one_language())
    return "\n".join(parts)


def _in_one_language() -> str:
    notes = conditional()
    lines = [
        "# " + _("Who may do what"),
        "",
        _("A client is refused at every staff address. The system may do everything."),
        "",
        "| " + _("Capability") + " | " + " | ".join(role.label for role in ROLES) + " |",
        "|---|" + ":-:|" * len(ROLES),
    ]
    numbers = {name: number for number, name in enumerate(notes, start=1)}
    for name, roles in matrix().items():
        mark = f" [{numbers[name]}]" if name in numbers else ""
        cells = " | ".join("●" if role in roles else "" for role in ROLES)
        lines.append(f"| `{name}`{mark} | {cells} |")
    lines += [
        "",
        *(f"{numbers[name]}. `{name}`: " + ", ".join(f"`{rule}`" for rule in notes[name]) for name in notes),
    ]
    lines += ["", "## " + _("Which rows a role may know about"), ""]
    for model, rule in sorted(row_rules().items(), key=lambda pair: pair[0]._meta.label):
        told = " ".join((inspect.getdoc(rule) or "").split())
        lines.append(f"- **{model._meta.verbose_name}** (`{model._meta.label}`): {told}")
    return "\n".join(lines) + "\n"
