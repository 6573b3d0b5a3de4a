"""The dispute file: what the client had in front of them at a moment, from rows that never change."""

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from zhike.core.errors import Denied, Invalid
from zhike.reports import actions, queries


def words_of(pdf: bytes, folder: Path) -> str:
    place = folder / "dossier.pdf"
    place.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-layout", str(place), "-"], capture_output=True, check=True)
    return "".join(told.stdout.decode().split())


def test_it_names_the_reports_of_then_with_fingerprint_and_who_had_read_them(inside: Any, tmp_path: Path) -> None:
    found = queries.dossier_of(inside.actor("olga"), inside.bridge, timezone.now())
    assert found.portal_open
    assert found.portal_since is not None
    reports = {one.sha256: one for one in found.reports}
    assert inside.cara_publication.sha256 in reports
    assert inside.our_publication.sha256 not in reports
    read = {one.name: one.read_at for one in reports[inside.cara_publication.sha256].receipts}
    assert read[inside.cara_contact.name] is not None
    words = words_of(actions.make_dossier(inside.actor("olga"), inside.bridge, timezone.now()), tmp_path)
    assert inside.cara_publication.sha256[:8] in words
    assert inside.cara_contact.name in words


def test_what_came_later_was_not_there_then(inside: Any) -> None:
    before = inside.cara_publication.published_at - timedelta(milliseconds=1)
    assert not queries.dossier_of(inside.actor("olga"), inside.bridge, before).reports


def test_it_is_made_of_the_past_alone_and_by_who_may(inside: Any) -> None:
    olga, now = inside.actor("olga"), timezone.now()
    for moment in (now + timedelta(days=1), inside.bridge.created_at - timedelta(days=1)):
        with pytest.raises(Invalid):
            actions.make_dossier(olga, inside.bridge, moment)
    for who in ("mia", "fang", "sun"):
        with pytest.raises(Denied):
            actions.make_dossier(inside.actor(who), inside.bridge, now)
