"""All families of one navigator as thin lines; a team's lists and load."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "caseload"
urlpatterns: list[URLPattern] = []
