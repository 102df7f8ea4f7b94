"""Addresses of the form editor, below those of its round."""

from django.urls import path

from . import views

FORM = "rounds/<slug:reference>/form/"
SECTION = f"{FORM}sections/<slug:code>/"
QUESTION = f"{FORM}questions/<slug:code>/"

urlpatterns = [
    path(FORM, views.round_form, name="round_form"),
    path(f"{FORM}add/", views.form_section_add, name="form_section_add"),
    path(SECTION, views.form_section, name="form_section"),
    path(f"{SECTION}move/", views.form_section_move, name="form_section_move"),
    path(f"{SECTION}copy/", views.form_section_copy, name="form_section_copy"),
    path(f"{SECTION}delete/", views.form_section_delete, name="form_section_delete"),
    path(f"{SECTION}add/", views.form_question_kinds, name="form_question_kinds"),
    path(f"{SECTION}add/<slug:kind>/", views.form_question_add, name="form_question_add"),
    path(f"{SECTION}bank/", views.form_bank, name="form_bank"),
    path(QUESTION, views.form_question, name="form_question"),
    path(f"{QUESTION}when/", views.form_question_rule, name="form_question_rule"),
    path(f"{QUESTION}move/", views.form_question_move, name="form_question_move"),
    path(f"{QUESTION}copy/", views.form_question_copy, name="form_question_copy"),
    path(f"{QUESTION}delete/", views.form_question_delete, name="form_question_delete"),
]
