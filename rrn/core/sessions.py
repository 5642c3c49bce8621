"""Django's sessions in the database, looked up by a prepared question: every request of somebody signed in asks for hers."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

from rrn.core.prepared import Prepared


class SessionStore(DatabaseSessions):
    """The same rows, the same rules: one that has run out is nobody's."""

    def _get_session_from_db(self) -> Any:
        session = _BY_KEY.first(self.session_key) if self.session_key else None
        # Django writes the date by its own clock, so it is compared with that one.
        if session is None or session.expire_date <= timezone.now():
            self._session_key = None
            return None
        return session


def clear_ended() -> int:
    """Rows of sessions that have run out go, and with them whatever somebody had left in one."""
    # Django writes the date by its own clock, so it is compared with that one.
    ended = SessionStore.get_model_class().objects.filter(expire_date__lte=timezone.now())
    deleted: int = ended.delete()[0]
    return deleted


_BY_KEY: Prepared[Any] = Prepared(lambda key: SessionStore.get_model_class().objects.filter(session_key=key))
