"""Who can be asked to score in a round that is judged without names."""

import pytest
from django.urls import reverse

from applicants.access import Refused
from applicants.models import Email
from grants.assessment import actions as assessing
from grants.assessment.assigning import proposing
from grants.assessment.assigning.queries import assessors_free_for
from grants.casework import today
from tests import factories
from tests.factories import client_for, panels
from tests.factories.blind import blind_assessor, blind_round, covered
from tests.factories.cases import colleague
from tests.grants.assessment.scene import page, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(db):
    return factories.in_assessment(round=blind_round())


def ask(application, assessor):
    return assessing.assign_assessor(application, assessor=assessor, by=colleague("is_officer"))


def test_an_officer_is_led_to_cover_names_first(application):
    officer = client_for(colleague("is_officer"))
    factories.staff("is_assessor")

    shown = text(officer.get(page("case_assessors", application)))
    assert "Cover the names first" in shown
    case = text(officer.get(page("case", application)))
    assert "Cover names" in case
    assert any(
        thing.url == page("case_redact", application)
        for thing in today.things_for(colleague("is_officer"))
    )

    covered(application)
    assert "Ask them" in text(officer.get(page("case_assessors", application)))
    urls = [thing.url for thing in today.things_for(colleague("is_officer"))]
    assert page("case_redact", application) not in urls
    assert page("case_assessors", application) in urls


def test_a_case_of_another_round_says_nothing_of_covering():
    officer, other = colleague("is_officer"), factories.in_assessment()

    assert "Cover names" not in text(client_for(officer).get(page("case", other)))
    assert page("case_assessors", other) in [thing.url for thing in today.things_for(officer)]


def those_who_know(application):
    """Why each of them could learn whose it is."""
    sits = factories.staff("is_assessor", name="Sits on its panel")
    panel = panels.panel(round=application.round, cases=0, members=[sits])
    panel.agenda.create(application=application, number=1)
    linked = factories.staff("is_assessor", name="Has a link")
    factories.tie(application.organisation, person=linked)
    return {
        factories.staff("is_assessor", "is_officer"): "sees who applies",
        factories.staff("is_assessor", "is_approver"): "sees who applies",
        sits: "sees who applies",
        linked: "Our records show a link",
    }


def test_nobody_is_asked_who_knows_or_could_learn_whose_it_is(application):
    covered(application)
    stranger = factories.staff("is_assessor")

    for person, why in those_who_know(application).items():
        with pytest.raises(Refused, match=why):
            ask(application, person)
        assert person not in assessors_free_for(application)
    assert stranger in assessors_free_for(application)
    ask(application, stranger)


def test_the_same_people_can_be_asked_where_names_are_seen():
    application = factories.in_assessment()

    for person in those_who_know(application):
        ask(application, person)

    assert application.assignments.count() == 4


def test_a_spread_leaves_out_what_is_not_ready_and_who_knows(application):
    ready = covered(factories.in_assessment(round=application.round))
    know, stranger = set(those_who_know(ready)), factories.staff("is_assessor")
    facts = {"user": colleague("is_officer"), "each": 9, "hours_each": 1}

    proposal = proposing.propose(application.round, **facts)

    assert {case for case, _person in proposal.pairs} == {ready}
    given = {person for _case, person in proposal.pairs}
    assert stranger in given
    assert not given & know
    officer = client_for(colleague("is_officer"))
    shown = text(officer.get(reverse("spread", args=[application.round.reference])))
    assert page("case_redact", application) in shown
    assert page("case_redact", ready) not in shown


def test_a_proposal_that_is_closed_meanwhile_says_why(application):
    covered(application)
    stranger = factories.staff("is_assessor")
    first = blind_assessor(application)
    assessing.tell_of_name(application, what="Here.", by=first)

    [outcome] = assessing.assign_spread(
        [(application, stranger)], each=3, hours_each=1, by=colleague("is_officer")
    )

    assert "Cover the names" in outcome.problem


def test_emails_to_assessors_name_nobody(application):
    covered(application)
    first, second = factories.staff("is_assessor"), factories.staff("is_assessor")
    ask(application, first)
    assessing.reassign(application, assessor=first, to=second, by=colleague("is_officer"))

    for mail in Email.objects.filter(to__in=[first.email, second.email]):
        assert application.organisation.name not in mail.subject + mail.body
        assert application.reference in mail.subject
    assert (
        "judged without names"
        in Email.objects.get(event="grants/assessor_assigned", to=first.email).body
    )
