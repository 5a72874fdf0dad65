"""Which page answers at which address."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("headwaters.web.worklist.urls")),
    path("", include("headwaters.web.child.urls")),
    path("", include("headwaters.web.cracks.urls")),
    path("", include("headwaters.web.reach.urls")),
    path("", include("headwaters.web.blueprint.urls")),
]
