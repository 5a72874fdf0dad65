"""The languages that pages can be read in, each by its own name."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def tongues() -> list[tuple[str, str]]:
    """(code, its own name), as the settings order them."""
    return [(code, own_name(code, name)) for code, name in settings.LANGUAGES]


def own_name(code: str, otherwise: str) -> str:
    """ "es" -> "Español"; the name in the settings for a language that the tables of names do not hold."""
    try:
        found = Locale.parse(code, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        return otherwise
    return found[:1].upper() + found[1:] if found else otherwise
