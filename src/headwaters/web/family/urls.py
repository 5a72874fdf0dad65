"""A family's own pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from headwaters.web.family import front_door, page, private, sharing, voice

app_name = "family"
urlpatterns: list[URLPattern] = [
    path("come-in/", front_door.front_door, name="front_door"),
    path("come-in/<str:door>/", front_door.front_door, name="door"),
    path("leave/", front_door.leave, name="leave"),
    path("speak/", front_door.speak, name="speak"),
    path("my/", page.page, name="page"),
    path("my/answer/", page.answer, name="answer"),
    path("my/answer/undo/", page.undo, name="undo"),
    path("my/step/<str:element>/<str:touchpoint>/", page.step, name="step"),
    path("my/fridge/", page.fridge, name="fridge"),
    path("my/sharing/", sharing.who_sees, name="sharing"),
    path("my/private/", private.show, name="private"),
    path("my/number/", private.number, name="number"),
    path("my/sharing/<str:agency>/", sharing.ask, name="ask"),
    path("my/sharing/<str:agency>/answer/", sharing.decide, name="decide"),
    path("my/words/", voice.own_words, name="own_words"),
    path("my/messages/", voice.messages, name="messages"),
    path("my/wrong/", voice.went_wrong, name="wrong"),
]
