"""Addresses of reach; the address is the filter."""

from __future__ import annotations

from django.urls import path

from headwaters.web.reach import views

app_name = "reach"
urlpatterns = [
    path("reach/", views.groups, name="groups"),
    path("reach/counties/", views.counties, name="counties"),
    path("reach/places/", views.places, name="places"),
    path("reach/places.csv", views.places_csv, name="places_csv"),
    path("reach/table.csv", views.table_csv, name="csv"),
    path("reach/table.parquet", views.table_parquet, name="parquet"),
    path("reach/picture.svg", views.picture_svg, name="picture"),
]
