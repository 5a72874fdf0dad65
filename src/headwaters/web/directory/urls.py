"""Finding services, keeping openings, telling facts once."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "directory"
urlpatterns: list[URLPattern] = []
