"""Somebody without an account who did all that one can do, and where a word of theirs stands."""

import html
from datetime import timedelta

import time_machine
from django.apps import apps
from django.urls import reverse
from django.utils.timezone import now

from tests import factories
from tests.factories import newcomers, session, staff
from tests.factories.workshops import mark_attendance
from workshops.booking.actions import Person
from workshops.certificates.making import issue_due_certificates
from workshops.feedback.actions import give_feedback
from workshops.feedback.queries import place_with
from workshops.feedback.slips import slip_for
from workshops.register.actions import sign_register

NIA = "nia@home.example"
BO = Person("Bo Friend", "bo@home.example")


def at(name, *args):
    return reverse(f"workshops:{name}", args=args)


def text_of(response):
    return html.unescape(response.content.decode())


def everything_known(word):
    """Where a word stands in any text of any of our tables."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label not in ("workshops", "applicants"):
            continue
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if field.get_internal_type() in ("CharField", "TextField", "EmailField", "SlugField")
            or field.__class__.__name__ == "SecretField"
        ]
        for row in model.objects.all():
            found += [
                f"{model.__name__}.{name}"
                for name in names
                if word.lower() in str(getattr(row, name)).lower()
            ]
    return found


def came_to(of, booking, *, signs=True):
    place = booking.places.order_by("pk").first()
    with time_machine.travel(of.ends_at + timedelta(hours=1)):
        mark_attendance(of, came={place.pk}, by=staff("is_officer"))
        if signs:
            sign_register(of, unmarked=(), by=staff("is_officer"))
            issue_due_certificates()
            give_feedback(place_with(slip_for(place)), answers={"overall": "good"})
    place.refresh_from_db()
    return place


def a_life(who):
    """Nia came, needs something, has a certificate, said how it was, books again with a friend,
    books a course, and wants to hear of a date."""
    past = session(starts_at=now() + timedelta(days=1))
    first = newcomers.confirmed(past, who=who)
    newcomers.need(
        first.places.get(), what="other", words="Nia Nightshade needs a chair", remember=True
    )
    place = came_to(past, first)
    later = newcomers.confirmed(session(), who=who, others=[BO], group="Nightshade bakers")
    newcomers.confirmed_course(who=who)
    factories.interested(name=who.name, email=who.email)
    return past, place, later


def nia(name="Nia Nightshade"):
    return newcomers.contact(name, NIA)
