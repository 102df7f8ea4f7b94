"""A run with many payments that went to the bank, each of another co-op with people of its own.

They are copies of one, made at once: a thousand lives told by the actions would take an hour.
"""

import importlib
import itertools
from copy import copy
from types import SimpleNamespace

from django.db import connection

from applicants.models import Membership, Organisation
from grants.history import HistoryHead
from grants.models import Application, Award, BankDetails, Instalment, LedgerEntry, Payment
from tests.factories.cases import with_bank_details

from .files import in_one_run

numbers = itertools.count(1)


def many_at_the_bank(number):
    """The run; no row of it was refused by a guard only because guards were off while it grew."""
    guards = importlib.import_module("grants.migrations._guards")
    first = in_one_run(with_bank_details()).payments.get()
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        guards.remove(editor)
        _copy(first, number - 1)
        guards.install(editor)
        if connection.vendor == "postgresql":
            # A database that grew by days knows how much it holds; one that grew at once must look,
            # or it takes a join of thousands for one of single rows.
            cursor.execute("ANALYZE")
    return first.run


def _copy(payment, number):
    instalment = payment.instalment
    award = instalment.award
    application = award.application
    here = [next(numbers) for _ in range(number)]

    def each(model, one, **changes):
        rows = []
        for place, n in enumerate(here):
            row = copy(one)
            row._state = copy(one._state)
            row._state.fields_cache = {}
            row.pk = None
            for name, value in changes.items():
                setattr(row, name, value(place, n))
            rows.append(row)
        return model._base_manager.bulk_create(rows, batch_size=500)

    organisations = each(
        Organisation,
        Organisation.objects.get(pk=application.organisation_id),
        reference=lambda _place, n: f"ORG-M-{n}",
        name=lambda _place, n: f"Co-op {n}",
    )
    owner = application.organisation.memberships.first()
    each(Membership, owner, organisation=lambda place, n: organisations[place])
    accounts = each(
        BankDetails, payment.bank_details, organisation=lambda place, n: organisations[place]
    )
    applications = each(
        Application,
        Application.objects.get(pk=application.pk),
        organisation=lambda place, n: organisations[place],
        reference=lambda place, n: f"CDM-2026-{n:05}",
    )
    HistoryHead.objects.bulk_create(
        HistoryHead(application=one, sequence=0) for one in applications
    )
    awards = each(
        Award,
        Award.objects.get(pk=award.pk),
        application=lambda place, n: applications[place],
        reference=lambda place, n: f"AWM-{n}",
    )
    instalments = each(
        Instalment,
        Instalment.objects.get(pk=instalment.pk),
        award=lambda place, n: awards[place],
    )
    each(
        LedgerEntry,
        application.ledger.get(kind="commitment"),
        application=lambda place, n: applications[place],
        key=lambda place, n: f"many-{n}",
    )
    each(
        Payment,
        Payment.objects.get(pk=payment.pk),
        instalment=lambda place, n: instalments[place],
        bank_details=lambda place, n: accounts[place],
        reference=lambda place, n: f"CDM-2026-{n:05}-1",
    )
