"""How the co-ops of the demo answer what they are offered."""

from datetime import timedelta

from django.utils.timezone import localdate, now

from grants.awards.agreeing import actions as agreeing
from grants.awards.agreeing.forms import what_they_confirm
from grants.awards.agreeing.models import Capacity
from grants.awards.agreeing.queries import letter_in_force, standing_of
from grants.awards.hosting.actions import name_host
from grants.awards.letters.issuing import make_queued_letters
from grants.awards.models import Award

from .answers import plain


def accept(case):
    for person in signatories_of(case):
        sign(case, person)


def answer_offer(case):
    """Each of these stands at another place between an offer and its end."""
    {
        "half signed": sign_but_one,
        "near its end": come_near_its_end,
        "more time": give_more_time,
        "no thank you": turn_down,
    }[case.story.answer](case)


def sign_but_one(case):
    """Somebody has signed, and the owner has not."""
    for person in signatories_of(case)[1:]:
        sign(case, person)


def come_near_its_end(case):
    Award.objects.filter(application=case.application).update(
        respond_by=now() + timedelta(days=2, hours=3)
    )


def give_more_time(case):
    """A group that is not formed found a body that holds the money, and its people take time."""
    make_letters()
    host = case.scene.coops["Tanyard Tool Library"]
    name_host(case.application, host=host, by=case.owner)
    until = localdate() + timedelta(days=42)
    reason = "The Tool Library asks its committee on the first Monday of next month."
    agreeing.extend_offer(case.application, until=until, reason=reason, by=case.officer)


def turn_down(case):
    make_letters()
    case.application = agreeing.turn_down_award(
        case.application, reason=plain(case.story.words), by=case.owner
    )


def signatories_of(case):
    """As many as must sign, the owner first."""
    make_letters()  # nobody can sign a letter that is not there
    standing = standing_of(case.application, letter_in_force(case.application))
    people = sorted(standing.own.waiting, key=lambda person: person != case.owner)
    return people[: standing.own.needed]


def sign(case, person):
    is_owner = person == case.owner
    case.application = agreeing.sign_offer(
        case.application,
        name=person.name,
        capacity=Capacity.CHAIR if is_owner else Capacity.SECRETARY,
        letter_hash=letter_in_force(case.application).sha256,
        confirmations=what_they_confirm(case.application),
        by=person,
    )


def make_letters():
    while make_queued_letters():
        pass
