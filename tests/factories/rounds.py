"""A fund, and a round that asks three questions."""

import itertools
from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localdate, now

from grants.funds.actions import ask_enquiry, move_dates, publish_round
from grants.models import Criterion, EligibilityTest, Fund, Question, Round, Section

from .people import person, staff

_numbers = itertools.count(1)


def fund(name="Grow Fund"):
    return Fund.objects.get_or_create(name=name, defaults={"purpose": "Help co-ops grow."})[0]


def the_round(**facts):
    """A round that nobody can see yet."""
    number = next(_numbers)
    facts = {
        "fund": fund(),
        "reference": f"round-{number}",
        "name": f"Round {number}",
        "opens_at": now() - timedelta(days=7),
        "closes_at": now() + timedelta(days=30),
        "decision_on": localdate() + timedelta(days=60),
        "budget": Decimal(50_000),
        "budget_days": Decimal(25),
        "minimum": Decimal(100),
        "maximum": Decimal(10_000),
        "alone_up_to": Decimal(10_000),
        "designed_with": "Six local co-ops.",
        **facts,
    }
    made = Round.objects.create(**facts)
    EligibilityTest.objects.create(round=made, number=1, text="Works in Alderwick")
    Criterion.objects.create(round=made, number=1, name="Truly co-operative", weight=60)
    Criterion.objects.create(round=made, number=2, name="Can work", weight=40)
    about = Section.objects.create(round=made, number=1, title="About you")
    money = Section.objects.create(round=made, number=2, title="Money and plan")
    kind = Question.Kind
    Question.objects.create(
        section=about, number=1, text="What are you called?", kind=kind.SHORT_TEXT
    )
    work = Question.objects.create(
        section=money, number=2, text="What will you do?", kind=kind.LONG_TEXT, word_limit=100
    )
    work.criteria.set(made.criteria.all())
    Question.objects.create(
        section=money,
        number=3,
        text="What do you need?",
        kind=kind.BUDGET,
        options=BUDGET_COLUMNS,
    )
    return made


BUDGET_COLUMNS = [
    {
        "name": "kind",
        "label": "Kind",
        "kind": "choice",
        "choices": [
            {"value": "money", "label": "Money"},
            {"value": "days", "label": "Advice days"},
            {"value": "space", "label": "Space"},
        ],
    },
    {"name": "what", "label": "What for", "kind": "text"},
    {"name": "amount", "label": "Amount", "kind": "number"},
    {
        "name": "local",
        "label": "Spent locally",
        "kind": "choice",
        "choices": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}],
    },
]


def open_round(**facts):
    return publish_round(the_round(**facts), by=staff("is_officer"))


def dates_moved(round, *, days=7, reason="our site was down on Tuesday", by=None):
    """Both dates of a round move by some days."""
    later = timedelta(days=days)
    return move_dates(
        round,
        closes_at=round.closes_at + later,
        decision_on=round.decision_on + later,
        reason=reason,
        by=by or staff("is_officer"),
    )


def asked(round=None, *, text="Does rent count?", by=None):
    """A question about a round that nobody has answered yet."""
    return ask_enquiry(round or open_round(), text=text, by=by or person())
