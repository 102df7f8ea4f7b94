"""Flags, tags and notes: what can be written, and what is refused."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from applicants.access import Refused
from grants.assessment import actions
from grants.assessment.notes.queries import marks_on, tags_on, tags_to_choose, with_marks
from grants.history import faults_in
from grants.models import Application, CaseTag, Flag, Note
from tests import factories
from tests.factories.cases import colleague
from tests.grants.assessment.scene import verbs

pytestmark = pytest.mark.django_db


def tag(application, *, add=(), remove=()):
    return actions.tag_case(application, add=add, remove=remove, by=colleague("is_officer"))


def test_a_note_sent_twice_is_kept_once_and_other_words_are_another():
    application, mark = factories.submitted(), uuid.uuid4()
    officer = colleague("is_officer")

    for text in ("Ring first.", "Ring first.", "Ring later."):
        actions.write_note(application, text=text, uuid=mark, by=officer)

    assert list(Note.objects.order_by("pk").values_list("text", flat=True)) == [
        "Ring first.",
        "Ring later.",
    ]
    assert verbs(application).count("write_note") == 2
    assert faults_in(application) == []


def test_history_says_that_something_was_written_and_not_what():
    """Finance reads the history of a case, and these words are not for finance."""
    application = factories.submitted()
    factories.noted(application, text="canary")
    flag = factories.flagged(application, reason="canary")
    actions.resolve_flag(flag, reason="canary", by=colleague("is_officer"))
    factories.tagged(application, "canary")

    entries = list(application.history.order_by("sequence"))[-4:]

    assert [entry.verb for entry in entries] == [
        "write_note",
        "raise_flag",
        "resolve_flag",
        "tag_case",
    ]
    assert all(entry.note == entry.subject == "" for entry in entries)


def test_a_flag_is_raised_once_and_resolved_once():
    application = factories.submitted()
    flag = factories.flagged(application)
    assert factories.flagged(application) == flag

    actions.resolve_flag(flag, reason="They stay.", by=colleague("is_officer"))
    with pytest.raises(Refused, match="has resolved this flag already"):
        actions.resolve_flag(flag, reason="Again.", by=factories.staff("is_officer"))

    flag.refresh_from_db()
    assert (flag.resolution, flag.resolved_by) == ("They stay.", colleague("is_officer"))
    assert verbs(application)[-2:] == ["raise_flag", "resolve_flag"]


def test_a_reason_that_was_resolved_can_be_raised_anew():
    application = factories.submitted()
    flag = factories.flagged(application)
    actions.resolve_flag(flag, reason="They stay.", by=colleague("is_officer"))

    assert factories.flagged(application) != flag


def test_tags_come_from_one_list_for_all_cases_whatever_their_capitals():
    first, second = factories.submitted(), factories.submitted()

    tag(first, add=["Women’s co-ops", "=1+1"])
    tag(second, add=["WOMEN’S CO-OPS"])

    assert tags_to_choose() == ["=1+1", "Women’s co-ops"]
    assert tags_on(second) == ["Women’s co-ops"]


def test_two_who_tag_at_once_lose_nothing():
    """Each page says what it showed as ticked, so only the differences are written."""
    application = factories.tagged(factories.submitted(), "bread", "bikes")

    tag(application, add=["boats"], remove=["bread"])
    tag(application, add=["books"])

    assert tags_on(application) == ["bikes", "boats", "books"]


def test_the_same_tags_again_leave_no_line():
    application = factories.tagged(factories.submitted(), "bread")

    tag(application, add=["bread"], remove=["not there"])

    assert verbs(application).count("tag_case") == 1


def test_the_list_of_tags_has_an_end():
    officer = colleague("is_officer")
    CaseTag.objects.bulk_create(CaseTag(name=f"t{n}", added_by=officer) for n in range(200))
    application = factories.submitted()

    with pytest.raises(Refused, match="200 tags already"):
        tag(application, add=["one more"])

    tag(application, add=["t7"])
    assert tags_on(application) == ["t7"]


@pytest.mark.parametrize("role", ["is_approver", "is_auditor", "is_assessor"])
def test_only_officers_write(role):
    application, person = factories.submitted(), factories.staff(role)

    for act in (
        lambda: factories.noted(application, by=person),
        lambda: factories.flagged(application, by=person),
        lambda: factories.tagged(application, by=person),
    ):
        with pytest.raises(Refused, match="not yours to write about"):
            act()


def test_somebody_who_declared_a_conflict_writes_no_more():
    application, officer = factories.submitted(), factories.staff("is_officer")
    actions.declare_conflict(application, reason="My aunt.", by=officer)

    with pytest.raises(Refused, match="not yours to write about"):
        factories.noted(application, by=officer)


def test_after_the_end_notes_can_still_be_written():
    from grants.applications.actions import withdraw_application

    application = factories.submitted()
    withdraw_application(application, by=application.started_by)

    factories.noted(application)
    factories.flagged(application)

    assert (application.notes.count(), application.flags.count()) == (1, 1)


def test_marks_of_many_cases_are_read_in_one_query(django_assert_num_queries):
    cases = [factories.submitted() for _ in range(3)]
    factories.flagged(cases[0], reason="Look.")
    factories.tagged(cases[0], "bread")
    factories.tagged(cases[1], "bread")

    with django_assert_num_queries(1):
        marks = marks_on([case.pk for case in cases])

    assert marks == {
        cases[0].pk: {"flag": ["Look."], "tag": ["bread"]},
        cases[1].pk: {"flag": [], "tag": ["bread"]},
    }
    every = Application.objects.all()
    assert list(with_marks(every, is_flagged=True)) == [cases[0]]
    assert set(with_marks(every, tag="bread")) == set(cases[:2])


@pytest.mark.database
def test_what_was_written_is_neither_changed_nor_removed():
    application = factories.submitted()
    factories.noted(application)
    flag = factories.flagged(application)
    actions.resolve_flag(flag, reason="They stay.", by=colleague("is_officer"))

    for change in (
        lambda: Note.objects.update(text="Other."),
        lambda: Note.objects.all().delete(),
        lambda: Flag.objects.update(reason="Other."),
        lambda: Flag.objects.update(resolution="Other."),
        lambda: Flag.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
            change()


@pytest.mark.database
def test_the_database_refuses_half_a_resolution_and_a_tag_twice():
    application = factories.submitted()
    flag = factories.flagged(application)
    factories.tagged(application, "bread")
    officer = colleague("is_officer")

    for change in (
        lambda: Flag.objects.filter(pk=flag.pk).update(resolved_by=officer),
        lambda: CaseTag.objects.create(name="BREAD", added_by=officer),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
