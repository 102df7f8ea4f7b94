"""Practising: scored like a real case, compared only when it is filed, and counted nowhere."""

import pytest
from django.db.models import ForeignKey
from django.urls import reverse

from applicants.access import Refused
from grants.assessment import actions
from grants.assessment.assessors import queries as assessors
from grants.assessment.scoring.actions import FEWEST_WORDS
from grants.assessment.training.text_set import ANSWERS, SHEET
from grants.funds.question_sets import GROW_FUND
from grants.models import (
    Application,
    Assessment,
    HistoryEntry,
    ModelScore,
    Practice,
    PracticeScore,
    TrainingCase,
)
from tests import factories
from tests.factories import client_for
from tests.factories.cases import REASON, colleague
from tests.grants.assessment.scene import FULL, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    return factories.training_case(factories.open_round())


def test_the_shipped_texts_answer_every_usual_criterion_and_keep_our_own_rules():
    assert [answer.name for answer in ANSWERS] == [one.name for one in GROW_FUND.criteria]
    for answer in ANSWERS:
        assert 0 <= answer.mark <= 4
        assert len(answer.reason.split()) >= FEWEST_WORDS, answer.name
    assert all(question and answer for question, answer in SHEET)


def test_an_officer_makes_one_for_what_the_fund_judges():
    round = factories.open_round()
    officer = client_for(colleague("is_officer"))
    address = reverse("training_make", args=[round.fund_id])

    made, again = officer.post(address), officer.post(address)

    assert (made.status_code, again.status_code) == (302, 409)
    names = list(ModelScore.objects.order_by("number").values_list("name", flat=True))
    assert names == ["Truly co-operative", "Can work"]
    assert "Saltmarsh Laundry" in text(officer.get(reverse("training_list")))


def test_a_fund_that_judges_other_things_has_no_text():
    round = factories.open_round()
    round.criteria.update(name="Something else")

    with pytest.raises(Refused, match="no practice text"):
        actions.make_training_case(round.fund, by=colleague("is_officer"))
    with pytest.raises(Refused, match="Only officers"):
        actions.make_training_case(round.fund, by=factories.assessor())


def test_the_model_answer_shows_only_after_filing(case):
    client = client_for(factories.assessor())
    address = reverse("practice", args=[case.pk])
    model = ModelScore.objects.get(number=1)

    before = text(client.get(address))
    client.post(address, {"mark_1": "4", "reason_1": "Half", "draft": "1"})
    drafted = text(client.get(address))
    short = text(client.post(address, {**FULL, "reason_1": "Too short", "file": "1"}))
    filed = client.post(address, {**FULL, "file": "1"}, follow=True)

    for shown in (before, drafted, short):
        assert model.reason not in shown
    assert "Half" in drafted
    assert "Write at least" in short or "write at least" in short
    assert model.reason in text(filed)
    assert REASON in text(filed)


def test_what_is_filed_stays(case):
    practice = factories.practised(case.fund.rounds.get())

    with pytest.raises(Refused, match="can’t be changed"):
        actions.save_practice(case, scores={}, by=practice.assessor)
    with pytest.raises(Refused, match="Only assessors"):
        actions.save_practice(case, scores={}, by=colleague("is_officer"))


def test_filing_asks_for_every_criterion(case):
    with pytest.raises(Refused, match="Choose a score"):
        actions.file_practice(case, scores={}, by=factories.assessor())

    assert not Practice.objects.exists()


def test_it_counts_nowhere(case):
    peer = factories.assessor(fee=40)

    factories.practised(case.fund.rounds.get(), by=peer)

    assert not Application.objects.exists()
    assert not Assessment.objects.exists()
    assert not HistoryEntry.objects.exists()
    (row,) = assessors.assessors()
    assert (row.filed, row.to_score, row.owed) == (0, 0, 0)
    tables = (TrainingCase, ModelScore, Practice, PracticeScore)
    led_to = {
        field.related_model.__name__
        for table in tables
        for field in table._meta.get_fields()
        if isinstance(field, ForeignKey)
    }
    assert led_to == {"Fund", "User", "TrainingCase", "ModelScore", "Practice"}


def test_each_sees_their_own_try_only(case):
    own = factories.practised(case.fund.rounds.get())
    other = client_for(factories.assessor())

    shown = text(other.get(reverse("practice", args=[case.pk])))

    assert REASON not in shown
    assert "File and compare" in shown
    assert own.filed_at
    assert other.get(reverse("practice", args=[10**6])).status_code == 404
