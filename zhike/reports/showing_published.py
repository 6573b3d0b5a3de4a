"""How a report looks once it went out: what is in it, word for word, who got it and read it, and what they said."""

from collections.abc import Mapping
from typing import Any

from zhike.core.access import abilities, can
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.reports import queries
from zhike.reports.access import PUBLISH_REPORT, REPLY_TO_REACTION, WRITE_REPORT
from zhike.reports.content import from_json
from zhike.reports.models import Publication, PublicationFile, Reaction, Report
from zhike.reports.showing import health_shown, state_shown
from zhike.reports.showing_content import Shown, shown


def page_of(actor: Actor, row: Report, asked: Mapping[str, str]) -> dict[str, Any]:
    publications = list(queries.publications(actor, row))
    chosen = next((one for one in publications if str(one.pk) == asked.get("variant")), None)
    chosen = chosen or (publications[0] if publications else None)
    reactions = list(queries.reactions(actor, row))
    able = frozenset() if actor.only_looks else abilities(actor, row, WRITE_REPORT, PUBLISH_REPORT)
    receipts = list(queries.receipts(actor, row))
    return {
        "project": row.project, "report": row, "tabs": [_tab(one, row, receipts) for one in publications],
        "publication": chosen, "shown": _shown(chosen, reactions), "receipts": receipts,
        "kinds": PublicationFile.Kind.values,
        "elsewhere": [one for one in reactions if not one.paragraph or one.publication != chosen],
        "read": sum(one.first_read_at is not None for one in receipts), "reactions": reactions,
        "told": health_shown(row.health, chip=True), "state": state_shown(row, chip=True),
        "may_write": WRITE_REPORT in able and not row.project.is_ended, "may_hand_over": PUBLISH_REPORT in able,
        "may_reply": can(actor, REPLY_TO_REACTION) and WRITE_REPORT in able,
        "corrections": row.corrections.select_related("project").exclude(state=Report.State.DISCARDED),
    }  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def _shown(publication: Publication | None, reactions: list[Reaction]) -> Shown | None:
    if publication is None:
        return None
    by_paragraph: dict[str, list[Reaction]] = {}
    for one in reactions:
        if one.publication_id == publication.pk and one.paragraph:
            by_paragraph.setdefault(one.paragraph, []).append(one)
    return shown(from_json(publication.content), by_paragraph)


def _tab(one: Publication, row: Report, receipts: list[Any]) -> dict[str, Any]:
    return {
        "one": one, "url": reverse("report", args=[row.project.number, row.number]) + f"?variant={one.pk}",
        "names": [each.name for each in receipts if each.publication_id == one.pk],
    }  # fmt: skip
