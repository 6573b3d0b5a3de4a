"""Work of this room that happens in the background."""

from uuid import UUID

from zhike.core.jobs import job
from zhike.requirements.importing import batches


@job(most_attempts=20)
def continue_import(run_id: str) -> None:
    """Take an import of requirements up where it stands, to its end."""
    batches.go_on(UUID(str(run_id)))
