from django.urls import path

from .assessors import views as assessors
from .assigning import views as assigning
from .board import views as board
from .checking import views as checking
from .conflicts import views as conflicts
from .diligence import views as diligence
from .moderating import views as moderating
from .notes import views as notes
from .recommending import views as recommending
from .redacting import views as redacting
from .scoring import views as scoring
from .training import views as training

CASE = "cases/<slug:reference>/"
ROUND = "rounds/<slug:reference>/"

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
    path(f"{ROUND}close-to/", conflicts.round_declare, name="round_declare"),
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
    path(f"{CASE}names/", redacting.case_redact, name="case_redact"),
    path(f"{CASE}names/covered/", redacting.case_covered, name="case_covered"),
    path(f"{CASE}assessors/", assigning.case_assessors, name="case_assessors"),
    path(f"{CASE}assessors/<int:pk>/end/", assigning.case_assessor_end, name="case_assessor_end"),
    path(
        f"{CASE}assessors/<int:pk>/move/", assigning.case_assessor_move, name="case_assessor_move"
    ),
    path(f"{CASE}skills/", assigning.case_skills, name="case_skills"),
    path(f"{ROUND}spread/", assigning.spread, name="spread"),
    path(f"{ROUND}scoring/", board.scoring, name="scoring"),
    path(f"{ROUND}scoring/remind/", board.scoring_remind, name="scoring_remind"),
    path(f"{ROUND}scores-due/", board.scores_due, name="scores_due"),
    path("assessors/", assessors.assessor_list, name="assessor_list"),
    path("assessors/me/", assessors.assessor_own, name="assessor_own"),
    path("assessors/skills/", assessors.skill_list, name="skill_list"),
    path("assessors/skills/<int:pk>/remove/", assessors.skill_remove, name="skill_remove"),
    path("assessors/training/", training.training_list, name="training_list"),
    path("assessors/training/<int:pk>/make/", training.training_make, name="training_make"),
    path("assessors/<int:pk>/", assessors.assessor, name="assessor"),
    path("assess/practice/<int:pk>/", training.practice, name="practice"),
    path("assess/<slug:reference>/", scoring.assess, name="assess"),
    path("assess/<slug:reference>/hand-back/", assigning.hand_back, name="hand_back"),
    path("assess/<slug:reference>/name/", redacting.name_seen, name="name_seen"),
    path(
        "assess/<slug:reference>/files/<int:number>/", redacting.covered_file, name="covered_file"
    ),
    path(f"{CASE}scores/", scoring.case_scores, name="case_scores"),
    path("rounds/<slug:reference>/scores/", moderating.round_scores, name="round_scores"),
    path(f"{CASE}scores/<int:number>/", moderating.case_moderate, name="case_moderate"),
    path(f"{CASE}refer/", recommending.case_refer, name="case_refer"),
]
