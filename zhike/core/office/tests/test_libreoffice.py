"""Another program opens the files: Chinese is there, charts are drawn. LibreOffice starts once: it is slow."""

from pathlib import Path

import pytest
from django.utils import translation

from zhike.core.office import Firm, Part, slides, workbook
from zhike.core.testing.libreoffice import converted, inked, pictures, words


def test_libreoffice_opens_spreadsheet_and_slides_with_chinese_and_charts(parts: list[Part], tmp_path: Path) -> None:
    with translation.override("zh-hans"):
        (tmp_path / "numbers.xlsx").write_bytes(workbook(parts, title="周报"))
        (tmp_path / "deck.pptx").write_bytes(slides(parts, title="新订单系统周报", firm=Firm("知客咨询有限公司")))
    converted(tmp_path, "numbers.xlsx", "deck.pptx")

    told = words(tmp_path / "deck.pdf")
    for expected in (
        "新订单系统周报",
        "知客咨询有限公司",
        "一、本期概要",
        "供应商接口文档迟交两周",
        "计划价值",
        "累积流图",
        "试点上线",
        "数据清洗与迁移",
    ):
        assert expected in told, expected
    pages = pictures(tmp_path / "deck.pdf")
    assert len(told.split("\f")) - 1 == len(pages)
    drawn = [
        inked(page)
        for page, text in zip(pages, told.split("\f"), strict=False)
        if "计划价值" in text or "试点上线" in text
    ]
    assert drawn == pytest.approx([0.004] * 2, abs=0.0039)  # lines are thin: some, not much, and never nothing
    assert any(inked(page) > 0.05 for page in pages)  # the area of what is done

    told = words(tmp_path / "numbers.pdf")
    for expected in (
        "风险与问题",
        "供应商接口文档迟交两周",
        "¥1,234.50",
        "12.5%",
        "成本与挣值曲线",
        "里程碑趋势图",
        "各阶段工时",
    ):
        assert expected in told, expected
    assert "Err:" not in told
    assert "#NAME?" not in told
    assert any(inked(page) > 0.01 for page in pictures(tmp_path / "numbers.pdf"))
