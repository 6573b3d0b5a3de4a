"""Parts of a report as a steering committee gets it, in Chinese."""

from datetime import date

import pytest
from django.utils import translation

from zhike.core import charts
from zhike.core.charts import money
from zhike.core.office import Column, Part, Sheet, Text
from zhike.core.views.kit_charts import samples

SAYING = "供应商接口文档迟交两周，集成测试顺延；已约定 6 月 30 日前补齐，否则启用模拟接口。"


@pytest.fixture
def parts() -> list[Part]:
    with translation.override("zh-hans"):
        risks = tuple(
            (
                f"R-{place}",
                SAYING * (1 + place % 3),
                date(2026, 6, place + 1),
                1234.5 * place,
                12.5 * place,
                3.5 * place,
            )
            for place in range(1, 15)
        )
        columns = (
            Column("编号"), Column("说明"), Column("到期", charts.DAY), Column("费用", money("CNY")),
            Column("进度", charts.PERCENT), Column("工时", charts.HOURS),
        )  # fmt: skip
        points = tuple(f"第 {place} 点：{SAYING * (place % 4 + 1)}" for place in range(1, 12))
        return [Text("一、本期概要", points), Sheet("风险与问题", columns, risks, "资料来源：知客"), *samples()]
