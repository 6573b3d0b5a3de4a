"""The papers of the world every test shares, and what tests need to sign: a kind of their own, a code they know."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from zhike.clients.testing import MARKER
from zhike.core.actors import Actor, Role
from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.signoff import actions
from zhike.signoff.actions.identity import digest_of_code
from zhike.signoff.content import Fact, Item, PaperContent, Part, Section
from zhike.signoff.kinds import is_known, paper_kind
from zhike.signoff.models import IdentityCode, Paper, Signature, Signer

KIND = "test_paper"
DIGITS = "123456"
WHY = {"zh-hans": "为什么", "en": "Why"}


def signatures(world: World) -> None:
    """Of bridge: a paper all signed, its next version sent to sun, and a link to that; of tunnel one never sent."""
    with organisation(world.acme.pk):
        mark, sun = world.actor("mark"), world.actor("sun")
        first = freeze(world)
        request = actions.request_signatures(mark, first, signers=[world.sun_contact], message="请审阅。")
        sign(sun, request.signers.get(), remarks="请按时上线。")
        request.refresh_from_db()
        actions.make_signed_copy(Actor.system(world.acme.pk), request)
        second = freeze(world, more="了")
        waiting = actions.request_signatures(
            mark, second, signers=[world.sun_contact], due_on=timezone.localdate() + timedelta(days=5)
        )
        shared = actions.share_paper(mark, second, audience=f"审计 {MARKER}")
        actions.open_link(shared.path.rstrip("/").rpartition("/")[2])
        world.things |= {"signed_paper": first, "signed_request": request, "sent_paper": second}
        world.things |= {"sent_request": waiting, "share_link": shared.link, "shared": shared}
        world.things["unsent_paper"] = freeze(world, project=world.tunnel, title=f"内部草稿 {MARKER}", more=MARKER)


def name_test_kind() -> None:
    """No kind of paper is this room's own; tests bring one."""
    if not is_known(KIND):
        paper_kind(KIND, label="Test paper", statement="I agree to this test paper.")


def content(title: str = "需求说明书", *, items: int = 3, more: str = "") -> PaperContent:
    """A small paper in both languages."""
    listed = tuple(
        Item(
            key=f"item-{number}", code=f"REQ-{number}", title={"zh-hans": f"第{number}条", "en": f"Item {number}"},
            parts=(Part(WHY, {"zh-hans": f"因为{number}{more}", "en": f"Because {number}"}),),
        )
        for number in range(1, items + 1)
    )  # fmt: skip
    return PaperContent(
        title={"zh-hans": title, "en": "Requirements"}, languages=("zh-hans", "en"),
        facts=(Fact({"zh-hans": "项目", "en": "Project"}, {"zh-hans": "大桥", "en": "Bridge"}),),
        sections=(
            Section("goals", {"zh-hans": "目标", "en": "Goals"}, {"zh-hans": "三个月上线。", "en": "In three months."}),
            Section("items", {"zh-hans": "需求", "en": "Requirements"}, {}, listed),
        ),
    )  # fmt: skip


def freeze(world: Any, *, who: str = "mark", project: Any = None, **values: Any) -> Paper:
    """A paper of bridge (or of `project`), its next version."""
    name_test_kind()
    subject = project or world.bridge
    return actions.freeze_paper(world.actor(who), subject=subject, kind=KIND, content=content(**values))


def seen(paper: Paper, language: str = "en") -> actions.Seen:
    """That the page showed exactly this."""
    return actions.Seen(paper.content_sha256, paper.pdf_sha256, language)


def code_for(signer: Signer, digits: str = DIGITS) -> str:
    """A code that was mailed a moment ago, of which the test knows the digits."""
    code = IdentityCode(signer=signer, digest="", expires_at=timezone.now() + timedelta(minutes=10))
    code.digest = digest_of_code(code, digits)
    code.save(force_insert=True)
    return digits


def sign(actor: Actor, signer: Signer, decision: str = "approved", remarks: str = "", **more: Any) -> Signature:
    """Sign as somebody does who has read the mail with the code."""
    items, id = more.pop("items", ()), more.pop("id", None)
    return actions.sign(
        actor, signer, actions.Answer(decision, remarks, items), seen=seen(signer.request.paper, **more),
        code=code_for(signer), origin=actions.Origin("192.0.2.7", "Test browser"), id=id,
    )  # fmt: skip


def second_signatory(world: Any, *, name: str = "kai") -> Any:
    """Somebody else of the client who may sign for bridge; returns their contact."""
    from zhike.projects.actions import add_contact

    contact = world.things[f"{name}_contact"]
    add_contact(world.actor("mark"), world.bridge, contact, duty="client_lead", portal_role=Role.SIGNATORY)
    return contact
