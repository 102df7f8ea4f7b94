"""The pages on which an officer proposes another answer, and an approver agrees or says no."""

import pytest
from django.urls import reverse

from grants.models import RouteProposal
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db


def officer():
    return colleague("is_officer")


def approver():
    return colleague("is_approver")


def page(application):
    return reverse("case_subsidy", args=[application.reference])


def answering(proposal):
    return reverse("route_answer", args=[proposal.reference])


def test_an_officer_proposes_and_an_approver_agrees_on_the_pages():
    application = factories.accepted(confirmed=False)
    one, two = client_for(officer()), client_for(approver())
    shown = one.get(page(application)).text
    assert "An approver has to agree to every answer but minimal financial assistance" in shown

    typed = {"route": "not_subsidy", "reason": "It is for members only."}
    sent = one.post(page(application), typed, follow=True).text

    proposal = RouteProposal.objects.get()
    assert "An approver has to agree. Until then everything stays as it was." in sent
    assert "Officer proposes: not a subsidy." in sent
    assert "Take it back" in sent
    assert "<textarea" not in sent  # one at a time
    shown = two.get(page(application)).text
    assert answering(proposal) in shown
    assert "It is for members only." in shown
    shown = two.get(answering(proposal)).text
    assert "Yes, I agree" in shown
    assert "The sum today" in shown
    assert two.post(answering(proposal), {"answer": "yes"}).status_code == 302
    shown = one.get(page(application)).text
    assert "Not a subsidy." in shown
    assert "; Approver agreed" in shown
    shown = two.get(answering(proposal)).text
    assert "Agreed by" in shown
    assert "Save the answer" not in shown


def test_an_approver_says_no_on_the_page_and_the_officer_reads_why():
    application = factories.accepted()
    proposal = factories.route_proposed(application)

    said = {"answer": "no", "because": "They sell bread."}
    client_for(approver()).post(answering(proposal), said)

    shown = client_for(officer()).get(page(application)).text
    assert "Approver said no:" in shown
    assert "They sell bread." in shown
    assert "Answer it" in shown  # anew


def test_whoever_proposed_it_can_only_take_it_back():
    both = factories.staff("is_officer", "is_approver")
    proposal = factories.route_proposed(factories.accepted(), by=both)
    client = client_for(both)

    shown = client.get(answering(proposal)).text
    assert "You can take it back" in shown
    assert "Yes, I agree" not in shown
    assert "Choose an answer" in client.post(answering(proposal), {"answer": "yes"}).text
    client.post(answering(proposal), {"answer": "no", "because": "I was wrong."})

    assert RouteProposal.objects.get().dropped_because == "I was wrong."
    assert "Taken back:" in client.get(page(proposal.application)).text


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({}, "Choose an answer"),
        ({"answer": "perhaps", "because": "Hm."}, "Choose an answer"),
        ({"answer": "no"}, "Say why not"),
        ({"answer": "no", "because": " \x00 "}, "Say why not"),
        ({"answer": "no", "because": "word " * 130}, "Use 100 words or fewer"),
    ],
)
def test_an_answer_that_is_none_is_said_beside_the_field(answer, says):
    proposal = factories.route_proposed(factories.accepted())

    shown = client_for(approver()).post(answering(proposal), answer).text

    assert says in shown
    assert answer.get("because", "").strip(" \x00")[:20] in shown
    assert RouteProposal.objects.waiting().exists()


def test_what_was_typed_stays_where_somebody_was_quicker():
    application = factories.accepted()
    client = client_for(officer())
    factories.route_proposed(application, by=factories.staff("is_officer", name="Sian"))

    typed = {"route": "full", "reason": "A long reason of mine."}
    shown = client.post(page(application), typed).text

    assert "Sian proposed another answer" in shown
    assert "A long reason of mine." in shown


def test_an_answer_that_comes_too_late_is_said_on_the_page():
    proposal = factories.route_proposed(factories.accepted())
    factories.route_dropped(proposal, by=officer())

    shown = client_for(approver()).post(answering(proposal), {"answer": "yes"}).text

    assert "Officer has answered this already" in shown
