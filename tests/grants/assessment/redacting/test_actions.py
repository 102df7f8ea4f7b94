"""An officer covers names; assessors read nothing until it is said to be ready."""

import pytest
from django.db import DatabaseError, transaction

from applicants.access import Refused
from applicants.models import Email
from grants.applications import actions as applying
from grants.assessment import actions as assessing
from grants.assessment.redacting.actions import CoveredMeanwhile
from grants.assessment.redacting.queries import covered_for, in_force, standing_of
from grants.blindness import COVERED
from grants.funds.queries import criteria_of
from grants.models import Redaction
from tests import factories
from tests.factories.blind import blind_assessor, blind_round, covered, judged_blind, redacted
from tests.factories.cases import REASON, colleague
from tests.grants.assessment.scene import verbs

pytestmark = pytest.mark.django_db


def in_a_blind_round(**facts):
    return factories.in_assessment(round=blind_round(), **facts)


def officer():
    return colleague("is_officer")


def text_of(covered):
    cells = [
        cell.text
        for part in covered.sheet
        for answer in part.answers
        for line in answer.lines
        for cell in line
    ]
    words = [answer.text for part in covered.sheet for answer in part.answers]
    return "\n".join([*words, *cells, *(share.name for share in covered.shares)])


def test_nobody_can_be_asked_before_names_are_covered():
    application, assessor = in_a_blind_round(), factories.staff("is_assessor")

    with pytest.raises(Refused, match="Cover the names in this application first"):
        assessing.assign_assessor(application, assessor=assessor, by=officer())
    redacted(application)
    with pytest.raises(Refused, match="Cover the names in this application first"):
        assessing.assign_assessor(application, assessor=assessor, by=officer())

    covered(application)
    assessing.assign_assessor(application, assessor=assessor, by=officer())
    assert application.assignments.get().assessor == assessor


def test_what_was_sent_stays_and_assessors_read_it_covered():
    application = in_a_blind_round()
    name = application.organisation.name
    sent = application.submissions.get()
    before = (sent.answers, sent.content_hash)

    covered(application)

    sent.refresh_from_db()
    assert (sent.answers, sent.content_hash) == before
    read = text_of(covered_for(application, blind_assessor(application)))
    assert name not in read
    assert f"{COVERED} will bake bread." in read
    assert verbs(application)[-4:] == [
        "redact",
        "say_ready",
        "assign_assessor",
        "declare_no_conflict",
    ]


def test_saying_the_same_again_adds_nothing():
    application = in_a_blind_round()
    first = redacted(application)

    assert redacted(application) == first
    covered(application)
    seen = standing_of(application).seen
    assessing.say_ready(application, seen=seen, by=officer())

    assert Redaction.objects.count() == 2
    assert verbs(application).count("say_ready") == 1


def test_covering_more_closes_it_until_it_is_ready_again():
    application = judged_blind()
    assessor = blind_assessor(application)

    redacted(application, "bake")
    assert covered_for(application, assessor) is None

    covered(application, "bake")
    assert "bake" not in text_of(covered_for(application, assessor))


def test_an_application_that_is_sent_again_is_looked_at_again():
    application = factories.submitted(round=blind_round())
    covered(application)
    assert in_force(application)

    by = application.started_by
    application = applying.return_for_changes(
        application, by=officer(), note="Say more.", questions={"2": ""}
    )
    about = application.round.sections.get(number=2)
    saved = application.sections.get(section=about)
    applying.save_section(
        application,
        about,
        answers={**saved.answers, "2": "Now our name is Zephyr."},
        sound=["2", "3"],
        version=saved.version,
        by=by,
    )
    application = applying.submit_application(application, by=by)

    assert standing_of(application).is_sent_since
    assert in_force(application) is None
    with pytest.raises(Refused, match="Say what is covered first"):
        assessing.say_ready(application, seen=standing_of(application).seen, by=officer())
    covered(application, "Zephyr")
    assert in_force(application).submission.number == 2


def test_an_assessor_tells_of_a_name_and_officers_hear_of_it():
    application = judged_blind()
    assessor, other = blind_assessor(application), blind_assessor(application)
    officer()

    assessing.tell_of_name(application, what="A street in answer 2.", by=assessor)

    assert covered_for(application, other) is None
    assert standing_of(application).newest.note == "A street in answer 2."
    mail = Email.objects.get(event="grants/name_seen", to=officer().email)
    assert application.reference in mail.subject
    assert verbs(application)[-1] == "tell_of_name"
    with pytest.raises(Refused, match="looking at this already"):
        assessing.tell_of_name(application, what="The same.", by=other)


def test_only_somebody_who_judges_it_blind_tells_of_a_name():
    application = judged_blind()
    blind_assessor(application)

    for who in (officer(), factories.staff("is_assessor"), application.started_by):
        with pytest.raises(Refused):
            assessing.tell_of_name(application, what="Here.", by=who)


def test_scores_that_are_filed_stand_when_more_is_covered():
    application = judged_blind()
    assessor = blind_assessor(application)
    scores = dict.fromkeys(criteria_of(application.round), (3, REASON))
    filed = assessing.file_assessment(application, scores=scores, by=assessor)

    covered(application, "bake")

    filed.refresh_from_db()
    assert filed.filed_at
    assert filed.set_aside_at is None
    assert "bake" not in text_of(covered_for(application, assessor))


def test_words_that_stand_nowhere_are_refused():
    application = in_a_blind_round()

    with pytest.raises(Refused, match="“Zephyr” stands in no answer"):
        redacted(application, "Zephyr")

    assert not Redaction.objects.exists()


def test_where_names_are_seen_there_is_nothing_to_cover():
    with pytest.raises(Refused, match="Assessors of this round see who applies"):
        redacted(factories.in_assessment())


def test_only_an_officer_without_a_conflict_covers_names():
    application = in_a_blind_round()
    close = factories.staff("is_officer", "is_assessor")
    assessing.declare_conflict(application, reason="My aunt.", by=close)

    for who in (close, factories.staff("is_approver"), factories.staff("is_auditor")):
        with pytest.raises(Refused, match="not yours to work on"):
            redacted(application, by=who)


def test_a_decided_case_is_covered_no_more():
    application = factories.submitted(round=blind_round())
    applying.withdraw_application(application, by=application.started_by)

    with pytest.raises(Refused, match="before it is decided"):
        redacted(application)


def test_the_database_keeps_every_redaction():
    redaction = redacted(in_a_blind_round())

    for change in (
        lambda: Redaction.objects.filter(pk=redaction.pk).update(words=[]),
        lambda: Redaction.objects.filter(pk=redaction.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_partners_and_whose_a_line_is_have_no_names():
    partner = factories.organisation(name="Quillon Millers")
    application = judged_blind(joint=[partner])

    read = text_of(covered_for(application, blind_assessor(application)))

    assert "Quillon" not in read
    assert "Partner 1" in read
    assert "The lead" in read


def test_of_two_officers_the_second_sees_the_first():
    application = in_a_blind_round()
    redacted(application)

    with pytest.raises(CoveredMeanwhile):
        assessing.redact(
            application,
            words=["bread"],
            hidden=[],
            files=[],
            seen=0,
            by=factories.staff("is_officer"),
        )

    assert Redaction.objects.count() == 1
