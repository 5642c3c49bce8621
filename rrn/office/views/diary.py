"""Who did what: about one record, or by one person."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from rrn.accounts.permissions import people_visible_to
from rrn.core.audience import reads_only
from rrn.core.spreadsheets import write_csv
from rrn.core.time import now, today
from rrn.core.verdict import require
from rrn.events.models import Line
from rrn.office import doings as diaries
from rrn.office.diary import entries
from rrn.office.pages import slice_of
from rrn.office.permissions import may_read_people


def _said(request: HttpRequest, lines: QuerySet[Line], *, people: bool = True) -> tuple[Any, dict[str, Any]]:
    form = diaries.DiaryFilter(request.GET, lines=lines, people=people)
    form.is_valid()
    return form, {name: value for name, value in form.cleaned_data.items() if value}


def _page(request: HttpRequest, lines: QuerySet[Line], *, people: bool = True, **context: Any) -> HttpResponse:
    form, said = _said(request, lines, people=people)
    page = slice_of(request, diaries.chosen(lines, said))
    context |= {"form": form, "said": said, "page": page, "lines": entries(page), "query": request.GET.urlencode()}
    return render(request, "office/diary_page.html", context)


def _sheet(rows: Any, name: str) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    write_csv(answer, header=diaries.HEADER, rows=rows)
    return answer


def _record(request: HttpRequest, kind: str, number: int) -> Any:
    require(may_read_people(request.user))
    found = diaries.record_of(kind, number, user=request.user, day=today())
    if found is None:
        raise Http404
    return found


@reads_only
def about(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Opening a person's is written down, as opening her page is."""
    found = _record(request, kind, number)
    diaries.note_reading(kind=kind, found=found, by=request.user, at=now())
    return _page(
        request,
        diaries.lines_of(kind, found),
        name=str(found),
        label=diaries.label_of(kind),
        back=diaries.KINDS[kind].url(found),
        away=reverse("office:diary_away", args=[kind, number]),
    )


@reads_only
@reauthentication_required
def about_away(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    found = _record(request, kind, number)
    lines = diaries.lines_of(kind, found)
    _, said = _said(request, lines)
    rows = diaries.take_away(about=found, lines=diaries.chosen(lines, said), said=said, by=request.user, at=now())
    return _sheet(rows, f"{kind}-{number}-diary")


@reads_only
def doings(request: HttpRequest, number: int) -> HttpResponse:
    """What one person did."""
    person = get_object_or_404(people_visible_to(request.user), pk=number)
    require(diaries.may_read_doings(request.user, person))
    hers = person.pk == request.user.pk
    return _page(
        request,
        diaries.doings_of(person),
        people=False,
        name="What you did" if hers else f"What {person} did",
        label="Who did what",
        back=reverse("office:person", args=[person.pk]) if request.user.is_office else reverse("office:home"),
        away=reverse("office:doings_away", args=[number]) if request.user.is_office else "",
        one_person=True,
    )


@reads_only
@reauthentication_required
def doings_away(request: HttpRequest, number: int) -> HttpResponse:
    require(may_read_people(request.user))
    person = get_object_or_404(people_visible_to(request.user), pk=number)
    lines = diaries.doings_of(person)
    _, said = _said(request, lines, people=False)
    rows = diaries.take_away(about=person, lines=diaries.chosen(lines, said), said=said, by=request.user, at=now())
    return _sheet(rows, f"doings-{number}")
