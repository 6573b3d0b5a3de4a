"""Power cuts and collisions, on real processes: what was acknowledged is there, once and whole; nothing else is.

(The worker alone, killed twice in an import, is in zhike/clients/tests/test_import_kill.py.)
"""

import json
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from e2e.installation import Installation
from e2e.visiting import Answer, Visitor
from zhike.core.testing.world import PASSWORD

ROUNDS = 6
ROWS, BROKEN = 600, 20
WORLD = """
from zhike.clients.actions import create_client
from zhike.core.scope import organisation
from zhike.core.testing.world import build
world = build()
with organisation(world.acme.pk):
    for number in range(%d):
        create_client(world.actor("olga"), name=f"客户 {number + 1}")
"""
IMPORT = """
import io
from zhike.accounts.actors import actor_of
from zhike.accounts.models import Membership, Organisation
from zhike.clients.actions import imports
from zhike.clients.tests import samples
from zhike.core.scope import organisation
with organisation(Organisation.objects.get(slug="acme").pk):
    row = Membership.objects.select_related("user").get(user__email="mark@example.com")
    content = io.BytesIO(samples.clients_csv(%d, %d))
    run = imports.upload_import(actor_of(row, row.user), file=content, file_name="名单.csv", kind="clients")
    imports.start_import(actor_of(row, row.user), run)
"""
ASK = """
import json
from django.db.models import Count
from zhike.accounts.models import Organisation
from zhike.activity.models import Activity
from zhike.clients.models import Client, ImportRow, ImportRun
from zhike.core.scope import organisation
with organisation(Organisation.objects.get(slug="acme").pk):
    def verbs(verb):
        return Activity.objects.filter(verb=verb).values_list("subject_id").annotate(times=Count("pk"))
    print(json.dumps({
        "clients": {str(one.pk): one.name for one in Client.objects.all()},
        "numbers": list(Client.objects.values_list("number", flat=True)),
        "created": {str(pk): times for pk, times in verbs("client.created")},
        "archived": {str(pk): times for pk, times in verbs("client.archived")},
        "imported": {str(pk): times for pk, times in verbs("client.imported")},
        "runs": list(ImportRun.objects.values("state", "done", "created", "failed", "total")),
        "rows": ImportRow.objects.count(),
    }))
"""


@pytest.fixture
def house(fresh_installation: Installation) -> Installation:
    fresh_installation.python(WORLD % ROUNDS)
    return fresh_installation


def found(house: Installation) -> dict:  # type: ignore[type-arg]
    """What is in the database; and its history holds."""
    house.manage("verify_history")
    return dict(json.loads(house.python(ASK).strip().splitlines()[-1]))


def at_once(*acts: Callable[[], Answer]) -> list[Answer]:
    """Everybody waits for everybody, then all act."""
    start = threading.Barrier(len(acts))
    answers: list[Answer] = []

    def act(one: Callable[[], Answer]) -> None:
        start.wait()
        answers.append(one())

    threads = [threading.Thread(target=act, args=(one,)) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def two_servers(house: Installation) -> tuple[Installation, Installation]:
    """Two web servers, each a process of its own, on one database."""
    other = Installation(house.state, house.database_url)
    house.start("web")
    other.start("web")
    house.running["other"] = other.running["web"]
    return house, other


def test_of_two_people_archiving_one_client_one_wins_and_the_other_is_told(
    two_servers: tuple[Installation, Installation],
) -> None:
    here, there = two_servers
    olga = Visitor(here.address, "olga@example.com", PASSWORD)
    mark = Visitor(there.address, "mark@example.com", PASSWORD)
    for number in range(1, ROUNDS + 1):
        path = f"/acme/clients/{number}/archive/"
        acts = [lambda who=who: who.post(path, reason="twice") for who in (olga, mark)]  # noqa: B023
        answers = sorted(at_once(*acts), key=lambda answer: answer.status)
        assert [answer.status for answer in answers] == [302, 409], [one.text[:500] for one in answers]
        assert "already archived" in answers[1].text
    assert list(found(here)["archived"].values()) == [1] * ROUNDS


def test_the_same_form_sent_twice_at_once_makes_one_client(
    two_servers: tuple[Installation, Installation],
) -> None:
    here, there = two_servers
    first = Visitor(here.address, "mark@example.com", PASSWORD)
    second = Visitor(there.address, "mark@example.com", PASSWORD)
    for number in range(ROUNDS):
        values = new_client(f"双击 {number}")
        acts = [lambda who=who: who.post("/acme/clients/new/", **values) for who in (first, second)]  # noqa: B023
        one, other = at_once(*acts)
        assert (one.status, other.status) == (302, 302), (one.text[:500], other.text[:500])
        assert one.location == other.location
    after = found(here)
    names = list(after["clients"].values())
    assert sorted(name for name in names if name.startswith("双击")) == [f"双击 {n}" for n in range(ROUNDS)]
    assert len(set(after["numbers"])) == len(after["numbers"])
    assert set(after["created"].values()) == {1}


@dataclass
class Writer:
    """Adds clients one after the other, notes what was acknowledged, and sends again what was not."""

    visitor: Visitor
    name: str
    acknowledged: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    interrupted: int = 0

    def write(self, done: threading.Event) -> None:
        while not done.is_set():
            values = new_client(f"{self.name} {len(self.acknowledged)}")
            while not self._sent(values):
                if done.wait(0.05):
                    return

    def _sent(self, values: dict[str, str]) -> bool:
        try:
            answer = self.visitor.post("/acme/clients/new/", **values)
        except OSError:
            self.interrupted += 1
            return False
        if answer.status == 302:
            self.acknowledged[values["id"]] = values["name"]
        else:
            self.wrong.append(f"{answer.status}: {answer.text[:300]}")
        return True


def test_a_web_server_killed_between_writes_loses_none_it_acknowledged(house: Installation) -> None:
    house.start("web")
    writers = [
        Writer(Visitor(house.address, f"{name}@example.com", PASSWORD), name) for name in ("olga", "mark", "mia")
    ]
    done = threading.Event()
    threads = [threading.Thread(target=writer.write, args=(done,)) for writer in writers]
    for thread in threads:
        thread.start()
    try:
        for aim in (12, 24, 36):
            house.wait_until(lambda aim=aim: _count(writers) >= aim, f"{aim} acknowledged clients", 120)
            house.kill9("web")
            house.start("web")
        house.wait_until(lambda: _count(writers) >= 48, "writing to go on", 120)
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert [writer.wrong for writer in writers] == [[], [], []]
    assert sum(writer.interrupted for writer in writers) > 0
    after = found(house)
    promised = {key: name for writer in writers for key, name in writer.acknowledged.items()}
    assert promised.items() <= after["clients"].items()
    assert len(after["clients"]) - ROUNDS - len(promised) <= len(writers)  # done, but nobody was told
    assert after["created"] == dict.fromkeys(after["clients"], 1)


def test_an_installation_that_loses_power_in_an_import_finishes_it_afterwards(house: Installation) -> None:
    house.start()
    mark = Visitor(house.address, "mark@example.com", PASSWORD)
    house.python(IMPORT % (ROWS, BROKEN))
    kept = mark.post("/acme/clients/new/", **new_client("就在断电之前"))
    assert kept.status == 302
    house.wait_until(lambda: 0 < _rows(house) < ROWS, "the import to be under way", 120)
    house.kill9("worker")
    house.kill9("web")
    cut_off_at = found(house)
    assert cut_off_at["rows"] == cut_off_at["runs"][0]["done"] < ROWS
    assert len(cut_off_at["imported"]) == cut_off_at["runs"][0]["created"]
    assert len(cut_off_at["clients"]) == ROUNDS + 1 + cut_off_at["runs"][0]["created"]
    house.start()
    house.wait_until(lambda: _state(house) == "done", "the import to finish", 180)
    after = found(house)
    good = ROWS - BROKEN
    run = {"state": "done", "done": ROWS, "created": good, "failed": BROKEN, "total": ROWS}
    assert after["runs"] == [run]
    assert after["rows"] == ROWS
    assert list(after["imported"].values()) == [1] * good
    assert len(after["clients"]) == ROUNDS + 1 + good
    assert "就在断电之前" in after["clients"].values()


def new_client(name: str) -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "name": name, "kind": "company", "stage": "active"}


def _count(writers: list[Writer]) -> int:
    return sum(len(writer.acknowledged) for writer in writers)


def _rows(house: Installation) -> int:
    return int(house.ask("SELECT done FROM clients_importrun"))


def _state(house: Installation) -> str:
    return str(house.ask("SELECT state FROM clients_importrun"))
