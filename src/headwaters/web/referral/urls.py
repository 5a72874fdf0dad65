"""Asking an agency, following an ask, and answering one with or without an account."""

from __future__ import annotations

from django.urls import URLPattern, path

from headwaters.web.referral import answering, asks, exchange, inbox, keying, refer

app_name = "referral"
urlpatterns: list[URLPattern] = [
    path("family/<str:story_id>/refer/", refer.refer, name="refer"),
    path("family/<str:story_id>/refer/unmet/", refer.unmet, name="unmet"),
    path("asks/", asks.listed, name="asks"),
    path("asks/typed-in/", keying.find, name="keyed"),
    path("asks/<str:ask_id>/", asks.one, name="one"),
    path("asks/<str:ask_id>/page/", asks.fax_page, name="fax"),
    path("asks/<str:ask_id>/typed-in/", keying.typed, name="typed"),
    path("inbox/", inbox.listed, name="inbox"),
    path("inbox/called/", inbox.called, name="called"),
    path("inbox/outcomes/", inbox.outcomes, name="outcomes"),
    path("inbox/file/", exchange.out, name="csv_out"),
    path("inbox/file/in/", exchange.taken_in, name="csv_in"),
    path("inbox/<str:ask_id>/", inbox.one, name="inbox_one"),
    path("answer/<str:token>/", answering.answer, name="answer"),
    path("answer/<str:token>/new/", answering.new_link, name="new_link"),
]
