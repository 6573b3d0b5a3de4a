"""Work of this room that happens in the background."""

from datetime import time
from uuid import UUID

from zhike.core.actors import Actor
from zhike.core.jobs import daily, job
from zhike.core.scope import current_organisation_id
from zhike.plan.actions.imports import forget_old_imports
from zhike.plan.importing import running


@job(most_attempts=20)
def continue_import(run_id: str) -> None:
    """Take the import of a plan up, to its end."""
    running.go_on(UUID(str(run_id)))


@job()
def forget_imports() -> None:
    """Remove uploaded files once there is no way back any more."""
    forget_old_imports(Actor.system(current_organisation_id()))


daily(time(3, 57), forget_imports)
