from __future__ import annotations

import json
import math

from django import forms

from rrn.core.forms import GovukForm
from rrn.learning.rules import MOST_SEGMENTS, Segment


class WatchedForm(forms.Form):
    """A report of the player: stretches as [[from, to], …] and where she is now."""

    segments = forms.CharField(max_length=10_000, required=False)
    resume_at = forms.FloatField(min_value=0, max_value=100_000, required=False)
    begins = forms.BooleanField(required=False)

    def clean_segments(self) -> list[Segment]:
        text = self.cleaned_data["segments"] or "[]"
        try:
            found = [(float(start), float(end)) for start, end in json.loads(text)]
        except (ValueError, TypeError, RecursionError):
            raise forms.ValidationError("The report cannot be read.") from None
        if len(found) > MOST_SEGMENTS or not all(math.isfinite(number) for pair in found for number in pair):
            raise forms.ValidationError("The report cannot be read.")
        return found

    def clean_resume_at(self) -> float:
        return self.cleaned_data["resume_at"] or 0.0


class TroubleForm(GovukForm, forms.Form):
    words = forms.CharField(
        label="What happened? (optional)",
        help_text="You need not give reasons. We can find another way with you.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
