"""Asking an agency, following an ask, and answering one with or without an account."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "referral"
urlpatterns: list[URLPattern] = []
