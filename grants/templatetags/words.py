"""How money, days and moments read on a page, and what is wrong with a form.

Every template has these filters without loading them.
"""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django import template
from django.utils.timezone import is_aware, localtime

from grants.blindness import COVERED, name_of
from grants.money import in_pounds

register = template.Library()

# Spelled out, so that a date reads the same whatever the language of the server.
MONTHS = (
    "January February March April May June July August September October November December"
).split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@register.filter
def pounds(amount):
    """£4,000 when whole, else £1,234.50. Nothing at all stays nothing, not £0."""
    try:
        amount = Decimal(str(amount))
    except InvalidOperation:
        return ""
    if not amount.is_finite():
        return ""
    return f"-{in_pounds(-amount)}" if amount < 0 else in_pounds(amount)


@register.filter
def days(number):
    """3 advice days, 1 advice day, 2.5 advice days. None at all is nothing to say."""
    if not number:
        return ""
    written = f"{Decimal(number).normalize():f}"
    return f"{written} advice {'day' if written == '1' else 'days'}"


@register.filter
def day(value):
    """22 November 2026."""
    if not value:
        return ""
    value = _here(value)
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


@register.filter
def moment(value):
    """9:30am on 22 November 2026. Noon and midnight are words: 12am confuses people."""
    if not value:
        return ""
    value = _here(value)
    if (value.hour, value.minute) == (0, 0):
        return f"midnight at the start of {day(value)}"
    return f"{_clock(value)} on {day(value)}"


@register.filter
def deadline(value):
    """9:30am on Sunday 22 November 2026: by when somebody has to answer, with the weekday."""
    if not value:
        return ""
    value = _here(value)
    said = f"{WEEKDAYS[value.weekday()]} {day(value)}"
    return moment(value).replace(day(value), said)


@register.filter
def comma(words):
    """A comma, where something follows a title; none after “Is a co-op right for us?”."""
    said = str(words)
    return said if said.endswith(("?", "!", ".")) else f"{said},"


@register.filter
def clock(value):
    """The time of a day that everybody knows: 9:30am, midday."""
    if not value:
        return ""
    return _clock(_here(value))


def _here(value):
    return localtime(value) if isinstance(value, datetime) and is_aware(value) else value


def _clock(value):
    if value.minute == 0 and value.hour in (0, 12):
        return "midday" if value.hour else "midnight"
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


class Problem(NamedTuple):
    """One line of the error summary: what is wrong, and the field to jump to."""

    message: str
    target: str


@register.filter
def problems(subject):
    """What is wrong with a form, a formset, or a list of them, from the top of the page down."""
    if not subject:
        return []
    if hasattr(subject, "management_form"):
        found = [Problem(str(message), "") for message in subject.non_form_errors()]
        return found + [line for form in subject.forms for line in problems(form)]
    if hasattr(subject, "non_field_errors"):
        found = [Problem(str(message), "") for message in subject.non_field_errors()]
        return found + [
            Problem(str(message), _target(field)) for field in subject for message in field.errors
        ]
    return [line for one in subject for line in problems(one)]


def _target(field):
    """The id of the first thing to fill in. Dates, radios and ticks have several."""
    if field.is_hidden or not field.auto_id:
        return ""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def name_for(application, reader):
    """Whose application it is, as this reader may know it."""
    return name_of(application, reader)


@register.filter
def around_covered(text):
    """What stands before, between and after the words that an officer covered."""
    return str(text).split(COVERED)
