"""The world in which every page is sent to everybody: one case, and all who could look at it."""

import uuid
from types import SimpleNamespace

from django.test import Client

from applicants.models import Membership
from grants.applications.messages.actions import send_message
from grants.applications.partners.models import Partner
from grants.assessment.actions import declare_conflict, settle_conflict
from grants.assessment.checking.models import Said
from grants.models import PaymentRun
from grants.monitoring.actions import accept_report, send_report
from grants.payments.actions import prepare_payment_run
from tests import factories
from tests.factories import newcomers, panels
from tests.factories.cases import colleague
from tests.factories.evidence import LEASE
from tests.factories.people import owner_of
from workshops.booking.actions import Person, book_place


def make_world():
    """One application, paid once and reporting, and everybody who could look at it."""
    owner = factories.person(name="Olu Owner")
    alder = factories.organisation(name="Alder-canary Bakers", owner=owner)
    elm = factories.organisation(name="Elm-canary Millers")
    application = factories.in_monitoring(
        of=alder,
        file="canary-plan.pdf",
        joint=[elm],
        round=factories.open_round(workshop_tag="bread"),
        eligible=Said("pass", "canary-of-a-finding", "canary-of-a-finding"),
        found={"account": Said("pass", "canary-of-a-look", "canary-of-a-look")},
        risk="canary-of-a-risk",
        terms=factories.terms(
            amounts=("2000", "2000"), reports=["", "6 month report"], conditions=[(LEASE, None)]
        ),
    )
    evidence = factories.sent_evidence(application, name="canary-lease.pdf")
    factories.noted(application, text="canary-of-a-note")
    factories.flagged(application, reason="canary-of-a-flag")
    factories.tagged(application, "canary-of-a-tag")
    link = "ab" * 24
    application.partners.update(token_hash=Partner.hash_of(link))
    first = application.award.reports.get(number=1)
    first = send_report(first, answers={"1": "All well."}, by=owner)
    accept_report(first, by=colleague("is_officer"))
    second = application.award.instalments.get(number=2)
    run = prepare_payment_run([second], by=factories.staff("is_finance_preparer"))
    people = {
        "owner": owner,
        "reader": factories.member(alder, role=Membership.Role.READER),
        "partner": owner_of(elm),
        "host": factories.person(name="Hope Host"),
        "outsider": factories.draft().started_by,
        "newcomer": factories.person(),
        "officer": factories.staff("is_officer"),
        "approver": factories.staff("is_approver"),
        "auditor": factories.staff("is_auditor"),
        "preparer": factories.staff("is_finance_preparer"),
        "payer": factories.staff("is_finance_approver"),
        "assessor": colleague("is_assessor"),
        "idle_assessor": factories.staff("is_assessor"),
        "undeclared": factories.staff("is_assessor"),
        "conflicted": factories.staff("is_officer", "is_approver", "is_assessor"),
        "noted": factories.staff("is_officer", "is_approver", "is_assessor"),
        "not_scoring": factories.staff("is_officer", "is_approver", "is_assessor"),
        "leaving": factories.staff("is_officer", "is_approver", "is_assessor"),
        "administrator": factories.staff("is_administrator"),
    }
    factories.assessed_subsidy(application, reason="canary-of-a-subsidy")
    back = factories.money_back(application, amount="2", reasons="canary-of-a-letter-back")
    came = factories.money_that_came(back, amount="1", evidence="canary-of-a-statement")
    recovery = factories.money_back_asked(application, amount="1", reasons="canary-of-a-recovery")
    factories.confirmed_limit(application, {"body": "canary-of-a-giver"}, by=owner)
    factories.route_proposed(application, reason="canary-of-a-route")
    conflict = declare_conflict(application, by=people["conflicted"], reason="canary-of-a-conflict")
    settle_them(application, people)
    review = factories.review_asked(application, words="canary-of-a-review", by=owner)
    review = factories.review_assigned(review, reviewer=people["noted"])
    group = factories.linked_enterprises(
        factories.organisation(), factories.organisation(), reason="One owns the other."
    )
    mill = factories.organisation(name="Host Mill", owner=people["host"])
    # As if it had been asked while the offer was open.
    hosting = application.award.hostings.create(
        reference="host-of-alder", host=mill, named_by=owner
    )
    tie = factories.tie(alder, person=people["idle_assessor"])
    enquiry = factories.asked(application.round, text="canary-of-an-enquiry", by=owner)
    say = "A canary-in-a-message."
    send_message(application, text=say, uuid=uuid.uuid4(), by=owner)
    booking = book_place(factories.session(), by=owner, name="Olu Owner")
    guests = newcomers.confirmed(booking.session, others=[Person("Canary-of-a-friend")])
    need = newcomers.need(guests.places.first(), what="other", words="canary-of-a-need")
    invitation = factories.invited(alder, email=factories.with_address(people["newcomer"]).email)
    factories.recovering(alder)
    other_record = factories.organisation(name="Other record")
    factories.assessor(knows=["baking"])
    clients = {name: factories.client_for(user) for name, user in people.items()}
    clients["visitor"] = Client()
    clients["unproven"] = Client()
    clients["unproven"].force_login(
        people["officer"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    for client in clients.values():
        client.raise_request_exception = False
    panel = panels.panel(
        round=application.round,
        cases=0,
        chair=people["approver"],
        members=[people["assessor"], people["officer"]],
    )
    panel.agenda.create(application=application, number=1)
    panel = panels.open_with_everybody(panel)
    return SimpleNamespace(
        link=link,
        panel=panel,
        try_out=panels.tried_out(panel),
        application=application,
        report=first,
        run=run,
        marked=PaymentRun.objects.exclude(marks=None).first(),
        evidence=evidence,
        bank_result=factories.bank_result("RENT,450.00,01/01/2026"),
        booking=booking,
        course=factories.booked_course(by=owner),
        interest=factories.interested(),
        facilitated=factories.facilitated(booking.session),
        certificate=factories.certificate("Someone"),
        material=factories.material(factories.heard(booking.session)),
        need=need,
        tokens={
            "confirm": newcomers.confirm_token(newcomers.asked_for_place()),
            "confirm_course": newcomers.confirm_course_token(newcomers.asked_for_course()),
            **dict.fromkeys(("my_course", "my_course_give_back"), a_guests_course()),
            "my": newcomers.party_token(guests),
        },
        enquiry=enquiry,
        review=review,
        recovery=recovery,
        came=came,
        extension=factories.asked_for_more_time(factories.draft()),
        training_case=factories.practised(application.round).case,
        clients=clients,
        invitation=invitation,
        other_record=other_record,
        conflict=conflict,
        tie=tie,
        group=group,
        hosting=hosting,
        view=factories.saved_view(by=people["officer"]),
    )


OUTCOMES = {"noted": "note_only", "not_scoring": "no_score", "leaving": "leaves"}


def settle_them(application, people):
    """Somebody with each outcome, and somebody who was asked to assess and says nothing yet."""
    for who, outcome in OUTCOMES.items():
        conflict = declare_conflict(application, by=people[who], reason="A friend of a friend.")
        settle_conflict(
            conflict, outcome=outcome, reason="We talked.", seen=0, by=people["officer"]
        )
    application.assignments.create(assessor=people["undeclared"], assigned_by=people["officer"])


def a_guests_course():
    """The link of somebody without an account who booked a course."""
    return newcomers.course_token(newcomers.confirmed_course())
