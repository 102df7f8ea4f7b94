"""The town: one application at every stage, and everybody who works on them.

The people and the co-op have names that would do harm if a page forgot to escape them.
"""

import importlib
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils.timezone import localdate

from grants.applications import actions as applying
from grants.assessment import actions as assessing
from grants.awards import actions as deciding
from grants.awards.agreeing.actions import turn_down_award
from grants.awards.releasing.actions import edit_words, release
from grants.awards.terms.evidence import actions as evidence
from grants.awards.terms.evidence.queries import what_stands
from grants.awards.terms.shape import PlannedCondition, PlannedLine
from grants.funds.actions import answer_enquiry, publish_round
from grants.models import (
    Panel,
    Question,
    Skill,
)
from grants.monitoring.actions import send_report
from grants.panel.actions import begin_minutes
from grants.payments import actions as paying
from grants.payments.accounts import actions as accounts
from grants.payments.accounts.evidence import actions as account_files
from tests import factories
from tests.factories import blind, newcomers, panels
from tests.factories.cases import colleague, said, with_bank_details
from tests.factories.files import a_file
from workshops.booking.actions import Person, book_place
from workshops.booking.models import Contact

from .after_sessions import a_harmful_evening
from .every_stage import STAGES

HARM = '"><script>alert(1)</script>{{ 7*7 }}'
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
    guards = importlib.import_module("grants.migrations._guards")
    with blocker.unblock():
        town = make_town()
    yield town
    with blocker.unblock():
        with connection.schema_editor() as editor:
            guards.remove(editor)
        call_command("flush", interactive=False, verbosity=0)
        with connection.schema_editor() as editor:
            guards.install(editor)


def what_the_bank_says(people, **facts):
    """A run of which one part failed, and one waits to be confirmed; one file is not taken in."""
    application = with_bank_details(**facts)
    run = paying.prepare_payment_run(application.award.instalments.all(), by=people["preparer"])
    run = paying.approve_payment_run(run, by=people["payer"])
    run = paying.export_payment_run(run, by=people["preparer"])
    said(run, "failed", because=f"Closed {HARM}", evidence=f"Page 2 {HARM}", by=people["preparer"])
    factories.bank_result("RENT,450.00,01/01/2026")
    factories.bank_result("LATER,1.00,01/01/2026", is_taken_in=False)
    factories.bank_result("A,1,2", heads="One,Two,Three", is_taken_in=False)


def make_town():
    owner = factories.person(name=f"Olu {HARM}")
    EmailAddress.objects.create(user=owner, email=owner.email, primary=True, verified=True)
    people = {who: colleague(role) for who, role in STAFF.items()}
    for user in people.values():
        user.name = f"{user.name} {HARM}"
        user.save()
    fund = factories.fund()
    round = factories.the_round(
        fund=fund,
        name=f"Round {HARM}",
        budget=Decimal(500_000),
        budget_days=Decimal(250),
        workshop_tag=HARM,
    )
    give_it_harmful_words(round)
    round = publish_round(round, by=people["officer"])
    facts = {"by": owner, "round": round, "file": f"{HARM}.pdf"}
    cases = {stage: make(**facts, of=co_op(owner, stage)) for stage, make in STAGES.items()}
    give_them_harmful_words(cases, people, facts)
    cases["with bank details"] = with_bank_details(**facts, of=co_op(owner, "bank"))
    running = factories.in_monitoring(
        **facts, of=co_op(owner, "running"), terms=harmful_terms(people)
    )
    cases["running"] = running
    first = running.award.reports.get(number=1)
    send_report(first, answers={"1": f"All well. {HARM}"}, by=owner)
    back = factories.money_back(running, amount="2", reasons=f"Sold {HARM}", by=people["approver"])
    factories.money_that_came(back, amount="1", evidence=f"Line 4 {HARM}", by=people["preparer"])
    factories.money_back_asked(running, amount="1", reasons=f"Sold {HARM}", by=people["officer"])
    due = cases["with bank details"].award.instalments.all()
    paying.prepare_payment_run(due, by=people["preparer"])
    what_the_bank_says(people, of=co_op(owner, "failed"), **facts)
    cases["blind"] = a_blind_case(fund, people, of=co_op(owner, "blind"))
    panel = a_harmful_panel(round, people)
    a_harmful_release(cases, people, facts)  # before there is a workshop that they must come to
    people["host"] = an_answer_under_way(cases, people, facts)
    factories.waived_workshop(cases["draft"], reason=f"We work then. {HARM}")
    about_bread = factories.workshop(title=f"Bread {HARM}", tag=HARM)
    session = factories.session(workshop=about_bread, place=HARM)
    booking = book_place(session, by=owner, name=owner.name)
    factories.facilitated(session, name=f"Flo {HARM}", materials=HARM)
    waiting = factories.waiting(by=owner, names=[owner.name, HARM])
    some_programmes(owner)
    tokens = harmful_newcomers(session)
    factories.asked(round, text=f"Why {HARM}?", by=owner)
    people |= {"owner": owner, "newcomer": factories.person(name=f"Nia {HARM}")}
    factories.recovering(running.organisation)
    give_public_money_harmful_words(cases, other=factories.organisation(name=f"Owner {HARM}"))
    factories.tie(running.organisation, person=factories.staff("is_officer"))
    other_record = factories.organisation(name=f"Other {HARM}")
    invitation = factories.invited(running.organisation, email="new@example.org")
    what_they_show(cases, people)
    talk_about_the_round(round, cases["draft"], people["officer"])
    about_assessors = look_after_assessors(round, cases["in_assessment"], people)
    factories.saved_view(name=f"Late {HARM}"[:60], is_shared=True, by=people["officer"])
    after = a_harmful_evening(HARM, by=people["officer"])
    clients = {who: proven_client(user) for who, user in people.items()}
    clients["visitor"] = Client()
    return SimpleNamespace(
        cases=cases,
        organisation=running.organisation,
        invitation=invitation,
        about_assessors=about_assessors,
        other_record=other_record,
        round=round,
        plans=factories.the_round(fund=fund, name=f"Plan {HARM}"),
        session=session,
        panel=panel,
        alone=Panel.objects.get(is_meeting=False),
        try_out=panel.try_outs.get(),
        other_session=factories.session(),
        postponed=factories.session_postponed(because=HARM),
        called_off=factories.session_cancelled(because=HARM),
        booking=booking,
        waiting=waiting,
        tokens=tokens,
        people=people,
        clients=clients,
        **after,
    )


def some_programmes(owner):
    """A course that somebody booked for two, one without its second date, and a pick one."""
    course = factories.course(title=f"Money {HARM}"[:80], summary=HARM)
    factories.booked_course(course, by=owner, others=[HARM])
    factories.course(dates=1, planned=2)
    factories.interested(name=f"Ada {HARM}")
    factories.interested(name=f"Bo {HARM}", confirmed=False)
    factories.facilitated(name=f"Fay {HARM}", brings=HARM, materials=HARM)
    picked = factories.pick_one()
    book_place(picked.dates.first().session, by=owner, name=owner.name)


def harmful_newcomers(session):
    """People without an account: one who has a place and a friend, one who has not confirmed,
    one who rang; and what would help them. Their tokens, by the pages that they open."""
    friend = Person(f"Bo {HARM}", "bo@home.example")
    guests = newcomers.confirmed(
        session, who=newcomers.contact(f"Nia {HARM}"), others=[friend], group=f"Menders {HARM}"
    )
    first, second = guests.places.order_by("pk")
    answered = newcomers.need(first, what="other", words=f"Tea {HARM}")
    newcomers.need_answered(answered, answer=f"Yes {HARM}")
    newcomers.need(second, what="other", words=f"Cake {HARM}")
    newcomers.rang(session, who=Contact(f"Tom {HARM}", "", "<i>01632</i>"))
    asked = newcomers.asked_for_place(session, who=newcomers.contact(f"Ann {HARM}"), group=HARM)
    return {
        "confirm": [newcomers.confirm_token(asked)],
        "my": [newcomers.party_token(guests), newcomers.seat_token(second)],
    }


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


def a_blind_case(fund, people, *, of):
    """One that is judged without names: covered, in the hands of somebody who says no to all."""
    round = blind.blind_round(fund=fund, name=f"Blind {HARM}")
    case = factories.in_assessment(of=of, round=round, file=f"{HARM}.pdf")
    blind.covered(case, "bake", files=case.attachments.all())
    blind.blind_assessor(case, people["assessor"])
    return case


def look_after_assessors(round, case, people):
    """Skills and wards that somebody typed, a practice application, somebody who handed back."""
    peer = factories.assessor(name=f"Pat {HARM}", knows=[f"Me {HARM}"], ward=HARM)
    assessing.say_skills_needed(case, skills=Skill.objects.all(), by=people["officer"])
    assessing.assign_assessor(case, assessor=peer, by=people["officer"])
    peer.forget()
    assessing.hand_back(case, because="no_time", note=f"Busy {HARM}", by=peer)
    assessing.assign_assessor(case, assessor=factories.assessor(), by=people["officer"])
    practice = factories.practised(round)
    return {
        "assessor": [peer.pk],
        "skill_remove": [Skill.objects.get().pk],
        "practice": [practice.case_id],
        "training_make": [round.fund_id],
    }


def talk_about_the_round(round, draft, officer):
    """Questions, moved dates, and more time for one: words that anybody may type."""
    factories.asked(round, text=f"May we {HARM}?", by=draft.started_by)
    asked = factories.asked(round, text=f"Can we {HARM}?")
    answer_enquiry(asked, wording=f"Can one {HARM}?", answer=f"Yes {HARM}", by=officer)
    factories.dates_moved(round, reason=f"rain {HARM}", by=officer)
    factories.more_time(draft, days=20, reason=f"Snow {HARM}", by=officer)
    factories.asked_for_more_time(draft, reason=f"Hail {HARM}")


def a_harmful_panel(round, people):
    """A panel that sits, has decided one case, tried something out and begun its minutes."""
    seats = {"chair": people["approver"], "members": [people["assessor"], people["officer"]]}
    panel = panels.sitting(round=round, cases=0, place=f"Hall {HARM}", **seats)
    panels.resolved(panels.item_of(panel), "decline", reasons=f"Thin {HARM}")
    panels.tried_out(panel, name=f"Try {HARM}")
    return begin_minutes(panel, by=people["approver"])


def a_harmful_release(cases, people, facts):
    """One decision that is held, with words that somebody edited; one place on the reserve list."""
    for name in ("held", "reserve"):
        cases[name] = factories.with_panel(**facts, of=co_op(facts["by"], name))
    seats = {"chair": people["approver"], "members": [people["assessor"], people["officer"]]}
    called = panels.sitting(round=facts["round"], cases=0, **seats)
    yes, maybe = called.agenda.order_by("number")
    panels.resolved(yes, "full", reasons=f"Good {HARM}", conditions=[f"Tell us [{HARM}]"])
    panels.resolved(maybe, "reserve", amount="100", reasons=f"Later {HARM}")
    panels.signed(called)
    cases["alone"] = factories.with_panel(**facts, of=co_op(facts["by"], "alone"))
    panels.decided_alone(cases["alone"], "decline", by=people["approver"])
    cases["to decide"] = factories.with_panel(**facts, of=co_op(facts["by"], "to decide"))
    words = {"words": f"Well done {HARM}", "instalments": 2, "version": 0}
    edit_words(yes.resolutions.get(), **words, by=people["officer"])
    release(panels.read(maybe.resolutions.get(), by=people["officer"]), by=people["approver"])


def give_it_harmful_words(round):
    """A round's own words are typed by officers, and are no safer than anybody else's."""
    round.criteria.update(guidance=f"Guide {HARM}")
    round.criteria.filter(number=1).update(name=f"Fair {HARM}")
    round.eligibility_tests.update(text=f"Is it {HARM}?")
    round.sections.filter(number=1).update(title=f"Part {HARM}")
    Question.objects.filter(section__round=round).update(
        text=f"Ask {HARM}?", guidance=f"Hint {HARM}"
    )


def give_them_harmful_words(cases, people, facts):
    """What colleagues write in a case: notes, reasons, a conflict; and work that waits."""
    owner, officer, approver = facts["by"], people["officer"], people["approver"]
    ally = factories.organisation(owner=owner, name=f"Ally {HARM}")
    cases["joint"] = factories.draft(of=co_op(owner, "joint"), joint=[ally], **facts)
    factories.message(cases["draft"], text=f"Help {HARM}", by=owner)
    factories.message(cases["submitted"], text=f"Ask {HARM}", by=owner)
    factories.message(cases["offered"], text=f"Tell {HARM}", by=officer)
    factories.noted(cases["in_assessment"], text=f"Note {HARM}")
    factories.flagged(cases["in_assessment"], reason=f"Look {HARM}")
    factories.tagged(cases["in_assessment"], "<i>bread</i>")
    assigning = {"assessor": people["assessor"], "by": officer}
    assessing.assign_assessor(cases["in_assessment"], **assigning)
    assessing.declare_no_conflict(cases["in_assessment"], by=people["assessor"])
    people["assessor"].forget()
    cases["returned"] = applying.return_for_changes(
        factories.submitted(**facts, of=co_op(owner, "returned")), note=f"Why {HARM}", by=officer
    )
    cases["told no"] = deciding.decline_application(
        factories.with_panel(**facts, of=co_op(owner, "no")), reasons=f"No {HARM}", by=approver
    )
    factories.letter_wording(more="<b>Bold</b> &amp;", by=officer)
    factories.letter_signature(name=f"Chair {HARM}"[:80], role="<i>of all</i>", by=officer)
    factories.issue_letters()
    review_it(cases["told no"], owner, people)
    cases["known to somebody"] = factories.submitted(**facts, of=co_op(owner, "known"))
    known = cases["known to somebody"]
    assessing.declare_conflict(known, reason=f"My aunt {HARM}", by=factories.staff("is_approver"))
    late = assessing.declare_conflict(
        cases["in_assessment"], reason=f"My friend {HARM}", by=late_to_say_so(cases)
    )
    settling = {"reason": f"Only {HARM}", "seen": 0, "by": officer}
    assessing.settle_conflict(late, outcome="note_only", **settling)
    accounts.enter_bank_details(
        cases["accepted"],
        account_name="Weir Lane Bakers",
        sort_code="089999",
        account_number="66374958",
        by=owner,
    )


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


def late_to_say_so(cases):
    """Somebody who has filed scores."""
    late = factories.staff("is_assessor", name=f"Late {HARM}")
    factories.filed(cases["in_assessment"], late)
    return late


def co_op(owner, name):
    return factories.organisation(owner=owner, name=f"{name} {HARM}")


def proven_client(user):
    """Signed in, and just asked for the password again."""
    client = factories.client_for(user)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["reauthenticated"] = True
    session.save()
    return client


# --- Its pages --------------------------------------------------------------------------------
