"""Looking for a family, opening one in an emergency, its review, the week's unusual reads; what a family allows, and its safety."""

from __future__ import annotations

from django.urls import URLPattern, path

from headwaters.web.oversight import finding, reads, safety, sharing

app_name = "oversight"
urlpatterns: list[URLPattern] = [
    path("search/", finding.find, name="search"),
    path("search/emergency/", finding.emergency, name="emergency"),
    path("oversight/", reads.week, name="reads"),
    path("oversight/emergency/<int:look_id>/", reads.review_look, name="review"),
    path("family/<str:story_id>/sharing/", sharing.shared, name="sharing"),
    path("family/<str:story_id>/sharing/<str:person_id>/<str:agency>/", sharing.form, name="form"),
    path("family/<str:story_id>/safety/<str:person_id>/", safety.safety, name="safety"),
]
