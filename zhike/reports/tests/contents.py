"""A report with everything in it, for the tests of what is made from one."""

from datetime import date, timedelta
from typing import Any

from zhike.core.charts import AREAS, COUNT, DAY, LINES, SLIP, TODAY, Chart, Level, Marker, Series, money
from zhike.reports.charts import kept_chart
from zhike.reports.content import Content, Figure, Proof, Said, Section

FIRST = date(2026, 6, 1)
WEEKS = tuple(FIRST + timedelta(days=7 * place) for place in range(20))


def charts() -> tuple[Any, ...]:
    curve = Chart(
        "value", LINES, "S 曲线", WEEKS,
        (Series("计划", tuple(40_000 * place for place in range(20)), "reference"),
         Series("挣值", tuple(33_000 * place if place < 14 else None for place in range(20)), "measured")),
        money("CNY"), alt="挣值低于计划。", markers=(Marker(WEEKS[13], "今天", TODAY),),
        levels=(Level(760_000, "预算"),),
    )  # fmt: skip
    flow = Chart(
        "flow", AREAS, "累积流图", WEEKS[:14],
        (Series("完成", tuple(5 * place for place in range(14))),
         Series("待办", tuple(90 - 5 * place for place in range(14)))),
        COUNT,
    )  # fmt: skip
    slip = Chart(
        "slip", SLIP, "里程碑趋势", WEEKS[:14],
        (Series("上线", tuple(date(2026, 11, 20) + timedelta(days=place) for place in range(14))),), DAY,
    )  # fmt: skip
    return curve, flow, slip


def content(language: str = "zh-hans", **more: Any) -> Content:
    said = Said("plan.done:1", "“数据清洗”于 11 月 24 日完成，比基准早 2 天。", (Proof("T-14", "2026-11-24"),))
    asked = Said("signoff.waits:2", "请在 12 月 2 日前确认接口规格：已等待 9 天。", (Proof("DOC-9 v1", "2026-11-17"),))
    told: dict[str, Any] = {
        "title": "周报，2026年11月20日至11月26日", "code": "R-12", "kind": "周报", "project": "大桥 ERP 实施",
        "project_code": "P-4", "client": "华夏智造集团", "firm": "知客示范软件", "language": language,
        "audience": "client", "depth": "usual", "period_start": "2026-11-20T00:00:00+08:00",
        "period_end": "2026-11-26T17:00:00+08:00", "drafted_at": "2026-11-26T17:00:00+08:00",
        "health": "at_risk", "health_words": "有风险",
        "health_reason": "接口开发已追加两名工程师。", "derived_words": "偏离",
        "sections": (Section("done", "已完成", (said,)), Section("decisions", "需要决定的事项", (asked,))),
        "figures": (Figure("完成", "62 %", "2026-11-26", "计划 71 %", "warn"),
                    Figure("预计完工", "2026年12月18日", "2026-11-26", "P80：12月28日", "bad")),
        "charts": tuple(kept_chart(one) for one in charts()),
        "answers": (("两项客户审批逾期，最早 9 天。", "已约定周五开会逐项确认。"),),
    }  # fmt: skip
    return Content(**(told | more))
