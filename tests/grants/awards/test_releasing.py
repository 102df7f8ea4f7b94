"""Decisions are looked over and released: what works, and what is refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from applicants.access import Refused
from applicants.models import Email
from grants.applications.actions import withdraw_application
from grants.assessment.actions import declare_conflict
from grants.awards.releasing import actions, queries
from grants.funds.queries import criteria_of
from grants.history import faults_in
from grants.models import Award, Letter, ReleaseDraft, Resolution
from tests import factories
from tests.factories.cases import colleague
from tests.factories.panels import (
    TOO_THIN,
    WHY,
    all_ready,
    fresh,
    held,
    item_of,
    read,
    ready,
    resolved,
    sitting,
)

pytestmark = pytest.mark.django_db


def held_resolution(*said, **facts):
    return held(*said, **facts).resolutions.get()


def edit(resolution, words="We like it.", *, by=None, version=None, instalments=1):
    resolution = fresh(resolution)
    version = queries.draft_of(resolution).version if version is None else version
    by = by or colleague("is_officer")
    return actions.edit_words(
        resolution, words=words, instalments=instalments, version=version, by=by
    )


def release(resolution, by=None):
    return actions.release(resolution, by=by or colleague("is_approver"))


# --- The words ---


def test_the_words_are_made_from_reasons_and_criteria():
    resolution = held_resolution("decline", reasons="A close call.")

    words = queries.draft_of(resolution).words

    assert words == (f"A close call.\n\nWhat could be stronger:\nTruly co-operative: {TOO_THIN}")


def test_where_more_was_hoped_for_the_best_mark_is_told():
    called = sitting()
    called.round.criteria.update(marks=["None", "Some", "Half", "Most", "All of it is shown."])
    item = item_of(called)
    first, second = criteria_of(called.round)
    because = [(first, "for", WHY), (second, "against", TOO_THIN)]

    words = queries.draft_of(resolved(item, "decline", because=because)).words

    assert f"What was strong:\n{first}: {WHY}\n" in words
    assert f"{second}: {TOO_THIN} The best mark is for: All of it is shown." in words


def test_whom_we_offer_support_reads_what_to_do_next():
    words = queries.draft_of(held_resolution("support")).words

    assert "a free talk with an adviser" in words
    assert "workshop" in words


def test_an_edit_is_kept_and_voids_that_somebody_read_it():
    resolution = ready()
    editor = colleague("is_officer")

    draft = edit(resolution, "Better words.", by=editor, instalments=2)

    assert (draft.words, draft.instalments, draft.version) == ("Better words.", 2, 1)
    assert (draft.edited_by, draft.read_at, draft.read_by) == (editor, None, None)
    with pytest.raises(Refused, match="Nobody else has read the words"):
        release(resolution)
    assert [e.verb for e in resolution.application.history.order_by("-sequence")[:2]] == [
        "edit_release_words",
        "read_release_words",
    ]


def test_the_same_words_saved_again_change_nothing():
    resolution = ready()

    draft = edit(resolution, queries.draft_of(resolution).words)

    assert draft.read_at is not None
    assert draft.version == 0


def test_newer_words_are_never_overwritten_unseen():
    resolution = ready()
    edit(resolution, "First.")

    with pytest.raises(Refused, match="Somebody changed these words"):
        edit(resolution, "Second.", version=0)

    assert ReleaseDraft.objects.get().words == "First."


def test_whoever_wrote_the_words_does_not_read_them():
    resolution = held_resolution()
    with pytest.raises(Refused, match="You wrote these words"):
        read(resolution, by=resolution.resolved_by)
    editor = factories.staff("is_officer")
    edit(resolution, by=editor)

    with pytest.raises(Refused, match="You wrote these words"):
        read(resolution, by=editor)

    assert ReleaseDraft.objects.get().read_at is None


def test_words_that_changed_meanwhile_are_not_read():
    resolution = held_resolution()
    edit(resolution)

    with pytest.raises(Refused, match="The words have changed"):
        actions.read_words(resolution, version=0, by=factories.staff("is_officer"))


def test_words_with_a_gap_are_neither_read_nor_released():
    resolution = held_resolution()
    edit(resolution, "Dear [name], yes.", by=factories.staff("is_officer"))

    with pytest.raises(Refused, match="still to be filled in"):
        read(resolution)
    with pytest.raises(Refused, match="still to be filled in"):
        release(resolution)


@pytest.mark.parametrize("role", ["is_assessor", "is_auditor", "is_finance_preparer"])
def test_others_neither_edit_nor_read(role):
    resolution = held_resolution()

    with pytest.raises(PermissionDenied):
        edit(resolution, by=factories.staff(role))
    with pytest.raises(PermissionDenied):
        read(resolution, by=factories.staff(role))


@pytest.mark.database
@pytest.mark.parametrize("wrong", ["its writer read it", "it was read before", "nobody read it"])
def test_the_database_refuses_a_reading_that_is_none(wrong):
    draft = ready().draft
    facts = {
        "its writer read it": {"read_by": draft.edited_by_id},
        "it was read before": {"edited_at": draft.read_at + timedelta(minutes=1)},
        "nobody read it": {"read_by": None},
    }[wrong]

    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseDraft.objects.filter(pk=draft.pk).update(**facts)


# --- The release ---


@pytest.mark.parametrize("verdict", ["full", "part"])
def test_a_yes_becomes_an_offer_with_its_letter(verdict):
    terms = {"amount": "2000"} if verdict == "part" else {}
    resolution = ready(verdict, conditions=["Open an account."], **terms)
    edit(resolution, "You did well.", instalments=2)
    resolution = read(resolution, by=factories.staff("is_officer"))
    approver = colleague("is_approver")

    application = release(resolution, approver)

    award, letter = Award.objects.get(), Letter.objects.get()
    assert application.state == "offered"
    assert (award.amount, award.days) == (resolution.amount, resolution.days)
    assert award.instalments.count() == 2
    assert award.conditions.filter(text="Open an account.").exists()
    assert (letter.kind, letter.words["reasons"]) == ("offer", "You did well.")
    told = fresh(resolution)
    assert told.released_at is not None
    assert told.released_by == approver
    assert faults_in(application) == []


@pytest.mark.parametrize("verdict", ["decline", "support"])
def test_a_no_becomes_a_letter(verdict):
    application = release(ready(verdict))

    assert application.state == "declined"
    assert Letter.objects.get().kind == "decline"


def test_a_deferral_goes_back_and_says_why():
    application = release(ready("defer"))

    assert application.state == "in_assessment"
    assert TOO_THIN in Email.objects.filter(event="grants/decision_deferred").latest("pk").body


def test_a_place_on_the_reserve_list_is_told_and_nothing_promised():
    application = release(ready("reserve", amount="2000"))

    mail = Email.objects.get(event="grants/on_reserve")
    assert application.state == "with_panel"
    assert "You are number 1 on our reserve list." in mail.body
    assert "We can’t promise" in mail.body
    assert application.history.latest("sequence").verb == "put_on_reserve"
    assert not Award.objects.exists()


def test_it_is_released_once():
    resolution = ready()
    release(resolution)

    with pytest.raises(Refused):
        release(resolution)

    assert Award.objects.count() == 1


def test_a_place_on_the_reserve_list_is_told_once():
    resolution = ready("reserve", amount="2000")
    release(resolution)

    with pytest.raises(Refused, match="released already"):
        release(resolution)
    with pytest.raises(Refused, match="released already"):
        edit(resolution)

    assert Email.objects.filter(event="grants/on_reserve").count() == 1


def test_whoever_scored_or_is_close_does_not_release():
    resolution = ready()
    scorer = resolution.application.assessments.get().assessor
    scorer.is_approver = True
    scorer.save()
    friend = factories.staff("is_approver")
    declare_conflict(resolution.application, by=friend, reason="My aunt.")

    for person in (scorer, friend, factories.staff("is_officer")):
        with pytest.raises(PermissionDenied):
            release(resolution, person)

    assert fresh(resolution).released_at is None


def test_nothing_is_released_before_the_minutes_are_signed():
    resolution = resolved(item_of(sitting()))

    with pytest.raises(Refused, match="minutes of this panel are not signed"):
        release(resolution)


def test_what_was_withdrawn_is_not_released():
    resolution = ready()
    withdraw_application(resolution.application, note="No.", by=resolution.application.started_by)

    with pytest.raises(Refused, match="Withdrawn"):
        release(resolution)

    assert fresh(resolution).released_at is None


def test_what_is_refused_stays_held():
    """The round has no money left: what is marked as released goes back with the rest."""
    resolution = ready()
    type(resolution.application.round).objects.update(budget=1)

    with pytest.raises(Refused, match="This round has £1 left"):
        release(resolution)

    assert fresh(resolution).released_at is None
    assert resolution.application.history.latest("sequence").verb == "read_release_words"


def seen_of(resolutions):
    """What the page shows of each, by its reference."""
    rows = [fresh(each) for each in resolutions]
    return {
        row.application.reference: queries.as_it_stands(row, queries.draft_of(row)).fingerprint
        for row in rows
    }


def test_several_are_done_one_by_one_and_one_refusal_stops_no_other():
    three = all_ready(sitting(cases=3), "full", "decline", ("reserve", "1000"))
    gone = three[1].application
    withdraw_application(gone, note="No.", by=gone.started_by)

    results = actions.release_together(three, seen=seen_of(three), by=colleague("is_approver"))

    assert [result.is_done for result in results] == [True, False, True]
    assert results[0].said == "Offered."
    assert results[1].said.startswith("Not released: This application is not with the panel")
    assert results[2].said == "Told that they are on the reserve list."
    assert [fresh(each.application).state for each in three] == [
        "offered",
        "withdrawn",
        "with_panel",
    ]


def test_one_that_somebody_else_must_release_is_reported():
    resolution = ready()
    scorer = resolution.application.assessments.get().assessor
    scorer.is_approver = True
    scorer.save()

    (result,) = actions.release_together([resolution], seen=seen_of([resolution]), by=scorer)

    assert result.said == "Not released: somebody else must do it."


@pytest.mark.database
def test_what_a_co_op_was_told_stays_as_it_was_told():
    resolution = ready("reserve", amount="2000")
    release(resolution)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseDraft.objects.update(words="Other words.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Resolution.objects.update(released_at=None, released_by=None)
