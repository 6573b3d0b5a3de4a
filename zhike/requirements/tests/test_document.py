"""The document: what it says, who is asked, what a signature makes of its items, and what changed since."""

import re
import subprocess

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhike.clients.testing import MARKER
from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.testing.world import World
from zhike.projects.actions import choose_transparency
from zhike.requirements import actions, queries
from zhike.requirements.models import Requirement
from zhike.signoff import actions as signing
from zhike.signoff.models import Paper
from zhike.signoff.queries import PaperContent, difference, papers_of

pytestmark = pytest.mark.django_db


def fresh(row):
    return Requirement.objects.select_related("project").get(pk=row.pk)


def send(inside: World, **how):
    mark = inside.actor("mark")
    return actions.send_document(mark, inside.bridge, signers=[inside.sun_contact], **how)


def approve(inside: World, request, work):
    sun, signer = inside.actor("sun"), request.signers.get()
    signing.ask_for_code(sun, signer)
    work()
    code = re.search(r"\b(\d{6})\b", mail.outbox[-1].body)[1]
    seen = signing.Seen(request.paper.content_sha256, request.paper.pdf_sha256, "en")
    made = signing.sign(sun, signer, signing.Answer("approved"), seen=seen, code=code)
    work()
    return made


def test_the_document_is_made_of_what_is_proposed_or_agreed(inside: World) -> None:
    mark = inside.actor("mark")
    content = queries.content_of(mark, inside.bridge)
    assert [one.code for one in content.items] == ["REQ-1"]
    assert [one.key for one in content.sections][:3] == ["goals", "scope", "schedule"]
    assert content.languages == ["zh-hans"]
    assert MARKER not in str(content)  # neither the internal note nor the budget chapter
    choose_transparency(mark, inside.bridge, profile="open")
    shown = queries.content_of(mark, type(inside.bridge).objects.get(pk=inside.bridge.pk))
    assert "budget" in [one.key for one in shown.sections]


@pytest.mark.parametrize(("languages", "title"), [
    ("main", {"zh-hans": "月结三天内完成"}),
    ("second", {"en": "Close the month in three days"}),
    ("both", {"zh-hans": "月结三天内完成", "en": "Close the month in three days"}),
])  # fmt: skip
def test_it_speaks_chinese_english_or_both(inside: World, languages: str, title: dict[str, str]) -> None:
    mark = inside.actor("mark")
    actions.change_specification(mark, inside.bridge, languages=languages)
    content = queries.content_of(mark, inside.bridge)
    assert content.items[0].title == title
    signing.freeze_paper(mark, subject=inside.bridge, kind="requirements", content=content)


def test_hints_name_what_is_missing(inside: World) -> None:
    mark = inside.actor("mark")
    bare = actions.add_requirement(mark, inside.bridge, title="系统要尽快响应")
    actions.propose_requirement(mark, bare)
    actions.change_specification(mark, inside.bridge, languages="both", quality="")
    words = " ".join(one.words for one in queries.hints(mark, inside.bridge))
    for part in (
        "no acceptance criteria",
        "does not say why",
        "not translated",
        "尽快",
        "quality standard",
        "Quality was not talked over",
        "1 draft is left out",
        "both sides agree",
        "budget chapter is left out",
    ):
        assert part in words, part


def test_sending_freezes_shares_and_asks(inside: World) -> None:
    mark = inside.actor("mark")
    row = actions.propose_requirement(mark, inside.draft)
    request = send(inside)
    assert request.paper.version == 1
    assert fresh(row).is_shared
    assert queries.standing(mark, inside.bridge).sent.pk == request.paper_id
    with pytest.raises(Conflict):
        send(inside)  # the same words wait for signatures already


def test_sent_twice_by_the_same_click_it_is_sent_once(inside: World) -> None:
    key = inside.people["mia"].pk
    assert send(inside, id=key).pk == send(inside, id=key).pk
    assert len(papers_of(inside.actor("mark"), inside.bridge, "requirements")) == 1


def test_only_signatories_sign_and_only_who_may_sends(inside: World) -> None:
    with pytest.raises(Invalid):
        actions.send_document(inside.actor("mark"), inside.bridge, signers=[inside.cara_contact])
    with pytest.raises(Invalid):
        actions.send_document(inside.actor("mark"), inside.bridge, signers=[])
    with pytest.raises(Denied):
        actions.send_document(inside.actor("mia"), inside.bridge, signers=[inside.sun_contact])
    with pytest.raises(Conflict):
        actions.withdraw_requirement(inside.actor("mark"), inside.requirement)
        actions.send_document(inside.actor("mark"), inside.bridge, signers=[inside.sun_contact])


def test_signed_items_are_agreed_edited_ones_are_not_and_a_new_version_is_signed_again(inside: World, work) -> None:
    mark = inside.actor("mark")
    other = actions.propose_requirement(mark, inside.draft)
    request = send(inside)
    actions.change_requirement(mark, fresh(other), title="盘点改为每周")
    approve(inside, request, work)
    signed, edited = fresh(inside.requirement), fresh(other)
    assert (signed.status, signed.agreed_paper) == ("agreed", request.paper.code)
    assert (edited.status, edited.agreed_digest) == ("proposed", "")
    actions.change_requirement(mark, signed, why="董事会要求")
    assert fresh(signed).status == "agreed"
    assert fresh(signed).is_changed_since_signed
    stands = queries.standing(mark, inside.bridge)
    assert (stands.changed, stands.proposed, stands.must_be_signed_again) == (1, 1, True)
    laid = difference(PaperContent.from_json(stands.signed.content), queries.content_of(mark, inside.bridge))
    assert (laid.changed, laid.added) == (2, 0)
    again = send(inside)
    assert again.paper.version == 2
    approve(inside, again, work)
    assert not fresh(signed).is_changed_since_signed
    assert fresh(edited).status == "agreed"
    assert not queries.standing(mark, inside.bridge).must_be_signed_again


def test_the_translation_may_come_later_where_it_was_not_signed(inside: World, work) -> None:
    approve(inside, send(inside), work)
    row = actions.change_requirement(inside.actor("mark"), fresh(inside.requirement), translated_why="Another reason")
    assert not row.is_changed_since_signed


def test_told_twice_it_is_agreed_once(inside: World, work) -> None:
    from zhike.activity.models import Activity
    from zhike.core.actors import Actor

    request = send(inside)
    approve(inside, request, work)
    assert actions.agree_as_signed(Actor.system(inside.acme.pk), inside.bridge, request.paper) == 0
    assert Activity.objects.filter(verb="requirement.agreed").count() == 1


def test_what_is_agreed_is_not_agreed_by_hand_and_dropped_items_stay_dropped(inside: World, work) -> None:
    request = send(inside)
    actions.drop_requirement(inside.actor("mark"), fresh(inside.requirement), reason="不做")
    approve(inside, request, work)
    assert fresh(inside.requirement).status == "dropped"
    assert not hasattr(actions, "agree_requirement")


def test_five_hundred_items_are_built_in_a_few_statements_and_frozen(inside: World) -> None:
    mark = inside.actor("mark")
    first = inside.requirement
    for number in range(2, 502):
        row = fresh(first)
        row.pk, row.number, row.position, row._state.adding = None, number + 10, number + 10, True
        row.id = Requirement._meta.pk.get_default()
        row.title = f"第 {number} 条需求，系统记录每一次过账"
        row.description = "按公司代码、期间和凭证类型汇总，差异在两个工作日内给出原因。" * 2
        row.save(force_insert=True)
    signing.freeze_paper(
        mark, subject=inside.bridge, kind="requirements", content=queries.content_of(mark, inside.bridge)
    )
    with CaptureQueriesContext(connection) as asked:
        content = queries.content_of(mark, inside.bridge)
    assert len(asked) < 20, len(asked)
    paper = signing.freeze_paper(mark, subject=inside.bridge, kind="requirements", content=content)
    assert len(content.items) == 501
    assert paper.pk


def test_the_document_can_be_taken_along_as_a_draft_that_nobody_keeps(inside, as_, tmp_path):
    page = as_("mark").get(f"/acme/projects/{inside.bridge.number}/requirements/document/")
    assert "file.pdf" in page.content.decode()
    answer = as_("mark").get(f"/acme/projects/{inside.bridge.number}/requirements/document/file.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    said = in_words(b"".join(answer.streaming_content), tmp_path)
    assert "草稿" in said
    assert "月结三天内完成" in said
    assert not Paper.objects.filter(kind="requirements").exists()


def test_what_changed_can_be_taken_along_too(inside, as_, tmp_path):
    mark = inside.actor("mark")
    actions.send_document(mark, inside.bridge, signers=[inside.sun_contact])
    first = Paper.objects.get(kind="requirements")
    actions.change_requirement(mark, inside.requirement, title="月结两天内完成")
    here = f"/acme/projects/{inside.bridge.number}/requirements/document/changes/file.pdf"
    said = in_words(b"".join(as_("mark").get(f"{here}?old={first.pk}&new=").streaming_content), tmp_path)
    assert "草稿" in said
    assert "REQ-1" in said
    assert "两" in said
    assert as_("mark").get(f"{here}?old=nonsense").status_code == 404


def in_words(pdf, folder):
    file = folder / "document.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    return done.stdout
