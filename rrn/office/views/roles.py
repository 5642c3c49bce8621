"""Who does what for the network, since when."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rrn.accounts.actions import end_role, grant_role
from rrn.core.audience import reads_only
from rrn.core.time import now
from rrn.core.verdict import Refused
from rrn.office import queries
from rrn.office.forms import GrantRoleForm
from rrn.office.permissions import may_give_roles


@reads_only
def roles(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "office/roles.html",
        {
            "roles": queries.role_words(queries.roles_held()),
            "ended": queries.roles_ended(),
            "may_give": may_give_roles(request.user),
        },
    )


def grant(request: HttpRequest) -> HttpResponse:
    form = GrantRoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person = queries.person_with_address(form.cleaned_data["email"])
        if person is None:
            form.add_error("email", "There is no account with this address. She makes one first.")
        else:
            try:
                granted = grant_role(person=person, role=form.cleaned_data["role"], by=request.user, at=now())
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"{person} now has the role “{granted.get_role_display()}”.")
                return redirect("office:roles")
    return render(request, "office/role_grant.html", {"form": form})


def end(request: HttpRequest, number: int) -> HttpResponse:
    """Say what ending a role means; on a press of the button end it."""
    held = get_object_or_404(queries.roles_held(), pk=number)
    if request.method == "POST":
        try:
            end_role(person=held.person, role=held.role, by=request.user, at=now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{held.person} no longer has the role “{held.get_role_display()}”.")
        return redirect("office:roles")
    return render(request, "office/role_end.html", {"held": held})


