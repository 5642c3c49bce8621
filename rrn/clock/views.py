"""The two addresses for machines."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from rrn.clock.queries import health
from rrn.core.audience import reads_only
from rrn.core.time import now

NO_STORE = {"Cache-Control": "no-store"}


@reads_only
def readyz(request: HttpRequest) -> HttpResponse:
    """Can this host serve? Mail, clock and disk have no say here: their trouble must not take the pages away."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM accounts_user LIMIT 1")
    except DatabaseError:
        return JsonResponse({"ready": False, "why": "The database does not answer."}, status=503, headers=NO_STORE)
    return JsonResponse({"ready": True}, headers=NO_STORE)


@reads_only
def healthz(request: HttpRequest) -> HttpResponse:
    """How the house is, in counts and ages. Always 200: `good` says whether somebody should look."""
    try:
        answer = health(at=now())
    except DatabaseError:
        answer = {"good": False, "database": {"good": False}}
    return JsonResponse(answer, headers=NO_STORE)
