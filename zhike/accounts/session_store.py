"""Sessions in the database, as Django keeps them, found again by a question that was put into SQL once."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from zhike.core.prepared import prepared


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Any:
        found = next(iter(_running(self.session_key or "", timezone.now())), None)
        if found is None:
            self._session_key = None
        return found


@prepared
def _running(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
