"""What people of the demo ask one another beside the forms: and some of it still waits."""

import uuid
from datetime import timedelta

from django.utils.timezone import localdate, now

from applicants.actions import agree_to_recovery, close_account, invite_member, start_recovery
from applicants.models import Membership, Recovery, User
from grants.applications import actions as applying
from grants.applications.messages.actions import send_message
from grants.awards.reviews.actions import ask_for_review as ask_review, assign_review
from grants.funds.actions import answer_enquiry, ask_enquiry

from .answers import plain
from .clock import at
from .people import FARHANA, ILKNUR, SIAN
from .staging import CLOSING_TIME

MORE_DAYS = 6  # what Pinar gets beyond the deadline


def talk(scene, cases):
    """Told last, so that its emails are the newest of the demo."""
    ask_about_the_rounds(scene)
    write_messages(scene, cases)
    ask_for_more_time(scene, cases)
    ask_for_reviews(scene, cases)
    look_for_an_owner(scene)
    let_somebody_go(scene)
    invite_somebody(scene)


def ask_about_the_rounds(scene):
    """Two questions have an answer that everybody can read; one waits for an officer."""
    officer = scene.user(SIAN)
    for round, asked_by, asked, wording, answer in (
        (
            "grow",
            "rosa@spotlesstogether.example",
            "Can we ask for money for a van that we share with another co-op?",
            "Can the money be for something that two co-ops share?",
            """
            Yes. One of you leads, and names the other as a partner in the form. Each says yes to
            its own lines of the budget.
            """,
        ),
        (
            "start",
            "halina@millstreetmending.example",
            "We are ten friends and not registered. Whose bank account would you pay into?",
            "We aren’t registered yet. Whose bank account would you pay into?",
            """
            An account in the name of your group, with two people who sign. Many banks and credit
            unions have one for small groups. Ring us and we’ll help you to open it.
            """,
        ),
    ):
        enquiry = ask_enquiry(scene.rounds[round], text=asked, by=scene.users[asked_by])
        answer_enquiry(enquiry, wording=wording, answer=plain(answer), by=officer)
    ask_enquiry(
        scene.rounds["grow"],
        text="May wages for somebody who is on parental leave count as a cost?",
        by=scene.users["leroy@kiteandclay.example"],
    )


def write_messages(scene, cases):
    """An officer asks, the co-op answers; and its last words are not read yet."""
    case = case_of(cases, "Lantern Street Sound")
    for text, by in (
        (
            """
            Thank you for sending your plan. One thing to make sure of: is the new room in the same
            building as the old one, and does the landlord know?
            """,
            case.officer,
        ),
        (
            """
            Yes, one floor up, and the landlord has written to us that it is fine. Shall we add her
            letter?
            """,
            case.owner,
        ),
    ):
        send_message(case.application, text=plain(text), uuid=uuid.uuid4(), by=by)


def ask_for_more_time(scene, cases):
    """Two drafts missed the deadline: one asks for more time, the other was given some."""
    ferry = case_of(cases, "Ferry House Archive")
    applying.ask_for_more_time(
        ferry.application,
        reason="Our roof leaked in the last week, and the boxes had to come first.",
        by=ferry.owner,
    )
    pinar = case_of(cases, "Pinar Mends")
    extension = applying.ask_for_more_time(
        pinar.application,
        reason="I was in hospital for four days. I am home and can finish it this week.",
        by=pinar.owner,
    )
    applying.give_more_time(
        extension,
        until=at(localdate() + timedelta(MORE_DAYS), CLOSING_TIME),
        answer="We’re glad that you are home. Take the week.",
        by=scene.user(SIAN),
    )


def ask_for_reviews(scene, cases):
    """Two co-ops were told no. One waits for somebody to look again, the other for the answer."""
    case = case_of(cases, "Kite and Clay")
    ask_review(
        case.application,
        ground="fact",
        words="The letter says that nobody asked the restaurants. We asked two in spring, and "
        "their letters were with the application.",
        by=case.owner,
    )
    case = case_of(cases, "Kiln Hill Cabs")
    review = ask_review(
        case.application,
        ground="fact",
        words="You say that nobody agreed to lend us the app. The drivers whom we visited wrote "
        "to us that they would, and we read you their letter on the phone before your panel met.",
        by=case.owner,
    )
    assign_review(review, reviewer=scene.user(FARHANA), by=scene.user(SIAN))


def look_for_an_owner(scene):
    """Two members of Kite and Clay cannot reach its owner; an officer has to answer."""
    coop = scene.coops["Kite and Clay"]
    leroy, zeynep = (
        scene.users[address]
        for address in ("leroy@kiteandclay.example", "zeynep@kiteandclay.example")
    )
    recovery = start_recovery(
        coop,
        new_owner=leroy,
        reason="Agnieszka went abroad after the decision. Her phone is off and letters come back.",
        by=zeynep,
    )
    agree_to_recovery(recovery, by=leroy)
    # The owner has had her seven days.
    Recovery.objects.filter(pk=recovery.pk).update(started_at=now() - timedelta(days=9))


def let_somebody_go(scene):
    """Somebody asked to be taken off, and their account is closed."""
    person = User.objects.create_user("hamza@millstreetmending.example", name="Hamza Sheikh")
    close_account(person, by=scene.user(ILKNUR))


def invite_somebody(scene):
    """An invitation that nobody has opened."""
    coop = scene.coops["Weir Lane Bakers"]
    invite_member(
        coop,
        email="oluchi@weirlanebakers.example",
        role=Membership.Role.EDITOR,
        is_signatory=False,
        by=coop.memberships.live().get(role=Membership.Role.OWNER).user,
    )


def case_of(cases, coop):
    return next(case for case in cases if case.story.coop == coop)
