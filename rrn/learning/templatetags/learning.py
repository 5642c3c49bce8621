"""Words about videos for templates."""

from __future__ import annotations

from django import template

from rrn.learning import rules

register = template.Library()


@register.filter
def length_in_words(seconds: float) -> str:
    """5 minutes 40 seconds."""
    return rules.length_in_words(seconds)
