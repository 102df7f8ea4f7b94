"""The demo’s newcomers: people without an account, and what would help them take part."""

from django.utils.timezone import now

from workshops.booking.actions import Person
from workshops.booking.links import new_key
from workshops.booking.models import Contact
from workshops.needs.actions import answer_need, ask_for_needs
from workshops.newcomers.actions import ask_for_places, confirm_booking
from workshops.phoning.actions import book_by_phone


def add_newcomers(workshops, officer):
    """One has not confirmed yet, one came by the link with a friend, one rang; and needs."""
    values = _to_come(workshops["working-out-what-were-for"])
    listening = _to_come(workshops["what-should-the-fund-do-next"])
    _ask(values, Contact("Idris Vale", "idris@vale.example"), Person("His sister"))
    booked = confirm_booking(
        _ask(
            listening,
            Contact("Nia Okoro", "nia@okoro.example"),
            Person("Bo Lind", "bo@lind.example"),
            group="The Towpath Menders",
        )
    )
    nia, bo = booked.places.order_by("pk")
    ask_for_needs(nia, wanted={"step_free": "", "childcare": "", "large_print": ""})
    step_free, childcare, _waits = nia.needs.order_by("pk")
    answer_need(
        step_free, state="arranged", answer="Come by the garden door. Dee meets you.", by=officer
    )
    answer_need(
        childcare,
        state="cannot",
        answer="We have no crèche that evening. We pay your sitter: bring the receipt.",
        by=officer,
    )
    ask_for_needs(bo, wanted={"other": "I read lips, so a seat near the front."}, remember=True)
    book_by_phone(
        listening,
        people=[Person("Old Tom")],
        contact=Contact("Old Tom", phone="01632 960 155"),
        needs={"wanted": {"hearing_loop": ""}},
        key=new_key(),
        by=officer,
    )


def _to_come(workshop):
    sessions = workshop.sessions.filter(starts_at__gt=now(), published_at__isnull=False)
    return sessions.order_by("starts_at").first()


def _ask(session, contact, *others, group=""):
    people = [Person(contact.name, contact.email), *others]
    return ask_for_places(session, people=people, contact=contact, group=group)
