"""The task list and its parts."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rrn.core.audience import reads_only
from rrn.core.time import london_day, now
from rrn.core.verdict import Refused
from rrn.organisations.actions import (
    add_register,
    describe_organisation,
    remove_register,
    rename_organisation,
)
from rrn.organisations.permissions import may_lead
from rrn.organisations.queries import seats_of
from rrn.organisations.rules import Scheme
from rrn.plans.actions import confirm, save_part, start_plan
from rrn.plans.forms import PART_FORMS, AboutForm, ConfirmationsForm, RegisterForm, SpeakForForm
from rrn.plans.models import ConfirmationKind
from rrn.plans.pages import about_rows, home_page, task_page
from rrn.plans.queries import (
    CONFIRMATIONS_VERSION,
    confirmed_kinds,
    open_comments,
    other_writers,
    plan_to_start_from,
)
from rrn.plans.rules import Part
from rrn.plans.views.desk import SPEAKING_FOR, back, is_writable, posted, refusals_back_to, sit_down
from rrn.plans.views.saving import answer, not_saved


@reads_only
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation's home for its people: what is next, the plan, the seats."""
    desk = sit_down(request, slug)
    return render(
        request, "plans/home.html", desk.words(**home_page(desk.organisation, desk.reads, london_day(now())))
    )


@reads_only
def tasks(request: HttpRequest, slug: str) -> HttpResponse:
    """The task list while the plan can be written; what happens with it now otherwise."""
    desk = sit_down(request, slug)
    plan = desk.plan()
    page = task_page(plan, london_day(now()))
    writers = other_writers(plan, request.user, now())  # type: ignore[arg-type]  # signed in by audience
    template = "plans/tasks.html" if is_writable(plan) else "plans/position.html"
    return render(request, template, desk.words(plan=plan, writers=writers, **page))


def part(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """One part of the plan: read it, write it, save it by button or by itself."""
    desk = sit_down(request, slug)
    plan = desk.plan()
    form_class = PART_FORMS.get(Part(part)) if part in Part.values else None
    if form_class is None:
        raise Http404
    form = form_class(posted(request), record=plan)
    if request.method == "POST":
        form.is_valid()
        values = {name: value for name, value in form.values().items() if name != request.POST.get("theirs")}
        try:
            saved = save_part(
                plan=plan, part=Part(part), values=values, expected=form.expected(), **desk.hand()
            )
        except Refused as refusal:
            return not_saved(desk, form, refusal, reverse("plans:tasks", args=[slug]))
        if (reply := answer(request, form, saved)) is not None:
            return reply
        if form.is_valid() and not saved.conflicts:
            return back("plans:tasks", slug)
        form = form.again(saved)
    comments = [one for one in open_comments(plan) if one.part == part]
    words = desk.words(plan=plan, part=Part(part), form=form, comments=comments, writable=is_writable(plan))
    status = 409 if form.conflicts else 200
    return render(request, "plans/part.html", words, status=status)


@refusals_back_to("plans:tasks")
def about(request: HttpRequest, slug: str) -> HttpResponse:
    """What the organisation is. Its name is changed by a lead only, and the old one is kept."""
    desk = sit_down(request, slug)
    organisation = desk.organisation
    may_rename = bool(may_lead(request.user, organisation, desk.hand()["on_behalf_of"]))  # type: ignore[arg-type]  # signed in
    form = AboutForm(posted(request), organisation=organisation, may_rename=may_rename)
    if request.method == "POST" and form.is_valid():
        if may_rename:
            rename_organisation(organisation=organisation, name=form.cleaned_data["name"], **desk.hand())
        describe_organisation(organisation=organisation, changes=form.facts(), **desk.hand())
        return redirect("plans:tasks", slug)
    entries = organisation.register_entries.all()
    words = desk.words(
        form=form,
        register_form=RegisterForm(),
        facts=about_rows(organisation),
        entries=entries,
        part=Part.ORGANISATION,
    )
    return render(request, "plans/about.html", words)


@refusals_back_to("plans:about")
def add_number(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a register's number; helpful words when it does not look like one."""
    desk = sit_down(request, slug)
    form = RegisterForm(posted(request))
    if request.method == "POST" and form.is_valid():
        scheme = Scheme(form.cleaned_data["scheme"])
        add_register(
            organisation=desk.organisation, scheme=scheme, value=form.cleaned_data["value"], **desk.hand()
        )
        if form.reading.question:
            messages.warning(request, form.reading.question)
        return back("plans:about", slug, "registers")
    return render(request, "plans/register.html", desk.words(form=form))


@require_POST
@refusals_back_to("plans:about")
def remove_number(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    desk = sit_down(request, slug)
    entry = get_object_or_404(desk.organisation.register_entries, pk=pk)
    remove_register(entry=entry, **desk.hand())
    return back("plans:about", slug, "registers")


@refusals_back_to("plans:tasks")
def confirmations(request: HttpRequest, slug: str) -> HttpResponse:
    """Three statements, one box each; only a lead confirms."""
    desk = sit_down(request, slug)
    plan = desk.plan()
    given = confirmed_kinds(plan)
    form = ConfirmationsForm(
        posted(request), initial={kind: kind in given for kind in ConfirmationKind.values}
    )
    if request.method == "POST" and form.is_valid():
        confirm(plan=plan, kinds=form.kinds(), wording_version=CONFIRMATIONS_VERSION, **desk.hand())
        return redirect("plans:tasks", slug)
    words = desk.words(
        plan=plan,
        form=form,
        part=Part.CONFIRMATIONS,
        writable=is_writable(plan),
        version=CONFIRMATIONS_VERSION,
    )
    return render(request, "plans/confirmations.html", words)


@require_POST
@refusals_back_to("plans:home")
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a plan, from the words of the last one that was withdrawn or not accepted, if there is one."""
    desk = sit_down(request, slug)
    start_plan(
        organisation=desk.organisation, starting_from=plan_to_start_from(desk.organisation), **desk.hand()
    )
    return redirect("plans:tasks", slug)


def speak_for(request: HttpRequest, slug: str) -> HttpResponse:
    """The office says for whom it is doing this: somebody who is on the telephone."""
    desk = sit_down(request, slug)
    if not desk.by_office:
        raise PermissionDenied("Only the network's office does this for somebody else.")
    form = SpeakForForm(posted(request), seats=seats_of(desk.organisation))
    if request.method == "POST" and form.is_valid():
        chosen = dict(request.session.get(SPEAKING_FOR, {}))
        chosen[slug] = form.cleaned_data["seat"] or None
        request.session[SPEAKING_FOR] = chosen
        return redirect("plans:home", slug)
    return render(request, "plans/speak_for.html", desk.words(form=form))
