"""Emergency looks, their review, unusual reads, the audit."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "oversight"
urlpatterns: list[URLPattern] = []
