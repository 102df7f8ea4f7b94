"""What may be asked about the equality answers: counts of closed rounds, and nothing else."""

from collections import Counter
from typing import NamedTuple

from django.utils.timezone import now

from grants.funds.models import Round

from .hiding import FEWEST, rounded, shown
from .models import EqualityAnswers, EqualityTotal
from .questions import NOT_ANSWERED, QUESTIONS


class Counted(NamedTuple):
    """One question with its answers: [(words, a rounded number or None)]."""

    text: str
    lines: list


class RoundReport(NamedTuple):
    """One closed round. No tables where fewer than ten people answered."""

    name: str
    people: int
    tables: list


def equality_report():
    """Every closed round that anybody answered for, the newest first.

    A round that is open is left out: two looks on two days would show what the one person
    answered who sent in between. There is no sum over rounds, from which one could be taken away.
    """
    at = now()
    closed = {round.pk: round for round in Round.objects.published().filter(closes_at__lte=at)}
    counts = counts_of(closed)
    newest = sorted(counts, key=lambda pk: (closed[pk].closes_at, pk), reverse=True)
    return [report_of(closed[pk].name, counts[pk]) for pk in newest]


def counts_of(rounds):
    """{round id: {question code: Counter of options}}, of what is sent or folded into totals."""
    counts = {}
    sent = EqualityAnswers.objects.filter(round__in=rounds, key=None)
    for round_id, answers in sent.values_list("round_id", "answers"):
        for question in QUESTIONS:
            of_round = counts.setdefault(round_id, {})
            tally = of_round.setdefault(question.code, Counter())
            tally[answers.get(question.code, NOT_ANSWERED[0])] += 1
    totals = EqualityTotal.objects.filter(round__in=rounds)
    for total in totals:
        tally = counts.setdefault(total.round_id, {}).setdefault(total.question, Counter())
        tally[total.option] += total.count
    return counts


def report_of(name, counts):
    """What may be shown of one round."""
    people = max(tally.total() for tally in counts.values())
    if people < FEWEST:
        return RoundReport(name, 0, [])
    return RoundReport(name, rounded(people), [_counted(q, counts[q.code]) for q in QUESTIONS])


def _counted(question, tally):
    options = (*question.choices, NOT_ANSWERED)
    numbers = shown({value: tally[value] for value, _words in options})
    return Counted(question.text, [(words, numbers[value]) for value, words in options])
