"""Which page answers at which address."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("headwaters.web.worklist.urls")),
    path("", include("headwaters.web.child.urls")),
    path("", include("headwaters.web.cracks.urls")),
    path("", include("headwaters.web.reach.urls")),
    path("", include("headwaters.web.blueprint.urls")),
    path("", include("headwaters.web.accounts.urls")),
    path("sign-in/", include("allauth.urls")),
    path("", include("headwaters.web.oversight.urls")),
    path("", include("headwaters.web.visit.urls")),
    path("", include("headwaters.web.caseload.urls")),
    path("", include("headwaters.web.referral.urls")),
    path("", include("headwaters.web.directory.urls")),
    path("", include("headwaters.web.family.urls")),
    path("", include("headwaters.web.texts.urls")),
    path("", include("headwaters.web.messages.urls")),
]
