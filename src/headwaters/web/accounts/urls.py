"""Signing in and out, invitations, people and organisations."""

from __future__ import annotations

from django.urls import URLPattern, path

from headwaters.web.accounts import entrance, people

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("sign-in/", entrance.sign_in, name="sign_in"),
    path("sign-in/as/", entrance.come_in_as, name="come_in_as"),
    path("sign-in/out/", entrance.sign_out, name="sign_out"),
    path("sign-in/second-step/", entrance.second_step, name="second_step"),
    path("sign-in/invited/<str:token>/", entrance.invited, name="invited"),
    path("me/", entrance.oneself, name="oneself"),
    path("me/role/", entrance.choose_role, name="choose_role"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.inviting, name="invite"),
    path("people/invitation/", people.take_back_invitation, name="take_back"),
    path("people/offices/", people.office, name="new_office"),
    path("people/offices/<str:office_id>/", people.office, name="office"),
    path("people/<str:account_id>/", people.person, name="person"),
]
