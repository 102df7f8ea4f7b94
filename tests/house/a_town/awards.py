"""Terms, offers and their answers, evidence, public money, a review."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils.timezone import localdate

from grants.awards import actions as deciding
from grants.awards.agreeing.actions import turn_down_award
from grants.awards.terms.evidence import actions as evidence
from grants.awards.terms.evidence.queries import what_stands
from grants.awards.terms.shape import PlannedCondition, PlannedLine
from grants.payments.accounts.evidence import actions as account_files
from tests import factories
from tests.factories.files import a_file

from .harm import HARM, co_op


def harmful_terms(people):
    """Two payments, a space, and a condition whose every word somebody typed."""
    spoken = PlannedCondition(
        "other",
        f"Show us {HARM}",
        due_on=localdate() + timedelta(40),
        owner=people["officer"].pk,
        evidence=f"A copy {HARM}",
    )
    planned = factories.terms(
        amounts=("2000", "2000"), reports=["", "6 month report"], conditions=[spoken]
    )
    hall = PlannedLine(
        "space", f"Hall {HARM}", quantity=Decimal(2), unit=HARM[:40], each=Decimal(9)
    )
    return replace(planned, lines=[*planned.lines, hall])


def an_answer_under_way(cases, people, facts):
    """An offer that one of two has signed, with more time; one to a group, and its host."""
    owner, host = facts["by"], factories.person(name=f"Hal {HARM}")
    cases["half signed"] = factories.offered(**facts, of=co_op(owner, "half"))
    factories.add_signatories(cases["half signed"])
    factories.signed(cases["half signed"], by=owner, name=f"Olu {HARM}")
    factories.extended(cases["half signed"], reason=f"Ill {HARM}", by=people["officer"])
    group = factories.organisation(owner=owner, name=f"group {HARM}", legal_form="not_formed")
    cases["hosted"] = factories.offered(**facts, of=group)
    body = factories.organisation(owner=host, name=f"Body {HARM}", legal_form="cic")
    factories.hosted(cases["hosted"], host=body)
    cases["turned down"] = factories.offered(**facts, of=co_op(owner, "no thanks"))
    turn_down_award(cases["turned down"], reason=f"Small {HARM}", by=owner)
    return host


def what_they_show(cases, people):
    """A file for a condition and one for an account, each found wanting; one more came since."""
    officer, running, accepted = people["officer"], cases["running"], cases["accepted"]
    spoken = running.award.conditions.get(text__startswith="Show us")
    facts = {**a_file(f"{HARM}.pdf"), "by": running.started_by}
    first = evidence.send_evidence(spoken, **facts)
    evidence.ask_for_more(spoken, missing=f"More {HARM}", seen=what_stands([first]), by=officer)
    facts = {**a_file(f"Again {HARM}.pdf"), "by": running.started_by}
    evidence.send_evidence(spoken, **facts)
    factories.shown_account(accepted, name=f"{HARM}.pdf")
    account_files.look_at_account_file(accepted, by=officer)
    account_files.ask_for_account_file(accepted, reason=f"Old {HARM}", by=officer)
    factories.shown_account(accepted, name=f"New {HARM}.pdf", content=b"%PDF-1.7\nOf this week")
    account_files.look_at_account_file(accepted, by=officer)


def give_public_money_harmful_words(cases, *, other):
    """What a co-op names, what an officer writes about it, and a group that it belongs to."""
    running, accepted = cases["running"], cases["accepted"]
    factories.linked_enterprises(running.organisation, other, reason=f"It owns {HARM}")
    factories.assessed_subsidy(accepted, route="full", reason=f"Large {HARM}")
    factories.assessed_subsidy(running, reason=f"Small {HARM}")
    old = {"body": f"Old {HARM}", "on": date(2010, 1, 1)}
    factories.confirmed_limit(running, {"body": f"Council {HARM}"}, old)
    factories.route_dropped(
        factories.route_proposed(running, reason=f"Own {HARM}"), because=f"Sold {HARM}"
    )
    factories.route_proposed(running, reason=f"Free {HARM}")


def review_it(application, owner, people):
    """A co-op was told no and asks for a review; one waits, and one has its answer."""
    waiting = deciding.decline_application(
        factories.with_panel(of=co_op(owner, "reviewed"), by=owner),
        reasons=f"No {HARM}",
        by=factories.staff("is_approver"),
    )
    factories.review_assigned(
        factories.review_asked(waiting, words=f"Wrong {HARM}"), reviewer=people["approver"]
    )
    review = factories.review_asked(application, words=f"Wrong {HARM}")
    reviewer = factories.staff("is_officer", name=f"Rae {HARM}")
    review = factories.review_assigned(review, reviewer=reviewer)
    factories.review_answered(review, answer=f"Right {HARM}")
