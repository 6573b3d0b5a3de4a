"""The three signs of life of an installation, each one cheap question."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from zhike.core.models import Worker

_migrated = False  # once seen, it stays true for the life of this process


def vitals() -> dict[str, bool]:
    try:
        connection.ensure_connection()
    except DatabaseError:
        return {"database": False, "migrated": False, "worker": False}
    migrated = is_migrated()
    return {"database": True, "migrated": migrated, "worker": migrated and live_workers() > 0}


def is_migrated() -> bool:
    global _migrated
    if not _migrated:
        _migrated = not unapplied_migrations()
    return _migrated


def unapplied_migrations() -> list[str]:
    """Names of migrations this code has and the database has not seen."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return ["?"]
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def live_workers() -> int:
    """Workers that gave a sign of life lately."""
    try:
        since = timezone.now() - timedelta(seconds=settings.JOB_LOST_AFTER)
        return Worker.objects.filter(beat_at__gte=since).count()
    except DatabaseError:
        return 0
