"""`{% mark kind %}`: one mark beside a word. `{% clock %}`: the bar from asked to promised."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from headwaters.web.layout.marks import Mark

register = template.Library()


@register.simple_tag
def mark(kind: Mark | str) -> SafeString:
    return format_html('<svg class="mk" viewBox="-8 -8 16 16" aria-hidden="true"><use href="#{}"/></svg>', str(kind))
