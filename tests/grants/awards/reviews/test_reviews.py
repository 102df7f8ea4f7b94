"""A review: who may ask and until when, who may look again, and what each is told."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email, Membership
from grants.assessment import actions as assessing
from grants.awards import actions as deciding
from grants.awards.reviews import actions
from grants.awards.reviews.queries import involved_in, possible_reviewers
from grants.models import DecisionReceipt, Review
from tests import factories
from tests.factories import client_for, panels
from tests.factories.cases import colleague
from tests.factories.reviews import WENT_WRONG

pytestmark = pytest.mark.django_db

ASKED = {"ground": "rules", "words": "You read it after the day that you promised."}


def ask_page(application):
    return reverse("review_ask", args=[application.reference])


def read(client, name, record):
    response = client.get(reverse(name, args=[record.reference]))
    assert response.status_code == 200
    return " ".join(html.unescape(response.content.decode()).split())


def told(event):
    return set(Email.objects.filter(event=f"grants/{event}").values_list("to", flat=True))


def long_after(application):
    """A moment after the last day to ask for a review."""
    receipt = DecisionReceipt.objects.get(decision__application=application)
    return time_machine.travel(now() + (receipt.review_by - now().date()) + timedelta(days=2))


# --- Asking ----------------------------------------------------------------------------------


def test_a_coop_asks_from_its_receipt_and_both_sides_have_an_email():
    application = factories.declined()
    officer = factories.staff("is_officer")
    client = client_for(application.started_by)
    assert ask_page(application) in read(client, "decision_receipt", application)

    response = client.post(ask_page(application), ASKED)

    assert response.url == reverse("decision_receipt", args=[application.reference])
    review = Review.objects.get()
    assert (review.ground, review.words) == (ASKED["ground"], ASKED["words"])
    assert application.history.filter(verb="ask_for_review", note=ASKED["words"]).count() == 1
    assert told("review_asked") == {application.started_by.email}
    assert {officer.email, colleague("is_officer").email} <= told("review_to_assign")
    assert "We are choosing someone" in read(client, "decision_receipt", application)
    assert "see how yours goes" in read(client, "progress", application)


def test_a_review_can_be_asked_for_after_a_yes_too():
    application = factories.offered()

    assert factories.review_asked(application).application == application


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"ground": ""}, "Choose what went wrong"),
        ({"ground": "merit"}, "Choose one of these three"),
        ({"words": " "}, "Tell us what went wrong"),
        ({"words": "word " * 500}, "400"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_its_field(changed, says):
    application = factories.declined()

    response = client_for(application.started_by).post(ask_page(application), ASKED | changed)

    assert says in html.unescape(response.content.decode())
    assert not Review.objects.exists()


def test_the_same_request_twice_is_one_and_another_is_refused():
    application = factories.declined()
    first = factories.review_asked(application)

    assert factories.review_asked(application) == first
    with pytest.raises(Refused, match="asked for a review already"):
        factories.review_asked(application, words="And another thing.")
    assert application.history.filter(verb="ask_for_review").count() == 1
    page = read(client_for(application.started_by), "review_ask", application)
    assert "See how far it is" in page


def test_on_the_last_day_it_can_be_asked_for_and_after_it_there_is_somebody_to_talk_to():
    application = factories.declined()
    receipt = DecisionReceipt.objects.get()
    last_day = now() + (receipt.review_by - now().date())
    with time_machine.travel(last_day):
        assert "by the end of" in read(
            client_for(application.started_by), "review_ask", application
        )
    with long_after(application):
        client = client_for(application.started_by)
        shown = read(client, "review_ask", application)
        sent = client.post(ask_page(application), ASKED)

    assert "We are still glad to hear from you" in shown
    assert reverse("contact") in shown
    assert "The day to ask for a review has passed" in html.unescape(sent.content.decode())
    assert not Review.objects.exists()


def test_a_later_change_of_the_round_moves_no_day_that_was_told():
    application = factories.declined(round=factories.open_round(review_days=5))
    type(application.round).objects.update(review_days=60)

    with long_after(application), pytest.raises(Refused, match="has passed"):
        factories.review_asked(application)


def test_without_a_decision_there_is_nothing_to_ask_about():
    application = factories.with_panel()

    with pytest.raises(Refused, match="no decision yet"):
        factories.review_asked(application)
    assert client_for(application.started_by).get(ask_page(application)).status_code == 404


def test_readers_strangers_and_colleagues_cannot_ask():
    application = factories.declined()
    reader = factories.member(application.organisation, role=Membership.Role.READER)
    for by in (reader, factories.person(), colleague("is_officer")):
        with pytest.raises(PermissionDenied):
            factories.review_asked(application, by=by)


# --- Choosing who looks again ----------------------------------------------------------------


def test_only_colleagues_who_took_no_part_can_be_chosen():
    """One of each who took part, and they are officers or approvers as well."""
    officer = colleague("is_officer")
    application = factories.in_assessment()
    scored = factories.staff("is_assessor", "is_officer", name="Scored")
    ended = factories.staff("is_assessor", "is_officer", name="Ended")
    factories.filed(application, scored, (4, 4))
    factories.filed(application, factories.staff("is_assessor"), (1, 4))
    assessing.assign_assessor(application, assessor=ended, by=officer)
    assessing.end_assignment(application, assessor=ended, by=officer)
    moderator = factories.staff("is_officer", name="Moderator")
    factories.moderated(application, by=moderator)
    referrer = factories.staff("is_officer", name="Referrer")
    application = factories.referred(application, by=referrer)
    chair, member = factories.staff("is_approver"), factories.staff("is_officer", name="Member")
    other = factories.staff("is_assessor")
    panel = panels.panel(round=application.round, cases=0, chair=chair, members=[member, other])
    assert panel.agenda.filter(application=application).exists()
    decider = factories.staff("is_approver", name="Decider")
    application = deciding.decline_application(application, reasons="Too thin.", by=decider)
    close = factories.staff("is_officer", name="Close")
    assessing.declare_conflict(application, reason="My aunt works there.", by=close)
    tied = factories.staff("is_officer", name="Tied")
    factories.tie(application.organisation, person=tied)
    free = factories.staff("is_officer", name="Free")
    involved = {scored, ended, moderator, referrer, chair, member, decider}

    found = possible_reviewers(application)

    assert free in found
    assert not {*involved, close, tied} & set(found)
    assert {person.pk for person in involved} <= involved_in(application)
    review = factories.review_asked(application)
    for person in (*involved, close, tied, factories.staff("is_auditor"), factories.person()):
        with pytest.raises(Refused, match="Choose somebody else"):
            factories.review_assigned(review, reviewer=person)
    assert factories.review_assigned(review, reviewer=free).reviewer == free


def test_an_officer_chooses_from_the_list_and_the_reviewer_has_an_email():
    review = factories.review_asked()
    free = factories.staff("is_approver", name="Amina Free")
    client = client_for(colleague("is_officer"))

    listed = client.get(reverse("review_assign", args=[review.reference])).context["people"]
    response = client.post(
        reverse("review_assign", args=[review.reference]), {"reviewer": str(free.pk)}
    )

    assert free in listed
    assert colleague("is_approver") not in listed
    assert response.url == reverse("review", args=[review.reference])
    review.refresh_from_db()
    assert review.reviewer == free
    assert told("review_assigned") == {free.email}
    assert review.application.history.filter(verb="assign_review").count() == 1


@pytest.mark.parametrize("reviewer", ["", "x", "0", "999999"])
def test_somebody_who_is_not_on_the_list_cannot_be_sent(reviewer):
    review = factories.review_asked()
    factories.staff("is_officer")

    response = client_for(colleague("is_officer")).post(
        reverse("review_assign", args=[review.reference]), {"reviewer": reviewer}
    )

    assert response.status_code == 200
    assert "Choose" in response.content.decode()
    review.refresh_from_db()
    assert review.reviewer is None


def test_where_everybody_took_part_the_page_says_what_to_do():
    review = factories.review_asked()
    type(colleague("is_officer")).objects.exclude(
        pk__in=[colleague("is_officer").pk, review.asked_by_id]
    ).update(is_active=False)

    assert "Everybody took part" in read(
        client_for(colleague("is_officer")), "review_assign", review
    )


def test_the_same_choice_twice_is_one_and_another_replaces_it():
    review = factories.review_assigned()
    first = review.reviewer

    factories.review_assigned(review, reviewer=first)
    second = factories.staff("is_officer")
    review = factories.review_assigned(review, reviewer=second)

    assert review.reviewer == second
    assert review.application.history.filter(verb="assign_review").count() == 2
    with pytest.raises(PermissionDenied):
        actions.answer_review(review, outcome="stands", answer="No.", by=first)


def test_only_officers_without_a_conflict_choose():
    review = factories.review_asked()
    close = factories.staff("is_officer")
    assessing.declare_conflict(review.application, reason="My aunt.", by=close)
    for by in (close, colleague("is_approver"), review.asked_by, factories.staff("is_auditor")):
        with pytest.raises(PermissionDenied):
            actions.assign_review(review, reviewer=factories.staff("is_officer"), by=by)


# --- Answering -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "says", "next_"),
    [
        ("upheld", "Something went wrong", "The decision is looked at again."),
        ("stands", "The decision stands", "Local Government and Social Care Ombudsman"),
    ],
)
def test_the_reviewer_answers_and_the_coop_reads_it_and_what_comes_next(outcome, says, next_):
    review = factories.review_assigned()
    application = review.application
    state = application.state

    response = client_for(review.reviewer).post(
        reverse("review_answer", args=[review.reference]),
        {"outcome": outcome, "answer": "<b>We counted</b> again."},
    )

    assert response.status_code == 302
    page = client_for(application.started_by).get(
        reverse("decision_receipt", args=[application.reference])
    )
    shown = page.content.decode()
    assert says in shown
    assert next_ in shown
    assert "&lt;b&gt;We counted&lt;/b&gt; again." in shown
    mail = Email.objects.get(event="grants/review_answered")
    assert "<b>We counted</b> again." in mail.body
    assert next_ in mail.body
    assert review.reviewer.name not in shown + mail.body
    assert colleague("is_officer").email in told("review_done")
    application.refresh_from_db()
    assert application.state == state
    assert application.history.filter(verb="answer_review").count() == 1


def test_an_answer_is_given_once():
    review = factories.review_answered()
    again = {"outcome": "stands", "answer": review.answer}

    assert actions.answer_review(review, by=review.reviewer, **again) == review
    with pytest.raises(Refused, match="its answer already"):
        actions.answer_review(review, outcome="upheld", answer="No, yes.", by=review.reviewer)
    with pytest.raises(Refused, match="has its answer"):
        factories.review_assigned(review, reviewer=factories.staff("is_officer"))
    shown = read(client_for(review.reviewer), "review_answer", review)
    assert "It can’t be changed" in shown
    assert "<form class" not in shown


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"outcome": "", "answer": "Yes."}, "Choose what you found"),
        ({"outcome": "won", "answer": "Yes."}, "Choose one of these two"),
        ({"outcome": "stands", "answer": ""}, "Write your answer to the co-op"),
    ],
)
def test_an_answer_needs_both_parts(sent, says):
    review = factories.review_assigned()

    response = client_for(review.reviewer).post(
        reverse("review_answer", args=[review.reference]), sent
    )

    assert says in response.content.decode()
    review.refresh_from_db()
    assert review.answered_at is None


def test_nobody_else_answers_nor_a_reviewer_who_turned_out_to_be_close():
    review = factories.review_assigned()
    for by in (colleague("is_officer"), colleague("is_approver"), review.asked_by):
        with pytest.raises(PermissionDenied):
            actions.answer_review(review, outcome="stands", answer="No.", by=by)
    assessing.declare_conflict(review.application, reason="My aunt.", by=review.reviewer)

    with pytest.raises(PermissionDenied):
        actions.answer_review(review, outcome="stands", answer="No.", by=review.reviewer)


def test_a_reviewer_who_took_part_since_cannot_answer():
    application = factories.declined()
    reviewer = factories.staff("is_officer", "is_assessor")
    review = factories.review_assigned(factories.review_asked(application), reviewer=reviewer)
    application.assignments.create(assessor=reviewer, assigned_by=colleague("is_officer"))

    with pytest.raises(Refused, match="You took part"):
        actions.answer_review(review, outcome="stands", answer="No.", by=reviewer)


def test_what_a_reviewer_sees_leads_to_the_case_and_its_receipt():
    review = factories.review_assigned()

    shown = read(client_for(review.reviewer), "review", review)

    assert WENT_WRONG in shown
    for name in ("case", "decision_receipt", "case_history"):
        assert reverse(name, args=[review.application.reference]) in shown
    assert reverse("review_answer", args=[review.reference]) in shown
