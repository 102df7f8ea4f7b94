"""What is known about assessors: who may say it, and what they are owed."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applicants.access import Refused
from grants.assessment import actions
from grants.assessment.assessors import queries
from grants.models import AssessorProfile, Skill
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.grants.assessment.scene import text, verbs

pytestmark = pytest.mark.django_db
OWN = {"ward": "", "hours": ""}


@pytest.fixture
def officer(db):
    return client_for(colleague("is_officer"))


def test_what_a_peer_is_owed_is_the_fee_for_each_that_they_filed():
    peer = factories.assessor(fee=Decimal("42.50"))
    for _ in range(2):
        factories.filed(factories.in_assessment(), peer)
    begun = factories.in_assessment()
    actions.assign_assessor(begun, assessor=peer, by=colleague("is_officer"))

    (row,) = [row for row in queries.assessors() if row == peer]

    assert (row.filed, row.to_score, row.owed) == (2, 1, Decimal("85.00"))


def test_an_assessor_changes_their_own_hours_and_skills_and_no_terms():
    peer = factories.assessor(fee=40)
    care = factories.assessor(knows=["care"]).assessor_profile.skills.get()

    actions.keep_assessor(peer, skills=[care], ward="E24", hours=6, by=peer)

    profile = AssessorProfile.objects.get(user=peer)
    assert (profile.hours, profile.ward, profile.fee) == (6, "E24", 40)
    assert list(profile.skills.all()) == [care]
    with pytest.raises(Refused, match="by themselves or an officer"):
        actions.keep_assessor(peer, skills=[], ward="", hours=6, fee=90, by=peer)


def test_nobody_changes_what_another_assessor_said_or_their_own_fee():
    peer, other = factories.assessor(), factories.assessor()
    both = factories.staff("is_officer", "is_assessor")
    facts = {"skills": [], "ward": "", "hours": None}

    with pytest.raises(Refused, match="by themselves or an officer"):
        actions.keep_assessor(peer, **facts, by=other)
    with pytest.raises(Refused, match="Ask another officer"):
        actions.keep_assessor(both, **facts, is_peer=True, fee=99, by=both)
    with pytest.raises(Refused, match="for assessors only"):
        actions.keep_assessor(factories.person(), **facts, by=colleague("is_officer"))


def test_the_database_pays_peers_only():
    profile = factories.assessor().assessor_profile

    with pytest.raises(IntegrityError), transaction.atomic():
        AssessorProfile.objects.filter(pk=profile.pk).update(fee=5)


def test_a_skill_stands_on_the_list_once_and_leaves_it_everywhere():
    by = colleague("is_officer")
    peer = factories.assessor(knows=["care"])
    application = factories.in_assessment()
    actions.say_skills_needed(application, skills=Skill.objects.all(), by=by)

    with pytest.raises(Refused, match="on the list already"):
        actions.add_skill(name="CARE", by=by)
    with pytest.raises(Refused, match="Only officers"):
        actions.add_skill(name="food", by=peer)
    actions.remove_skill(Skill.objects.get(), by=by)

    assert not peer.assessor_profile.skills.exists()
    assert not application.skills_needed.exists()


def test_what_a_case_needs_is_one_line_of_its_history_however_often_it_is_said():
    application = factories.in_assessment()
    factories.assessor(knows=["care", "money"])

    for _ in range(2):
        actions.say_skills_needed(
            application, skills=Skill.objects.all(), by=colleague("is_officer")
        )

    assert verbs(application).count("say_skills") == 1
    assert application.history.get(verb="say_skills").note == "care, money"
    with pytest.raises(Refused, match="not yours"):
        actions.say_skills_needed(application, skills=[], by=factories.assessor())


@pytest.mark.parametrize("name", ["", "=1+1", "+food", "-2", "@home", "a" * 41, "\x00", "<b>"])
def test_a_strange_skill_is_refused_in_words(officer, name):
    response = officer.post(reverse("skill_list"), {"name": name})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Skill.objects.exists()


def test_an_officer_keeps_the_list_of_skills(officer):
    added = officer.post(reverse("skill_list"), {"name": "  food   and drink "})
    again = officer.post(reverse("skill_list"), {"name": "Food and drink"})
    gone = officer.post(reverse("skill_remove", args=[Skill.objects.get().pk]))

    assert added.status_code == gone.status_code == 302
    assert "on the list already" in text(again)
    assert not Skill.objects.exists()


def test_an_officer_agrees_the_terms_with_a_peer(officer):
    person = factories.staff("is_assessor")
    address = reverse("assessor", args=[person.pk])

    unpaid = officer.post(address, {**OWN, "fee": "40"})
    done = officer.post(address, {**OWN, "hours": "8", "fee": "£40", "is_peer": "on"})

    assert "Only a peer is paid" in text(unpaid)
    assert done.status_code == 302
    profile = AssessorProfile.objects.get(user=person)
    assert (profile.hours, profile.fee, profile.must_train) == (8, 40, False)
    listed = text(officer.get(reverse("assessor_list")))
    assert str(person) in listed
    assert "£0" in listed


@pytest.mark.parametrize(
    "sent", [{"hours": "-1"}, {"hours": "many"}, {"skills": ["x"]}, {"ward": "w" * 61}]
)
def test_strange_facts_about_oneself_are_refused_in_words(sent):
    peer = factories.assessor()

    response = client_for(peer).post(reverse("assessor_own"), {**OWN, **sent})

    assert response.status_code == 200
    assert response.context["form"].errors


def test_an_assessor_sees_what_they_filed_and_are_owed():
    peer = factories.assessor(fee=40)
    application = factories.in_assessment()
    factories.filed(application, peer)

    shown = text(client_for(peer).get(reverse("assessor_own")))

    assert "we owe you £40 in all" in shown
    assert application.organisation.name in shown


def test_the_list_costs_the_same_however_many_assess(officer):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries_made:
            officer.get(reverse("assessor_list"))
        return len(queries_made)

    factories.assessor(knows=["care"])
    officer.get(reverse("assessor_list"))
    few = cost()
    for _ in range(5):
        factories.assessor(knows=["care", "food"])

    assert cost() == few
