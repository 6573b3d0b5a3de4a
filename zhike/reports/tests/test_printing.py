"""A report on paper says what was frozen, and the same content is the same file."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from zhike.reports.charts import chart_again, kept_chart
from zhike.reports.content import Said, Section, fingerprint, from_json
from zhike.reports.printing import Letterhead, report_pdf
from zhike.reports.tests.contents import charts, content

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
HEAD = Letterhead("pine", sha256="ab" * 32)


def words_of(pdf: bytes, folder: Path) -> str:
    place = folder / "report.pdf"
    place.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-layout", str(place), "-"], capture_output=True, check=True)
    return "".join(told.stdout.decode().split())


def test_what_was_frozen_comes_back_as_it_was_and_with_the_same_fingerprint() -> None:
    one = content()
    kept = one.to_json()
    assert from_json(kept) == one
    assert fingerprint(from_json(kept).to_json()) == one.sha256()
    assert replace(one, health="on_track").sha256() != one.sha256()


@pytest.mark.parametrize("chart", charts(), ids=lambda chart: chart.key)
def test_a_kept_chart_is_the_same_chart(chart: object) -> None:
    assert chart_again(kept_chart(chart)) == chart


def test_paper_says_the_health_its_reason_the_facts_with_evidence_and_what_speaks_against(tmp_path: Path) -> None:
    one = content()
    pdf = report_pdf(one, HEAD, made_at=AT)
    words = words_of(pdf, tmp_path)
    for told in (
        "有风险",
        "接口开发已追加两名工程师",
        "数据清洗",
        "T-14",
        "需要决定的事项",
        "两项客户审批逾期",
        "62%",
        "S曲线",
        "里程碑趋势",
    ):
        assert told in words, told
    assert "abababab" in words  # the fingerprint stands on every page
    assert report_pdf(one, HEAD, made_at=AT) == pdf


def test_what_is_not_published_is_marked_as_a_draft(tmp_path: Path) -> None:
    words = words_of(report_pdf(content(), Letterhead(), made_at=AT), tmp_path)
    assert "草稿" in words


def test_a_thousand_sentences_of_any_kind_are_set(tmp_path: Path) -> None:
    odd = ["#set text(red) $x$ *bold* `code` \\ @label <script>", "𠮷野家与 emoji 🚀", "a" * 900, "字" * 900, ""]
    rows = tuple(Said(f"k:{place}", odd[place % len(odd)] or "短。") for place in range(1_000))
    words = words_of(report_pdf(content(sections=(Section("done", "已完成", rows),)), HEAD, made_at=AT), tmp_path)
    assert "#settext(red)$x$*bold*" in words
