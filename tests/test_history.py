"""Migrations are one line per room, applied on the database at hand, and agree with the models."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.rules.allowances import nothing, unexcused
from tests.rules.history import one_way, two_ends
from zhike.core.vitals import unapplied_migrations


def _loader() -> MigrationLoader:
    return MigrationLoader(connection)


@pytest.mark.django_db
def test_migrations_are_linear() -> None:
    nothing(two_ends(_loader().graph))


@pytest.mark.django_db
def test_migrations_can_be_undone_or_say_why_not() -> None:
    ours = [step for step in _loader().disk_migrations.values() if type(step).__module__.startswith("zhike.")]
    nothing(unexcused("one_way_migrations", one_way(ours)))


@pytest.mark.django_db
def test_every_migration_is_applied() -> None:
    nothing(unapplied_migrations())


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
