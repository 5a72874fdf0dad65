"""Messages and agreed days."""

from __future__ import annotations

from django.urls import path

from headwaters.web.messages import codes, days, incoming, outbox, views

app_name = "messages"
urlpatterns = [
    path("family/<str:story_id>/messages/<str:person_id>/", views.thread, name="thread"),
    path("family/<str:story_id>/messages/<str:person_id>/ways/", views.ways, name="ways"),
    path("family/<str:story_id>/days/<str:person_id>/", days.agreed, name="days"),
    path("family/<str:story_id>/code/<str:person_id>/", codes.code, name="code"),
    path("messages/", outbox.outbox, name="outbox"),
    path("messages/incoming/", incoming.take, name="incoming"),
]
