"""Ten thousand instalments: the pages of a month end, and a payment run of that size as a file.

Inside one process, by Django's own test client: no network, no web server. On a database that
holds the demo: `python -m tests.bench.payments`, with `DJANGO_SETTINGS_MODULE`, `DATA_DIR` and
`DATABASE_URL` as `tests.bench` sets them.
"""

import json
import time
from datetime import timedelta
from decimal import Decimal

import django
from django.db import connection, transaction
from django.test.utils import override_settings
from django.utils.timezone import localdate, now

AWARDS, PAID = 6_000, 2_000  # two instalments each; the first of some is paid: 10,000 are not
ROUNDS = 30
PAYMENTS, FORMATS = 10_000, ("csv", "standard18", "pain001")
TIMES = 20
PAYER = {
    "name": "Co-operate Alderwick",
    "sort_code": "089999",
    "account_number": "66374958",
    "user_number": "408912",
}
PAGES = {
    "Payments at month end": "payment_home",
    "Report by fund": "money_report",
    "Forecast": "money_forecast",
    "Ledger": "ledger",
}


def payment_figures(times=TIMES):
    """(figures of the pages, seconds of each format); what is made for it is undone again."""
    from django.urls import reverse

    from tests.factories.people import client_for

    from .panels import measured

    with transaction.atomic():
        people = the_people()
        a_large_month(people)
        client = client_for(people["prepares"], SERVER_NAME="127.0.0.1")
        pages = {label: measured(client, reverse(name), times) for label, name in PAGES.items()}
        transaction.set_rollback(True)
    return {"pages": pages, "files": {name: seconds_of(name) for name in FORMATS}}


def the_people():
    from applicants.models import User

    def somebody(**role):
        return User.objects.filter(is_active=True, **role).first()

    return {
        "checks": somebody(is_officer=True),
        "prepares": somebody(is_finance_preparer=True),
        "approves": somebody(is_finance_approver=True),
        "owner": somebody(memberships__is_signatory=True),
    }


def a_large_month(people):
    """Grants in thirty rounds: paid, ready, and waiting for something."""
    awards = make_awards(people, AWARDS, instalments=2)
    pay([award.first for award in awards[:PAID]], people, run_size=200)


def make_awards(people, number, instalments, rounds=ROUNDS):
    """Accepted awards of co-ops with checked accounts, made without the actions, as rows."""
    from applicants.models import Organisation
    from grants import models

    like, today, at = models.Round.objects.exclude(published_at=None).first(), localdate(), now()
    made = []
    for place in range(rounds):
        like.pk, like.reference, like.name = None, f"bench-money-{place}", f"Bench {place}"
        like.budget, like.budget_days = Decimal(90_000_000), 0
        like.save(force_insert=True)
        made.append(like.pk)
    owner = people["owner"]
    groups = Organisation.objects.bulk_create(
        Organisation(
            reference=f"bench-money-{n}", name=f"Bench {n}", postcode="E26 3NT", started_by=owner
        )
        for n in range(number)
    )
    models.BankDetails.objects.bulk_create(
        models.BankDetails(
            organisation=group,
            account_name=f"Bench {n}",
            sort_code="089999",
            account_number=f"{10_000_000 + n}",
            last_four=f"{10_000_000 + n}"[-4:],
            entered_by=owner,
            usable_from=at,
            checked_at=at,
            checked_by=people["checks"],
        )
        for n, group in enumerate(groups)
    )
    cases = models.Application.objects.bulk_create(
        models.Application(
            reference=f"BEN-{n:06d}",
            organisation=group,
            round_id=made[n % rounds],
            state="accepted",
            is_only_one=False,
            started_by=owner,
            submitted_at=at,
            submitted_by=owner,
            amount_requested=1_000,
        )
        for n, group in enumerate(groups)
    )
    models.HistoryHead.objects.bulk_create(models.HistoryHead(application=case) for case in cases)
    facts = {"route": "not_subsidy", "reason": "Bench"}
    proposals = models.RouteProposal.objects.bulk_create(
        models.RouteProposal(
            reference=f"{case.reference}-S1",
            application=case,
            proposed_by=people["checks"],
            agreed_at=at,
            agreed_by=people["approves"],
            **facts,
        )
        for case in cases
    )
    models.SubsidyAssessment.objects.bulk_create(
        models.SubsidyAssessment(
            application=one.application, assessed_by=people["checks"], proposal=one, **facts
        )
        for one in proposals
    )
    count_rows()
    awards = models.Award.objects.bulk_create(
        models.Award(
            application=case,
            reference=case.reference,
            amount=100 * instalments,
            offered_by=people["approves"],
            respond_by=at,
            accepted_at=at,
            accepted_by=owner,
            accepted_name="Ada",
            accepted_letter_hash="x",
            payee=case.organisation,
        )
        for case in cases
    )
    models.LedgerEntry.objects.bulk_create(
        models.LedgerEntry(
            application=award.application,
            kind="commitment",
            amount=award.amount,
            on=today,
            key=f"{award.reference}/commitment",
        )
        for award in awards
    )
    parts = models.Instalment.objects.bulk_create(
        models.Instalment(
            award=award,
            number=place + 1,
            amount=100,
            due_on=today + timedelta(days=n % 300),
            needs="Your report, accepted",
            released_at=at if not place and n % 3 else None,
        )
        for n, award in enumerate(awards)
        for place in range(instalments)
    )
    for n, award in enumerate(awards):
        award.first = parts[n * instalments]
        award.parts = parts[n * instalments : (n + 1) * instalments]
    count_rows()
    return awards


def count_rows():
    """What PostgreSQL does by itself from time to time: it plans by how many rows it counted last,
    and these came all at once."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def pay(instalments, people, run_size):
    from grants.models import LedgerEntry

    for start in range(0, len(instalments), run_size):
        some = instalments[start : start + run_size]
        run, payments = a_run(some, people, number=start // run_size, state="settled")
        LedgerEntry.objects.bulk_create(
            LedgerEntry(
                application=payment.instalment.award.application,
                kind="payment",
                amount=payment.amount,
                on=payment.paid_on,
                key=f"{run.reference}/{payment.reference}/paid",
                payment=payment,
            )
            for payment in payments
        )


def a_run(instalments, people, *, number, state):
    from grants.models import BankDetails, Payment, PaymentRun
    from grants.payments.files.calendar import first_day_to_pay

    today, at = localdate(), now()
    is_over = state == "settled"
    run = PaymentRun.objects.create(
        reference=f"RUN-2099-{number:04d}",
        state=state,
        prepared_by=people["prepares"],
        pay_on=first_day_to_pay(),
        approved_at=at,
        approved_by=people["approves"],
        exported_at=at if is_over else None,
        exported_by=people["prepares"] if is_over else None,
        settled_at=at if is_over else None,
        settled_by=people["prepares"] if is_over else None,
        file_hash="x" if is_over else "",
    )
    owners = [instalment.award.application.organisation_id for instalment in instalments]
    accounts = {
        one.organisation_id: one
        for start in range(0, len(owners), 500)
        for one in BankDetails.objects.filter(organisation__in=owners[start : start + 500])
    }
    payments = [
        Payment(
            run=run,
            instalment=instalment,
            bank_details=accounts[instalment.award.application.organisation_id],
            reference=f"{instalment.award.reference}-{instalment.number}",
            amount=instalment.amount,
            bank_checked_by=people["checks"],
            prepared_by=people["prepares"],
            approved_by=people["approves"],
            paid_on=today if is_over else None,
            paid_at=at if is_over else None,
            paid_by=people["prepares"] if is_over else None,
        )
        for instalment in instalments
    ]
    for payment in payments:
        payment.details_hash = payment.compute_details_hash()
    return run, Payment.objects.bulk_create(payments)


def seconds_of(profile):
    """How long a run of 10,000 payments takes from approved to its file, with its history."""
    from grants.payments.actions import export_payment_run

    set_up = override_settings(PAYMENT_PROFILE=profile, PAYMENT_COLUMNS="", PAYER=PAYER)
    with transaction.atomic(), set_up:
        people = the_people()
        awards = make_awards(people, PAYMENTS, instalments=1)
        run, _payments = a_run(
            [award.first for award in awards], people, number=9_999, state="approved"
        )
        start, worked = time.perf_counter(), time.process_time()
        run = export_payment_run(run, by=people["prepares"])
        found = {
            "seconds": time.perf_counter() - start,
            "cpu": time.process_time() - worked,
            "megabytes": len(run.file) / 1_000_000,
        }
        transaction.set_rollback(True)
    return found


def main():
    django.setup()
    print(json.dumps(payment_figures(), indent=1))
    connection.close()


if __name__ == "__main__":
    main()
