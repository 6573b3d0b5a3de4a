"""Power cuts around a signature: it is recorded whole with its evidence or not at all, and its copy is made once.

The last signer signs over HTTP; the worker dies before or while the signed copy is made, or the web server dies after
its answer, or in the middle of it.
"""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from e2e.installation import Installation, install, remove
from e2e.visiting import Answer, Visitor
from zhike.core.testing.world import PASSWORD

ROUNDS = 4
ITEMS = 150  # setting and sealing these takes long enough to be interrupted
DIGITS = "123456"
SENT = """
import json
from zhike.clients.testing import clients
from zhike.core.scope import organisation
from zhike.core.testing.world import BUILDERS, build
from zhike.projects.testing import projects
from zhike.signoff import actions
from zhike.signoff.kinds import paper_kind
from zhike.signoff.testing import content, second_signatory, sign
BUILDERS[:] = [clients, projects]
world = build()
with organisation(world.acme.pk):
    mark, kai, contact, numbers = world.actor("mark"), world.actor("kai"), second_signatory(world), []
    for number in range(%d):
        paper_kind(f"cut_off_{number}", label="Paper", statement="I agree.")
        said = content(f"断电 {number}", items=%d)
        paper = actions.freeze_paper(mark, subject=world.bridge, kind=f"cut_off_{number}", content=said)
        request = actions.request_signatures(mark, paper, signers=[contact, world.sun_contact], in_order=True)
        sign(kai, request.signers.get(contact=contact), remarks="先签。")
        numbers.append(paper.number)
    print(json.dumps(numbers))
"""
CODES = """
from zhike.accounts.models import Organisation
from zhike.core.scope import organisation
from zhike.signoff.models import Signer
from zhike.signoff.testing import code_for
with organisation(Organisation.objects.get(slug="acme").pk):
    for signer in Signer.objects.filter(state="asked", request__paper__kind__startswith="cut_off"):
        code_for(signer, "%s")
"""
ASK = """
import json
from zhike.accounts.models import Organisation
from zhike.activity.models import Activity
from zhike.core.scope import organisation
from zhike.signoff.models import SignatureRequest
def of(row):
    told = Activity.objects.filter(subject_id=row.paper_id)
    return {
        "state": row.state,
        "signed": [one.name for one in row.signatures.order_by("sequence")],
        "signers": [one.state for one in row.signers.order_by("position")],
        "copies": row.copies.count(),
        "told": {verb: told.filter(verb=verb).count() for verb in (
            "signature.approved", "signature.completed", "signature.copy_made")},
    }
with organisation(Organisation.objects.get(slug="acme").pk):
    rows = SignatureRequest.objects.filter(paper__kind__startswith="cut_off").select_related("paper")
    print(json.dumps({str(row.paper.number): of(row) for row in rows}))
"""
COPIES = """
from pathlib import Path
from zhike.accounts.models import Organisation
from zhike.core.scope import organisation
from zhike.signoff.models import SignedCopy
with organisation(Organisation.objects.get(slug="acme").pk):
    for copy in SignedCopy.objects.filter(request__paper__kind__startswith="cut_off"):
        Path(%r, f"{copy.request.paper.number}.pdf").write_bytes(bytes(copy.pdf))
"""
MINE = "SELECT count(*) FROM signoff_signedcopy c JOIN signoff_signaturerequest r ON r.id = c.request_id"
MINE += " JOIN signoff_paper p ON p.id = r.paper_id WHERE p.kind LIKE 'cut_off%%' AND p.number IN (%s)"
PRINTING = "SELECT count(*) FROM core_job WHERE name LIKE '%make_copy' AND state = 'running'"
WAITING = {"state": "open", "signed": 1, "signers": ["with_remarks", "asked"], "copies": 0}
SIGNED = {"state": "completed", "signed": 2, "signers": ["with_remarks", "approved"]}


@dataclass
class Signing:
    """Papers that wait for the last signature, decided on already: only the code is to be typed."""

    house: Installation
    visitor: Visitor
    untouched: list[int]

    def papers(self, count: int) -> list[int]:
        """As many that no test has touched yet, with the web server there and no worker."""
        for part in [part for part in self.house.running if part == "worker"]:
            self.house.kill9(part)
        if "web" not in self.house.running:
            self.house.start("web")
        return [self.untouched.pop(0) for _ in range(count)]

    def type_code(self, number: int) -> Answer:
        return self.visitor.post(f"/acme/portal/papers/{number}/1/code/", code=DIGITS)

    def found(self) -> dict[int, dict[str, Any]]:
        """What is in the database."""
        rows = json.loads(self.house.python(ASK).strip().splitlines()[-1])
        return {int(number): row for number, row in rows.items()}

    def copies(self, numbers: list[int]) -> int:
        return int(self.house.ask(MINE % ", ".join(map(str, numbers))))


@pytest.fixture(scope="module")
def signing(tmp_path_factory: pytest.TempPathFactory, migrated: Installation) -> Iterator[Signing]:
    """An installation of this file's own, which is killed again and again."""
    house = install(tmp_path_factory.mktemp("signing"), migrated)
    numbers = json.loads(house.python(SENT % (3 + ROUNDS, ITEMS)).strip().splitlines()[-1])
    house.start("web")
    visitor = Visitor(house.address, "sun@example.com", PASSWORD)
    for number in numbers:
        decided = visitor.post(f"/acme/portal/papers/{number}/1/decision/", decision="approved")
        assert decided.location.endswith("/code/"), (decided.status, decided.text[:2000])
    house.python(CODES % DIGITS)
    yield Signing(house, visitor, numbers)
    remove(house)


def once_and_genuine(signing: Signing, numbers: list[int], folder: Path) -> None:
    """Each of these has one copy, which the verification accepts; everybody was told once; all chains hold."""
    signing.house.wait_until(lambda: signing.copies(numbers) >= len(numbers), "the signed copies", 120)
    time.sleep(2)  # a second one would be made by now
    found = signing.found()
    for number in numbers:
        assert shape(found[number]) == SIGNED | {"copies": 1}
        assert found[number]["told"] == {"signature.approved": 1, "signature.completed": 1, "signature.copy_made": 1}
    signing.house.manage("verify_history")
    signing.house.manage("verify_signatures")
    signing.house.python(COPIES % str(folder))
    told = signing.house.manage("verify_document", str(folder / f"{numbers[-1]}.pdf"))
    assert f"DOC-{numbers[-1]} v1" in told, told


def shape(row: dict[str, Any]) -> dict[str, Any]:
    found = {name: row[name] for name in ("state", "signers", "copies")}
    return found | {"signed": len(row["signed"])}


def test_a_worker_killed_while_it_makes_the_signed_copy_makes_it_once_afterwards(
    signing: Signing, tmp_path: Path
) -> None:
    [number], house = signing.papers(1), signing.house
    house.start("worker")
    assert signing.type_code(number).status == 302
    until = time.monotonic() + 60
    while not house.ask(PRINTING):
        assert time.monotonic() < until, house.logs()
    house.kill9("worker")
    assert shape(signing.found()[number]) == SIGNED | {"copies": 0}, "killed too late to prove anything"
    assert house.ask(PRINTING) == 1  # it still holds what the dead worker took
    house.start("worker")
    once_and_genuine(signing, [number], tmp_path)


@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "after the worker died, too"])
def test_a_web_server_killed_after_its_answer_keeps_the_signature(
    signing: Signing, tmp_path: Path, at_once: bool
) -> None:
    [number], house = signing.papers(1), signing.house
    if not at_once:
        house.start("worker")
        house.kill9("worker")
    assert signing.type_code(number).status == 302
    house.kill9("web")
    assert shape(signing.found()[number]) == SIGNED | {"copies": 0}
    house.start()
    assert signing.visitor.get(f"/acme/portal/papers/{number}/1/signature/").status == 200
    once_and_genuine(signing, [number], tmp_path)


def test_a_web_server_killed_in_the_middle_has_recorded_it_whole_or_not_at_all(
    signing: Signing, tmp_path: Path
) -> None:
    first, *others = numbers = signing.papers(ROUNDS)
    begun = time.monotonic()
    assert signing.type_code(first).status == 302
    usual = time.monotonic() - begun
    answers = [cut_off(signing, number, usual * part / ROUNDS) for part, number in enumerate(others, 1)]
    after = signing.found()
    for number, answer in zip(others, answers, strict=True):
        whole = shape(after[number]) == SIGNED | {"copies": 0}
        assert whole or shape(after[number]) == WAITING, after[number]
        assert whole or answer is None, "it was acknowledged"
        assert after[number]["told"]["signature.completed"] == after[number]["told"]["signature.approved"] == whole
    for number in numbers:  # whoever got no answer sends again; what was signed stays signed once
        assert signing.type_code(number).status == 302
    signing.house.start("worker")
    once_and_genuine(signing, numbers, tmp_path)


def cut_off(signing: Signing, number: int, after: float) -> Answer | None:
    """Send the code, and kill the server so many seconds later; the answer if there was one."""
    signing.visitor.get(f"/acme/portal/papers/{number}/1/code/")  # the server is warm
    answers: list[Answer] = []

    def send() -> None:
        try:
            answers.append(signing.type_code(number))
        except OSError:
            return

    thread = threading.Thread(target=send)
    thread.start()
    time.sleep(after)
    signing.house.kill9("web")
    thread.join()
    signing.house.start("web")
    return answers[0] if answers else None
