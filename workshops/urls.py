"""Addresses of workshops. They stand under /workshops/."""

from django.urls import path

from . import views

app_name = "workshops"
urlpatterns = [
    path("", views.session_list, name="session_list"),
    path("add/", views.session_add, name="session_add"),
    path("tags/", views.workshop_tags, name="workshop_tags"),
    path("bookings/<slug:reference>/", views.booking, name="booking"),
    path("bookings/<slug:reference>/cancel/", views.cancel, name="cancel"),
    path("<slug:reference>/", views.session, name="session"),
    path("<slug:reference>/book/", views.book, name="book"),
    path("<slug:reference>/register/", views.register, name="register"),
    path("<slug:reference>/attendance/", views.attendance, name="attendance"),
    path("<slug:reference>/change/", views.session_change, name="session_change"),
]
