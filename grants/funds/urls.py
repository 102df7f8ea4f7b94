"""Addresses of rounds."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("rounds/", views.round_list, name="round_list"),
    path("rounds/add/", views.round_add, name="round_add"),
    path("rounds/<slug:reference>/", views.round_detail, name="round"),
    path("rounds/<slug:reference>/questions/", views.round_questions, name="round_questions"),
    path("rounds/<slug:reference>/can-we-apply/", views.can_we_apply, name="can_we_apply"),
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
    path("rounds/<slug:reference>/wording/", views.wording, name="wording"),
    path(
        "rounds/<slug:reference>/wording/questions/<int:number>/",
        views.question_wording,
        name="question_wording",
    ),
    path(
        "rounds/<slug:reference>/wording/sections/<int:number>/",
        views.section_wording,
        name="section_wording",
    ),
    path("rounds/<slug:reference>/terms/", views.round_terms, name="round_terms"),
    path("rounds/<slug:reference>/criteria/", views.criteria, name="criteria"),
    path("rounds/<slug:reference>/criteria/add/", views.criterion_add, name="criterion_add"),
    path("rounds/<slug:reference>/criteria/<int:number>/", views.criterion, name="criterion"),
    path(
        "rounds/<slug:reference>/criteria/<int:number>/delete/",
        views.criterion_delete,
        name="criterion_delete",
    ),
    path(
        "rounds/<slug:reference>/criteria/<int:number>/move/",
        views.criterion_move,
        name="criterion_move",
    ),
    path("rounds/<slug:reference>/tests/", views.tests, name="tests"),
    path("rounds/<slug:reference>/tests/add/", views.test_add, name="test_add"),
    path("rounds/<slug:reference>/tests/<int:number>/", views.test, name="test"),
    path(
        "rounds/<slug:reference>/tests/<int:number>/delete/", views.test_delete, name="test_delete"
    ),
    path("rounds/<slug:reference>/tests/<int:number>/move/", views.test_move, name="test_move"),
]
