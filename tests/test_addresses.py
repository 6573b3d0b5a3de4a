"""Every address is behind a door, and the door asks for something somebody declared."""

from tests.rules.addresses import (
    addresses,
    libraries_in_use,
    public_names,
    unknown_capabilities,
    without_door,
)
from tests.rules.allowances import allowances, nothing, unexcused
from zhike.core.access import matrix


def test_every_address_is_behind_a_door() -> None:
    libraries = allowances()["doors_of_libraries"]
    nothing(without_door(addresses(), libraries))
    nothing(sorted(libraries.keys() - libraries_in_use(addresses(), libraries)))


def test_what_strangers_may_open_is_listed_with_a_reason() -> None:
    names = {name: f"{name} is open to strangers" for name in public_names(addresses())}
    nothing(unexcused("public", names))


def test_doors_ask_for_capabilities_that_exist() -> None:
    nothing(unknown_capabilities(addresses(), set(matrix())))
