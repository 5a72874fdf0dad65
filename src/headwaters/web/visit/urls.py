"""Logging a visit or a call, with or without a network."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "visit"
urlpatterns: list[URLPattern] = []
