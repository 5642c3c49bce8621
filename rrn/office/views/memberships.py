"""Deciding about a membership, and deciding appeals about such decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from rrn.core.time import now, today
from rrn.core.verdict import Refused, require
from rrn.membership import emails
from rrn.membership.actions import decide_member_appeal
from rrn.membership.history import history_of_member
from rrn.membership.models import Appeal, Member
from rrn.membership.permissions import may_take_appeal, members_visible_to
from rrn.membership.queries import appealable, facts_of, member_appeal, others_named
from rrn.membership.rules import Deed, Reader, facts_after, full_date, require_possible, why
from rrn.office.forms import MemberAppealForm, SearchForm
from rrn.office.memberships import STEPS, Step, may_take


def page_of_member(member: Member) -> str:
    """Where the office finds this member."""
    if member.organisation is not None:
        return reverse("office:organisation", args=[member.organisation.slug])
    return reverse("office:person", args=[member.person_id])


def _form(request: HttpRequest, member: Member, what: Deed, step: Step) -> Any:
    data = request.POST if request.method == "POST" else None
    if what != Deed.MERGE:
        return step.form(data)
    others = members_visible_to(request.user).filter(kind=member.kind).exclude(pk=member.pk)
    return step.form(data, others=others, initial={"into": request.GET.get("into", "")})


def _choosing(request: HttpRequest, member: Member, form: Any) -> dict[str, Any]:
    """Which other member: searched for by name, without a script, and then shown."""
    number = str(form["into"].value() or "")
    others = members_visible_to(request.user).filter(kind=member.kind).exclude(pk=member.pk)
    chosen = others.filter(pk=int(number)).first() if number.isdecimal() else None
    search = SearchForm(request.GET if "q" in request.GET else None)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    return {"choosing": True, "chosen": chosen, "words": words, "others": others_named(member, words) if words and not chosen else []}


def decide(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """One decision on its own page: what will happen, the letter, the reasons, the button."""
    member, deed, day = get_object_or_404(members_visible_to(request.user), pk=number), Deed(what), today()
    step = STEPS[deed]
    if not step.fits(member):
        raise Http404
    require(may_take(deed, request.user, member, day))
    facts = facts_of(member)
    require_possible(deed, facts, day)
    form, letter, status = _form(request, member, deed, step), None, 200
    if request.method == "POST" and form.is_valid():
        if "letter" in request.POST and step.letter:
            letter = step.letter(member, form, day)
        else:
            try:
                messages.success(request, step.act(member, form, request.user, now()))
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                return redirect(page_of_member(member))
    context = {"member": member, "step": step, "form": form, "letter": letter, "has_letter": step.has_letter}
    context |= {"back": page_of_member(member), "why": why(facts, day), "happens": [said for said in step.happens(member, facts, day) if said]}
    if deed == Deed.MERGE:
        context |= _choosing(request, member, form)
    return render(request, "office/member_decision.html", context, status=status)


def _letter(found: Appeal, form: MemberAppealForm) -> Any:
    """The answer as the member will read it."""
    day, said, facts = today(), form.cleaned_data, facts_of(found.member)
    if said["upheld"]:
        facts = facts_after(Deed.LIFT if found.suspension_id else Deed.TAKE_BACK, facts, day)
    reader = Reader.MEMBER if found.member.organisation is None else Reader.ORGANISATION
    words = emails.appeal_words(found, upheld=said["upheld"], reasons=said["reasons"])
    return emails.letter(found.member, "appeal_decided", day=full_date(day), sentence=why(facts, day, reader), **words)


def appeal(request: HttpRequest, number: int) -> HttpResponse:
    """A member's appeal, decided by somebody who did not take the decision."""
    found = member_appeal(number)
    if found is None:
        raise Http404
    require(may_take_appeal(request.user, found, today()))
    settled = found.decided_at is not None or appealable(found.member, today()) != found.about
    form, letter, status = MemberAppealForm(request.POST if request.method == "POST" else None), None, 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if "letter" in request.POST:
            letter = _letter(found, form)
        else:
            try:
                decide_member_appeal(appeal=found, upheld=said["upheld"], reasons=said["reasons"], by=request.user, at=now())
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                messages.success(request, "The appeal is decided. The member has a letter with your reasons.")
                return redirect("office:home")
    context = {"appeal": found, "member": found.member, "about": found.about, "form": form, "letter": letter, "settled": settled}
    context |= {"why": why(facts_of(found.member), today()), "history": history_of_member(found.member)}
    return render(request, "office/member_appeal.html", context, status=status)
