"""What a conflict closes, what an officer makes of it, and what becomes of scores."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from applicants.access import Refused
from applicants.models import Email
from grants.assessment import actions
from grants.assessment.scoring.queries import scores_of
from grants.models import Assessment, Conflict, Settling
from tests import factories
from tests.factories.cases import colleague
from tests.grants.assessment.scene import assigned, verbs

pytestmark = pytest.mark.django_db


def settle(conflict, outcome, *, seen=0, by=None):
    by = by or colleague("is_officer")
    reason = "We talked it over."
    return actions.settle_conflict(conflict, outcome=outcome, reason=reason, seen=seen, by=by)


def scored():
    """An application with two opinions, and the conflict that one of the two declared late."""
    application = factories.in_assessment()
    late = factories.staff("is_assessor", name="Lou Late")
    factories.filed(application, late, marks=(0, 0))
    factories.filed(application, colleague("is_assessor"), marks=(3, 3))
    return application, late


def test_a_conflict_ends_the_assignment_at_once():
    application, assessor = assigned()

    actions.declare_conflict(application, reason="My sister works there.", by=assessor)
    actions.declare_conflict(application, reason="Again.", by=assessor)

    assert not application.assignments.filter(ended_at=None).exists()
    assert verbs(application).count("declare_conflict") == 1
    assert not assessor.has_perm("grants.score_application", application)
    with pytest.raises(Refused, match="has a conflict of interest"):
        actions.assign_assessor(application, assessor=assessor, by=colleague("is_officer"))


def test_nobody_declares_about_a_case_that_is_not_theirs():
    application = factories.in_assessment()

    with pytest.raises(Refused, match="You don’t work on this application"):
        actions.declare_no_conflict(application, by=factories.staff("is_assessor"))


def test_nobody_scores_before_they_said_that_they_are_not_close():
    application, assessor = factories.in_assessment(), factories.staff("is_assessor")
    actions.assign_assessor(application, assessor=assessor, by=colleague("is_officer"))

    with pytest.raises(Refused, match="not yours to score"):
        actions.save_scores(application, scores={}, by=assessor)

    actions.declare_no_conflict(application, by=assessor)
    actions.declare_no_conflict(application, by=assessor)
    actions.save_scores(application, scores={}, by=assessor)
    assert verbs(application).count("declare_no_conflict") == 1
    assert not Conflict.objects.exists()


def test_scores_filed_before_anybody_was_asked_need_no_declaration():
    application, other = factories.in_assessment(), factories.staff("is_assessor")
    application.assignments.create(assessor=other, assigned_by=colleague("is_officer"))
    assert not other.has_perm("grants.see_answers", application)
    application.assessments.create(assessor=other, filed_at=now(), total=50)
    other.forget()

    assert other.has_perm("grants.see_answers", application)


def test_a_conflict_declared_after_scoring_sets_the_scores_aside():
    application, late = scored()
    before = Assessment.objects.get(assessor=late)

    actions.declare_conflict(application, reason="We are neighbours.", by=late)

    table = scores_of(application)
    after = Assessment.objects.get(assessor=late)
    assert [each.assessor for each in table.assessments] == [colleague("is_assessor")]
    assert table.figure == 75
    assert [each.assessor for each in table.set_aside] == [late]
    assert after.set_aside_why.startswith("Conflict declared on")
    assert (after.total, after.filed_at) == (before.total, before.filed_at)
    assert "declare_after_scoring" in verbs(application)
    assert not Assessment.objects.counting().filter(assessor=late).exists()


def test_what_was_filed_stays_whatever_is_set_aside():
    application, late = scored()
    actions.declare_conflict(application, reason="We are neighbours.", by=late)
    filed = Assessment.objects.filter(assessor=late)

    for change in ({"total": 99}, {"total": None}, {"filed_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            filed.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        filed.update(set_aside_why="")


def test_with_all_scores_set_aside_it_cannot_go_to_the_panel():
    application, assessor = assigned()
    factories.filed(application, assessor)
    actions.declare_conflict(application, reason="We are neighbours.", by=assessor)

    with pytest.raises(Refused, match="Wait for at least one assessor"):
        actions.refer_to_panel(
            application, amount=1, days=0, reason="Yes.", risk="low", by=colleague("is_officer")
        )


def test_scores_count_again_once_the_conflict_is_settled_as_none():
    application, late = scored()
    conflict = actions.declare_conflict(application, reason="We are neighbours.", by=late)
    officer = colleague("is_officer")
    with pytest.raises(Refused, match="Settle the conflict as none"):
        actions.count_assessment_again(conflict, reason="They are not.", by=officer)
    settle(conflict, "note_only")
    assert not Assessment.objects.counting().filter(assessor=late).exists()

    actions.count_assessment_again(conflict, reason="They are not.", by=officer)

    assert Assessment.objects.counting().filter(assessor=late).exists()
    assert scores_of(application).figure == 37.5
    assert verbs(application)[-1] == "count_assessment_again"


@pytest.mark.parametrize(
    ("outcome", "opens", "scores", "sees_scores"),
    [
        ("none", True, True, True),
        ("note_only", True, True, True),
        ("no_score", True, False, True),
        ("leaves", True, False, False),
        ("no_access", False, False, False),
    ],
)
def test_each_outcome_takes_away_its_own_part(outcome, opens, scores, sees_scores):
    application = factories.in_assessment()
    person = factories.staff("is_officer", "is_approver", "is_assessor")
    actions.assign_assessor(application, assessor=person, by=colleague("is_officer"))
    conflict = actions.declare_conflict(application, reason="An old friend.", by=person)
    assert not type(application).objects.visible_to(person).exists()

    settle(conflict, outcome)
    person.forget()

    assert type(application).objects.visible_to(person).exists() == opens
    assert person.has_perm("grants.see_case", application) == opens
    for right in ("score_application", "decide_application", "refer_application"):
        assert person.has_perm(f"grants.{right}", application) == scores, right
    assert person.has_perm("grants.see_scores", application) == sees_scores
    mail = Email.objects.get(event="grants/conflict_settled")
    assert mail.to == person.email
    assert "We talked it over." in mail.body
    assert "{" not in mail.body


def test_settling_again_is_kept_beside_the_first():
    application, assessor = assigned()
    conflict = actions.declare_conflict(application, reason="My aunt.", by=assessor)

    settle(conflict, "note_only")
    settle(conflict, "leaves", seen=1)

    conflict.refresh_from_db()
    outcomes = Settling.objects.order_by("number").values_list("outcome", flat=True)
    assert list(outcomes) == ["note_only", "leaves"]
    assert conflict.outcome == "leaves"
    assert verbs(application).count("settle_conflict") == 2
    assert not application.assignments.filter(ended_at=None).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Settling.objects.update(reason="Another.")


def test_an_old_page_settles_nothing():
    application, assessor = assigned()
    conflict = actions.declare_conflict(application, reason="My aunt.", by=assessor)
    settle(conflict, "note_only")

    with pytest.raises(Refused, match="Somebody else settled this"):
        settle(conflict, "no_access", seen=0)


def test_nobody_settles_their_own_nor_while_they_have_one():
    application = factories.in_assessment()
    one, other = factories.staff("is_officer"), factories.staff("is_officer")
    conflict = actions.declare_conflict(application, reason="My aunt.", by=one)
    others = actions.declare_conflict(application, reason="My uncle.", by=other)

    with pytest.raises(Refused, match="Nobody settles a conflict of their own"):
        settle(conflict, "none", by=one)
    with pytest.raises(Refused, match="Ask another officer"):
        settle(others, "none", by=one)
    for role in ("is_approver", "is_auditor", "is_assessor"):
        with pytest.raises(Refused, match="Ask another officer"):
            settle(conflict, "none", by=factories.staff(role))
    assert not Settling.objects.exists()


def test_who_acted_for_the_coop_stays_out_whatever_an_officer_says():
    application = factories.in_assessment()
    person = factories.staff("is_approver", email="lee@weirlane.example")
    conflict = actions.declare_conflict(application, reason="I was one.", by=person)
    application.organisation.memberships.create(user=person)

    for outcome in ("none", "note_only", "no_score", "leaves"):
        with pytest.raises(Refused, match="stays closed"):
            settle(conflict, outcome)
    settle(conflict, "no_access")
    assert not type(application).objects.visible_to(person).exists()


def test_what_is_declared_anew_closes_the_case_anew():
    application, assessor = assigned()
    conflict = actions.declare_conflict(application, reason="My aunt.", by=assessor)
    settle(conflict, "none")

    again = actions.declare_conflict(application, reason="I married one.", by=assessor)

    assert again == conflict
    assert (again.outcome, again.settled_at) == ("no_access", None)
    assert not type(application).objects.visible_to(assessor).exists()


def test_whoever_is_free_again_is_asked_again():
    application, assessor = assigned()
    conflict = actions.declare_conflict(application, reason="My aunt.", by=assessor)

    settle(conflict, "none")

    assert application.assignments.get(ended_at=None).assessor == assessor
    assessor.forget()
    assert assessor.has_perm("grants.score_application", application)


def test_a_tie_is_noted_once_and_nobody_ends_their_own():
    organisation, mentor = factories.organisation(), factories.staff("is_officer")
    tie = factories.tie(organisation, person=mentor)
    assert factories.tie(organisation, person=mentor) == tie
    today = localdate()

    with pytest.raises(Refused, match="Ask another officer"):
        actions.end_tie(tie, until_on=today, by=mentor)
    with pytest.raises(Refused, match="same as the first or later"):
        actions.end_tie(tie, until_on=today.replace(year=1999), by=colleague("is_officer"))
    actions.end_tie(tie, until_on=today, by=colleague("is_officer"))
    with pytest.raises(Refused, match="noted already"):
        actions.end_tie(tie, until_on=today, by=colleague("is_officer"))


def test_ties_are_for_officers_and_about_colleagues():
    organisation = factories.organisation()
    for person, by in [
        (factories.person(), colleague("is_officer")),
        (factories.staff("is_assessor"), factories.staff("is_assessor")),
    ]:
        with pytest.raises(Refused, match="Only officers"):
            factories.tie(organisation, person=person, by=by)
