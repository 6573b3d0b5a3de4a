"""Work of this room that comes round."""

from datetime import time, timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from zhike.core.jobs import daily, job
from zhike.core.scope import current_organisation_id
from zhike.files.models import FileVersion
from zhike.files.previews import make_preview

__all__ = ["make_preview", "sweep"]

LEFT_ALONE_FOR = timedelta(days=1)  # an upload may be on its way between bytes and row


@job()
def sweep() -> None:
    """Clear away stored bytes that no row names: what a crash in the middle of an upload left behind."""
    home = current_organisation_id().hex
    for shelf in _listed(home)[0]:
        names = _listed(f"{home}/{shelf}")[1]
        known = set(FileVersion.objects.filter(sha256__startswith=shelf).values_list("sha256", flat=True))
        for name in names:
            if name.partition(".")[0] not in known:
                _remove_if_old(f"{home}/{shelf}/{name}")


@job()
def sweep_arrivals() -> None:
    """Clear away uploads that never arrived whole."""
    for name in _listed("arriving")[1]:
        _remove_if_old(f"arriving/{name}")


daily(time(3, 40), sweep)
daily(time(3, 50), sweep_arrivals, per_organisation=False)


def _listed(directory: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(directory)
    except FileNotFoundError:
        return [], []


def _remove_if_old(key: str) -> None:
    if default_storage.get_modified_time(key) < timezone.now() - LEFT_ALONE_FOR:
        default_storage.delete(key)
