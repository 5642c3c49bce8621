"""How the office says no: the sentence, in the office's frame, with the words that were written kept."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rrn.core.audience import Audience, address
from rrn.core.verdict import Refused

View = Callable[..., HttpResponse]


def said_plainly(view: View) -> View:
    """Show a refusal as its sentence: 403 when it is not hers to do, 409 when it cannot be done now, 404 when nothing is here."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return render(request, "office/not_here.html", status=404)
        except PermissionDenied as denial:
            return _refusal(request, str(denial), 403)
        except Refused as refusal:
            return _refusal(request, str(refusal), 409)

    return answered


def _refusal(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    kept = [text for name, text in request.POST.items() if name not in ("csrfmiddlewaretoken", "client_key") and " " in text]
    return render(request, "office/refused.html", {"sentence": sentence, "status": status, "kept": kept}, status=status)


def office_address(route: str, view: View, *, audience: Audience, name: str, **kwargs: Any) -> Any:
    """`rrn.core.audience.address` for the office's own pages."""
    return address(route, said_plainly(view), audience=audience, name=name, kwargs=kwargs)
