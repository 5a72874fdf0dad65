"""Addresses of the crack ladder; the address is the filter."""

from __future__ import annotations

from django.urls import path

from headwaters.web.cracks import views

app_name = "cracks"
urlpatterns = [
    path("cracks/", views.ladder, name="ladder"),
    path("cracks/overview/", views.overview, name="overview"),
    path("cracks/places/", views.places, name="places"),
    path("cracks/table.csv", views.table_csv, name="csv"),
    path("cracks/families/", views.families, name="families"),
]
