"""Sessions, programmes, people without an account, and what comes after an evening."""

from tests import factories
from tests.factories import newcomers
from workshops.booking.actions import Person, book_place
from workshops.booking.models import Contact
from workshops.certificates.actions import correct_name, describe_workshop
from workshops.certificates.making import issue_due_certificates
from workshops.feedback.actions import say_what_we_did
from workshops.feedback.slips import slip_for
from workshops.listening.actions import note_idea, publish_answer
from workshops.materials.actions import add_link
from workshops.materials.models import Audience
from workshops.models import Certificate

from .harm import HARM


def a_harmful_timetable(owner, *, by):
    """A session that somebody booked, one of each other kind, and what a link opens."""
    about_bread = factories.workshop(title=f"Bread {HARM}", tag=HARM)
    session = factories.session(workshop=about_bread, place=HARM)
    booking = book_place(session, by=owner, name=owner.name)
    factories.facilitated(session, name=f"Flo {HARM}", materials=HARM)
    waiting = factories.waiting(by=owner, names=[owner.name, HARM])
    some_programmes(owner)
    tokens = harmful_newcomers(session)
    chosen, asking = some_requests(owner, by=by)
    handout = factories.material(session, title=f"Handout {HARM}", audience="booked")
    return {
        "handout": handout.reference,
        "session": session,
        "other_session": factories.session(),
        "postponed": factories.session_postponed(because=HARM),
        "called_off": factories.session_cancelled(because=HARM),
        "booking": booking,
        "waiting": waiting,
        "chosen": chosen,
        "asking": asking,
        "tokens": tokens,
        **a_harmful_evening(HARM, by=by),
    }


def some_requests(owner, *, by):
    """A session at which we choose who comes: somebody asks, and somebody has an answer."""
    of = factories.chosen(chosen_by=f"Near {HARM}")
    factories.request_answered(
        factories.requested(of, names=[f"Ed {HARM}", HARM], because=HARM),
        yes=1,
        because=f"One chair {HARM}",
        by=by,
    )
    asking = factories.requested(of, by=owner, names=[owner.name, HARM], because=f"Bread {HARM}")
    return of, asking


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
    whole = factories.course(title=f"Sums {HARM}"[:80], summary=HARM)
    nia = newcomers.contact(f"Nia {HARM}")
    course = newcomers.confirmed_course(whole, who=nia, others=[Person(f"Kit {HARM}")])
    unsure = newcomers.asked_for_course(whole, who=newcomers.contact(f"Una {HARM}"), group=HARM)
    picked = newcomers.confirmed(factories.pick_one().dates.first().session, who=nia)
    return {
        "confirm": [newcomers.confirm_token(asked)],
        "confirm_course": [newcomers.confirm_course_token(unsure)],
        "my_course": [newcomers.course_token(course)],
        "my_course_give_back": [newcomers.course_token(course)],
        "my_swap": [newcomers.party_token(picked), newcomers.seat_token(second)],
        "my": [newcomers.party_token(guests), newcomers.seat_token(second)],
    }


def a_harmful_evening(harm, *, by):
    """A signed session of a workshop whose every word somebody typed; what the town knows of it."""
    of, (ama, _bo) = factories.came(f"Ama {harm}", f"Bo {harm}", left=[f"Bo {harm}"])
    describe_workshop(of.workshop, covers=f"Sums {harm}\n{harm}", is_listening=True, by=by)
    issue_due_certificates()
    correct_name(ama, name=f"Ada {harm}", by=by)
    issue_due_certificates()
    codes = Certificate.objects.order_by("pk").values_list("code", flat=True)
    harm_in_feedback(of, harm, by=by)
    idea = note_idea(of, text=f"Light {harm}", by=by)
    note_idea(of, text=f"Chairs {harm}", by=by)
    publish_answer(idea, answer=f"Lamps {harm}", owner=by, by=by)
    for audience in Audience.values:
        factories.material(of, title=f"{audience} {harm}", audience=audience)
    add_link(
        of, **factories.material_facts(title=f"Film {harm}"), link="https://a.example/?a&b", by=by
    )
    return {"over": of, "certificates": list(codes), "slips": [slip_for(ama), "forged"]}


def harm_in_feedback(of, harm, *, by):
    """Six said something, and it can be read; somebody answered in public."""
    said = factories.feedback(6, words=harm)
    say_what_we_did(said.workshop, said=f"Cold {harm}", did=f"Warm {harm}", by=by)
    say_what_we_did(of.workshop, said=f"Dark {harm}", did=f"Light {harm}", by=by)
