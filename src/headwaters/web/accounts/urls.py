"""Signing in and out, invitations, people and organisations."""

from __future__ import annotations

from django.urls import URLPattern, path

from headwaters.web.accounts import entrance

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("sign-in/", entrance.sign_in, name="sign_in"),
    path("sign-in/second-step/", entrance.second_step, name="second_step"),
]
