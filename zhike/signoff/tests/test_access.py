"""Who sees what, and what a client never gets."""

from dataclasses import asdict

import pytest

from zhike.clients.testing import MARKER
from zhike.core.access import visible
from zhike.core.errors import Denied, Missing
from zhike.projects import actions as project_actions
from zhike.signoff import actions
from zhike.signoff.models import (
    IdentityCode,
    Opening,
    Paper,
    ShareLink,
    Signature,
    SignatureRequest,
    Signer,
)
from zhike.signoff.portal import opened_paper, paper_pdf, shared_changes, shared_paper, shared_papers, signed_copy
from zhike.signoff.testing import code_for

pytestmark = pytest.mark.django_db


def seen_by(world, name, model=Paper):
    return set(visible(world.actor(name), model))


def test_a_client_sees_what_was_sent_in_projects_open_to_them(inside):
    sent = {inside.signed_paper, inside.sent_paper}
    for name in ("sun", "cara"):
        assert seen_by(inside, name) == sent
    assert seen_by(inside, "rita") == set()
    assert seen_by(inside, "mark") == {*sent, inside.unsent_paper}
    assert seen_by(inside, "mia") == sent


def test_with_the_portal_closed_only_those_who_sign_see_it(inside):
    project_actions.close_portal(inside.actor("mark"), inside.bridge)
    assert seen_by(inside, "sun") == {inside.signed_paper, inside.sent_paper}
    assert seen_by(inside, "cara") == set()


@pytest.mark.parametrize("model", [SignatureRequest, Signature, ShareLink, Opening])
def test_no_row_of_the_evidence_is_a_clients_to_find(inside, model):
    assert model.objects.exists()
    for name in inside.clients:
        assert seen_by(inside, name, model) == set()


def test_nobody_finds_a_code(inside):
    code_for(inside.sent_request.signers.get())
    for name in inside.people:
        assert seen_by(inside, name, IdentityCode) == set()


def test_a_client_finds_themselves_among_the_signers_and_nobody_else(inside):
    assert {one.name for one in seen_by(inside, "sun", Signer)} == {"孙立国"}
    assert seen_by(inside, "cara", Signer) == set()


def test_the_portal_tells_no_internal_word(inside):
    sun, number = inside.actor("sun"), inside.sent_paper.number
    told = [asdict(shared_paper(sun, number, version)) for version in (1, 2)]
    told += [[asdict(one) for one in shared_papers(sun)], asdict(shared_changes(sun, number, 2))]
    told += [asdict(opened_paper(inside.share_link))]
    assert MARKER not in repr(told)
    assert "audit" not in repr(told).lower()
    with pytest.raises(Missing):
        shared_paper(sun, inside.unsent_paper.number, 1)
    with pytest.raises(Missing):
        paper_pdf(sun, inside.unsent_paper.number, 1)


def test_the_portal_says_what_is_ones_part(inside):
    mine = shared_paper(inside.actor("sun"), inside.sent_paper.number, 2)
    assert mine.me.may_sign
    assert mine.me.code_goes_to == "su…@example.com"
    assert "I agree to this test paper." in mine.me.statement
    assert [one.name for one in mine.me.colleagues] == ["卡拉"]
    assert mine.compared_with == 1
    others = shared_paper(inside.actor("cara"), inside.sent_paper.number, 2)
    assert others.me is None
    assert [one.state for one in others.signers] == ["asked"]
    done = shared_paper(inside.actor("cara"), inside.sent_paper.number, 1)
    assert done.signers[0].remarks == "请按时上线。"
    assert done.history
    assert signed_copy(inside.actor("cara"), inside.sent_paper.number, 1).pdf.startswith(b"%PDF")


def test_looking_through_somebodys_eyes_signs_and_logs_nothing(inside):
    from dataclasses import replace

    eyes = replace(inside.actor("sun"), viewed_by=inside.people["mark"].pk)
    shown = shared_paper(eyes, inside.sent_paper.number, 2)  # exactly what they see
    assert shown == shared_paper(inside.actor("sun"), inside.sent_paper.number, 2)
    assert actions.record_opening(eyes, inside.sent_paper) is None
    with pytest.raises(Denied):
        actions.ask_for_code(eyes, inside.sent_request.signers.get())


def test_openings_are_kept_and_reading_is_counted(inside):
    sun, signer = inside.actor("sun"), inside.sent_request.signers.get()
    assert actions.record_opening(sun, inside.sent_paper, origin=actions.Origin("192.0.2.1", "x")) is not None
    assert actions.record_opening(sun, inside.sent_paper) is None
    actions.note_reading(sun, signer, seconds=90)
    actions.note_reading(sun, signer, seconds=9000)
    signer.refresh_from_db()
    assert (signer.reading_seconds, signer.first_opened_at is None) == (690, False)
    with pytest.raises(Denied):
        actions.record_opening(inside.actor("rita"), inside.sent_paper)


def test_a_link_opens_one_version_until_it_is_taken_back(inside):
    mark = inside.actor("mark")
    made = actions.share_paper(mark, inside.sent_paper, audience="顾问", password="geheim!")
    secret = made.path.rstrip("/").rpartition("/")[2]
    assert not ShareLink.objects.filter(digest__contains=secret).exists()
    with pytest.raises(Denied, match="has a password"):
        actions.open_link(secret)
    with pytest.raises(Denied, match="not the password"):
        actions.open_link(secret, password="falsch")
    assert opened_paper(actions.open_link(secret, password="geheim!")).version == 2
    assert Opening.objects.filter(link=made.link).count() == 1
    actions.revoke_share_link(mark, made.link)
    with pytest.raises(Missing, match="no longer valid"):
        actions.open_link(secret, password="geheim!")
    with pytest.raises(Missing, match="no longer valid"):
        actions.open_link("nonsense")


def test_where_our_people_are_not_shown_the_firm_speaks(inside):
    shown = {"stage", "planned_dates", "activity"}
    project_actions.choose_transparency(inside.actor("mark"), inside.bridge, shown=shown)
    told = shared_paper(inside.actor("sun"), inside.sent_paper.number, 2)
    assert told.asked_by == "Acme 软件"
    assert "马可" not in repr(asdict(told))


def test_nobody_reads_in_the_place_of_somebody_else(inside):
    with pytest.raises(Missing):
        actions.note_reading(inside.actor("cara"), inside.sent_request.signers.get(), seconds=60)
