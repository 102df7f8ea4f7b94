"""Addresses of a trial, below those of its round."""

from django.urls import path

from . import views

TRY = "rounds/<slug:reference>/try/"

urlpatterns = [
    path(TRY, views.trial, name="trial"),
    path(f"{TRY}sections/<int:number>/", views.trial_section, name="trial_section"),
    path(f"{TRY}check/", views.trial_check, name="trial_check"),
    path(f"{TRY}restart/", views.trial_restart, name="trial_restart"),
]
