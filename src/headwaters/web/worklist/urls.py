"""Addresses of the work list and the tour."""

from __future__ import annotations

from django.urls import path

from headwaters.web.worklist import tour, views

app_name = "worklist"
urlpatterns = [
    path("", views.today, name="today"),
    path("tour/", tour.tour, name="tour"),
]
