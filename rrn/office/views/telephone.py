"""On the telephone: the office does for a caller what she could do by form, marked as done by staff."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rrn.core.time import now
from rrn.core.verdict import Refused, require
from rrn.office.actions import start_for_caller, take_call
from rrn.office.forms import StartForm
from rrn.office.permissions import may_act_for_callers


def start(request: HttpRequest) -> HttpResponse:
    """Enter a caller's organisation; then go to its own pages and write for her."""
    require(may_act_for_callers(request.user))
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, at = form.cleaned_data, now()
        try:
            caller = take_call(email=said["email"], display_name=said["display_name"], by=request.user, at=at)
            organisation = start_for_caller(
                caller=caller,
                name=said["name"],
                role_title=said["role_title"],
                client_key=said["client_key"],
                by=request.user,
                at=at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{organisation} is entered, and {caller} is its lead. Now write for her.")
            return redirect("office:organisation", organisation.slug)
    return render(request, "office/start.html", {"form": form})
