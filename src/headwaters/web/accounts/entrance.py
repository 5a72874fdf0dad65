"""The way in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def sign_in(request: HttpRequest) -> HttpResponse:
    return render(request, "layout/refusal.html", {"heading": _("Sign in"), "words": ""})


def second_step(request: HttpRequest) -> HttpResponse:
    return render(request, "layout/refusal.html", {"heading": _("A second step is needed"), "words": ""})
