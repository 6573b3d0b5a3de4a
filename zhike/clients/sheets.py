"""The business-understanding sheet as one form: its lists as lines of text."""

from typing import Any

from zhike.clients.models import Client, Understanding


def sheet_lines(client: Client, sheet: Understanding | None) -> dict[str, Any]:
    """What the form is filled with."""
    fields = ("strategy", "motives", "constraints", "decisions", "competitors", "success")
    filled: dict[str, Any] = {name: getattr(sheet, name) if sheet else "" for name in fields}
    filled["terms"] = "\n".join(f"{term.word} = {term.meaning}" for term in client.terms.order_by("word"))
    filled["end_customers"] = "\n".join(
        " = ".join(filter(None, [one.name, str(one.headcount or ""), one.needs]))
        if one.headcount or not one.needs
        else f"{one.name} = = {one.needs}"
        for one in client.end_customers.order_by("name")
    )
    return filled | {"version": sheet.version if sheet else None}
