"""A signatory shows that an account is theirs; whoever checks it looks at that first."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.files.storing import HasAVirus
from applicants.models import Email, Membership
from grants import tasks
from grants.casework.queries import accounts_not_shown, unchecked_bank_details
from grants.closure.actions import terminate_award
from grants.history import faults_in
from grants.models import AccountFile, Attachment, BankDetails
from grants.payments.accounts import actions as accounts
from grants.payments.accounts.evidence import actions
from grants.payments.accounts.evidence.queries import is_asked_for
from tests import factories
from tests.factories.cases import colleague, with_bank_details
from tests.factories.clamd import EICAR, a_scanner, nobody_listens
from tests.factories.files import a_file
from tests.grants.applications.a_storage import Storage, kept_but_for

pytestmark = pytest.mark.django_db

ACCOUNT = {"account_name": "Weir Lane Bakers", "sort_code": "089999", "account_number": "66374958"}
OTHER = {**ACCOUNT, "sort_code": "107999", "account_number": "88837491"}
BAD = b"%PDF-1.7\n" + EICAR


def officer():
    return colleague("is_officer")


def given(**account):
    application = factories.accepted()
    give(application, **account)
    return application


def give(application, **account):
    account = {**ACCOUNT, **account}
    return accounts.enter_bank_details(application, **account, by=application.started_by)


def details_of(application):
    return BankDetails.objects.current().get(organisation=application.organisation)


def look(application, by=None):
    return actions.look_at_account_file(application, by=by or officer())


def check(application, by=None, **facts):
    facts = {"note": "Seen.", "call_back": "01632 960 555", **facts}
    return accounts.check_bank_details(application, by=by or officer(), **facts)


def ask(application, reason="We can’t read the date.", by=None):
    return actions.ask_for_account_file(application, reason=reason, by=by or officer())


def verbs(application):
    return list(application.history.order_by("pk").values_list("verb", flat=True))


def bytes_kept():
    """How many files are kept, but for those of applications; also one that no row knows."""
    return len(kept_but_for(Attachment))


# --- Nobody checks what was not shown ---


def test_an_account_is_checked_by_whoever_opened_its_letter():
    application = given()
    with pytest.raises(Refused, match="has not sent a bank letter or statement yet"):
        check(application)
    sent = factories.shown_account(application)
    with pytest.raises(Refused, match="Open the bank letter or statement first"):
        check(application)

    look(application)
    details = check(application)

    sent.refresh_from_db()
    assert (details.checked_by, sent.looked_by) == (officer(), officer())
    assert sent.proved_at is not None
    assert verbs(application)[-3:] == [
        "send_account_file",
        "look_at_account_file",
        "check_bank_details",
    ]
    assert faults_in(application) == []


def test_that_somebody_else_opened_it_is_not_enough():
    application = given()
    factories.shown_account(application)
    look(application, by=factories.staff("is_officer"))

    with pytest.raises(Refused, match="Open the bank letter or statement first"):
        check(application)


def test_a_letter_that_came_after_the_look_is_opened_too():
    application = given()
    factories.shown_account(application)
    look(application)
    factories.shown_account(application, name="other.pdf", content=b"%PDF other")

    with pytest.raises(Refused, match="Open the bank letter or statement first"):
        check(application)
    assert verbs(application)[-1] == "replace_account_file"
    assert AccountFile.objects.standing().count() == 1


@pytest.mark.parametrize(
    ("demanded", "first", "changed"),
    [("always", True, True), ("changed", False, True), ("never", False, False)],
)
def test_for_which_accounts_it_is_asked_is_a_setting(settings, demanded, first, changed):
    application = with_bank_details()
    settings.BANK_EVIDENCE = demanded
    other = given()
    give(application, **OTHER)

    for case, is_demanded in ((other, first), (application, changed)):
        assert is_asked_for(details_of(case)) is is_demanded
        assert unchecked_bank_details(officer()).contains(case) is not is_demanded
        assert accounts_not_shown(officer()).contains(case) is is_demanded
        if is_demanded:
            with pytest.raises(Refused, match="has not sent"):
                check(case)
        else:
            accounts.reveal_bank_details(case, by=officer())
            assert check(case).checked_at


def test_a_letter_that_is_not_asked_for_proves_it_only_when_it_was_seen(settings):
    settings.BANK_EVIDENCE = "never"
    unseen, seen = given(), given()
    for application in (unseen, seen):
        factories.shown_account(application)
    look(seen)
    accounts.reveal_bank_details(unseen, by=officer())

    for application in (unseen, seen):
        check(application)

    proved = AccountFile.objects.filter(proved_at__isnull=False)
    assert [one.application for one in proved] == [seen]


def test_another_account_needs_another_letter():
    application = with_bank_details()
    old = AccountFile.objects.get()
    give(application, **OTHER)

    with old.opened() as file:
        content = file.read()
    with pytest.raises(Refused, match="showed us your account ending in 4958"):
        factories.shown_account(application, content=content)
    with pytest.raises(Refused, match="has not sent"):
        check(application)

    factories.shown_account(application)
    look(application)
    assert check(application).last_four == "7491"
    assert AccountFile.objects.filter(proved_at__isnull=False).count() == 2


def test_the_letter_of_a_mistyped_account_may_come_again():
    application = given(account_number="66374959")
    factories.shown_account(application, content=b"%PDF our letter")
    give(application)

    sent = factories.shown_account(application, content=b"%PDF our letter")

    assert sent.details == details_of(application)
    assert AccountFile.objects.standing().get() == sent


# --- Sending ---


def test_the_same_letter_twice_is_one():
    application = given()

    first, second = (factories.shown_account(application) for _click in range(2))

    assert first == second
    assert verbs(application).count("send_account_file") == 1
    assert bytes_kept() == 1


def test_nothing_is_sent_before_there_is_an_account_after_its_check_or_after_the_end():
    early = factories.accepted()
    with pytest.raises(Refused, match="Give us your bank details first"):
        actions.send_account_file(early, **a_file(), by=early.started_by)
    checked = with_bank_details()
    with pytest.raises(Refused, match="We have checked this account"):
        factories.shown_account(checked, content=b"%PDF other")
    over = given()
    terminate_award(over, reason="They moved.", by=officer())
    with pytest.raises(Refused, match="nothing more to pay"):
        factories.shown_account(over)

    assert AccountFile.objects.count() == 1


def test_neither_the_name_nor_the_number_gets_into_history_or_mail():
    application = given()
    factories.shown_account(application, name="66374958 letter.pdf")
    look(application)
    ask(application)

    said = [f"{entry.subject} {entry.note}" for entry in application.history.all()]
    said += [f"{mail.subject} {mail.body}" for mail in Email.objects.all()]
    assert not [words for words in said if "66374958" in words or "letter.pdf" in words]


def test_a_storage_that_is_down_keeps_nothing_and_shows_nothing(monkeypatch):
    application = given()
    shown = given()
    factories.shown_account(shown)
    monkeypatch.setattr(Storage, "is_down", True)

    with pytest.raises(Refused, match="We could not keep the file just now"):
        factories.shown_account(application)
    AccountFile.objects.update(file="attachments/gone")
    with pytest.raises(Refused, match="We can’t reach this file just now"):
        look(shown)

    assert AccountFile.objects.count() == 1
    assert "look_at_account_file" not in verbs(shown)


# --- Not enough ---


def test_what_is_not_enough_is_told_to_those_who_sign_and_holds_up_the_check():
    application = given()
    factories.member(application.organisation, role=Membership.Role.EDITOR)
    factories.shown_account(application)
    with pytest.raises(Refused, match="Open the bank letter or statement first"):
        ask(application)
    look(application)

    for _click in range(2):
        ask(application)

    told = Email.objects.filter(event="grants/account_file_not_enough")
    signs = application.organisation.memberships.live().filter(is_signatory=True)
    assert {mail.to for mail in told} == {seat.user.email for seat in signs}
    assert all("We can’t read the date." in mail.body for mail in told)
    assert told.count() == signs.count()
    assert verbs(application).count("ask_for_account_file") == 1
    with pytest.raises(Refused, match="asked the co-op for another"):
        check(application)
    with pytest.raises(Refused, match="You’ve sent us this file before, and it is not enough"):
        factories.shown_account(application)

    factories.shown_account(application, content=b"%PDF with a date")
    look(application)
    assert check(application).checked_at


def test_there_may_be_nothing_to_look_at_or_to_find_wanting():
    application = given()

    with pytest.raises(Refused, match="There is no bank letter"):
        look(application)
    with pytest.raises(Refused, match="has sent no bank letter"):
        ask(application)
    with pytest.raises(Refused, match="is checked already"):
        ask(with_bank_details())


# --- Viruses ---


def test_a_virus_is_refused_at_once_and_leaves_one_line(settings):
    application = given()

    with a_scanner(settings), pytest.raises(HasAVirus, match="We found a virus in this file"):
        factories.shown_account(application, content=BAD)

    assert not AccountFile.objects.exists()
    assert verbs(application)[-1] == "refuse_account_file"


def test_what_is_not_scanned_yet_is_neither_opened_nor_enough(settings):
    application = given()
    nobody_listens(settings)
    sent = factories.shown_account(application)

    with pytest.raises(Refused, match="Waiting to be scanned for viruses"):
        look(application)
    with pytest.raises(Refused, match="waits to be scanned for viruses"):
        check(application)
    assert not unchecked_bank_details(officer()).exists()

    with a_scanner(settings), time_machine.travel(now() + timedelta(minutes=5)):
        tasks.scan_files()
    sent.refresh_from_db()
    assert sent.scan == "clean"
    assert verbs(application)[-1] == "clear_account_file"
    look(application)
    assert check(application).checked_at


@pytest.mark.parametrize("is_checked", [False, True])
def test_a_virus_that_is_found_later_takes_the_bytes_and_is_told(settings, is_checked):
    application = given()
    sent = factories.shown_account(application, content=BAD)
    if is_checked:
        factories.checked_account(application)

    with a_scanner(settings):
        tasks.scan_files()

    sent.refresh_from_db()
    assert (sent.scan, sent.file.name, bytes_kept()) == ("infected", "", 0)
    assert is_asked_for(details_of(application)) is not is_checked
    to = application.started_by.email
    mail = Email.objects.get(event="grants/virus_in_account_file", to=to)
    assert ("Send us a clean copy" in mail.body) is not is_checked
    assert faults_in(application) == []


# --- How long it is kept ---


def test_what_was_replaced_goes_after_a_while_and_what_proved_an_account_stays():
    application = with_bank_details()
    give(application, **OTHER)
    factories.shown_account(application, content=b"%PDF one")
    factories.shown_account(application, content=b"%PDF two")
    give(application, **{**OTHER, "account_number": "12345678"})

    tasks.forget_removed_files()
    assert bytes_kept() == 3
    with time_machine.travel(now() + timedelta(days=31)):
        tasks.forget_removed_files()

    assert bytes_kept() == 1
    assert AccountFile.objects.exclude(file="").get().proved_at
    assert AccountFile.objects.count() == 3


@pytest.mark.database
@pytest.mark.parametrize(
    "change", [{"file": ""}, {"removed_at": now()}, {"sha256": "x"}, {"proved_at": None}]
)
def test_the_database_keeps_what_proved_an_account(change):
    with_bank_details()
    rows = AccountFile.objects.all()

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete("default")


@pytest.mark.database
@pytest.mark.parametrize("what", ["unseen", "wanting", "own", "no words", "no bytes"])
def test_the_database_refuses_what_proves_nothing(what):
    application = given()
    sent = factories.shown_account(application)
    rows = AccountFile.objects.filter(pk=sent.pk)
    seen = {"looked_at": now(), "looked_by": officer()}
    wanting = {"not_enough": "Old.", "not_enough_at": now(), "not_enough_by": officer()}

    changes = {
        "unseen": {"proved_at": now()},
        "wanting": {"proved_at": now(), **seen, **wanting},
        "own": {"looked_at": now(), "looked_by": sent.added_by},
        "no words": {**wanting, "not_enough": ""},
        "no bytes": {"file": ""},
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**changes[what])


@pytest.mark.database
def test_the_database_wants_one_file_for_each_account():
    sent = factories.shown_account(given())
    sent.pk, sent.reference = None, "second"

    with pytest.raises(IntegrityError), transaction.atomic():
        sent.save(force_insert=True)
