"""Counts as people read them: 73,582."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def tally(count: int) -> str:
    """A whole number with the separators of the reader's language."""
    return number_format(count, decimal_pos=0, use_l10n=True, force_grouping=True)
