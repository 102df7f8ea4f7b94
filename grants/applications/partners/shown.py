"""How pages and papers show those who apply together: in a draft, and as it was sent."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from applicants.models import User
from grants.applications.queries import form_sent
from grants.applications.shares import LEAD, share_of
from grants.applications.sheet import sheet_of
from grants.applications.tables import Request
from grants.funds.models import Question
from grants.templatetags.words import moment

from .models import Standing
from .queries import with_standing


class Line(NamedTuple):
    """One of those who apply together, as the check page and the case page show it."""

    name: str
    asks: str
    does: str = ""
    standing: str = ""
    is_lead: bool = False


def shares_in(application, draft):
    """Who applies together and what each asks for, as it stands in the draft."""
    if not application.is_joint:
        return []
    lead = Line(application.organisation.name, draft.lead_share.request.words, is_lead=True)
    return [lead] + [
        Line(one.name, one.share.request.words, one.does, _standing_in_words(one))
        for one in with_standing(draft.partners, draft)
    ]


def _standing_in_words(partner):
    if partner.standing != Standing.CONFIRMED:
        return partner.standing.label
    return _yes(partner.confirmed_by, partner.organisation, partner.confirmed_at)


def _yes(person, organisation, at):
    return f"{person} said yes for {organisation} at {moment(at)}"


def shares_sent(submission):
    """Who applied together, what each asked for, and who said yes when, as it was sent.

    People are kept by their keys, so that somebody who asks for it can be forgotten.
    """
    if submission is None or not submission.partners:
        return []
    form, answers = form_sent(submission), submission.answers
    people = User.objects.in_bulk([one["confirmed_by"] for one in submission.partners])
    lead = share_of(form, answers, LEAD).request.words
    lines = [Line(submission.organisation_name, lead, is_lead=True)]
    for one in submission.partners:
        asks = Request(Decimal(one["pounds"]), Decimal(one["days"])).words
        at = datetime.fromisoformat(one["confirmed_at"])
        said = _yes(people[one["confirmed_by"]], one["organisation"], at)
        lines.append(Line(one["name"], asks, one["does"], said))
    return lines


def budgets_sent(submission):
    """The budgets of a joint application as they were sent; each line says whose it is."""
    if submission is None or not submission.partners:
        return []
    return [
        answer
        for part in sheet_of(form_sent(submission), submission.answers)
        for answer in part.answers
        if answer.question.kind == Question.Kind.BUDGET and answer.is_given
    ]
