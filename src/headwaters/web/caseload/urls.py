"""All families of one navigator as thin lines; a team's lists and load."""

from __future__ import annotations

from django.urls import URLPattern, path

from headwaters.web.caseload import line, team

app_name = "caseload"
urlpatterns: list[URLPattern] = [
    path("team/", team.team, name="team"),
    path("team/give/", team.give, name="give"),
    path("team/cover/", team.standing_in, name="cover"),
    path("caseload/", line.caseload_line, name="line"),
]
