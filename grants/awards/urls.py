from django.urls import path

from . import views
from .agreeing import views as agreeing
from .hosting import views as hosting
from .letters import views as letters
from .letters.signatures import views as signatures
from .letters.wordings import views as wordings
from .planning import views as planning
from .receipts import views as receipts
from .releasing import views as releasing
from .reviews import views as reviews
from .subsidy import views as subsidy
from .terms import views as terms
from .terms.evidence import views as evidence

urlpatterns = [
    path("cases/<slug:reference>/ineligible/", views.case_ineligible, name="case_ineligible"),
    path("rounds/<slug:reference>/release/", releasing.release, name="release"),
    path("rounds/<slug:reference>/release/send/", releasing.release_send, name="release_send"),
    path("cases/<slug:reference>/release/", releasing.release_words, name="release_words"),
    path("cases/<slug:reference>/release/read/", releasing.release_read, name="release_read"),
    path("cases/<slug:reference>/terms/", planning.terms, name="terms"),
    path("cases/<slug:reference>/terms/plan/", planning.terms_plan, name="terms_plan"),
    path("cases/<slug:reference>/terms/payments/", planning.terms_payments, name="terms_payments"),
    path("cases/<slug:reference>/terms/lines/", planning.terms_lines, name="terms_lines"),
    path(
        "cases/<slug:reference>/terms/conditions/",
        planning.terms_conditions,
        name="terms_conditions",
    ),
    path("cases/<slug:reference>/reserve/", releasing.off_reserve, name="off_reserve"),
    path("cases/<slug:reference>/schedule/", terms.schedule_change, name="schedule_change"),
    path("cases/<slug:reference>/conditions/", terms.case_conditions, name="case_conditions"),
    path("cases/<slug:reference>/conditions/<int:number>/", terms.condition, name="condition"),
    path(
        "applications/<slug:reference>/conditions/",
        evidence.grant_conditions,
        name="grant_conditions",
    ),
    path(
        "applications/<slug:reference>/conditions/<int:number>/",
        evidence.evidence,
        name="evidence",
    ),
    path(
        "applications/<slug:reference>/conditions/<int:number>/send/",
        evidence.evidence_send,
        name="evidence_send",
    ),
    path("evidence/<slug:reference>/", evidence.evidence_file, name="evidence_file"),
    path("evidence/<slug:reference>/replace/", evidence.evidence_replace, name="evidence_replace"),
    path("evidence/<slug:reference>/remove/", evidence.evidence_remove, name="evidence_remove"),
    path("conditions/", terms.condition_list, name="condition_list"),
    path("applications/<slug:reference>/offer/", agreeing.offer, name="offer"),
    path("applications/<slug:reference>/offer/sign/", agreeing.offer_sign, name="offer_sign"),
    path("applications/<slug:reference>/offer/ask/", agreeing.offer_ask, name="offer_ask"),
    path(
        "applications/<slug:reference>/offer/no/", agreeing.offer_turn_down, name="offer_turn_down"
    ),
    path("applications/<slug:reference>/offer/host/", hosting.offer_host, name="offer_host"),
    path("cases/<slug:reference>/offer/", agreeing.offer_extend, name="offer_extend"),
    path("hosting/<slug:reference>/", agreeing.hosting, name="hosting"),
    path("hosting/<slug:reference>/sign/", agreeing.hosting_sign, name="hosting_sign"),
    path("hosting/<slug:reference>/no/", hosting.hosting_end, name="hosting_end"),
    path("hosting/<slug:reference>/letter/", hosting.hosting_letter, name="hosting_letter"),
    path(
        "applications/<slug:reference>/decision/",
        receipts.decision_receipt,
        name="decision_receipt",
    ),
    path("applications/<slug:reference>/review/", reviews.review_ask, name="review_ask"),
    path("reviews/", reviews.review_list, name="review_list"),
    path("reviews/<slug:reference>/", reviews.review, name="review"),
    path("reviews/<slug:reference>/reviewer/", reviews.review_assign, name="review_assign"),
    path("reviews/<slug:reference>/answer/", reviews.review_answer, name="review_answer"),
    path("letters/wording/", wordings.wording_list, name="letter_wordings"),
    path("letters/wording/<slug:letter_kind>/", wordings.wording_edit, name="letter_wording_edit"),
    path(
        "letters/wording/<slug:letter_kind>/<int:version>/",
        wordings.wording,
        name="letter_wording",
    ),
    path(
        "letters/wording/<slug:letter_kind>/<int:version>/pdf/",
        wordings.wording_pdf,
        name="letter_wording_pdf",
    ),
    path(
        "letters/wording/<slug:letter_kind>/<int:version>/use/",
        wordings.wording_use,
        name="letter_wording_use",
    ),
    path("letters/signature/", signatures.signature, name="letter_signature"),
    path("letters/signature/end/", signatures.signature_end, name="letter_signature_end"),
    path("rounds/<slug:reference>/letters/", letters.round_letters, name="round_letters"),
    path(
        "rounds/<slug:reference>/letters/again/",
        letters.round_letters_again,
        name="round_letters_again",
    ),
    path("applications/<slug:reference>/public-money/", subsidy.public_money, name="public_money"),
    path("cases/<slug:reference>/subsidy/", subsidy.case_subsidy, name="case_subsidy"),
    path(
        "cases/<slug:reference>/subsidy/done/", subsidy.case_subsidy_done, name="case_subsidy_done"
    ),
    path("cases/<slug:reference>/subsidy/ask/", subsidy.case_subsidy_ask, name="case_subsidy_ask"),
    path(
        "cases/<slug:reference>/subsidy/entry/",
        subsidy.case_subsidy_entry,
        name="case_subsidy_entry",
    ),
    path(
        "organisations/<slug:reference>/group/",
        subsidy.organisation_group,
        name="organisation_group",
    ),
    path("groups/<slug:reference>/end/", subsidy.group_end, name="group_end"),
    path("subsidies/", subsidy.subsidy_list, name="subsidy_list"),
    path("subsidies/<slug:reference>/", subsidy.route_answer, name="route_answer"),
    path("letters/<slug:reference>/", letters.letter, name="letter"),
    path("letters/<slug:reference>/again/", letters.letter_again, name="letter_again"),
    path("letters/<slug:reference>/pdf/", letters.letter_pdf, name="letter_pdf"),
]
