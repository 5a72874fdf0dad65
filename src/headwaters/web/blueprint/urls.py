"""Address of the blueprint board."""

from __future__ import annotations

from django.urls import path

from headwaters.web.blueprint import views

app_name = "blueprint"
urlpatterns = [path("blueprint/", views.board, name="board")]
