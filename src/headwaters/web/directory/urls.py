"""The directory of services, an agency's openings, and *Tell us once*."""

from __future__ import annotations

from django.urls import URLPattern, path

from headwaters.web.directory import ours, search, tell

app_name = "directory"
urlpatterns: list[URLPattern] = [
    path("directory/", search.found, name="search"),
    path("directory/alike/", search.alike, name="alike"),
    path("directory/ours/", ours.openings, name="ours"),
    path("directory/<int:service_id>/", search.service, name="service"),
    path("family/<str:story_id>/tell/", tell.of_staff, name="tell"),
    path("family/<str:story_id>/tell/<str:program>/", tell.sheet_of_staff, name="sheet"),
    path("my/tell/", tell.of_family, name="own"),
    path("my/tell/<str:program>/", tell.sheet_of_family, name="own_sheet"),
]
