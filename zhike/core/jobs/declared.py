"""Declaring background work. A job carries its organisation with it, as a web request does."""

import importlib
import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils import timezone

from zhike.core.models import Job
from zhike.core.scope import organisation, organisation_or_none

_jobs: dict[str, "JobFunction"] = {}


class JobFunction:
    """A function that can also be run later, by the worker, inside the organisation that asked for it."""

    def __init__(self, run: Callable[..., Any], most_attempts: int) -> None:
        self.run = run
        self.name = f"{run.__module__}.{run.__qualname__}"
        self.most_attempts = most_attempts
        self.__doc__ = run.__doc__
        _jobs[self.name] = self

    def __call__(self, **arguments: Any) -> Any:
        return self.run(**arguments)

    def later(self, *, at: datetime | None = None, key: str = "", **arguments: Any) -> Job | None:
        """Enqueue, in the caller's transaction: rolled back with it, seen by the worker once it commits.

        The organisation is bound now; later there is none. With a `key`, a job that already waits under the
        same key is enough and None is returned.
        """
        row = Job(
            organisation_id=organisation_or_none(),
            name=self.name,
            arguments=_plain(arguments),
            key=key,
            run_at=at or timezone.now(),
            most_attempts=self.most_attempts,
        )
        if not key:
            row.save(force_insert=True)
            return row
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            return None
        return row


def job(most_attempts: int = 8) -> Callable[[Callable[..., Any]], JobFunction]:
    """Declare background work. It may run twice (a worker can die after its last line), so make it repeatable."""

    def declare(run: Callable[..., Any]) -> JobFunction:
        return JobFunction(run, most_attempts)

    return declare


def perform(row: Job) -> Any:
    """Run a job row here and now, inside its organisation."""
    function = named(row.name)
    with organisation(row.organisation_id) if row.organisation_id else nullcontext():
        return function.run(**row.arguments)


def named(name: str) -> JobFunction:
    if name not in _jobs:
        importlib.import_module(name.rpartition(".")[0])
    return _jobs[name]


def _plain(arguments: dict[str, Any]) -> dict[str, Any]:
    """As JSON will give them back: keys and dates as text."""
    plain: dict[str, Any] = json.loads(json.dumps(arguments, cls=DjangoJSONEncoder))
    return plain
