"""The town: one application at every stage, and everybody who works on them.

The people and the co-op have names that would do harm if a page forgot to escape them.
"""

from contextlib import contextmanager
from types import SimpleNamespace

from allauth.account.models import EmailAddress
from django.test import Client

from grants.models import (
    Panel,
)
from tests import factories
from tests.factories.cases import colleague
from tests.house.every_stage import STAGES
from tests.standing import emptied_afterwards

from .awards import an_answer_under_way, give_public_money_harmful_words, what_they_show
from .cases import a_blind_case, give_them_harmful_words, look_after_assessors
from .harm import HARM, co_op
from .panels import a_harmful_panel, a_harmful_release
from .payments import money_comes_and_goes
from .rounds import a_harmful_round, talk_about_the_round
from .workshops import a_harmful_timetable

STAFF = {
    "officer": "is_officer",
    "assessor": "is_assessor",
    "approver": "is_approver",
    "preparer": "is_finance_preparer",
    "payer": "is_finance_approver",
    "auditor": "is_auditor",
    "administrator": "is_administrator",
}


@contextmanager
def a_town(blocker):
    """The town, for all tests of a module, which must each give it back as it was."""
    with emptied_afterwards(blocker):
        with blocker.unblock():
            town = make_town()
        yield town


def make_town():
    owner = factories.person(name=f"Olu {HARM}")
    EmailAddress.objects.create(user=owner, email=owner.email, primary=True, verified=True)
    people = harmful_colleagues()
    fund = factories.fund()
    round = a_harmful_round(fund, by=people["officer"])
    facts = {"by": owner, "round": round, "file": f"{HARM}.pdf"}
    cases = {stage: make(**facts, of=co_op(owner, stage)) for stage, make in STAGES.items()}
    give_them_harmful_words(cases, people, facts)
    money_comes_and_goes(cases, people, facts)
    running = cases["running"]
    cases["blind"] = a_blind_case(fund, people, of=co_op(owner, "blind"))
    panel = a_harmful_panel(round, people)
    a_harmful_release(cases, people, facts)  # before there is a workshop that they must come to
    people["host"] = an_answer_under_way(cases, people, facts)
    factories.waived_workshop(cases["draft"], reason=f"We work then. {HARM}")
    timetable = a_harmful_timetable(owner, by=people["officer"])
    factories.asked(round, text=f"Why {HARM}?", by=owner)
    people |= {"owner": owner, "newcomer": factories.person(name=f"Nia {HARM}")}
    give_public_money_harmful_words(cases, other=factories.organisation(name=f"Owner {HARM}"))
    what_they_show(cases, people)
    talk_about_the_round(round, cases["draft"], people["officer"])
    about_assessors = look_after_assessors(round, cases["in_assessment"], people)
    factories.saved_view(name=f"Late {HARM}"[:60], is_shared=True, by=people["officer"])
    clients = {who: proven_client(user) for who, user in people.items()}
    clients["visitor"] = Client()
    return SimpleNamespace(
        cases=cases,
        about_assessors=about_assessors,
        round=round,
        plans=factories.the_round(fund=fund, name=f"Plan {HARM}"),
        panel=panel,
        alone=Panel.objects.get(is_meeting=False),
        try_out=panel.try_outs.get(),
        people=people,
        clients=clients,
        **a_co_op_that_changes_hands(running.organisation),
        **timetable,
    )


def harmful_colleagues():
    people = {who: colleague(role) for who, role in STAFF.items()}
    for user in people.values():
        user.name = f"{user.name} {HARM}"
        user.save()
    return people


def a_co_op_that_changes_hands(organisation):
    """Somebody asks to be its owner, one is close to it, one is invited; and another record."""
    factories.recovering(organisation)
    factories.tie(organisation, person=factories.staff("is_officer"))
    return {
        "organisation": organisation,
        "other_record": factories.organisation(name=f"Other {HARM}"),
        "invitation": factories.invited(organisation, email="new@example.org"),
    }


def proven_client(user):
    """Signed in, and just asked for the password again."""
    client = factories.client_for(user)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["reauthenticated"] = True
    session.save()
    return client
