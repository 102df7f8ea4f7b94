"""Begin a fund on a new server, with a first round that nobody can see yet."""

from datetime import timedelta
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import localdate, localtime, now

from applicants.models import User
from grants.funds.actions import add_first_round
from grants.funds.models import Fund
from grants.funds.question_sets import GROW_FUND, START_FUND
from workshops.sessions.actions import add_catalogue

QUESTIONS = {"grow": GROW_FUND, "start": START_FUND}
OPENS_AFTER, OPEN_FOR, DECIDED_AFTER = timedelta(days=28), timedelta(days=42), timedelta(days=35)


class Command(BaseCommand):
    help = "Make a fund, a first round to be looked at and published, and the workshops."

    def add_arguments(self, parser):
        parser.add_argument("name", help="what the fund is called")
        parser.add_argument("--questions", choices=sorted(QUESTIONS), default="grow")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the officer who does it")

    @transaction.atomic
    def handle(self, *args, name, questions, by, **options):
        officer = User.objects.filter(email__iexact=by, is_officer=True).first()
        if officer is None:
            raise CommandError(f"{by} is not a fund officer yet. Use `manage.py appoint` first.")
        fund, is_new = Fund.objects.get_or_create(
            name=name, defaults={"purpose": "Money and advice for co-ops."}
        )
        if not is_new:
            self.stdout.write(f"{name} is there already. Nothing was changed.")
            return
        opens_at = localtime(now() + OPENS_AFTER).replace(hour=9, minute=0, second=0, microsecond=0)
        closes_at = (opens_at + OPEN_FOR).replace(hour=17)
        add_first_round(
            fund=fund,
            question_set=QUESTIONS[questions],
            by=officer,
            name=f"{name}, first round",
            opens_at=opens_at,
            closes_at=closes_at,
            decision_on=localdate(closes_at) + DECIDED_AFTER,
            budget=Decimal(50_000),
            budget_days=Decimal(25),
            minimum=Decimal(500),
            maximum=Decimal(10_000),
        )
        add_catalogue()
        self.stdout.write(
            f"{name} is there, with a first round that nobody can see yet. Open the page “Rounds”, "
            "set its dates, its budget and its limits, say who helped to design it, and publish it."
        )
