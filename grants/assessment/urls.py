from django.urls import path

from .assigning import views as assigning
from .checking import views as checking
from .conflicts import views as conflicts
from .diligence import views as diligence
from .notes import views as notes
from .recommending import views as recommending
from .scoring import views as scoring

CASE = "cases/<slug:reference>/"

urlpatterns = [
    path(f"{CASE}eligibility/", checking.case_eligibility, name="case_eligibility"),
    path(f"{CASE}start-assessment/", checking.case_start_assessment, name="case_start_assessment"),
    path(f"{CASE}return/", checking.case_return, name="case_return"),
    path(f"{CASE}diligence/", diligence.case_diligence, name="case_diligence"),
    path(f"{CASE}diligence/risk/", diligence.case_risk, name="case_risk"),
    path(f"{CASE}diligence/<slug:code>/", diligence.case_look_up, name="case_look_up"),
    path(f"{CASE}notes/", notes.case_notes, name="case_notes"),
    path(f"{CASE}flags/", notes.case_flag, name="case_flag"),
    path(f"{CASE}flags/<int:pk>/", notes.case_flag_resolve, name="case_flag_resolve"),
    path(f"{CASE}tags/", notes.case_tags, name="case_tags"),
    path(f"{CASE}conflict/", conflicts.conflict_declare, name="conflict_declare"),
    path(f"{CASE}assessors/", assigning.case_assessors, name="case_assessors"),
    path(f"{CASE}assessors/<int:pk>/end/", assigning.case_assessor_end, name="case_assessor_end"),
    path("assess/<slug:reference>/", scoring.assess, name="assess"),
    path(f"{CASE}scores/", scoring.case_scores, name="case_scores"),
    path(f"{CASE}refer/", recommending.case_refer, name="case_refer"),
]
