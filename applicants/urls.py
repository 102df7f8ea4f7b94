"""Addresses of organisations, people and the service itself."""

from django.urls import path

from . import views

urlpatterns = [
    path("organisations/", views.organisation_list, name="organisation_list"),
    path("organisations/start/", views.organisation_start, name="organisation_start"),
    path("organisations/<slug:reference>/", views.organisation, name="organisation"),
    path(
        "organisations/<slug:reference>/change/",
        views.organisation_change,
        name="organisation_change",
    ),
    path(
        "organisations/<slug:reference>/registered/",
        views.organisation_registered,
        name="organisation_registered",
    ),
    path("organisations/<slug:reference>/members/add/", views.member_add, name="member_add"),
    path(
        "organisations/<slug:reference>/members/<int:pk>/",
        views.member_change,
        name="member_change",
    ),
    path(
        "organisations/<slug:reference>/members/<int:pk>/end/",
        views.member_end,
        name="member_end",
    ),
    path(
        "organisations/<slug:reference>/leave/",
        views.organisation_leave,
        name="organisation_leave",
    ),
    path(
        "organisations/<slug:reference>/invitations/<int:pk>/withdraw/",
        views.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path(
        "organisations/<slug:reference>/new-owner/ask/",
        views.recovery_start,
        name="recovery_start",
    ),
    path("organisations/<slug:reference>/new-owner/", views.recovery, name="recovery"),
    path(
        "organisations/<slug:reference>/new-owner/agree/",
        views.recovery_agree,
        name="recovery_agree",
    ),
    path(
        "organisations/<slug:reference>/new-owner/stop/",
        views.recovery_stop,
        name="recovery_stop",
    ),
    path(
        "organisations/<slug:reference>/new-owner/answer/",
        views.recovery_decide,
        name="recovery_decide",
    ),
    path(
        "organisations/<slug:reference>/merge/<slug:other>/",
        views.organisation_merge,
        name="organisation_merge",
    ),
    path(
        "organisations/<slug:reference>/different/<slug:other>/",
        views.organisation_different,
        name="organisation_different",
    ),
    path("invitations/<slug:token>/", views.invitation, name="invitation"),
    path(
        "invitations/<slug:token>/accept/",
        views.invitation_accept,
        name="invitation_accept",
    ),
    path("people/", views.people, name="people"),
    path("people/add/", views.people_add, name="people_add"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/close/", views.person_close, name="person_close"),
    path("people/<int:pk>/forget/", views.person_forget, name="person_forget"),
    path("your-postcode/", views.home_postcode, name="home_postcode"),
    path("theme.css", views.theme, name="theme"),
    path("health/", views.health, name="health"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("contact/", views.contact, name="contact"),
]
