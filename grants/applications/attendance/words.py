"""How a co-op stands about the workshop, in sentences for itself and for officers."""

from django.utils.text import get_text_list

from grants.templatetags.words import day

from .models import WorkshopWaiver

Kind = WorkshopWaiver.Kind


def _people(number):
    return "1 person" if number == 1 else f"{number} people"


def _places(number):
    return "1 place was" if number == 1 else f"{number} places were"


def who_came(attendance):
    """Who came, by name, and how many that is of those asked for."""
    came, asked = attendance.came, attendance.asked
    if not came:
        last = "month" if attendance.months == 1 else f"{attendance.months} months"
        return f"Nobody has come to a workshop on “{attendance.tag}” in the last {last}."
    if len(came) == asked == 1:
        session = came[0].session
        return f"{came[0].name} came to “{session.workshop}” on {day(session.starts_at)}."
    listed = get_text_list([_named(place) for place in came], "and")
    if len(came) > asked:
        return f"{_people(len(came))} have come: {listed}."
    return f"{len(came)} of {asked} people {'has' if len(came) == 1 else 'have'} come: {listed}."


def _named(place):
    return f"{place.name} (“{place.session.workshop}”, {day(place.session.starts_at)})"


def for_officers(attendance):
    """Whether it is met, and why, for those who check an application."""
    said = who_came(attendance)
    if attendance.is_met:
        return said
    if not attendance.came and attendance.asked > 1:
        said = f"{said} The round asks for {_people(attendance.asked)}."
    return f"{said} {_why_not(attendance)}".strip()


def _why_not(attendance):
    waiver = attendance.waiver
    if waiver and waiver.kind == Kind.EQUAL:
        return f"Some of them did a course like it elsewhere, they say: {waiver.reason}"
    if waiver:
        return f"They say why they could not come: {waiver.reason}"
    nobody = "nobody else" if attendance.came else "nobody"
    if not attendance.is_held:
        return f"No such workshop was held while they could apply, so {nobody} need come."
    if not attendance.needed:
        return f"No place was free while they could apply, so {nobody} need come."
    if attendance.is_eased:
        return (
            f"No more than {_places(attendance.places)} free at one time, "
            f"so {_are_enough(attendance)}."
        )
    return ""


def _are_enough(attendance):
    return f"{_people(attendance.needed)} {'is' if attendance.needed == 1 else 'are'} enough"


def for_the_co_op(attendance):
    """Whether it is met, and why, for those who write: what stands now may change until they
    send, so where places were too few it says how."""
    waiver, tag = attendance.waiver, attendance.tag
    if waiver:
        is_course = waiver.kind == Kind.EQUAL
        told = f"You told us {'about a course like it' if is_course else 'why you could not come'}."
        return f"{who_came(attendance)} {told}" if attendance.came else told
    if not attendance.is_eased:
        return who_came(attendance)
    more = "anything more" if attendance.came else "anything"
    if not attendance.is_held:
        said = (
            f"We hold no workshop on “{tag}” before your deadline. "
            f"If we add none before you send, you don’t have to do {more}."
        )
    elif not attendance.needed:
        said = (
            f"Every workshop on “{tag}” was full so far. "
            f"If no place comes free before you send, you don’t have to do {more}."
        )
    else:
        said = (
            f"No more than {_places(attendance.places)} free at one time so far. "
            f"If it stays so until you send, {_are_enough(attendance)}."
        )
    return f"{who_came(attendance)} {said}" if attendance.came or attendance.needed else said


def problem(attendance):
    """What must be done before sending, or nothing."""
    if attendance.is_settled:
        return ""
    on = f"a workshop on “{attendance.tag}”"
    if attendance.needed == 1:
        return f"Come to {on}, or tell us why not."
    more = " more" if attendance.came else ""
    people = "person" if attendance.missing == 1 else "people"
    return (
        f"{attendance.missing}{more} {people} of your group must come to {on}, "
        "or you tell us why not."
    )
