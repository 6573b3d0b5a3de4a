"""What the facts and doubts of every room must hold to: whole sentences in every language, and no word of ours in what
the client may read."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhike.core.reporting import Doubt, Fact, Period
from zhike.core.words import in_every_language

STOPS = {"en": ".", "zh-hans": "。"}


def around_now(back: int = 7, ahead: int = 14) -> Period:
    """The last days up to the end of this one, and those that lie ahead: what has a day alone counts with that day."""
    end = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return Period(end - timedelta(days=back), end, end + timedelta(days=ahead))


def words_of(found: Iterable[Fact | Doubt], language: str = "en") -> dict[str, str]:
    """By the kind of fact (its key without the row), what it says."""
    return {one.key.partition(":")[0]: in_every_language(one.sentence)[language] for one in found}


def assert_well_told(found: Iterable[Fact | Doubt], *, internal: str) -> None:
    """Complete, translated, ended; each key once; and nothing that is ours in what the client may read."""
    keys = []
    for one in found:
        keys.append(one.key)
        said = in_every_language(one.sentence)
        for language, stop in STOPS.items():
            assert said[language].endswith(stop), (one.key, said[language])
            assert not set(said[language]) & {"{", "}"}, (one.key, said[language])
        assert said["en"] != said["zh-hans"], (one.key, said["en"])
        assert ":" in one.key, one.key
        assert one.evidence, one.key
        if one.is_shared:
            assert internal not in "".join([*said.values(), *(str(where.words) for where in one.evidence)]), one.key
    assert len(keys) == len(set(keys)), sorted(keys)


def assert_few_questions(provider: Callable[..., Any], *told: Any, most: int) -> None:
    """A provider asks so many questions at most, whatever the size of the project."""
    list(provider(*told))
    with CaptureQueriesContext(connection) as asked:
        list(provider(*told))
    assert len(asked) <= most, "\n".join(query["sql"][:200] for query in asked)
