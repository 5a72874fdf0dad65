"""Whole addresses, for mail and paper: an answer link holds an opaque id and its signature, and nothing about anybody."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from headwaters.practice.referrals.links import token_of
from headwaters.practice.referrals.models import AnswerLink


def address_of(request: HttpRequest, link: AnswerLink) -> str:
    return request.build_absolute_uri(reverse("referral:answer", args=[token_of(link)]))


def page_of_ask(request: HttpRequest, ask_id: str) -> str:
    """Where the asking side follows it."""
    return request.build_absolute_uri(reverse("referral:one", args=[ask_id]))
