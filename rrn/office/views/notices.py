"""The ledger of notices, the lists behind its numbers, and what a rule would write to somebody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from rrn.core.audience import reads_only
from rrn.core.time import now, today
from rrn.core.verdict import Refused, require
from rrn.office import notices as reading
from rrn.office.forms import DaysForm, SearchForm
from rrn.office.pages import address_without_page, page_of
from rrn.office.permissions import may_read_people
from rrn.post import ledger as book
from rrn.post.notices import Rule, rule_named, rules
from rrn.post.noting import note_again
from rrn.post.rules import End

A_WEEK = 7


@reads_only
def ledger(request: HttpRequest) -> HttpResponse:
    """For each rule and day: what was expected, and what became of it."""
    require(may_read_people(request.user))
    day = today()
    asked = {"first_day", "last_day"} & set(request.GET)
    form = DaysForm(request.GET if asked else None, initial={"first": day - timedelta(days=A_WEEK - 1), "last": day})
    span = book.Span(day - timedelta(days=A_WEEK - 1), day)
    if asked and form.is_valid():
        span = book.Span(form.cleaned_data["first"], form.cleaned_data["last"])
    lines = book.ledger(span, at=now())
    context = {"form": form, "span": span, "rows": reading.rows_of(lines), "unexplained": sum(line.unexplained for line in lines)}
    return render(request, "office/notices.html", context)


def _asked(values: Any) -> tuple[Rule, date]:
    rule, day = rule_named(values.get("rule", "")), reading.day_of(values.get("day", ""))
    if rule is None or day is None:
        raise Http404
    return rule, day


@reads_only
def listed(request: HttpRequest) -> HttpResponse:
    """The notices behind one number of the ledger, each with its mail."""
    require(may_read_people(request.user))
    rule, day = _asked(request.GET)
    end = request.GET.get("end", "")
    page = page_of(request, book.notices_of(rule, day, end=end, at=now()))
    context = {
        "rule": rule,
        "day": day,
        "end": end,
        "ends": [(value, label, reading.address_of_list(rule.name, day, value)) for value, label in _choices()],
        "page": page,
        "told": reading.told(page.object_list),
        "missing": reading.missing_of(rule, day) if end in ("", reading.UNEXPLAINED) and day < today() else [],
        "query": address_without_page(request),
    }
    return render(request, "office/notice_list.html", context)


def _choices() -> list[tuple[str, str]]:
    return [("", "All"), *((end.value, str(end.label)) for end in End), (reading.UNEXPLAINED, "Unexplained")]


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Have noted what the ledger misses on one day."""
    rule, day = _asked(request.POST)
    try:
        count = note_again(rule=rule, day=day, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{count} noted. What is still of use is written within a minute.")
    return redirect(reading.address_of_list(rule.name, day))


@reads_only
def preview(request: HttpRequest) -> HttpResponse:
    """What somebody would get, with real records, if nothing changes."""
    require(may_read_people(request.user))
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    rule = rule_named(request.GET.get("rule", "")) or next(iter(rules()))
    offset = _offset(rule, request.GET.get("offset", ""))
    if words:
        found = book.to_come_for(reading.found_readers(request.user, words), day=today())
        kept = {"q": words}
    else:
        found = book.to_come(rule, offset, day=today())
        kept = {"rule": rule.name, "offset": str(offset)}
    place = request.GET.get("place", "0")
    chosen = found[int(place)] if place.isdecimal() and int(place) < len(found) else None
    known = rule_named(chosen.rule) if chosen else None
    letter, to, why_not = reading.letter_to_come(known, chosen) if chosen and known else (None, "", "")
    context = {
        "form": form, "words": words, "rules": rules(), "rule": rule, "offset": offset,
        "offsets": [(number, rule.offset_label(number)) for number in rule.offsets],
        "coming": reading.coming(found, chosen, kept, {one.name: one.label for one in rules()}),
        "chosen": chosen, "letter": letter, "to": to, "why_not": why_not,
    }  # fmt: skip
    return render(request, "office/notice_preview.html", context)


def _offset(rule: Rule, text: str) -> int:
    known = {str(offset): offset for offset in rule.offsets}
    return known.get(text, rule.offsets[0])
