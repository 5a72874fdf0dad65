"""Addresses of a family's page. They hold opaque ids, never a name."""

from __future__ import annotations

from django.urls import path

from headwaters.web.child import views

app_name = "child"
urlpatterns = [
    path("family/", views.find, name="find"),
    path("family/<str:story_id>/plan/", views.plan, name="plan"),
    path("family/<str:story_id>/answered/", views.answered, name="answered"),
    path("family/<str:story_id>/", views.family, name="family"),
    path("family/<str:story_id>/why/<str:element>/<str:touchpoint>/", views.why, name="why"),
]
