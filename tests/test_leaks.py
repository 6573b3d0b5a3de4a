"""No internal word reaches a client: not by a page, a link, a file, a PDF, a mail, or by asking the API."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice, product
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests import leaks, sweep
from tests.rules.addresses import Address, addresses
from tests.rules.allowances import nothing
from zhike.activity.actions import write_comment
from zhike.activity.fan_out import fan_out
from zhike.activity.jobs import mail_digest
from zhike.activity.models import Activity, Channel, Notification, Preference
from zhike.clients.testing import MARKER
from zhike.core.access import visible
from zhike.core.reporting import Doubt, Fact, doubts_of, facts_of
from zhike.core.scope import organisation
from zhike.core.testing.reporting import around_now
from zhike.core.testing.world import World
from zhike.core.words import in_every_language
from zhike.files.actions import upload_file
from zhike.projects.models import Project
from zhike.reports import actions as reporting
from zhike.reports.models import Reaction, Report
from zhike.reports.queries import checked
from zhike.requirements.actions import send_document
from zhike.signoff import actions as signing
from zhike.signoff.models import Paper, SignatureRequest

ALL = [one for one in addresses() if not any(part in one.route for part in ("^", "(", "-/kit/"))]
CLIENTS = ["sun", "kai", "cara", "rita"]
QUERIES = ["", f"?q={MARKER[:8]}", "?q=大桥"]  # a part of the marker only: pages repeat what one asks
SIDES = ["", "?changes", "?language=both", "?signed"]  # what pages of a document can be asked for
MOST = 4  # rows of one kind that stand in one place of an address


@pytest.fixture
def world(world: World) -> World:
    """The world, and in it a document that was sent, shared and talked about on both layers."""
    cache.clear()
    sweep.forget()
    with organisation(world.acme.pk):
        mark, bridge = world.actor("mark"), world.bridge
        request = send_document(mark, bridge, signers=[world.sun_contact], message="请在周五前看一下。")
        world.things["paper"] = request.paper
        world.things["link"] = signing.share_paper(mark, request.paper, audience=f"监理 {MARKER}")
        for subject in (request.paper, bridge, world.requirement, world.asked, world.huaxia):
            write_comment(mark, subject, body=f"对内 {MARKER}")
            upload_file(mark, subject, io.BytesIO(MARKER.encode()), name=f"{MARKER}.txt", note=MARKER)
        upload_file(mark, bridge, io.BytesIO("共享的内容".encode()), name="给客户.txt", share=True)
    return world


@pytest.mark.parametrize("name", CLIENTS)
def test_no_page_file_or_answer_holds_an_internal_word(name: str, world: World, as_: Callable[..., Client]) -> None:
    browser, actor = as_(name, raise_request_exception=False), world.actor(name)
    found, answered = [], 0
    for path in {*_paths(actor, world), *_of_documents(world), *_of_reports(world)}:
        response = browser.get(path)
        answered += response.status_code == 200
        if words := leaks.leaked(leaks.content_of(response)):
            found.append(f"{name} {path}: {', '.join(words)}")
    nothing(found)
    assert answered > 20, "hardly anything was looked at"


def test_no_shared_link_holds_an_internal_word(world: World) -> None:
    stranger = Client()
    for path in (world.link.path, world.link.path + "?language=both", world.link.path + "pdf/"):
        response = stranger.get(path)
        assert response.status_code == 200
        assert not leaks.leaked(leaks.content_of(response)), path
    with organisation(world.acme.pk):
        signing.revoke_share_link(world.actor("mark"), world.link.link)
    assert not leaks.leaked(leaks.content_of(stranger.get(world.link.path)))


def test_no_mail_to_a_client_holds_an_internal_word(world: World, work: Callable[[], int]) -> None:
    """Everything that ever happened in the world is told once more, at once and in the daily mail, to everybody."""
    with organisation(world.acme.pk):
        people = [world.people[name] for name in CLIENTS]
        _end_requests_in_every_way(world)
        for channel in (Channel.MAIL, Channel.DIGEST):
            Notification.objects.all().delete()
            _wants(people, channel)
            last = Activity.objects.order_by("-sequence").values_list("sequence", flat=True)[0]
            fan_out(first=1, last=last)
            for person in people:
                mail_digest(user=person.pk)
            work()
    work()
    with organisation(world.acme.pk):
        _publish_and_reply(world)
    work()
    letters = [one for one in mail.outbox if one.to[0] in {person.email for person in people}]
    assert any(world.report_draft.code in leaks.letter_of(one).decode() for one in letters)
    assert len(letters) > 6, "hardly any mail was written"
    nothing(f"{one.to} {one.subject}" for one in letters if leaks.leaked(leaks.letter_of(one)))


def test_no_fact_a_client_may_read_holds_an_internal_word(world: World) -> None:
    """Of reports: what is said of every project, to whoever of us, in every language, with what proves it."""
    told = 0
    with organisation(world.acme.pk):
        _end_requests_in_every_way(world)
        for project in Project.objects.select_related("transparency", "client"):
            facts: list[Fact | Doubt] = [*facts_of(world.actor("olga"), project, around_now(40))]
            for fact in [*facts, *_doubts(world, project)]:
                words = [*in_every_language(fact.sentence).values(), *(str(one.words) for one in fact.evidence)]
                told += fact.is_shared
                assert not fact.is_shared or not leaks.leaked("\n".join(words).encode()), fact.key
    assert told > 15, "hardly anything is told to clients"


def _doubts(world: World, project: Project) -> Iterator[Doubt]:
    for days in (0, 90):
        yield from doubts_of(world.actor("olga"), project, timezone.now() + timedelta(days=days))


def test_the_markers_are_really_there_for_those_who_may_read_them(world: World, as_: Callable[..., Client]) -> None:
    """Else this would pass in an empty house."""
    olga = as_("olga")
    for path in ("/acme/timeline/", f"/acme/comments/projects.Project/{world.bridge.pk}/", "/acme/files/"):
        assert leaks.leaked(leaks.content_of(olga.get(path))), path


def _paths(actor: Any, world: World) -> Iterator[str]:
    """Every address, with rows this person may see and with some they may not, and what one may ask it.

    A door that is shut says the same whatever stands in the address, so there it is asked once.
    """
    for address in ALL:
        is_shut = sweep.is_shut(address, "GET", actor)
        for values in islice(_filled(address, actor, world), 1 if is_shut else None):
            path = sweep.written(address, values, "acme")
            if path is not None:
                yield from (path + query for query in (QUERIES if not address.parameters and not is_shut else [""]))


def _filled(address: Address, actor: Any, world: World) -> Iterator[dict[str, Any]]:
    choices = [_values(address, name, actor, world) for name in address.parameters]
    yield from (dict(zip(address.parameters, one, strict=True)) for one in list(product(*choices))[: MOST * 2])


def _values(address: Address, name: str, actor: Any, world: World) -> list[Any]:
    rows = sweep.rows_for(address, name, actor, world.globex)
    model = sweep.model_of(address, name) if not address.is_outside else None
    found = [rows.own, *rows.hidden.values()]
    if model is not None:
        with organisation(actor.organisation_id):
            try:
                seen = list(visible(actor, model).order_by("pk")[:MOST])
            except LookupError:
                seen = []
        found += [sweep._value(row, name, address.parameters[name]) for row in seen]
    return list(dict.fromkeys(value for value in found if value is not None))


def _of_documents(world: World) -> Iterator[str]:
    """The pages of a document stand under two numbers, which the sweep cannot guess."""
    base = f"/acme/portal/papers/{world.paper.number}/{world.paper.version}/"
    keys = [item["key"] for section in world.paper.content["sections"] for item in section["items"]]
    for part in ("", "pdf/", "copy/", "decision/", "code/", "signature/", "delegation/"):
        yield from (base + part + side for side in SIDES)
    yield from (f"{base}items/{key}/" for key in keys)
    yield from (f"/acme/portal/questions/new/?paper={world.paper.number}&version=1&item={key}" for key in keys)


def _of_reports(world: World) -> Iterator[str]:
    """The pages of a report stand under two numbers, too, and in as many variants; a draft has none."""
    project = f"/acme/portal/projects/{world.bridge.number}/"
    yield from (project, project + "reports/")
    for report in (world.report, world.report_draft):
        base = f"{project}reports/{report.number}/"
        variants = ["", "?variant=en.management", "?variant=zh-hans.usual", "?variant=zh-hans.technical"]
        parts = ["", "said/", "download/pdf/", "download/xlsx/", "download/pptx/"]
        yield from (base + part + variant for part in parts for variant in variants)


def _wants(people: list[Any], channel: str) -> None:
    from zhike.activity.declared import kinds

    Preference.objects.filter(user__in=people).delete()
    for person in people:
        for kind in [*kinds(), "mention"]:
            Preference.objects.create(user_id=person.pk, kind=kind, channel=channel)


def _publish_and_reply(world: World) -> None:
    """The draft goes out without the sentence that is ours; what a reader said to the last one gets its reply."""
    mark = world.actor("mark")
    reporting.leave_out(mark, world.draft_paragraph)
    draft = Report.objects.select_related("project", "plan").get(pk=world.report_draft.pk)
    for one in checked(mark, draft).open:
        reporting.answer_contradiction(mark, draft, key=one.key, answer="我们周三前解决，届时另行告知。")
    reporting.publish_report(mark, Report.objects.select_related("project", "plan").get(pk=draft.pk))
    reaction = Reaction.objects.select_related("report__project").get(pk=world.reaction.pk)
    reporting.reply_to(mark, reaction, reply="您说得对，是三个仓库。")


def _end_requests_in_every_way(world: World) -> None:
    """Reminded, withdrawn, sent again: each writes mails of its own."""
    mark = world.actor("mark")
    request = SignatureRequest.objects.get(paper=world.paper)
    signing.ask_for_code(world.actor("sun"), request.signers.get())
    signing.remind(mark, request)
    signing.withdraw_request(mark, request, reason="有一处笔误")
    assert Paper.objects.count()
