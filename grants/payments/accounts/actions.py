"""What can be done with accounts: give one, look at it, check it, load the banks’ tables.

Whoever can send money elsewhere alone can steal it. So an account that takes the place of a
checked one is told to everybody, waits, and is confirmed by ringing a number that we had before.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused, refuse_without
from applicants.emails import people_of, queue_email
from applicants.models import Email, Organisation, User, is_nowhere
from grants import history
from grants.applications.models import Application
from grants.awards.hosting.queries import payee_of
from grants.awards.letters.models import Kind
from grants.awards.terms.freeing import free_all, lock_awards_of
from grants.lifecycle import ApplicationLifecycle

from .evidence.proving import let_go_of_files, prove_by_file
from .models import NOT_THEIRS, BankDetails, ModulusTables
from .modulus import Answer
from .queries import (
    checked_accounts_of,
    current_bank_details,
    current_tables,
    sum_of,
    why_not_by,
)
from .tables import read_tables

ENTERED_AFTER = (*ApplicationLifecycle.SIGNED,)
LATELY = timedelta(days=90)
# What only a co-op's own people get, or a body that holds its money.
TO_THE_COOP = [
    *(f"grants/letter_{kind}" for kind in Kind.values),
    "grants/application_submitted",
    "grants/bank_details_entered",
    "grants/instalment_cancelled",
    "grants/offer_accepted",
    "grants/offer_extended",
    "grants/offer_reminder",
    "grants/offer_signed",
    "grants/payment_failed",
    "grants/payment_returned",
    "grants/report_accepted",
    "grants/report_returned",
    "grants/reports_due",
]
NOT_AN_ACCOUNT = (
    "This account number doesn’t go with this sort code. Look at both on a bank statement."
)
JOINED = (
    "This record was joined with another one just now. Open your application again, and give us "
    "the account there."
)


class WrongNumber(Refused):
    """The published sum does not come out: a digit is wrong."""


def enter_bank_details(application, *, account_name, sort_code, account_number, roll_number="", by):
    """A signatory gives the co-op's bank account; everybody of the co-op is told.

    It takes the place of a checked account, or is the first one after another record was joined
    into theirs, only after some days (`BANK_CHANGE_WAIT`).
    """
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=payee_of(application).pk)
        if organisation.merged_into_id:
            raise Refused(JOINED)  # nobody would ever look at an account of that record
        awards = lock_awards_of(organisation)
        application.refresh_from_db()
        refuse_without("grants.enter_bank_details", application, by=by)
        if application.state not in ENTERED_AFTER:
            raise Refused("Bank details are asked for once an offer is accepted.")
        now_held = current_bank_details(organisation)
        typed = (account_name, sort_code, account_number, roll_number)
        if now_held and now_held.is_same_account(*typed):
            return now_held  # a second click, or nothing new: what was checked stays checked
        says, tables = sum_of(sort_code, account_number)
        if says == Answer.IMPOSSIBLE:
            raise WrongNumber(NOT_AN_ACCOUNT)
        before = _checked_before(organisation)
        follows = before[0] if before else None
        # Nor is the first one paid at once where another record was joined into theirs: whose
        # money it is now, somebody finds out by a call.
        waits = follows is not None or organisation.merges.exists()
        let_go_of_files(organisation)
        organisation.bank_details.current().update(replaced_at=now())
        entered_at = now()
        details = BankDetails.objects.create(
            organisation=organisation,
            account_name=account_name,
            sort_code=sort_code,
            account_number=account_number,
            last_four=account_number[-4:],
            roll_number=roll_number,
            sum_says=says.value,
            tables=tables,
            entered_at=entered_at,
            entered_by=by,
            follows=follows,
            usable_from=entered_at + settings.BANK_CHANGE_WAIT if waits else entered_at,
        )
        history.record(
            application, verb="enter_bank_details", by=by, subject=f"ending {details.last_four}"
        )
        queue_email(
            "grants/bank_details_entered",
            [*_whose_money_it_is(application), *_told_before(before, organisation)],
            key=str(details.pk),
            about=application.reference,
            application=application,
            details=details,
        )
        free_all(awards)  # money waits again until the new account is checked
    return details


def _whose_money_it_is(application):
    """Everybody of whoever is paid; and of a group whose money somebody else holds."""
    both = {application.organisation, payee_of(application)}
    return {person.pk: person for each in both for person in people_of(each)}.values()


def _checked_before(organisation):
    """The account that was checked last, if any ever was; and of each record that was joined in."""
    newest = {}
    for each in checked_accounts_of(organisation):
        newest.setdefault(each.organisation_id, each)
    return list(newest.values())


def _told_before(accounts, organisation):
    """Whoever heard of the earlier accounts, at the addresses of that day that we would miss now.

    A thief who got into a mailbox, and changed the address here, must not be the only one to hear.
    So all are told too that we wrote to lately about a case of theirs, also who came after those
    accounts; but nobody who has an account here and does not act for them.
    """
    today = {person.email for person in organisation.people()}
    keys = [str(each.pk) for each in accounts]
    told = Email.objects.filter(event="grants/bank_details_entered", key__in=keys)
    theirs = Application.objects.filter(organisation=organisation)
    lately = Email.objects.filter(
        event__in=TO_THE_COOP,
        about__in=theirs.values("reference"),
        created_at__gte=now() - LATELY,
    )
    others = User.objects.exclude(email__in=today).values("email")
    lately = set(lately.exclude(to__in=others).values_list("to", flat=True))
    addresses = (lately | set(told.values_list("to", flat=True))) - today
    return [
        User(name=organisation.name, email=address)
        for address in sorted(addresses)
        if not is_nowhere(address)
    ]


def reveal_bank_details(application, *, by):
    """An officer looks at the full numbers to check them; the look itself is written down."""
    with transaction.atomic():
        details = current_bank_details(payee_of(application))
        if details is None:
            raise Refused("There are no bank details to check yet.")
        history.record(
            application,
            verb="reveal_bank_details",
            by=by,
            subject=f"ending {details.last_four}",
        )
    return details


def check_bank_details(application, *, note, by, payee_check="", call_back="", seen=None):
    """Somebody who did not enter the bank details confirms them.

    call_back: for a changed account, which number they rang and where we had it from.
    seen: the row that they looked at; details that changed meanwhile are not confirmed. They have
    opened what shows that the account is the co-op's, where the fund asks for it (`BANK_EVIDENCE`).
    """
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=payee_of(application).pk)
        awards = lock_awards_of(organisation)
        details = current_bank_details(organisation)
        if details is None:
            raise Refused("There are no bank details to check yet.")
        if seen is not None and seen != details.pk:
            raise Refused("The co-op changed its bank details meanwhile. Check the new ones.")
        if details.checked_at is not None:
            return details
        if why := why_not_by(by, details):
            raise Refused(why)
        refuse_without("grants.check_bank_details", application, by=by)
        if payee_check in NOT_THEIRS:
            raise Refused(
                "The bank says that this account is not theirs, so don’t confirm it. Ask the "
                "co-op to give its bank details again."
            )
        if details.is_change and not call_back:
            raise Refused("Ring the co-op on a number that you had before, and say which.")
        prove_by_file(details, by=by)
        details.checked_at, details.checked_by, details.check_note = now(), by, note
        details.payee_check, details.call_back = payee_check, call_back
        details.save(
            update_fields=["checked_at", "checked_by", "check_note", "payee_check", "call_back"]
        )
        history.record(
            application,
            verb="check_bank_details",
            by=by,
            note=note,
            subject=f"ending {details.last_four}",
        )
        free_all(awards)
    return details


def load_tables(*, weights, substitutions, version, valid_from):
    """Keep the two published files; from now on they say whether a number can be right.

    Raises Refused, naming the line, when one of them is not as it is published.
    """
    read_tables(weights, substitutions)
    sha256 = ModulusTables.fingerprint(weights, substitutions)
    loaded = current_tables()
    if loaded and (loaded.sha256, loaded.version, loaded.valid_from) == (
        sha256,
        version,
        valid_from,
    ):
        return loaded
    return ModulusTables.objects.create(
        version=version,
        valid_from=valid_from,
        weights=weights,
        substitutions=substitutions,
        sha256=sha256,
    )
