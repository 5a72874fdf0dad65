"""Logging a visit or a call, with or without a network."""

from __future__ import annotations

from django.urls import URLPattern, path

from headwaters.web.visit import views

app_name = "visit"
urlpatterns: list[URLPattern] = [
    path("visits/", views.day, name="day"),
    path("family/<str:story_id>/visit/", views.visit, name="visit"),
    path("family/<str:story_id>/visit/answer/", views.answer, name="answer"),
    path("visits/manifest.webmanifest", views.manifest, name="manifest"),
    path("worker.js", views.worker, name="worker"),
]
