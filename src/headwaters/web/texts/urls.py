"""Reading and releasing the translations that families see."""

from __future__ import annotations

from django.urls import URLPattern, path

from headwaters.web.texts import views

app_name = "texts"
urlpatterns: list[URLPattern] = [
    path("texts/", views.languages, name="languages"),
    path("texts/<str:language>/", views.review, name="review"),
    path("texts/<str:language>/sheet/", views.sheet, name="sheet"),
]
