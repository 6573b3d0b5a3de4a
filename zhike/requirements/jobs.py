"""Work of this room that happens in the background."""

from datetime import time
from uuid import UUID

from zhike.core.actors import Actor
from zhike.core.jobs import daily, job
from zhike.core.scope import current_organisation_id
from zhike.requirements.actions.imports import forget_old_imports
from zhike.requirements.importing import batches


@job(most_attempts=20)
def continue_import(run_id: str) -> None:
    """Take an import of requirements up where it stands, to its end."""
    batches.go_on(UUID(str(run_id)))


@job()
def forget_imports() -> None:
    """Remove uploaded files, and what only taking an import back needs, once there is no way back any more."""
    forget_old_imports(Actor.system(current_organisation_id()))


daily(time(3, 55), forget_imports)
