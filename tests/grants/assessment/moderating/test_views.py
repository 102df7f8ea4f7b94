"""The officers' board before the panel, and the page of one criterion."""

import pytest
from django.urls import reverse

from grants.assessment import actions
from grants.models import Moderation
from tests import factories
from tests.factories import client_for
from tests.factories.cases import REASON, colleague
from tests.grants.assessment.scene import assigned, page, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return client_for(colleague("is_officer"))


def scored(*opinions, name, round):
    application = factories.in_assessment(of=factories.organisation(name=name), round=round)
    for number, marks in enumerate(opinions, start=1):
        assessor = factories.staff("is_assessor", name=f"{name} reader {number}")
        factories.filed(application, assessor, marks=marks)
    return application


def board(round):
    return reverse("round_scores", args=[round.reference])


def test_those_that_are_far_apart_come_first_and_the_furthest_before_them(officer):
    round = factories.open_round()
    scored((3, 3), (3, 3), name="Ash", round=round)
    scored((4, 3), (2, 3), name="Birch", round=round)
    scored((4, 4), (0, 4), name="Cedar", round=round)
    scored((4, 4), (3, 3), name="Elder", round=round)  # its totals are 25 apart

    response = officer.get(board(round))

    names = [case.organisation.name for case in response.context["page_obj"]]
    assert names == ["Cedar", "Birch", "Elder", "Ash"]
    assert "3 to talk over." in text(response)


def test_what_was_talked_over_joins_the_others(officer):
    round = factories.open_round()
    case = scored((4, 3), (2, 3), name="Birch", round=round)
    factories.moderated(case, mark=3)

    shown = text(officer.get(board(round)))

    assert "Nothing to talk over" in shown
    assert "Talked over" in shown


def test_the_board_hides_what_a_conflict_closes_and_what_is_scored_blind():
    round = factories.open_round()
    closed = scored((4, 3), (2, 3), name="Closed Case", round=round)
    blind = scored((4, 3), (2, 3), name="Blind Case", round=round)
    both = factories.staff("is_officer", "is_assessor")
    actions.assign_assessor(blind, assessor=both, by=colleague("is_officer"))
    actions.declare_conflict(closed, by=both, reason="My aunt works there.")

    response = client_for(both).get(board(round))

    assert "Closed Case" not in text(response)
    assert "File your own scores first" in text(response)
    assert [case.scores for case in response.context["page_obj"]] == [None]


def test_an_officer_writes_down_what_they_agreed(officer):
    case = scored((4, 3), (2, 3), name="Birch", round=factories.open_round())
    address = page("case_moderate", case, 1)
    people = case.assessments.values_list("assessor", flat=True)

    before = text(officer.get(address))
    empty = officer.post(address, {"seen": "0"})
    done = officer.post(
        address, {"seen": "0", "mark": "3", "reason": "=1+1 <i>They</i> visited.", "talked": people}
    )

    assert before.count(REASON) == 2
    assert set(empty.context["form"].errors) == {"mark", "reason", "talked"}
    assert done.status_code == 302
    shown = text(officer.get(page("case_scores", case)))
    assert "Agreed: 3" in shown
    assert "=1+1 &lt;i&gt;They&lt;/i&gt; visited." in shown
    assert "Talked over by Birch reader 1, Birch reader 2" in shown
    assert "75 of 100" in shown


@pytest.mark.parametrize(
    "sent",
    [{"mark": "5"}, {"mark": "unable"}, {"talked": ["0"]}, {"talked": ["x"]}, {"reason": ""}],
)
def test_rubbish_is_said_beside_its_box_and_nothing_is_written(officer, sent):
    case = scored((4, 3), (2, 3), name="Birch", round=factories.open_round())
    people = list(case.assessments.values_list("assessor", flat=True))

    response = officer.post(
        page("case_moderate", case, 1),
        {"seen": "0", "mark": "3", "reason": "They visited.", "talked": people, **sent},
    )

    assert set(response.context["form"].errors) == set(sent)
    assert not Moderation.objects.exists()


def test_an_old_page_is_told_and_shows_the_newer_mark(officer):
    case = scored((4, 3), (2, 3), name="Birch", round=factories.open_round())
    people = list(case.assessments.values_list("assessor", flat=True))
    factories.moderated(case, mark=2, reason="Theirs.")

    response = officer.post(
        page("case_moderate", case, 1),
        {"seen": "0", "mark": "4", "reason": "Mine.", "talked": people},
    )

    shown = text(response)
    assert "while you had the page open" in shown
    assert "Theirs." in shown
    assert "Mine.</textarea>" in shown
    assert '<input type="hidden" name="seen" value="1"' in shown


def test_the_page_says_who_is_still_to_come(officer):
    case = scored((4, 3), (2, 3), name="Birch", round=factories.open_round())
    _case, assessor = assigned(case)

    shown = text(officer.get(page("case_moderate", case, 1)))

    assert "Wait until everybody has filed" in shown
    assert str(assessor) in shown
    assert "<textarea" not in shown


def test_a_criterion_that_is_not_there_is_not_found(officer):
    case = scored((4, 3), name="Birch", round=factories.open_round())

    assert officer.get(page("case_moderate", case, 9)).status_code == 404


def test_both_the_originals_and_every_agreed_mark_are_shown_to_an_auditor():
    case = scored((4, 3), (2, 3), name="Birch", round=factories.open_round())
    factories.moderated(case, mark=3, reason="First talk.")
    factories.moderated(case, mark=2, reason="Second talk.")

    shown = text(client_for(factories.staff("is_auditor")).get(page("case_scores", case)))

    assert "Agreed: 2" in shown
    assert "Agreed before: 3" in shown
    assert shown.count(REASON) == 4
    assert "Write down an agreed mark" not in shown


def test_a_zero_on_what_must_not_be_0_says_advice_first(officer):
    round = factories.open_round()
    round.criteria.filter(number=1).update(is_essential=True)
    case = scored((0, 3), (1, 3), name="Birch", round=round)

    for address in (page("case_scores", case), page("case_refer", case), board(round)):
        assert "Advice first, not money" in text(officer.get(address))
    factories.moderated(case, mark=1)
    for address in (page("case_scores", case), page("case_refer", case), board(round)):
        assert "Advice first, not money" not in text(officer.get(address))
