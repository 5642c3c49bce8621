"""Every membership, as a list that can be filtered, saved, acted on and taken away as a spreadsheet."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rrn.core.audience import reads_only
from rrn.core.spreadsheets import write_csv
from rrn.core.time import now, today
from rrn.core.verdict import require
from rrn.core.workbooks import XlsxBook
from rrn.office import bulk, lists, taking_away
from rrn.office.members import HEADER, lines_of
from rrn.office.pages import slice_of
from rrn.office.permissions import may_read_people
from rrn.office.saved import tools_of


@reads_only
def members(request: HttpRequest) -> HttpResponse:
    require(may_read_people(request.user))
    asked = lists.read(lists.MEMBERS, request.GET)
    day = asked.said.get("on") or today()
    found = lists.MEMBERS.find(request.user, asked.said, today())
    by_day = next((name for name in found.query.order_by if name.endswith("ends")), "")
    page = slice_of(request, found.select_related("person", "organisation"), by_day=by_day)
    context: dict[str, Any] = {
        "asked": asked,
        "day": day,
        "page": page,
        "lines": lines_of(page, day),
        "count": lists.count(found) if page.rows else "0",
        "by_day": by_day,
        "acts": bulk.acts_for(lists.MEMBERS.name),
        "tools": tools_of(request.user, asked),
    }
    return render(request, "office/members.html", context)


@reads_only
@reauthentication_required
def take_away(request: HttpRequest, form: str) -> HttpResponse:
    """The view as a spreadsheet. She proves again who she is, and the diary says who took what."""
    require(may_read_people(request.user))
    asked = lists.read(lists.MEMBERS, request.GET)
    sheet = taking_away.of_members(asked=asked, form=form, day=today(), by=request.user, at=now())
    if form == "xlsx":
        answer = HttpResponse(content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        book, out = XlsxBook(), BytesIO()
        page = book.sheet("Members", HEADER)
        for row in sheet.rows:
            page.add(row)
        book.save(out)
        answer.write(out.getvalue())
    else:
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        write_csv(answer, header=HEADER, rows=sheet.rows)
    answer["Content-Disposition"] = f'attachment; filename="{sheet.name}.{form}"'
    return answer
