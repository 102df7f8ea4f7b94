"""Addresses of rounds."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("rounds/", views.round_list, name="round_list"),
    path("rounds/add/", views.round_add, name="round_add"),
    path("rounds/<slug:reference>/", views.round_detail, name="round"),
    path("rounds/<slug:reference>/questions/", views.round_questions, name="round_questions"),
    path("rounds/<slug:reference>/change/", views.round_change, name="round_change"),
    path(
        "rounds/<slug:reference>/questions-and-answers/",
        views.round_enquiries,
        name="round_enquiries",
    ),
    path(
        "rounds/<slug:reference>/questions-and-answers/ask/",
        views.enquiry_ask,
        name="enquiry_ask",
    ),
    path("enquiries/", views.enquiry_list, name="enquiry_list"),
    path("enquiries/<slug:reference>/", views.enquiry, name="enquiry"),
    path("rounds/<slug:reference>/dates/", views.round_dates, name="round_dates"),
    path("rounds/<slug:reference>/publish/", views.round_publish, name="round_publish"),
    path("", include("grants.funds.editor.urls")),
]
