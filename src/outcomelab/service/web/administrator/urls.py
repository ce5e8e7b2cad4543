"""The administrator's pages: who works with the lab, as what."""

from __future__ import annotations

from django.urls import path

from outcomelab.service.web.administrator import doors, members, organisations

urlpatterns = [
    path("members/", members.listed, name="members"),
    path("members/add/", members.add, name="add-member"),
    path("members/<int:number>/", members.one, name="member"),
    path("members/<int:number>/take/", members.take, name="take-role"),
    path("members/<int:number>/close/", members.close, name="close-account"),
    path("members/<int:number>/link/", doors.link, name="give-link"),
    path("members/<int:number>/factors/", doors.forget, name="forget-factors"),
    path("organisations/add/", organisations.add, name="add-organisation"),
]
