"""Cases of a round spread over assessors: proposed first, then asked one by one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applicants.access import Refused
from applicants.models import Email
from grants.assessment import actions
from grants.assessment.assigning import proposing, queries
from grants.assessment.conflicts.queries import kept_from_judging
from grants.models import Application, Assignment, Skill
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.grants.assessment.scene import text, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(db):
    return factories.open_round()


@pytest.fixture
def officer(db):
    return client_for(colleague("is_officer"))


def propose(round, *, each=1, hours_each=2):
    return proposing.propose(round, user=colleague("is_officer"), each=each, hours_each=hours_each)


def readers(proposal):
    return {line.application.pk: [person for person, _why in line.given] for line in proposal.lines}


def confirm(client, round, each=1):
    address = reverse("spread", args=[round.reference])
    shown = client.get(address, {"each": each, "hours_each": 2})
    seen = shown.context["proposal"].seen
    return client.post(address, {"each": each, "hours_each": 2, "seen": seen})


def test_nothing_is_written_before_the_officer_says_so(officer, round):
    application = factories.in_assessment(round=round)
    person = factories.assessor(name="Ada Fine")

    shown = text(
        officer.get(reverse("spread", args=[round.reference]), {"each": 1, "hours_each": 2})
    )

    assert "Ada Fine" in shown
    assert "This will email 1 person" in shown
    assert not Assignment.objects.exists()
    done = confirm(officer, round)
    assert "given to Ada Fine" in text(done)
    assert application.assignments.get().assessor == person


def test_each_person_gets_one_message_and_each_case_a_line_of_its_history(officer, round):
    cases = [factories.in_assessment(round=round) for _ in range(3)]
    people = [factories.assessor() for _ in range(2)]

    confirm(officer, round, each=2)

    mails = Email.objects.filter(event="grants/assessments_given")
    assert sorted(mails.values_list("to", flat=True)) == sorted(one.email for one in people)
    assert not Email.objects.filter(event="grants/assessor_assigned").exists()
    for case in cases:
        assert verbs(case).count("assign_assessor") == 2


def test_a_second_click_asks_nobody_twice(officer, round):
    factories.in_assessment(round=round)
    factories.assessor()
    address = reverse("spread", args=[round.reference])
    seen = propose(round).seen
    sent = {"each": 1, "hours_each": 2, "seen": seen}

    officer.post(address, sent)
    again = officer.post(address, sent)

    assert "Something has changed" in text(again)
    assert Assignment.objects.count() == 1
    assert Email.objects.filter(event="grants/assessments_given").count() == 1


def test_every_kind_of_conflict_keeps_a_case_away(round):
    partner = factories.organisation()
    application = factories.in_assessment(round=round, joint=[partner])
    declared, acted, partnered = (factories.assessor() for _ in range(3))
    fine = factories.assessor()
    application.conflicts.create(user=declared, reason="Cousin.", reference="cousin")
    application.organisation.memberships.create(user=acted, ended_at=application.started_at)
    partner.memberships.create(user=partnered)

    assert readers(propose(round, each=3)) == {application.pk: [fine]}
    pairs = kept_from_judging([declared, acted, partnered, fine], [application])
    assert pairs == {(one.pk, application.pk) for one in (declared, acted, partnered)}


def test_conflicts_of_many_cost_the_same_as_of_one(round):
    people = [factories.assessor() for _ in range(4)]
    cases = [factories.in_assessment(round=round) for _ in range(4)]

    costs = []
    for number in (1, 4):
        with CaptureQueriesContext(connection) as made:
            kept_from_judging(people[:number], cases[:number])
        costs.append(len(made))

    assert costs[0] == costs[1] <= 3


def test_a_proposal_costs_the_same_for_few_and_for_many(round):
    def cost():
        with CaptureQueriesContext(connection) as made:
            propose(round, each=2)
        return len(made)

    factories.in_assessment(round=round)
    factories.assessor(knows=["care"])
    propose(round)
    few = cost()
    for _ in range(3):
        factories.in_assessment(round=round)
        factories.assessor(knows=["care", "food"])

    assert cost() == few


def test_hours_that_run_out_are_said(officer, round):
    for _ in range(3):
        factories.in_assessment(round=round)
    factories.assessor(hours=5)

    proposal = propose(round)
    done = confirm(officer, round)

    assert (len(proposal.pairs), proposal.missing) == (2, 1)
    assert text(done).count("given to") == 2
    assert propose(round).pairs == []


def test_hours_are_looked_at_again_when_each_case_is_asked_for(round):
    cases = [factories.in_assessment(round=round) for _ in range(2)]
    person = factories.assessor(hours=2)

    first, second = actions.assign_spread(
        [(case, person) for case in cases], each=1, hours_each=2, by=colleague("is_officer")
    )

    assert (first.problem, second.problem) == ("", f"{person} has no hours left.")
    assert Assignment.objects.count() == 1


def test_who_knows_what_a_case_needs_comes_first(round):
    application = factories.in_assessment(round=round)
    for name in ("care", "money"):
        factories.assessor(knows=[name])
    actions.say_skills_needed(
        application, skills=Skill.objects.filter(name="money"), by=colleague("is_officer")
    )

    (line,) = propose(round).lines

    ((person, why),) = line.given
    assert why.knows == ("money",)
    assert person.assessor_profile.skills.get().name == "money"


def test_somebody_of_the_same_ward_comes_last(round):
    application = factories.in_assessment(round=round)
    Application.objects.filter(pk=application.pk).update(ward="Kiln Hill")
    factories.assessor(ward="kiln hill")
    far = factories.assessor(ward="Weir Lane")

    assert readers(propose(round)) == {application.pk: [far]}


def test_who_lost_the_role_or_handed_it_back_makes_room_for_somebody_else(round):
    application = factories.in_assessment(round=round)
    by = colleague("is_officer")
    gone, busy = factories.assessor(), factories.assessor()
    for person in (gone, busy):
        actions.assign_assessor(application, assessor=person, by=by)
        person.forget()
    actions.hand_back(application, because="no_time", by=busy)
    gone.is_assessor = False
    gone.save()
    new = factories.assessor()

    assert readers(propose(round, each=2)) == {application.pk: [new]}


def test_who_must_train_first_is_not_asked_until_they_have(round):
    application = factories.in_assessment(round=round)
    person = factories.assessor(must_train=True)
    by = colleague("is_officer")

    assert propose(round).pairs == []
    assert list(queries.assessors_free_for(application)) == []
    with pytest.raises(Refused, match="training case first"):
        actions.assign_assessor(application, assessor=person, by=by)
    factories.practised(round, by=person)

    assert readers(propose(round)) == {application.pk: [person]}
    assert actions.assign_assessor(application, assessor=person, by=by)


def test_a_case_that_is_closed_to_the_officer_is_not_spread(round):
    application = factories.in_assessment(round=round)
    factories.assessor()
    officer = colleague("is_officer")
    actions.declare_conflict(application, by=officer, reason="My aunt.")

    assert propose(round).lines == []
    with pytest.raises(Refused, match="not yours to assign"):
        actions.assign_assessor(application, assessor=factories.assessor(), by=officer)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"each": "0"}, "must be 1 or more"),
        ({"each": "-2"}, "must be 1 or more"),
        ({"each": "3"}, "2 people can be asked now"),
        ({"each": "1.5"}, "whole number"),
        ({"each": "lots"}, "in figures"),
        ({"each": "9" * 40}, "in figures"),
        ({"each": ""}, "how many assessors"),
        ({"hours_each": "0"}, "must be 1 or more"),
    ],
)
def test_strange_numbers_are_refused_in_words(officer, round, sent, said):
    factories.in_assessment(round=round)
    for _ in range(2):
        factories.assessor()

    response = officer.post(
        reverse("spread", args=[round.reference]), {"each": "1", "hours_each": "2", **sent}
    )

    assert said in text(response)
    assert not Assignment.objects.exists()


def test_without_anybody_to_ask_it_says_so(officer, round):
    factories.in_assessment(round=round)

    shown = officer.get(reverse("spread", args=[round.reference]), {"each": 1, "hours_each": 2})

    assert "Nobody can be asked to assess yet" in text(shown)
