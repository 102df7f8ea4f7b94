"""Every email and letter: sent by something that happens, and nothing undefined in it."""

import html
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.test.signals import template_rendered
from django.utils.timezone import localdate, localtime, now

import applicants
from applicants.actions import (
    accept_invitation,
    add_person,
    agree_to_recovery,
    approve_recovery,
    change_member,
    close_account,
    end_membership,
    merge_organisations,
    refuse_recovery,
    register_organisation,
    start_recovery,
    stop_recovery,
)
from applicants.actions.recoveries import WAIT
from applicants.models import Email
from grants.applications import actions as applying
from grants.applications.partners import actions as joining
from grants.applications.reminders import remind_drafts
from grants.assessment import actions as assessing
from grants.assessment.board.reminders import write_reminders
from grants.awards import actions as deciding
from grants.awards.agreeing.actions import turn_down_award
from grants.awards.agreeing.reminders import remind_signatories
from grants.awards.hosting.actions import end_hosting
from grants.awards.releasing.actions import release
from grants.awards.subsidy.actions import ask_again
from grants.awards.subsidy.reminders import remind_to_confirm
from grants.awards.terms.actions import change_schedule
from grants.awards.terms.evidence import actions as evidence
from grants.awards.terms.evidence.queries import what_stands
from grants.awards.terms.queries import fingerprint
from grants.awards.terms.schedule import equal_parts
from grants.closeness import Outcome
from grants.funds.actions import answer_enquiry
from grants.models import Letter, Round
from grants.monitoring import actions as monitoring
from grants.panel.actions import change_panel
from grants.payments import actions as paying
from grants.payments.accounts import actions as accounts
from grants.payments.accounts.evidence import actions as account_files
from grants.tasks import scan_files
from tests import factories
from tests.factories import blind, newcomers, panels
from tests.factories.cases import colleague, settled, with_bank_details
from tests.factories.clamd import EICAR, a_scanner
from tests.factories.evidence import with_lease
from tests.factories.letters import AGAIN
from tests.factories.people import owner_of
from tests.standing import standing
from workshops.booking.actions import (
    Person,
    accept_offer,
    ask_volunteers,
    book_place,
    book_places,
    cancel_booking,
    change_way,
    fill_all_sessions,
    give_back,
)
from workshops.facilitators.actions import brief_facilitators
from workshops.messages.actions import send_due_messages
from workshops.needs.actions import look_after_needs

from . import every_stage
from .after_sessions import what_people_hear_after
from .undefined import showing_undefined, undefined_names

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_an_undefined_name_is_found():
    with showing_undefined():
        text = render_to_string("emails/applicants/person_added.txt", {"site": ""})

    assert {"person", "by", "fund.name", "fund.email"} <= undefined_names(text)


# --- Mail and letters ------------------------------------------------------------------------


class Rendered:
    """Which templates were rendered while this listened."""

    def __init__(self):
        self.names = set()

    def __call__(self, sender, template, **context):
        self.names.add(template.name)


@pytest.fixture(scope="module")
def everything_that_happens(django_db_setup, django_db_blocker):
    """All of it once, for all tests of this file: the names of the templates that it took."""
    listener = Rendered()
    template_rendered.connect(listener)
    with standing(django_db_blocker), showing_undefined():
        make_everything_happen()
        yield listener.names
    template_rendered.disconnect(listener)


def every_answer_of_a_partner():
    """One says yes and is asked again, one says no, one is taken off; and then it is sent."""
    oak = factories.organisation()
    application = factories.draft(joint=[factories.organisation(), oak, factories.organisation()])
    yes, no, gone = application.partners.order_by("pk")
    application.partners.update(asked_at=now() - timedelta(hours=1))
    joining.ask_again(yes, by=application.started_by)
    joining.decline_partner(no, reason="Our mill burnt down.", by=owner_of(oak))
    joining.remove_partner(gone, by=application.started_by)
    factories.submitted(joint=[factories.organisation()])


def what_partners_hear():
    """Two mornings, more time, another date; and then the lead takes it back."""
    application = factories.draft(joint=[factories.organisation()])
    remind_of(application)
    factories.more_time(application)
    factories.dates_moved(application.round)
    applying.withdraw_application(application, by=application.started_by)


def every_answer_to_an_offer():
    """One is signed by both, after reminders and more time; one is turned down; one is hosted."""
    application = factories.offered()
    factories.add_signatories(application)
    last = localtime(application.award.respond_by).replace(hour=9)
    for days in (7, 0):
        with time_machine.travel(last - timedelta(days=days)):
            remind_signatories()
    factories.extended(application)
    factories.all_sign(application)
    with time_machine.travel(localtime().replace(hour=9) + timedelta(days=7)):
        remind_to_confirm()
    unwanted = factories.offered(joint=[factories.organisation()])
    turn_down_award(unwanted, reason="We found a bank.", by=unwanted.started_by)
    group = factories.offered(of=factories.organisation(legal_form="not_formed"))
    with time_machine.travel(last - timedelta(days=7)):
        remind_signatories()
    first = factories.hosted(group)
    end_hosting(first, reason="We have no treasurer.", by=owner_of(first.host))
    factories.hosted(group)
    factories.all_sign(group)


def every_outcome_of_a_conflict():
    """Somebody declares one, and officers settle it in each way in turn."""
    application = factories.in_assessment()
    conflict = assessing.declare_conflict(
        application, by=factories.staff("is_approver"), reason="My aunt bakes there."
    )
    for seen, outcome in enumerate(Outcome.values):
        assessing.settle_conflict(
            conflict, outcome=outcome, reason="We met.", seen=seen, by=colleague("is_officer")
        )


def a_panel_that_changes():
    """Its members are asked, and one of them is not asked any more."""
    called = panels.panel()
    chair = panels.chair_of(called)
    others = [seat.user for seat in called.members.all() if seat.user != chair]
    change_panel(
        called,
        meets_at=called.meets_at,
        place=called.place,
        quorum=2,
        chair=chair,
        members=others[:1],
        by=colleague("is_officer"),
    )


def what_assessors_hear():
    """They are asked for a whole round, reminded, moved; and one hands a case back."""
    officer, application = colleague("is_officer"), factories.in_assessment()
    first, second = factories.assessor(), factories.assessor()
    pair = (application, first)
    assessing.assign_spread([pair], each=1, hours_each=2, by=officer)
    for days in (-2, 0, 2):
        day = localdate() + timedelta(days=days)
        Round.objects.filter(pk=application.round_id).update(scores_due_on=day)
        application.round.refresh_from_db()
        key = str(days)
        write_reminders(application.round, {first: [None]}, key)
    assessing.reassign(application, assessor=first, to=second, by=officer)
    second.forget()
    assessing.hand_back(application, because="no_time", by=second)
    unseen = blind.judged_blind()
    assessing.tell_of_name(unseen, what="A street.", by=blind.blind_assessor(unseen))


def every_letter_that_may_come_again():
    """Written as the rooms that know their facts write them."""
    application = factories.accepted()
    for kind in AGAIN:
        factories.queued_letter(kind, of=application)
    factories.issue_letters()


def plan_payments_anew(application, *, by):
    """One payment becomes two."""
    one = application.award.instalments.get()
    change_schedule(
        application.award,
        equal_parts(one.amount, 2, one.due_on, 1),
        reason="They open later.",
        seen=fingerprint([one]),
        by=by,
    )


def make_everything_happen():
    """Every event of a case, a workshop and an organisation, done by the people who do it."""
    officer, approver = colleague("is_officer"), colleague("is_approver")
    every_stage.withdrawn()
    factories.ineligible()
    every_stage.lapsed()
    every_stage.terminated()
    factories.review_answered(outcome="upheld")
    factories.review_answered()
    factories.offered(awarded=0)
    factories.closed()
    back = factories.settled_back(factories.money_that_came()).recovery
    factories.settled_back(factories.to_write_off(back))
    factories.offered(terms=factories.terms(conditions=[("Send us a copy of your lease.", 1)]))
    every_letter_that_may_come_again()
    every_answer_of_a_partner()
    every_outcome_of_a_conflict()
    every_answer_to_an_offer()
    a_panel_that_changes()
    what_partners_hear()
    what_assessors_hear()
    in_two_parts = factories.in_monitoring(instalments=2)
    first = monitoring.send_report(
        in_two_parts.award.reports.get(number=1),
        answers={"1": "Well."},
        by=in_two_parts.started_by,
    )
    monitoring.accept_report(first, by=officer)
    asked = factories.submitted()
    factories.message(asked, by=officer)
    factories.message(asked)
    applying.return_for_changes(asked, note="Add your prices.", by=officer)
    release(panels.ready("reserve", amount="2000"), by=approver)
    deciding.defer_application(
        factories.with_panel(), reasons="Tell us more about the rent.", by=approver
    )
    plan_payments_anew(factories.accepted(), by=officer)
    running = factories.in_monitoring()
    report = monitoring.send_report(
        running.award.reports.get(number=1), answers={"1": "Well."}, by=running.started_by
    )
    monitoring.return_report(report, note="How many people?", by=officer)
    ask_again(running.award, by=officer)
    factories.with_virus()
    factories.issue_letters()
    owner = running.started_by
    factories.more_time(factories.draft())
    no = factories.asked_for_more_time(factories.draft())
    applying.refuse_more_time(no, answer="The panel meets that day.", by=officer)
    remind_of(factories.draft())
    answer_enquiry(factories.asked(), wording="Does rent count?", answer="Yes.", by=officer)
    factories.dates_moved(factories.draft(round=factories.open_round()).round)
    booking = book_place(factories.session(access="A lift."), by=owner, name=owner.name)
    cancel_booking(booking, by=owner)
    every_mail_of_a_waiting_list()
    every_mail_of_a_newcomer()
    every_change_of_plan()
    every_change_of_way()
    every_change_of_way()
    what_the_timetable_says()
    who_asked_for_a_date()
    what_people_hear_after()
    factories.invited(
        running.organisation, email=factories.with_address(factories.person()).email
    )  # nobody has answered this one
    member = factories.with_address(factories.person())
    invitation = factories.invited(running.organisation, email=member.email)
    accept_invitation(invitation, by=member)
    joined = running.organisation.memberships.get(user=member)
    change_member(joined, role="reader", is_signatory=True, by=owner)
    register_organisation(
        running.organisation,
        by=owner,
        name="Weir Lane Bakers Limited",
        legal_form="cls",
        registration_number="09506232",
        registered_on=date(2026, 3, 27),
        carrying_on=running.organisation.memberships.live(),
    )
    ask_for_owners(running.organisation, officer)
    second_record = factories.organisation(owner=factories.person())
    merge_organisations(second_record, into=running.organisation, reason="One.", by=officer)
    leaver = factories.member(running.organisation)
    end_membership(running.organisation.memberships.get(user=leaver), by=owner)
    administrator = factories.staff("is_administrator")
    close_account(factories.member(running.organisation), by=administrator)
    tell_of_payments_that_did_not_arrive()
    what_became_of_evidence()
    add_person(email="new@fund.example", name="New One", by=factories.staff("is_administrator"))
    factories.issue_letters()


def tell_of_payments_that_did_not_arrive():
    """One failed and was made again; that one came back."""
    application = with_bank_details()
    for last in ("failed", "returned"):
        run = paying.prepare_payment_run(
            application.award.instalments.all(), by=colleague("is_finance_preparer")
        )
        run = paying.approve_payment_run(run, by=colleague("is_finance_approver"))
        run = paying.export_payment_run(run, by=colleague("is_finance_preparer"))
        if last == "returned":
            settled(run)
        settled(run, last)


def what_became_of_evidence():
    """A lease and a bank letter: each is not enough, and each of the next holds a virus."""
    officer, application = colleague("is_officer"), with_lease()
    sent = factories.sent_evidence(application)
    seen = what_stands([sent])
    evidence.ask_for_more(sent.condition, missing="The last page.", seen=seen, by=officer)
    given = {"account_name": "Bakers", "sort_code": "089999", "account_number": "66374957"}
    accounts.enter_bank_details(application, **given, by=application.started_by)
    factories.shown_account(application)
    account_files.look_at_account_file(application, by=officer)
    account_files.ask_for_account_file(application, reason="It has no date.", by=officer)
    bad = b"%PDF-1.7\n" + EICAR
    factories.sent_evidence(application, content=bad)
    factories.shown_account(application, content=bad)
    with a_scanner(settings):
        scan_files()


def ask_for_owners(of, officer):
    """Three times: stopped, refused, approved."""
    first, second = factories.member(of), factories.member(of)

    def asked():
        started = start_recovery(of, new_owner=first, reason="No answer.", by=first)
        return agree_to_recovery(started, by=second)

    stop_recovery(asked(), by=first)
    refuse_recovery(asked(), note="They are there.", by=officer)
    recovery = asked()
    with time_machine.travel(recovery.started_at + WAIT + timedelta(minutes=1)):
        approve_recovery(recovery, note="I rang.", by=officer)


def remind_of(draft):
    """The last morning of a draft, and the morning after it."""
    for moment in (draft.round.closes_at, draft.round.closes_at + timedelta(days=1.5)):
        with time_machine.travel(moment - timedelta(seconds=1)):
            remind_drafts()


def files_in(folder, ending):
    return {str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / folder).rglob(f"*{ending}")}


def test_every_email_and_letter_is_sent_by_something_that_happens(everything_that_happens):
    """A template that nothing renders is dead, or its event is missing from the story above."""
    ours = files_in("emails", ".txt") | files_in("letters", ".html")

    assert len(ours) > 25
    assert ours - everything_that_happens == set()


def test_every_email_says_all_that_it_means_to_say(everything_that_happens):
    for email in Email.objects.all():
        said = f"{email.event}\n{email.subject}\n{email.body}"
        assert not undefined_names(said), said
        assert not re.search(r"\bNone\b|<[A-Z]\w+: |\{[{%]|&(#|\w+;)|\S  +\S", said), said
        assert email.body.startswith("Hello "), said
        assert settings.FUND["name"] in email.body, said
        assert settings.FUND["email"] in email.body or settings.FUND["phone"] in email.body, said
        assert "\n\n\n" not in email.body, said


UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}")


def test_every_subject_is_short_and_for_people(everything_that_happens):
    subjects = dict(Email.objects.values_list("event", "subject"))

    for event, subject in subjects.items():
        assert 10 <= len(subject) <= 78, event
        assert not UUID.search(subject), event
        assert not re.search(r"#\d|\bid\b", subject), event
        assert not subject.endswith("."), event
        assert subject == subject.strip(), event


def test_every_letter_says_all_that_it_means_to_say(everything_that_happens):
    letters = Letter.objects.all()

    assert {letter.kind for letter in letters} == set(Letter.Kind.values)
    for letter in letters:
        assert letter.issued_at is not None, letter.problem
        assert not undefined_names(letter.html)
        words = html.unescape(re.sub(r"<[^>]+>", " ", letter.html))
        assert not re.search(r"\bNone\b|\{[{%]", words)


def test_links_in_mail_lead_to_pages(everything_that_happens):
    owners = {user.email: user for user in applicants.models.User.objects.all()}
    opened = set()
    for email in Email.objects.all():
        for link in re.findall(rf"{re.escape(settings.SITE_URL)}(\S+)", email.body):
            if (email.event, link.split("/")[1]) in opened:
                continue
            opened.add((email.event, link.split("/")[1]))
            owner = owners.get(email.to)  # or somebody without an account
            response = (factories.client_for(owner) if owner else Client()).get(link)
            assert response.status_code in (200, 302), f"{email.event}: {link}"

    assert len(opened) > 15


def every_change_of_plan():
    """Postponed, dated, moved, turned online, cancelled, and come back first; and one that
    stopped early. Somebody has an address of their own, and somebody waits."""
    booker, friend = factories.person(), factories.person()
    of = factories.session(capacity=2, access="A lift.")
    people = [Person(booker.name, booker.email), Person(friend.name, friend.email)]
    booking = book_places(of, people=people, by=booker)
    factories.waiting(by=factories.person(), of=of)
    of = factories.session_postponed(of)
    of = factories.session_dated(of, because="The hall is free.")
    of = factories.session_moved(of, because="The trains.")
    of = factories.session_moved(of, starts_at=of.starts_at, ends_at=of.ends_at, place="The Hub")
    of = factories.session_online(of)
    factories.session(workshop=of.workshop)
    factories.session_cancelled(of)
    factories.session(workshop=of.workshop, capacity=1, starts_at=now() + timedelta(days=60))
    gone = book_places(factories.session(), people=people, by=booker)
    give_back(gone, places=gone.places.filter(email=friend.email), by=booker)
    stopped = factories.session()
    book_places(stopped, people=people, by=booker)
    with time_machine.travel(stopped.starts_at + timedelta(minutes=10)):
        factories.session_cancelled(stopped)
    assert booking.places.live().count() == 0


def who_asked_for_a_date():
    """Somebody says yes in an email, and hears of a date; and books the whole of a course."""
    interest = factories.interested(email=factories.person().email)
    factories.session(workshop=interest.workshop, access="A lift.")
    factories.booked_course()
    led = factories.facilitated(email=factories.person().email, brings="Pens", materials="Tables")
    brief_facilitators(led.session, by=led.assigned_by)


def every_change_of_way():
    """Waits for the room, gets in, and everybody is asked and moved there at the end."""
    room, online, officer = factories.person(), factories.person(), factories.staff("is_officer")
    of = factories.hybrid(capacity=1, online_capacity=3)
    sits = book_place(of, by=room, name=room.name)
    changes = book_place(of, by=online, name=online.name, way="online")
    change_way(changes, place=changes.places.get(), by=online)
    cancel_booking(sits, by=room)
    accept_offer(changes, by=online)
    other = factories.person()
    book_place(of, by=other, name=other.name, way="online")
    factories.session_in_room(of, capacity=1)
    ask_volunteers(of, by=officer)


def every_mail_of_a_newcomer():
    """Asked, confirmed with a friend, asked again, moved; what they need is answered, or waits."""
    of = factories.session(access="A lift.", starts_at=now() + timedelta(days=30))
    nia = newcomers.contact()
    booking = newcomers.confirmed(of, who=nia, others=[Person("Bo", "bo@home.example")])
    newcomers.asked_for_place(of, who=nia)
    factories.session_moved(of)
    newcomers.need_answered(newcomers.need(booking.places.first()))
    newcomers.need(booking.places.last())
    with time_machine.travel(now() + timedelta(days=6)):
        look_after_needs()
    full = factories.session(capacity=1)
    newcomers.rang(full)
    newcomers.confirmed(full, waits=True)


def what_the_timetable_says():
    """Each of its messages, to somebody who comes online."""
    of = factories.session(is_online=True, place="Online", access="Captions.")
    booker = factories.person()
    book_place(of, by=booker, name=booker.name)
    for before in (timedelta(days=7), timedelta(days=2), timedelta(days=1), -timedelta(hours=3)):
        with time_machine.travel(of.starts_at - before):
            send_due_messages()


def every_mail_of_a_waiting_list():
    """Joined, offered, silent, told on the last day, and not reached."""
    three = timedelta(days=3)
    of = factories.session(capacity=1, starts_at=now() + three)
    waiting = factories.waiting(by=factories.person(), of=of)
    factories.waiting(by=factories.person(), of=of, names=["Lee", "Mo"])
    held = of.bookings.exclude(pk=waiting.pk).order_by("pk").first()
    with time_machine.travel(of.starts_at - timedelta(hours=20), tick=False) as clock:
        cancel_booking(held, by=held.booked_by)
        clock.move_to(of.closes_at)
        fill_all_sessions()
    silent = factories.offered_place(by=factories.person())
    with time_machine.travel(silent.offers.get().until, tick=False):
        fill_all_sessions()
