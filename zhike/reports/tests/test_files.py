"""A report as a file, for our side and for the client, and as another program opens it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from zhike.core.scope import organisation
from zhike.core.testing.libreoffice import converted, inked, pictures, words
from zhike.core.testing.world import World
from zhike.reports.models import Opening, PublicationFile
from zhike.reports.printing import Letterhead, report_slides, report_workbook
from zhike.reports.tests.contents import content

Sign = Callable[..., Client]
MAGIC = {"pdf": b"%PDF-", "xlsx": b"PK\x03\x04", "pptx": b"PK\x03\x04"}


IN_BOTH = ("周报", "大桥ERP实施", "有风险", "接口开发已追加两名工程师", "需要决定的事项", "S曲线", "里程碑趋势", "挣值")


def test_libreoffice_opens_a_report_with_its_words_its_figures_and_its_charts(tmp_path: Path) -> None:
    (tmp_path / "numbers.xlsx").write_bytes(report_workbook(content(), Letterhead("pine")))
    (tmp_path / "deck.pptx").write_bytes(report_slides(content(), Letterhead("pine")))
    converted(tmp_path, "numbers.xlsx", "deck.pptx")
    for name in ("numbers", "deck"):
        told = words(tmp_path / f"{name}.pdf")
        for expected in IN_BOTH:
            assert expected in told, (name, expected)
        assert any(inked(page) > 0.0005 for page in pictures(tmp_path / f"{name}.pdf")), f"no chart drawn in {name}"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["pdf", "xlsx", "pptx"])
def test_both_sides_take_a_report_away_and_it_stays_the_same(world: World, as_: Sign, kind: str) -> None:
    theirs = world.sun_publication
    ours = f"/acme/projects/1/reports/{world.report.number}/publications/{theirs.pk}/{kind}/"
    portal = f"/acme/portal/projects/1/reports/{theirs.number}/download/{kind}/"
    taken = [as_("mark").get(ours), as_("sun").get(portal), as_("sun").get(portal)]
    assert [one.status_code for one in taken] == [200] * 3
    assert len({one.content for one in taken}) == 1, "made once, and the same for everybody"
    assert taken[0].content.startswith(MAGIC[kind])
    assert {one["Content-Type"] for one in taken} == {PublicationFile.Kind(kind).content_type}
    assert f".{kind}" in taken[1]["Content-Disposition"]
    with organisation(world.acme.pk):
        assert Opening.objects.filter(publication=theirs, what=kind, user=world.people["sun"]).exists()


@pytest.mark.django_db
def test_everybody_takes_away_what_was_sent_to_them(world: World, as_: Sign) -> None:
    """The address is that of the report; what comes is one's own variant of it."""
    portal = f"/acme/portal/projects/1/reports/{world.sun_publication.number}/download/pdf/"
    suns, caras = as_("sun").get(portal), as_("cara").get(portal)
    assert (suns.status_code, caras.status_code) == (200, 200)
    assert suns.content != caras.content
    assert as_("gus").get(portal).status_code in {403, 404}
    ours = f"/acme/projects/1/reports/{world.report.number}/publications/{world.sun_publication.pk}/"
    assert as_("mark").get(f"{ours}exe/").status_code == 404
