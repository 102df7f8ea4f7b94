from django.urls import path

from . import views
from .agreeing import views as agreeing
from .letters import views as letters
from .planning import views as planning
from .receipts import views as receipts
from .releasing import views as releasing
from .reviews import views as reviews
from .terms import views as terms

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
    path("conditions/", terms.condition_list, name="condition_list"),
    path("applications/<slug:reference>/offer/", agreeing.offer, name="offer"),
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
    path("letters/<slug:reference>/", letters.letter, name="letter"),
    path("letters/<slug:reference>/again/", letters.letter_again, name="letter_again"),
    path("letters/<slug:reference>/pdf/", letters.letter_pdf, name="letter_pdf"),
]
