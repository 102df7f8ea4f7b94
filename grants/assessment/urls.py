from django.urls import path

from . import views

CASE = "cases/<slug:reference>/"

urlpatterns = [
    path(f"{CASE}eligibility/", views.case_eligibility, name="case_eligibility"),
    path(f"{CASE}start-assessment/", views.case_start_assessment, name="case_start_assessment"),
    path(f"{CASE}ineligible/", views.case_ineligible, name="case_ineligible"),
    path(f"{CASE}return/", views.case_return, name="case_return"),
    path(f"{CASE}assessors/", views.case_assessors, name="case_assessors"),
    path(f"{CASE}assessors/<int:pk>/end/", views.case_assessor_end, name="case_assessor_end"),
    path(f"{CASE}conflict/", views.conflict_declare, name="conflict_declare"),
    path(f"{CASE}scores/", views.case_scores, name="case_scores"),
    path(f"{CASE}refer/", views.case_refer, name="case_refer"),
    path("assess/<slug:reference>/", views.assess, name="assess"),
]
