from django.urls import path

from .assigning import views as assigning
from .checking import views as checking
from .conflicts import views as conflicts
from .moderating import views as moderating
from .recommending import views as recommending
from .scoring import views as scoring

CASE = "cases/<slug:reference>/"

urlpatterns = [
    path(f"{CASE}eligibility/", checking.case_eligibility, name="case_eligibility"),
    path(f"{CASE}start-assessment/", checking.case_start_assessment, name="case_start_assessment"),
    path(f"{CASE}ineligible/", checking.case_ineligible, name="case_ineligible"),
    path(f"{CASE}return/", checking.case_return, name="case_return"),
    path(f"{CASE}conflict/", conflicts.conflict_declare, name="conflict_declare"),
    path("conflicts/", conflicts.conflict_list, name="conflict_list"),
    path("conflicts/<slug:reference>/", conflicts.conflict, name="conflict"),
    path(
        "conflicts/<slug:reference>/scores/",
        conflicts.conflict_count_again,
        name="conflict_count_again",
    ),
    path(
        "organisations/<slug:reference>/links/",
        conflicts.organisation_ties,
        name="organisation_ties",
    ),
    path("links/<slug:reference>/end/", conflicts.tie_end, name="tie_end"),
    path(f"{CASE}assessors/", assigning.case_assessors, name="case_assessors"),
    path(f"{CASE}assessors/<int:pk>/end/", assigning.case_assessor_end, name="case_assessor_end"),
    path("assess/<slug:reference>/", scoring.assess, name="assess"),
    path(f"{CASE}scores/", scoring.case_scores, name="case_scores"),
    path("rounds/<slug:reference>/scores/", moderating.round_scores, name="round_scores"),
    path(f"{CASE}scores/<int:number>/", moderating.case_moderate, name="case_moderate"),
    path(f"{CASE}refer/", recommending.case_refer, name="case_refer"),
]
