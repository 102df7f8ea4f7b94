"""A co-op shows that a condition is met; an officer looks, ticks, or says what is missing."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.files.storing import HasAVirus
from applicants.models import Email, Membership
from grants import tasks
from grants.awards.terms import actions as terms
from grants.awards.terms.evidence import actions
from grants.awards.terms.evidence.queries import conditions_to_look_at, files_of, what_stands
from grants.awards.terms.queries import conditions_of
from grants.closure.actions import terminate_award
from grants.history import faults_in
from grants.models import AccountFile, Attachment, Condition, ConditionFile
from tests import factories
from tests.factories.cases import colleague
from tests.factories.clamd import EICAR, a_scanner, nobody_listens
from tests.factories.evidence import LEASE, lease_of, sent_evidence, with_lease
from tests.factories.files import a_file
from tests.grants.applications.a_storage import Storage, kept_but_for

pytestmark = pytest.mark.django_db


def officer():
    return colleague("is_officer")


def bytes_kept():
    """How many files are kept, but for those of other rooms; also one that no row knows."""
    return len(kept_but_for(Attachment, AccountFile))


def seen_of(application):
    return what_stands(files_of(lease_of(application)))


def tick(application, by=None, **facts):
    facts = {"files": seen_of(application), **facts}
    return terms.tick_condition(lease_of(application), seen="Signed.", by=by or officer(), **facts)


def standing(application):
    return next(one.standing for one in conditions_of(application.award) if one.text == LEASE)


# --- Sending ---


def test_a_file_waits_for_an_officer_and_leaves_one_line():
    application = with_lease()

    sent = sent_evidence(application)

    assert standing(application) == "Sent to us"
    assert [one.number for one in conditions_to_look_at(officer())] == [sent.condition.number]
    entry = application.history.get(verb="send_evidence")
    assert (entry.subject, entry.note) == (LEASE.rstrip("."), "lease.pdf")
    assert faults_in(application) == []


def test_a_member_who_may_write_sends_one_and_a_reader_does_not():
    application = with_lease()
    editor = factories.member(application.organisation)
    reader = factories.member(application.organisation, role=Membership.Role.READER)

    sent_evidence(application, by=editor)
    for other in (reader, factories.person(), officer()):
        with pytest.raises(PermissionDenied):
            sent_evidence(application, name="other.pdf", by=other)

    assert ConditionFile.objects.get().added_by == editor
    assert bytes_kept() == 1


def test_the_same_file_twice_is_one():
    application = with_lease()

    first, second = (sent_evidence(application, content=b"%PDF-1 same") for _click in range(2))

    assert first == second
    assert bytes_kept() == 1
    assert application.history.filter(verb="send_evidence").count() == 1


def test_what_we_looked_at_is_not_sent_again():
    application = with_lease()
    sent_evidence(application)
    ask(application)

    with pytest.raises(Refused, match="You’ve sent us this file before"):
        sent_evidence(application)


def test_a_condition_takes_ten_files():
    application = with_lease()
    for number in range(10):
        sent_evidence(application, name=f"page {number}.pdf")

    with pytest.raises(Refused, match="up to 10 files"):
        sent_evidence(application, name="page 10.pdf")
    assert bytes_kept() == 10


def test_nothing_is_sent_for_what_ticks_itself_is_settled_or_has_ended():
    application = with_lease()
    signed = Condition.objects.get(award=application.award, kind="signed")
    with pytest.raises(Refused, match="ticks itself"):
        actions.send_evidence(signed, **a_file(), by=application.started_by)
    tick(application)
    with pytest.raises(Refused, match="We have settled this condition"):
        sent_evidence(application)
    terms.reopen_condition(lease_of(application), reason="Old.", by=officer())
    application.refresh_from_db()
    terminate_award(application, reason="They moved.", by=officer())
    with pytest.raises(Refused, match="not running"):
        sent_evidence(application)

    assert bytes_kept() == 0
    assert not ConditionFile.objects.exists()


def test_a_file_is_replaced_and_taken_away_while_the_condition_is_open():
    application = with_lease()
    first = sent_evidence(application)
    facts = {**a_file("new.pdf"), "by": application.started_by}

    second = actions.send_evidence(lease_of(application), instead_of=first, **facts)
    with pytest.raises(Refused, match="taken away or replaced already"):
        actions.send_evidence(lease_of(application), instead_of=first, **facts)
    for _click in range(2):
        actions.remove_evidence(second, by=application.started_by)

    assert files_of(lease_of(application)) == []
    verbs = ["send_evidence", "replace_evidence", "remove_evidence"]
    assert list(application.history.order_by("pk").values_list("verb", flat=True))[-3:] == verbs
    assert standing(application) == "Still needed"


def test_a_replacement_that_is_there_already_changes_nothing():
    application = with_lease()
    first, second = sent_evidence(application), sent_evidence(application, name="other.pdf")

    with pytest.raises(Refused, match=r"already sent this file, as “other\.pdf”"):
        actions.send_evidence(
            lease_of(application), instead_of=first, **a_file("other.pdf"), by=first.added_by
        )

    assert files_of(lease_of(application)) == [first, second]


def test_a_storage_that_is_down_leaves_nothing(monkeypatch):
    application = with_lease()
    monkeypatch.setattr(Storage, "is_down", True)

    with pytest.raises(Refused, match="We could not keep the file just now"):
        sent_evidence(application)

    assert not ConditionFile.objects.exists()
    assert not application.history.filter(verb="send_evidence").exists()


# --- Answering ---


def ask(application, missing="The last page too.", **facts):
    facts = {"seen": seen_of(application), "by": officer(), **facts}
    return actions.ask_for_more(lease_of(application), missing=missing, **facts)


def test_an_officer_says_what_is_missing_and_the_coop_gets_it_by_email():
    application = with_lease()
    sent_evidence(application)

    for _click in range(2):
        ask(application)

    mail = Email.objects.get(event="grants/evidence_not_enough", to=application.started_by.email)
    assert "The last page too." in mail.body
    assert application.history.filter(verb="ask_for_more").count() == 1
    assert not conditions_to_look_at(officer()).exists()
    assert standing(application) == "Still needed"

    sent_evidence(application, name="last page.pdf")
    assert conditions_to_look_at(officer()).exists()


def test_nothing_is_missing_of_nothing():
    application = with_lease()

    with pytest.raises(Refused, match="has sent no file"):
        ask(application)
    assert not Email.objects.filter(event="grants/evidence_not_enough").exists()


def test_what_came_after_the_page_was_opened_is_looked_at_first():
    application = with_lease()
    sent_evidence(application)
    seen = seen_of(application)
    sent_evidence(application, name="other.pdf")

    for answer in (lambda: ask(application, seen=seen), lambda: tick(application, files=seen)):
        with pytest.raises(Refused, match="not those that this page showed"):
            answer()

    assert lease_of(application).met_at is None
    assert not ConditionFile.objects.exclude(looked_at=None).exists()


def test_only_an_officer_of_the_case_answers():
    application = with_lease()
    sent_evidence(application)

    for other in (application.started_by, factories.staff("is_approver"), factories.person()):
        with pytest.raises(PermissionDenied):
            ask(application, by=other)


def test_a_tick_takes_away_what_was_missing_and_the_constraint_says_so():
    application = with_lease()
    sent_evidence(application)
    ask(application)

    tick(application)

    assert (lease_of(application).missing, lease_of(application).missing_by) == ("", None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Condition.objects.filter(pk=lease_of(application).pk).update(missing="More.")


# --- After the tick ---


def ticked():
    application = with_lease()
    sent = sent_evidence(application)
    tick(application)
    sent.refresh_from_db()
    return application, sent


def test_what_a_tick_rests_on_stays():
    application, sent = ticked()

    assert sent.proved_at
    with pytest.raises(Refused, match="We have settled this condition"):
        actions.remove_evidence(sent, by=application.started_by)
    terms.reopen_condition(lease_of(application), reason="Old.", by=officer())
    with pytest.raises(Refused, match="because of this file, so it stays"):
        actions.remove_evidence(sent, by=application.started_by)
    with pytest.raises(Refused, match="because of this file, so it stays"):
        actions.send_evidence(
            lease_of(application), instead_of=sent, **a_file("new.pdf"), by=application.started_by
        )


@pytest.mark.database
@pytest.mark.parametrize(
    "change", [{"file": ""}, {"removed_at": now()}, {"name": "x.pdf"}, {"proved_at": None}]
)
def test_the_database_keeps_what_a_tick_rests_on(change):
    _application, sent = ticked()
    rows = ConditionFile.objects.filter(pk=sent.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete("default")


def test_bytes_that_were_taken_away_go_after_a_while_and_proofs_never_do():
    application, sent = ticked()
    terms.reopen_condition(lease_of(application), reason="Old.", by=officer())
    other = sent_evidence(application, name="other.pdf")
    actions.remove_evidence(other, by=application.started_by)

    tasks.forget_removed_files()
    assert bytes_kept() == 2
    with time_machine.travel(now() + timedelta(days=31)):
        tasks.forget_removed_files()

    assert bytes_kept() == 1
    assert ConditionFile.objects.get(pk=sent.pk).file.name


# --- Viruses ---

BAD = b"%PDF-1.7\n" + EICAR


def test_a_virus_is_refused_at_once(settings):
    application = with_lease()

    with a_scanner(settings), pytest.raises(HasAVirus, match="We found a virus in this file"):
        sent_evidence(application, content=BAD)

    assert bytes_kept() == 0
    assert application.history.get(verb="refuse_file").note == "lease.pdf"
    assert files_of(lease_of(application)) == []


def test_what_the_scanner_has_not_judged_is_in_quarantine_until_it_has(settings):
    application = with_lease()
    nobody_listens(settings)
    sent = sent_evidence(application)
    assert sent.is_waiting
    assert application.history.get(verb="send_evidence").note == ""
    assert not conditions_to_look_at(officer()).exists()

    with a_scanner(settings), time_machine.travel(now() + timedelta(minutes=5)):
        tasks.scan_files()

    assert application.history.get(verb="clear_file").note == "lease.pdf"
    assert conditions_to_look_at(officer()).exists()


def test_a_file_in_quarantine_holds_up_no_tick_and_proves_nothing(settings):
    application = with_lease()
    nobody_listens(settings)
    sent = sent_evidence(application)

    tick(application)

    sent.refresh_from_db()
    assert (sent.looked_at, sent.proved_at) == (None, None)


@pytest.mark.parametrize("is_proof", [False, True])
def test_a_virus_that_is_found_later_takes_the_bytes_and_is_told(settings, is_proof):
    application = with_lease()
    sent = sent_evidence(application, content=BAD)
    if is_proof:
        tick(application)

    with a_scanner(settings):
        tasks.scan_files()

    sent.refresh_from_db()
    assert (sent.scan, sent.file.name, bytes_kept()) == ("infected", "", 0)
    mail = Email.objects.get(event="grants/virus_in_evidence", to=application.started_by.email)
    assert "lease.pdf" in mail.body
    assert faults_in(application) == []


# --- Who sees them ---


def test_they_open_for_the_coop_and_those_who_work_on_the_case_and_for_nobody_else():
    owner = factories.person()
    application = with_lease(by=owner)
    sent = sent_evidence(application)
    assessor = factories.staff("is_assessor")
    reader = factories.member(application.organisation, role=Membership.Role.READER)
    former = factories.staff("is_officer")
    former.memberships.create(organisation=application.organisation, ended_at=now())

    def sees(person):
        return ConditionFile.objects.visible_to(person).filter(pk=sent.pk).exists()

    for person in (owner, reader, officer(), factories.staff("is_auditor")):
        assert sees(person), person
    others = [assessor, factories.person(), former, factories.staff("is_finance_preparer")]
    for person in [*others, factories.staff("is_administrator")]:
        assert not sees(person), person


def test_the_list_of_what_to_do_names_it_once_for_each_condition():
    application = with_lease()
    for name in ("one.pdf", "two.pdf"):
        sent_evidence(application, name=name)

    assert len(conditions_to_look_at(officer())) == 1


def test_what_another_officer_looks_after_is_theirs():
    application = with_lease()
    sent_evidence(application)
    other = factories.staff("is_officer")
    Condition.objects.filter(pk=lease_of(application).pk).update(owner=other)

    assert conditions_to_look_at(other).exists()
    assert not conditions_to_look_at(officer()).exists()
