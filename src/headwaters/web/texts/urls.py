"""Reading family texts in a language before they go live."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "texts"
urlpatterns: list[URLPattern] = []
