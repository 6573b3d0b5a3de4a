"""The reports of the world, as other rooms' tests count on them."""

from typing import Any

import pytest

from zhike.reports.testing import NEXT_WORDS, sentence_of

pytestmark = pytest.mark.django_db


def test_the_world_has_a_report_that_reached_its_readers(inside: Any) -> None:
    assert inside.report.is_published
    assert inside.report_draft.is_open
    assert {inside.sun_publication.depth, inside.cara_publication.depth} == {"management", "usual"}
    assert sentence_of(inside.sun_publication, NEXT_WORDS)
