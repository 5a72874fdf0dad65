"""Addresses of the work list and the tour."""

from __future__ import annotations

from django.urls import path

from headwaters.web.worklist import contact, tour, views

app_name = "worklist"
urlpatterns = [
    path("", views.today, name="today"),
    path("contact/<str:story_id>/", contact.contact, name="contact"),
    path("contact/<str:story_id>/later/", contact.put_off_promises, name="put_off"),
    path("contact/undo/<uuid:contact_id>/", contact.undo, name="undo"),
    path("tour/", tour.tour, name="tour"),
]
