"""What the register's pages say of a day, as it is on another day."""

from __future__ import annotations

from datetime import date

from django import template

from rrn.register.rules import awaited_in_words

register = template.Library()


@register.filter
def awaited(known_by: date, day: date) -> str:
    """`{{ action.baseline_known_by|awaited:day }}`: that the value is to come, or that its day has passed."""
    return awaited_in_words(known_by, day)
