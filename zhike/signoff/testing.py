"""The papers of the world every test shares: a kind of their own, registered by whoever tests."""

from typing import Any

from zhike.signoff import actions
from zhike.signoff.content import Fact, Item, PaperContent, Part, Section
from zhike.signoff.kinds import is_known, paper_kind

KIND = "test_paper"
WHY = {"zh-hans": "为什么", "en": "Why"}


def name_test_kind() -> None:
    """No kind of paper is this room's own; tests bring one."""
    if not is_known(KIND):
        paper_kind(KIND, label="Test paper", statement="I agree to this test paper.")


def content(title: str = "需求说明书", *, items: int = 3, more: str = "") -> PaperContent:
    """A small paper in both languages."""
    listed = tuple(
        Item(
            key=f"item-{number}", code=f"REQ-{number}", title={"zh-hans": f"第{number}条", "en": f"Item {number}"},
            parts=(Part(WHY, {"zh-hans": f"因为{number}{more}", "en": f"Because {number}"}),),
        )
        for number in range(1, items + 1)
    )  # fmt: skip
    return PaperContent(
        title={"zh-hans": title, "en": "Requirements"}, languages=("zh-hans", "en"),
        facts=(Fact({"zh-hans": "项目", "en": "Project"}, {"zh-hans": "大桥", "en": "Bridge"}),),
        sections=(
            Section("goals", {"zh-hans": "目标", "en": "Goals"}, {"zh-hans": "三个月上线。", "en": "In three months."}),
            Section("items", {"zh-hans": "需求", "en": "Requirements"}, {}, listed),
        ),
    )  # fmt: skip


def freeze(world: Any, *, who: str = "mark", project: Any = None, **values: Any) -> Any:
    name_test_kind()
    subject = project or world.bridge
    return actions.freeze_paper(world.actor(who), subject=subject, kind=KIND, content=content(**values))
