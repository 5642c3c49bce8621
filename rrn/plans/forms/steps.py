"""Confirming, sending, withdrawing, appealing, and speaking for somebody on the telephone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from rrn.core.forms import GovukForm, SentOnceForm
from rrn.membership.wordings import LOGO_LICENCE
from rrn.organisations.models import Seat


class ConfirmationsForm(GovukForm, forms.Form):
    """Three statements in full sentences, one box each. The wording has a version that is kept with the answer."""

    publication = forms.BooleanField(
        label="The network may publish this plan, the reports about it and the changes to it, for good, under the licence "
        "CC BY 4.0: anyone may use them and has to say where they come from.",
        required=False,
    )
    accuracy = forms.BooleanField(
        label="To the best of our knowledge the plan is accurate. It names no patient, pupil or member of staff.",
        required=False,
    )
    authority = forms.BooleanField(
        label="I may send this plan for the organisation, and its accountable executive knows about it.",
        required=False,
    )

    def kinds(self) -> set[str]:
        return {name for name in self.base_fields if self.cleaned_data[name]}


class LicenceForm(GovukForm, forms.Form):
    """The licence for the logo: one box, and the press."""

    accepted = forms.BooleanField(label=LOGO_LICENCE.sentence)


class SendForm(SentOnceForm, forms.Form):
    """Nothing to fill in: the press itself, once."""


class WithdrawForm(SentOnceForm, forms.Form):
    """Nothing to fill in: the press itself, once."""


class AppealForm(SentOnceForm, forms.Form):
    words = forms.CharField(
        label="Why should somebody else look at the decision?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class SpeakForForm(GovukForm, forms.Form):
    """The office, on the telephone: for whom it is doing this."""

    seat = forms.ChoiceField(label="Who is on the telephone?", required=False)

    def __init__(self, *args: Any, seats: Iterable[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(seat.pk, f"{seat.person}, {seat.get_kind_display().lower()}") for seat in seats]
        self.fields["seat"].choices = [("", "Nobody: I only read"), *people]  # type: ignore[attr-defined]  # a ChoiceField
