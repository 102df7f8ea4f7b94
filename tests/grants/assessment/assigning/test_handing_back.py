"""An assessor gives a case back; an officer moves one to somebody else."""

import pytest

from applicants.access import Refused
from applicants.models import Email
from grants.assessment import actions
from grants.assessment.scoring.queries import scores_of
from grants.history import faults_in
from grants.models import Assessment
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.grants.assessment.scene import assigned, page, scores, signed_in, text, verbs

pytestmark = pytest.mark.django_db


def test_a_case_handed_back_closes_and_officers_hear_why():
    application, assessor, client = signed_in()
    away = factories.staff("is_officer")
    actions.declare_conflict(application, by=away, reason="My aunt.")
    actions.save_scores(application, scores=scores(application, (3, "Good"), (2, "")), by=assessor)

    done = client.post(
        page("hand_back", application), {"because": "no_time", "note": "My mother is ill."}
    )

    assert done.status_code == 302
    assert client.get(page("assess", application)).status_code == 404
    entry = application.history.get(verb="hand_back")
    assert entry.note == "I don’t have the time. My mother is ill."
    mails = Email.objects.filter(event="grants/assessment_handed_back")
    assert "My mother is ill." in mails.get(to=colleague("is_officer").email).body
    assert not mails.filter(to=away.email).exists()
    assert scores_of(application).assessments == []  # the draft stays unread
    assert Assessment.objects.filter(assessor=assessor, filed_at=None).exists()
    assert faults_in(application) == []


def test_what_is_filed_or_not_theirs_is_not_handed_back():
    application, assessor = assigned()
    stranger = factories.assessor()

    with pytest.raises(Refused, match="not yours"):
        actions.hand_back(application, because="no_time", by=stranger)
    factories.filed(application, assessor)
    with pytest.raises(Refused, match="has filed scores"):
        actions.hand_back(application, because="no_time", by=assessor)

    assert "hand_back" not in verbs(application)


def test_handed_back_twice_it_is_handed_back_once():
    application, assessor = assigned()
    actions.hand_back(application, because="not_my_field", by=assessor)

    with pytest.raises(Refused, match="not yours"):
        actions.hand_back(application, because="not_my_field", by=assessor)

    assert verbs(application).count("hand_back") == 1


@pytest.mark.parametrize(
    "sent", [{}, {"because": "bored"}, {"because": "no_time", "note": "w " * 200}]
)
def test_a_strange_reason_is_refused_in_words(sent):
    application, _assessor, client = signed_in()

    response = client.post(page("hand_back", application), sent)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert application.assignments.get().ended_at is None


def test_an_officer_moves_a_case_in_one_step():
    application, assessor, client = signed_in()
    other = factories.assessor(name="Bo Other")
    officer = client_for(colleague("is_officer"))
    address = page("case_assessor_move", application, assessor.pk)

    shown = officer.get(address)
    done = officer.post(address, {"to": other.pk})

    assert "Bo Other (nothing to score now)" in text(shown)
    assert done.status_code == 302
    assert application.assignments.get(ended_at=None).assessor == other
    assert verbs(application)[-1] == "reassign"
    assert client.get(page("assess", application)).status_code == 404
    told = Email.objects.filter(event__in=["grants/assessor_assigned", "grants/assessor_released"])
    assert sorted(told.values_list("event", "to")) == sorted(
        [
            ("grants/assessor_assigned", assessor.email),
            ("grants/assessor_assigned", other.email),
            ("grants/assessor_released", assessor.email),
        ]
    )
    assert faults_in(application) == []


def test_a_move_to_somebody_conflicted_moves_nothing():
    application, assessor = assigned()
    conflicted = factories.assessor()
    application.conflicts.create(user=conflicted, reason="Cousin.")

    with pytest.raises(Refused, match="conflict of interest"):
        actions.reassign(application, assessor=assessor, to=conflicted, by=colleague("is_officer"))

    assert application.assignments.get().assessor == assessor
    assert application.assignments.get().ended_at is None


def test_a_move_from_somebody_who_filed_or_is_off_is_refused():
    application, assessor = assigned()
    other, by = factories.assessor(), colleague("is_officer")
    actions.end_assignment(application, assessor=assessor, by=by)

    with pytest.raises(Refused, match="not asked to assess this any more"):
        actions.reassign(application, assessor=assessor, to=other, by=by)
    factories.filed(application, assessor)
    with pytest.raises(Refused, match="has filed scores"):
        actions.reassign(application, assessor=assessor, to=other, by=by)


@pytest.mark.parametrize("to", ["", "x", "999999", "\x00"])
def test_a_strange_person_is_refused_in_words(to):
    application, assessor = assigned()
    factories.assessor()
    officer = client_for(colleague("is_officer"))

    response = officer.post(page("case_assessor_move", application, assessor.pk), {"to": to})

    assert response.context["form"].errors
    assert application.assignments.get().assessor == assessor
