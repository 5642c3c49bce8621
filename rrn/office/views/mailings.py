"""Mailings: write one, see who gets it and as what, hand it in, agree to it, stop it, read what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from rrn.core import second_person
from rrn.core.audience import reads_only
from rrn.core.spreadsheets import write_csv
from rrn.core.time import now, today
from rrn.core.verdict import Refused, require
from rrn.office import audiences, mailings, queries
from rrn.office.mailing_forms import HandInForm, MailingForm, WhyForm
from rrn.office.pages import page_of
from rrn.office.permissions import may_read_people
from rrn.post import mailings as actions
from rrn.post.mailing_rules import FIELDS, Move, State, froms, needs_second, reads_like_news
from rrn.post.models import Mailing
from rrn.post.permissions import mailings_to_agree_to, mailings_visible_to, may_write_mailings


def _found(request: HttpRequest, number: int) -> Mailing:
    require(may_read_people(request.user))
    return mailings.with_names([get_object_or_404(mailings_visible_to(request.user), pk=number)])[0]


@reads_only
def mailing_list(request: HttpRequest) -> HttpResponse:
    require(may_read_people(request.user))
    found = mailings_visible_to(request.user).defer("text").order_by("-changed_at", "-pk")
    page = page_of(request, found)
    return render(request, "office/mailings.html", {"page": page, "mailings": mailings.with_names(page)})


def write(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Write a draft, or go on with one."""
    require(may_write_mailings(request.user))
    mailing = _found(request, number) if number else None
    form = _form(request, mailing)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, mailing, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The draft is saved.")
            return redirect("office:mailing", saved.pk)
    return render(request, "office/mailing_write.html", {"form": form, "mailing": mailing})


def _form(request: HttpRequest, mailing: Mailing | None) -> MailingForm:
    user: Any = request.user
    choices = audiences.choices(user)
    chosen = audiences.key_of(mailing.view_list, mailing.view_query) if mailing else _asked(request)
    if chosen and chosen not in dict(choices):
        choices = [(chosen, audiences.name_of(chosen, user)), *choices]
    initial: dict[str, Any] = {"audience": chosen}
    if mailing:
        fields = ("kind", "reach", "subject", "text", "version")
        initial |= {name: getattr(mailing, name) for name in fields}
    return MailingForm(request.POST if request.method == "POST" else None, choices=choices, initial=initial)


def _asked(request: HttpRequest) -> str:
    """The list and its filters, as a list's own page hands them over; kept when the form comes back."""
    key = request.POST.get("audience") or request.GET.get("to", "")
    if key.partition("?")[0] not in audiences.WRITTEN_TO:
        return ""
    asked = audiences.asked_by(key)
    return audiences.key_of(asked.list.name, asked.query)


def _save(request: HttpRequest, mailing: Mailing | None, said: dict[str, Any]) -> Mailing:
    user: Any = request.user
    list_name, _, query = said["audience"].partition("?")
    words = {name: said[name] for name in ("kind", "reach", "subject", "text")}
    words |= {"view_list": list_name, "view_query": query, "view_name": audiences.name_of(said["audience"], user)}
    if mailing is None:
        return actions.start_mailing(client_key=said["client_key"], said=words, by=user, at=now())
    return actions.save_mailing(mailing=mailing, version=said["version"] or 0, said=words, by=user, at=now())


@reads_only
def mailing(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, _found(request, number))


def _page(request: HttpRequest, found: Mailing, form: HandInForm | None = None, stop: WhyForm | None = None) -> HttpResponse:
    user: Any = request.user
    context: dict[str, Any] = {"mailing": found, "diary": queries.diary_of(found), "letter": actions.letter_of(found, _example(found))}
    if found.state == State.DRAFT:
        gets = mailings.who_gets(found, user=user, day=today())
        asks = needs_second(kind=found.kind, text=found.words, number=len(gets.readers), alone_up_to=actions.alone_up_to())
        context |= {"gets": gets, "asks": asks, "form": form or HandInForm(mailing=found, asks=bool(asks))}
        context |= {"like_news": reads_like_news(found.words) if found.kind == Mailing.Kind.SERVICE else []}
    else:
        context |= {"tally": mailings.tally_of(found), "number": actions.number_of(found), "form": None}
    context |= {
        "may_take_back": found.state in froms(Move.TAKE_BACK),
        "may_stop": found.state in froms(Move.STOP),
        "may_go_alone": found.state == State.SUBMITTED
        and bool(second_person.may_go_alone(user, asked_by=found.asked_by, asked_at=found.asked_at, at=now())),
        "stop": stop or WhyForm(label="Why is it stopped?", prefix="stop"),
        "alone": WhyForm(label="Why can it not wait?", prefix="alone"),
    }
    return render(request, "office/mailing.html", context)


def _example(found: Mailing) -> dict[str, str]:
    """The letter with its fields still in braces."""
    return {name: f"{{{name}}}" for name in FIELDS}


@reads_only
def people(request: HttpRequest, number: int) -> HttpResponse:
    """Everybody who gets it, or what became of each."""
    found, user = _found(request, number), request.user
    context: dict[str, Any] = {"mailing": found}
    if found.state == State.DRAFT:
        gets = mailings.who_gets(found, user=user, day=today())  # type: ignore[arg-type]  # signed in, by the address's audience
        out = request.GET.get("outcome") == "left_out"
        page = page_of(request, gets.left_out if out else [(reader, "") for reader in gets.readers])
        names = mailings.names_of([pair for reader, _ in page for pair in (reader.recipient, reader.about)])
        rows = [(names.get(reader.recipient, ("", "")), names.get(reader.about, ("", "")), reader, why) for reader, why in page]
        return render(request, "office/mailing_people.html", context | {"page": page, "rows": rows, "out": out, "gets": gets})
    outcome = request.GET.get("outcome", "")
    page = page_of(request, mailings.places(found, outcome))
    context |= {"page": page, "results": mailings.results_of(list(page)), "tally": mailings.tally_of(found), "outcome": outcome}
    return render(request, "office/mailing_people.html", context)


@reads_only
def person(request: HttpRequest, number: int, person: int) -> HttpResponse:
    """The letter as this person gets it today."""
    found, user = _found(request, number), request.user
    reader = mailings.reader_like(found, number=person, user=user, day=today())  # type: ignore[arg-type]
    if reader is None:
        raise Http404
    why = actions.why_not(found, reader)
    letter = None if why and not reader.address else _letter(found, reader)
    return render(request, "office/mailing_person.html", {"mailing": found, "reader": reader, "letter": letter, "why": why and why[1], "number": person})


def _letter(found: Mailing, reader: actions.Reader) -> Any:
    words = {name: reader.words.get(name) or f"[no {name}]" for name in _example(found)}
    return actions.letter_of(found, words, stop_link=reader.stop_link)


@require_POST
def test(request: HttpRequest, number: int) -> HttpResponse:
    """A test to herself, with the words of the first who gets it, or of the person whose preview she has open."""
    found, user = _found(request, number), request.user
    chosen = request.POST.get("person", "")
    if chosen.isdecimal():
        reader = mailings.reader_like(found, number=int(chosen), user=user, day=today())  # type: ignore[arg-type]
    else:
        reader = next(iter(mailings.who_gets(found, user=user, day=today()).readers), None)  # type: ignore[arg-type]
    if reader is None:
        messages.error(request, "Nobody would get this letter, so there are no words for a test. Choose another view.")
    else:
        words = {name: reader.words.get(name) or f"[no {name}]" for name in _example(found)}
        mail = actions.send_test(mailing=found, words=words, stop_link=reader.stop_link, by=user, at=now())
        messages.success(request, f"A test is on its way to {mail.to}. It carries the words of {reader.words['name']}.")
    return redirect("office:mailing", number)


@require_POST
def hand_in(request: HttpRequest, number: int) -> HttpResponse:
    found, user = _found(request, number), request.user
    if found.state != State.DRAFT:
        messages.error(request, f"This mailing is “{found.get_state_display().lower()}” already.")
        return redirect("office:mailing", number)
    gets = mailings.who_gets(found, user=user, day=today())  # type: ignore[arg-type]
    asks = needs_second(kind=found.kind, text=found.words, number=len(gets.readers), alone_up_to=actions.alone_up_to())
    form = HandInForm(request.POST, mailing=found, asks=bool(asks))
    if not form.is_valid():
        return _page(request, found, form)
    readers = [*gets.readers, *(reader for reader, _ in gets.left_out)]
    reason, version = form.cleaned_data.get("reason", ""), request.POST.get("version", "")

    def act() -> Any:
        return actions.submit_mailing(
            mailing=found, version=int(version) if version.isdecimal() else 0, readers=readers, reason=reason, not_before=form.not_before,
            by=user, at=now(),
        )  # fmt: skip

    return _do(request, number, act, "It waits for a second person." if asks else "It is released.")


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    return _do(request, number, lambda: actions.take_back_mailing(mailing=found, by=request.user, at=now()), "It is a draft again. Nothing of it has left.")


@require_POST
def alone(request: HttpRequest, number: int) -> HttpResponse:
    found, why = _found(request, number), request.POST.get("alone-why", "")
    said = "It leaves in 24 hours, unless somebody stops it."
    return _do(request, number, lambda: actions.release_mailing_alone(mailing=found, why=why, by=request.user, at=now()), said)


@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    found, why = _found(request, number), request.POST.get("stop-why", "")
    return _do(request, number, lambda: actions.stop_mailing(mailing=found, why=why, by=request.user, at=now()), "It is stopped. Nothing more of it leaves.")


@require_POST
def take_away(request: HttpRequest, number: int) -> HttpResponse:
    """What became of each, as a spreadsheet without addresses. The diary says who took it."""
    found = _found(request, number)
    actions.note_taken_away(mailing=found, by=request.user, at=now())
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    write_csv(answer, header=mailings.HEADER, rows=mailings.all_cells(found))
    answer["Content-Disposition"] = f'attachment; filename="mailing-{found.pk}.csv"'
    return answer


# -- The second person ---------------------------------------------------------------------------------------------


def _to_agree(request: HttpRequest, number: int) -> Mailing:
    return mailings.with_names([get_object_or_404(mailings_to_agree_to(request.user, today()), pk=number)])[0]


@reads_only
def second(request: HttpRequest, number: int) -> HttpResponse:
    """What a second person reads: the letter, why, and to how many. Whom it goes to is the office's to see."""
    found = _to_agree(request, number)
    context = {
        "mailing": found,
        "letter": actions.letter_of(found, _example(found)),
        "number": actions.number_of(found),
        "may_agree": found.state == State.SUBMITTED and bool(second_person.may_agree(request.user, asked_by=found.asked_by, day=today())),
        "may_stop": found.state in froms(Move.STOP),
        "form": WhyForm(label="Why is it stopped?", prefix="stop"),
    }
    return render(request, "office/mailing_second.html", context)


@require_POST
def agree(request: HttpRequest, number: int) -> HttpResponse:
    found, shown = _to_agree(request, number), request.POST.get("number", "")
    many = int(shown) if shown.isdecimal() and len(shown) < 10 else -1
    return _do(
        request, number, lambda: actions.agree_to_mailing(mailing=found, number=many, by=request.user, at=now()),
        "Thank you. It leaves now, or at the hour that was chosen.", back="office:mailing_second",
    )  # fmt: skip


@require_POST
def second_stop(request: HttpRequest, number: int) -> HttpResponse:
    found, why = _to_agree(request, number), request.POST.get("stop-why", "")
    return _do(
        request, number, lambda: actions.stop_mailing(mailing=found, why=why, by=request.user, at=now()),
        "It is stopped. Nothing more of it leaves.", back="office:mailing_second",
    )  # fmt: skip


def _do(request: HttpRequest, number: int, act: Callable[[], Any], said: str, *, back: str = "office:mailing") -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(back, number)
