from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from rrn.accounts.requests import SignedInRequest
from rrn.core.audience import reads_only
from rrn.core.time import now
from rrn.learning import media
from rrn.learning.actions import begin_watching, note_section_read, note_watched, tell_trouble
from rrn.learning.forms import TroubleForm, WatchedForm
from rrn.learning.models import Video
from rrn.learning.permissions import videos_visible_to
from rrn.learning.queries import progress_of, videos_asked_of
from rrn.learning.rules import length_in_words


def _way_back(request: SignedInRequest, video: Video) -> str:
    """The page she came from, if it is one of ours; the video's own page otherwise."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("learning:video", args=[video.slug])


@reads_only
def videos(request: SignedInRequest) -> HttpResponse:
    """The two awareness videos, to watch or read again at any time."""
    asked = videos_asked_of(request.user)
    return render(request, "learning/videos.html", {"videos": [asked[place] for place in sorted(asked)]})


@reads_only
def video(request: SignedInRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(videos_visible_to(request.user), slug=slug)
    progress = progress_of(request.user, shown)
    return render(request, "learning/video.html", {"video": shown, "progress": progress, "here": request.path})


@require_POST
def watched(request: SignedInRequest, slug: str) -> HttpResponse:
    """A report of the player. Answers what we know now, so that the page can say it."""
    shown = get_object_or_404(videos_visible_to(request.user), slug=slug)
    form = WatchedForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": "The report cannot be read."}, status=400)
    report = form.cleaned_data
    if report["begins"]:
        begin_watching(person=request.user, video=shown, at=now())
    known = note_watched(
        person=request.user, video=shown, segments=report["segments"], resume_at=report["resume_at"], at=now()
    )
    complete = progress_of(request.user, shown).complete
    return JsonResponse({"seconds": known.seconds, "words": length_in_words(known.seconds), "complete": complete})


@require_POST
def section_read(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    shown = get_object_or_404(videos_visible_to(request.user), slug=slug)
    note_section_read(person=request.user, section=get_object_or_404(shown.sections, number=number), at=now())
    following = progress_of(request.user, shown).next_section
    return redirect(f"{_way_back(request, shown)}#{f'section-{following}' if following else 'so-far'}")


def trouble(request: SignedInRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(videos_visible_to(request.user), slug=slug)
    form = TroubleForm(request.POST or None)
    back = _way_back(request, shown)
    if request.method == "POST" and form.is_valid():
        tell_trouble(person=request.user, video=shown, words=form.cleaned_data["words"], at=now())
        return redirect(f"{back}#so-far")
    return render(request, "learning/trouble.html", {"video": shown, "form": form, "back": back})


@reads_only
def file(request: SignedInRequest, slug: str, kind: str) -> HttpResponseBase:
    shown = get_object_or_404(videos_visible_to(request.user), slug=slug)
    stored = getattr(shown, kind) if kind in media.TYPES else None
    if not stored:
        raise Http404
    return media.serve(request, stored, kind)
