"""The description of the API names a shape by its class alone: two of one name would be shown as one."""

from collections import defaultdict
from collections.abc import Iterator

from ninja import Schema

from config import urls  # noqa: F401  loads the API of every room


def shapes(of: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for one in of.__subclasses__():
        yield one
        yield from shapes(one)


def test_every_shape_of_the_api_has_a_name_of_its_own() -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for shape in shapes():
        if shape.__module__.startswith("zhike.") and ".tests." not in shape.__module__:
            named[shape.__name__].add(f"{shape.__module__}.{shape.__qualname__}")
    assert len(named) > 50, "the shapes of the rooms were not found"
    shared = {name: sorted(places) for name, places in named.items() if len(places) > 1}
    assert not shared, f"give each a name that says whose it is: {shared}"
