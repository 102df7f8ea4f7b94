from django.urls import path

from . import views
from .agreeing import views as agreeing
from .hosting import views as hosting
from .letters import views as letters
from .receipts import views as receipts
from .releasing import views as releasing
from .reviews import views as reviews

urlpatterns = [
    path("cases/<slug:reference>/ineligible/", views.case_ineligible, name="case_ineligible"),
    path("rounds/<slug:reference>/release/", releasing.release, name="release"),
    path("rounds/<slug:reference>/release/send/", releasing.release_send, name="release_send"),
    path("cases/<slug:reference>/release/", releasing.release_words, name="release_words"),
    path("cases/<slug:reference>/release/read/", releasing.release_read, name="release_read"),
    path("cases/<slug:reference>/reserve/", releasing.off_reserve, name="off_reserve"),
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
    path("letters/<slug:reference>/", letters.letter, name="letter"),
    path("letters/<slug:reference>/again/", letters.letter_again, name="letter_again"),
    path("letters/<slug:reference>/pdf/", letters.letter_pdf, name="letter_pdf"),
]
