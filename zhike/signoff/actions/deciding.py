"""What somebody decides: as a whole or item by item, made into one decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhike.core.errors import Invalid
from zhike.signoff.models import Paper, Signature

Decision = Signature.Decision
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class ItemDecision:
    """One item approved, or declined with a remark that says why. An approved one may carry a remark too."""

    key: str
    approves: bool
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What goes into the signature."""

    decision: Decision
    remarks: str
    items: list[dict[str, str]]


def decide(paper: Paper, itemised: bool, decision: str, remarks: str, items: Sequence[ItemDecision]) -> Decided:
    """The whole decision. Item by item it follows from the items: one declined item declines the document, since what
    is signed are its exact bytes; a remark anywhere makes it an approval with remarks."""
    remarks = remarks.strip()
    if len(remarks) > LONGEST:
        raise Invalid(remarks=_("At most %(most)s characters.") % {"most": LONGEST})
    if not itemised:
        if items:
            raise Invalid(items=_("This document is decided on as a whole."))
        return _as_a_whole(decision, remarks)
    kept = _checked_items(paper, {one.key: one for one in items})
    found = _follows(kept, remarks)
    if decision and decision != found:
        raise Invalid(decision=_("This does not follow from what you decided on the items. Look at them again."))
    if found is Decision.DECLINED and not _says_something(remarks):
        remarks = "\n".join(f"{one['code']}: {one['remark']}" for one in kept if one["decision"] == "declined")
    return Decided(found, remarks, kept)


def _as_a_whole(decision: str, remarks: str) -> Decided:
    if decision not in set(Decision):
        raise Invalid(decision=_("Say whether you approve the document or decline it."))
    if decision == Decision.DECLINED and not _says_something(remarks):
        raise Invalid(remarks=_("Say why you decline, so that it can be put right."))
    if decision == Decision.WITH_REMARKS and not _says_something(remarks):
        raise Invalid(remarks=_("Write your remark."))
    if decision == Decision.APPROVED and remarks:
        decision = Decision.WITH_REMARKS
    return Decided(Decision(decision), remarks, [])


def _checked_items(paper: Paper, given: Mapping[str, ItemDecision]) -> list[dict[str, str]]:
    wanted = {item["key"]: item["code"] for section in paper.content["sections"] for item in section["items"]}
    if set(given) - set(wanted):
        raise Invalid(items=_("There is a decision on an item this document does not have. Load the page again."))
    missing = [code for key, code in wanted.items() if key not in given]
    if missing:
        raise Invalid(items=_("Decide on every item; still open: %(items)s.") % {"items": _(", ").join(missing[:10])})
    silent = [
        code for key, code in wanted.items() if not given[key].approves and not _says_something(given[key].remark)
    ]
    if silent:
        raise Invalid(items=_("Say why you decline %(items)s.") % {"items": _(", ").join(silent[:10])})
    return [_kept(given[key], code) for key, code in wanted.items()]


def _kept(one: ItemDecision, code: str) -> dict[str, str]:
    return {
        "key": one.key, "code": code, "decision": "approved" if one.approves else "declined",
        "remark": one.remark.strip()[:LONGEST],
    }  # fmt: skip


def _follows(kept: Sequence[Mapping[str, Any]], remarks: str) -> Decision:
    if any(one["decision"] == "declined" for one in kept):
        return Decision.DECLINED
    return Decision.WITH_REMARKS if remarks or any(one["remark"] for one in kept) else Decision.APPROVED


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)
