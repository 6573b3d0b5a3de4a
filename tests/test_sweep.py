"""Every address and every API operation as everybody: what is not yours is not there, and nothing changes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from django.test import Client

from tests import sweep
from tests.bodies import body_for, query_for
from tests.rules.addresses import Address, addresses
from tests.rules.allowances import allowances, nothing
from zhike.core.actors import Actor
from zhike.core.testing.world import CAST, World

ALL = [one for one in addresses() if not any(part in one.route for part in ("^", "(", "-/kit/"))]
INSIDE = [one for one in ALL if not one.is_outside]
NOT_YOURS = {403, 404, 405}
SIGN_IN = {302, 401, *NOT_YOURS}
# (route, method, parameter, whether a client asks) that was asked for what does not exist. It exists for nobody, so one
# of the staff and one of the clients ask, and everybody else from whom no row is hidden here.
asked_for_nothing: set[tuple[str, str, str, bool]] = set()


@dataclass(frozen=True)
class Try:
    """One request that must be refused."""

    method: str
    url: str
    allowed: frozenset[int]
    because: str
    body: tuple[bytes, str] = (b"{}", "application/json")
    route: str = ""


def _people() -> list[str]:
    return list(CAST)


@pytest.fixture
def world(world: World) -> World:
    sweep.forget()
    sweep.furnish(INSIDE, [world.acme, world.globex])
    return world


@pytest.fixture
def stranger(world: World) -> Client:
    return Client(headers={"accept-language": "en"}, raise_request_exception=False)


@pytest.fixture
def browse(as_: Callable[..., Client]) -> Callable[[str], Client]:
    return lambda name: as_(name, raise_request_exception=False)


def _refused(browser: Client, tries: Iterator[Try]) -> list[str]:
    """Make the requests; every one that is not refused, breaks, or changes a row is told."""
    wrong, before = [], sweep.fingerprint()
    for one in tries:
        if (one.route, one.method) in sweep.not_taken:
            continue
        with sweep.watched() as wrote:
            response = browser.generic(one.method, one.url, *one.body)
        sweep.learn(one.route, one.method, response)
        if (response.status_code not in one.allowed or _leads_on(response)) and not _home(one, response):
            wrong.append(f"{one.method} {one.url} ({one.because}): {response.status_code}")
        if wrote and (tables := sweep.changed(before, sweep.fingerprint())):
            wrong.append(f"{one.method} {one.url} ({one.because}) changed {', '.join(tables)}")
            before = sweep.fingerprint()
    if tables := sweep.changed(before, sweep.fingerprint()):
        wrong.append(f"something changed {', '.join(tables)} without being seen")
    return wrong


def _home(one: Try, response: Any) -> bool:
    """The firm's front page sends a client to their portal, whatever they asked of it."""
    return one.url == "/acme/" and response.status_code == 302 and response["Location"] == "/acme/portal/"


def _leads_on(response: Any) -> bool:
    """A redirect anywhere but to the sign-in page means that the request was served."""
    return response.status_code == 302 and "/-/sign-in" not in response["Location"]


def _not_theirs(address: Address, actor: Actor, world: World) -> Iterator[Try]:
    """Requests with exactly one value that is not the actor's to know.

    Where the door of a method is shut, no row is read, so one value of each kind shows it; where it is open, every
    parameter is filled with every kind.
    """
    rows = {name: sweep.rows_for(address, name, actor, world.globex) for name in address.parameters}
    nothing_there = {name: sweep.nonsense(converter) for name, converter in address.parameters.items()}
    usual = {name: found.own if found.own is not None else nothing_there[name][0] for name, found in rows.items()}
    hidden = [(whose, {**usual, name: value}) for name, found in rows.items() for whose, value in found.hidden.items()]
    for method in sweep.METHODS:
        if (address.route, method) in sweep.not_taken:
            continue
        if sweep.is_shut(address, method, actor):
            tried = list({whose: (whose, filled) for whose, filled in hidden}.values())
            if not tried and any(found.own is None for found in rows.values()):  # else the next test asks
                tried = [("nobody", usual)]
        else:
            unknown = [name for name in rows if _is_unasked(address, method, name, actor, rows[name])]
            tried = [*hidden, *(("nobody", {**usual, name: it}) for name in unknown for it in nothing_there[name])]
        for whose, filled in tried:
            yield from _tries(address, filled, f"of {whose}", NOT_YOURS, (method,))


def _is_unasked(address: Address, method: str, name: str, actor: Actor, found: sweep.Rows) -> bool:
    """Whether what does not exist is to be asked for here by this person: see `asked_for_nothing`."""
    key = (address.route, method, name, actor.is_client)
    is_first = key not in asked_for_nothing
    asked_for_nothing.add(key)
    return is_first or not found.hidden


def _tries(
    address: Address, filled: dict[str, Any], because: str, allowed: set[int], methods: Iterable[str] = sweep.METHODS
) -> Iterator[Try]:
    url = sweep.written(address, filled, "acme")
    if url is not None:
        for method in methods:
            asked, body = url + query_for(address, method), body_for(address, method)
            yield Try(method, asked, frozenset(allowed), because, body, address.route)


def _own(address: Address, actor: Actor, world: World) -> dict[str, Any] | None:
    """The address filled with rows the actor may know, or None where there are none."""
    rows = {name: sweep.rows_for(address, name, actor, world.globex).own for name in address.parameters}
    return None if any(value is None for value in rows.values()) else rows


def test_a_stranger_gets_no_further_than_the_sign_in_page(world: World, stranger: Client) -> None:
    owner = world.actor("olga")
    guarded = [one for one in INSIDE if not _is_public(one)]
    tries = (
        one
        for address in guarded
        if (own := _own(address, owner, world)) is not None
        for one in _tries(address, own, "nobody is signed in", SIGN_IN)
    )
    nothing(_refused(stranger, tries))


def test_somebody_of_another_firm_finds_nothing_here(world: World, browse: Callable[[str], Client]) -> None:
    owner = world.actor("olga")
    tries = (
        one
        for address in INSIDE
        if not _is_public(address) and (own := _own(address, owner, world)) is not None
        for one in _tries(address, own, "of another firm", NOT_YOURS)
    )
    nothing(_refused(browse("gus"), tries))


@pytest.mark.parametrize("name", _people())
def test_rows_that_are_not_yours_do_not_exist(name: str, world: World, browse: Callable[[str], Client]) -> None:
    """Another firm's ids, another client's ids, and ids of nothing, in every place of every address."""
    actor = world.actor(name)
    tries = (
        one
        for address in INSIDE
        if address.parameters and not _is_public(address)
        for one in _not_theirs(address, actor, world)
    )
    nothing(_refused(browse(name), tries))


@pytest.mark.parametrize("name", _people())
def test_doors_that_are_not_yours_stay_shut(name: str, world: World, browse: Callable[[str], Client]) -> None:
    """Every address whose door does not open to this role, with rows they may know."""
    actor = world.actor(name)
    tries = (
        Try(
            method,
            url + query_for(address, method),
            frozenset(NOT_YOURS),
            "door",
            body_for(address, method),
            address.route,
        )
        for address, method in product(INSIDE, sweep.METHODS)
        if (address.route, method) not in sweep.not_taken
        if sweep.is_shut(address, method, actor)
        if (url := _somewhere(address, actor, world)) is not None
    )
    nothing(_refused(browse(name), tries))


@pytest.mark.parametrize("name", _people())
def test_looking_changes_nothing_and_breaks_nothing(name: str, world: World, browse: Callable[[str], Client]) -> None:
    """Every page and operation that can be read, with rows they may know: no error, and no row changed, apart from
    the pages that keep a receipt."""
    actor, browser, wrong = world.actor(name), browse(name), []

    def look(chosen: Iterable[Address]) -> None:
        for address in chosen:
            url = _somewhere(address, actor, world)
            if url is None or (address.route, "GET") in sweep.not_taken:
                continue
            response = browser.get(url)
            sweep.learn(address.route, "GET", response)
            status = response.status_code
            if status >= 500 and address.name != "health":  # no worker runs in tests, and it says so
                wrong.append(f"GET {url}: {status}")

    receipts = allowances()["kept_by_looking"]  # that somebody looked is kept: so they come first
    look(one for one in ALL if one.route in receipts)
    before = sweep.fingerprint()
    look(one for one in ALL if one.route not in receipts)
    if tables := sweep.changed(before, sweep.fingerprint()):
        wrong.append(f"looking at every page changed {', '.join(tables)}")
    nothing(wrong)


def test_the_sweep_knows_rows_for_every_parameter(world: World) -> None:
    """A parameter that stands for no row would be swept with nonsense only: allowances.toml says why."""
    owner = world.actor("olga")
    without = {
        f"{address.route} {name}"
        for address in INSIDE
        if not _is_public(address)
        for name in address.parameters
        if sweep.rows_for(address, name, owner, world.globex).own is None
    }
    known = allowances()["sweep_without_rows"].keys()
    nothing(f"{one}: no row in the world can stand here" for one in sorted(without - known))


def test_every_address_that_keeps_a_receipt_is_still_there() -> None:
    gone = allowances()["kept_by_looking"].keys() - {address.route for address in ALL}
    nothing(f"{one}: no such address, remove it from [kept_by_looking]" for one in sorted(gone))


def _somewhere(address: Address, actor: Actor, world: World) -> str | None:
    own = _own(address, actor, world)
    return None if own is None else sweep.written(address, own, "acme")


def _is_public(address: Address) -> bool:
    return any(surface in {"public", "signed_in"} for surface, _capability in address.doors.values())
