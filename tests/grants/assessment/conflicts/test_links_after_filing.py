"""A link that appears only after somebody filed: an officer settles it, and scores may go."""

import html

import pytest
from django.urls import reverse

from applicants.models import Membership
from grants.assessment import actions
from grants.assessment.scoring.queries import scores_of
from grants.assessment.scoring.whole_round import figures_from, marks_on, scores_of_round
from grants.casework.today import things_for
from grants.history import faults_in
from grants.models import Assessment, Conflict
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.grants.assessment.scene import verbs

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def scored():
    """An application with two opinions: 0 and 75."""
    application, late = factories.in_assessment(), factories.staff("is_assessor", name="Lou Late")
    factories.filed(application, late, marks=(0, 0))
    factories.filed(application, colleague("is_assessor"), marks=(3, 3))
    return application, late


def becomes_a_member(application, person):
    Membership.objects.create(organisation=application.organisation, user=person, role="reader")


def is_noted_as_mentor(application, person):
    factories.tie(application.organisation, person=person)


def figures(application):
    """The figure of a case, from each place that works it out."""
    return {
        scores_of(application).figure,
        scores_of_round(application.round)[application.pk].figure,
        figures_from(marks_on([application.pk]))[application.pk].figure,
    }


def settle(conflict, outcome, by=None):
    facts = {"reason": "We talked.", "seen": conflict.settlings.count()}
    return actions.settle_conflict(
        conflict, outcome=outcome, by=by or colleague("is_officer"), **facts
    )


@pytest.mark.parametrize("link", [becomes_a_member, is_noted_as_mentor])
def test_it_waits_for_an_officer_once_and_the_scores_count_until_then(link):
    application, late = scored()
    assert actions.find_links_after_filing() == 0
    link(application, late)

    assert actions.find_links_after_filing() == 1
    assert actions.find_links_after_filing() == 0

    conflict = Conflict.objects.get()
    assert (conflict.user, conflict.is_declared, conflict.settled_at) == (late, False, None)
    assert verbs(application).count("find_link") == 1
    assert {str(figure) for figure in figures(application)} == {"37.50"}
    assert faults_in(application) == []


@pytest.mark.parametrize("outcome", ["no_score", "leaves", "no_access"])
def test_settled_as_more_than_a_note_the_scores_count_nowhere_and_stay_to_be_read(outcome):
    application, late = scored()
    becomes_a_member(application, late)
    actions.find_links_after_filing()
    if outcome != "no_access":  # whoever acts for them is kept out for good
        Membership.objects.all().filter(user=late).delete()
        is_noted_as_mentor(application, late)

    settle(Conflict.objects.get(), outcome)

    assert {str(figure) for figure in figures(application)} == {"75.00"}
    kept = Assessment.objects.get(assessor=late)
    assert kept.total == 0
    assert kept.set_aside_why.startswith("Conflict settled on")
    officer = client_for(colleague("is_officer"))
    shown = html.unescape(officer.get(reverse("case_scores", args=[application.reference])).text)
    assert "<s>Lou Late: 0 out of 100</s> Set aside: Conflict settled on" in shown
    assert "Their scores were set aside." in application.history.latest("sequence").note
    assert actions.find_links_after_filing() == 0


@pytest.mark.parametrize("outcome", ["none", "note_only"])
def test_settled_as_a_note_or_less_the_scores_go_on_counting(outcome):
    application, late = scored()
    is_noted_as_mentor(application, late)
    actions.find_links_after_filing()

    settle(Conflict.objects.get(), outcome)

    assert {str(figure) for figure in figures(application)} == {"37.50"}
    assert actions.find_links_after_filing() == 0, "an officer knows of this link"


def test_another_kind_of_link_opens_the_question_anew():
    application, late = scored()
    is_noted_as_mentor(application, late)
    actions.find_links_after_filing()
    settle(Conflict.objects.get(), "note_only")
    becomes_a_member(application, late)

    assert actions.find_links_after_filing() == 1
    conflict = Conflict.objects.get()
    assert (conflict.settled_at, conflict.outcome) == (None, "no_score")
    settle(conflict, "no_access")

    assert {str(figure) for figure in figures(application)} == {"75.00"}


def test_what_somebody_declared_themselves_opens_anew_on_the_safe_side():
    application, late = scored()
    declared = actions.declare_conflict(application, reason="My cousin.", by=late)
    settle(declared, "note_only")
    actions.count_assessment_again(declared, reason="Distant.", by=colleague("is_officer"))
    is_noted_as_mentor(application, late)

    assert actions.find_links_after_filing() == 1

    declared.refresh_from_db()
    assert (declared.reason, declared.settled_at, declared.outcome) == (
        "My cousin.",
        None,
        "no_access",
    )


def test_it_can_come_while_the_case_is_with_the_panel_and_never_after_the_decision():
    application, late = scored()
    application = factories.referred(application)
    told = factories.declined()
    becomes_a_member(application, late)
    becomes_a_member(told, told.assessments.get().assessor)

    assert actions.find_links_after_filing() == 1
    settle(Conflict.objects.get(), "no_access")

    assert {str(figure) for figure in figures(application)} == {"75.00"}


def test_it_stands_on_today_for_officers_but_not_for_whom_it_is_about():
    application, late = scored()
    late.is_officer = True
    late.save()
    is_noted_as_mentor(application, late)
    actions.find_links_after_filing()
    officer, approver = factories.staff("is_officer"), factories.staff("is_approver")

    def texts(person):
        return [thing.text for thing in things_for(person)]

    text = f"Settle who is how close to {application.organisation}"
    assert text in texts(officer)
    [thing] = [thing for thing in things_for(officer) if thing.text == text]
    assert thing.url == reverse("conflict", args=[Conflict.objects.get().reference])
    assert text not in texts(approver)
    late.forget()
    assert text not in texts(late)
    shown = client_for(officer).get(thing.url).text
    assert "and these count. If they may not score or decide" in shown
    settle(Conflict.objects.get(), "none")
    assert text not in texts(officer)


def test_it_takes_as_many_queries_for_one_round_as_for_four(django_assert_max_num_queries):
    for _ in range(4):
        scored()

    with django_assert_max_num_queries(5):
        assert actions.find_links_after_filing() == 0
