"""Questions about reports. Never writes."""

from zhike.reports.queries.checking import Checked, Contradiction, checked, claims
from zhike.reports.queries.dossier import dossier_of, plan_lines_then
from zhike.reports.queries.plans import (
    Proposal,
    all_topics,
    milestone_reached,
    possible_readers,
    proposed,
    proposed_readers,
    report_plan,
    report_plans,
    usual_readers,
    who_got,
)
from zhike.reports.queries.reports import (
    latest_published,
    open_reactions,
    paragraph,
    paragraphs,
    publication,
    publications,
    reactions,
    receipts,
    report,
    reports,
    variants,
)

__all__ = [
    "Checked",
    "Contradiction",
    "Proposal",
    "all_topics",
    "checked",
    "claims",
    "dossier_of",
    "latest_published",
    "milestone_reached",
    "open_reactions",
    "paragraph",
    "paragraphs",
    "plan_lines_then",
    "possible_readers",
    "proposed",
    "proposed_readers",
    "publication",
    "publications",
    "reactions",
    "receipts",
    "report",
    "report_plan",
    "report_plans",
    "reports",
    "usual_readers",
    "variants",
    "who_got",
]
