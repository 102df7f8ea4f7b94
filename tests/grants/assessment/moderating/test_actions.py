"""What assessors agreed on after they talked, and what is refused."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from applicants.access import Refused
from grants.applications.actions import withdraw_application
from grants.assessment import actions
from grants.assessment.scoring.queries import scores_of
from grants.awards.actions import defer_application
from grants.models import Moderation, Score
from tests import factories
from tests.factories.cases import colleague
from tests.grants.assessment.scene import assigned, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def far_apart(db):
    """A case whose two assessors differ by 3 on its first criterion."""
    application = factories.in_assessment()
    for name, marks in (("Ada", (4, 2)), ("Bo", (1, 2))):
        factories.filed(application, factories.staff("is_assessor", name=name), marks=marks)
    return application


def test_the_agreed_mark_takes_the_place_of_the_mean_and_the_originals_stay(far_apart):
    before = list(Score.objects.order_by("pk").values())

    moderation = factories.moderated(far_apart, mark=3, reason="They visited.")

    table = scores_of(far_apart)
    assert table.figure == 65  # 3 × 60 + 2 × 40 = 260; ÷ 4
    assert not table.has_gaps
    assert list(Score.objects.order_by("pk").values()) == before
    assert {str(person) for person in moderation.talked.all()} == {"Ada", "Bo"}
    assert verbs(far_apart)[-1] == "moderate_score"
    entry = far_apart.history.order_by("-sequence").first()
    assert (entry.subject, entry.note) == ("Truly co-operative", "They visited.")


def test_a_correction_is_another_row_and_the_newest_counts(far_apart):
    factories.moderated(far_apart, mark=3, reason="First.")
    factories.moderated(far_apart, mark=1, reason="Second.")

    line = scores_of(far_apart).lines[0]

    assert [(row.mark, row.reason) for row in line.moderations] == [(1, "Second."), (3, "First.")]
    assert scores_of(far_apart).figure == 35


def test_nothing_is_agreed_before_everybody_has_filed(far_apart):
    assigned(far_apart)

    with pytest.raises(Refused, match="Wait until everybody has filed their scores"):
        factories.moderated(far_apart)

    assert not Moderation.objects.exists()


def test_nothing_is_agreed_before_anybody_has_filed():
    with pytest.raises(Refused, match="Nobody has filed scores"):
        factories.moderated(factories.in_assessment())


@pytest.mark.parametrize("over", ["withdrawn", "with the panel"])
def test_nothing_is_agreed_once_it_is_out_of_assessment(far_apart, over):
    if over == "withdrawn":
        withdraw_application(far_apart, by=far_apart.started_by)
    else:
        factories.referred(far_apart)

    with pytest.raises(Refused, match="not in assessment now, so its scores stand"):
        factories.moderated(far_apart)


def test_after_a_deferral_it_can_be_talked_over_again(far_apart):
    factories.moderated(far_apart, mark=3)
    referred = factories.referred(far_apart)
    defer_application(referred, reasons="See the lease.", by=colleague("is_approver"))

    factories.moderated(far_apart, mark=2)

    assert [row.mark for row in scores_of(far_apart).lines[0].moderations] == [2, 3]


def test_only_those_whose_scores_count_can_have_talked(far_apart):
    stranger = factories.staff("is_assessor")
    criterion = far_apart.round.criteria.get(number=1)
    facts = {"mark": 2, "reason": "Why.", "by": colleague("is_officer")}

    with pytest.raises(Refused, match="Only people whose scores count"):
        actions.moderate_score(far_apart, criterion, talked=[stranger], **facts)
    with pytest.raises(Refused, match="Say who talked it over"):
        actions.moderate_score(far_apart, criterion, talked=[], **facts)


def test_who_must_not_moderate(far_apart):
    scorer = factories.staff("is_officer", "is_assessor")
    factories.filed(far_apart, scorer)
    conflicted = factories.staff("is_officer")
    actions.declare_conflict(far_apart, by=conflicted, reason="My aunt works there.")
    approver, auditor = factories.staff("is_approver"), factories.staff("is_auditor")

    for person in (scorer, conflicted, approver, auditor, far_apart.started_by):
        with pytest.raises(PermissionDenied):
            factories.moderated(far_apart, by=person)


def test_an_old_page_does_not_pass_over_a_newer_mark_unread(far_apart):
    factories.moderated(far_apart, mark=3, seen=0)

    with pytest.raises(Refused, match="while you had the page open"):
        factories.moderated(far_apart, mark=1, seen=0)

    assert Moderation.objects.get().mark == 3


CHANGES = {
    "another mark": lambda moderation: Moderation.objects.update(mark=0),
    "others who talked": lambda moderation: moderation.talked.clear(),
    "taken away": lambda moderation: Moderation.objects.all()._raw_delete("default"),
}


@pytest.mark.database
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_database_keeps_what_was_agreed(far_apart, change):
    moderation = factories.moderated(far_apart)

    with pytest.raises(DatabaseError, match="kept as it was"), transaction.atomic():
        change(moderation)


@pytest.mark.database
@pytest.mark.parametrize("wrong", [{"mark": 5}, {"reason": ""}])
def test_the_database_refuses_a_mark_or_reason_that_is_none(far_apart, wrong):
    facts = {"mark": 2, "reason": "Why.", **wrong}

    with pytest.raises(DatabaseError), transaction.atomic():
        Moderation.objects.create(
            application=far_apart,
            criterion=far_apart.round.criteria.get(number=1),
            made_by=colleague("is_officer"),
            **facts,
        )
