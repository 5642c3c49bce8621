"""People who had trouble with a video: answer them, or let the video count without watching or reading."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rrn.core.time import now
from rrn.core.verdict import Refused
from rrn.learning.actions import answer_trouble, waive_video
from rrn.learning.permissions import troubles_visible_to
from rrn.office.forms import WaiveVideoForm
from rrn.office.queries import diary_of


def trouble(request: HttpRequest, number: int) -> HttpResponse:
    """One trouble as it was told, and the two ways to settle it."""
    told = get_object_or_404(troubles_visible_to(request.user).select_related("person", "video"), pk=number)
    form = WaiveVideoForm(request.POST if "waive" in request.POST else None)
    waives = form.is_bound and form.is_valid()
    if request.method == "POST" and (waives or "answered" in request.POST):
        try:
            if waives:
                reason = form.cleaned_data["reason"]
                waive_video(person=told.person, video=told.video, reason=reason, by=request.user, at=now())
            answer_trouble(trouble=told, by=request.user, at=now())
            messages.success(request, "Settled. She finds it on her steps." if waives else "Noted as answered.")
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("office:video_trouble", number)
    context = {"trouble": told, "form": form, "diary": diary_of(told)}
    return render(request, "office/video_trouble.html", context)
