"""Who may do what with workshops."""

import rules

from workshops.booking.models import Place
from workshops.states import UNSAID


@rules.predicate
def is_officer(user, record=None):
    return user.is_officer


@rules.predicate
def is_administrator(user, record=None):
    return user.is_administrator


@rules.predicate
def booked_it(user, booking):
    return booking is not None and booking.is_made_by(user)


@rules.predicate
def sits_in(user, booking):
    """Somebody else booked, and named them."""
    return booking is not None and _seats_of(user).filter(booking=booking).exists()


@rules.predicate
def sits_in_course(user, course):
    mine = _seats_of(user).filter(booking__course_part__course_booking=course)
    return course is not None and mine.exists()


def _seats_of(user):
    """Where somebody sits; what nobody said yes to is not theirs, since anybody may have typed
    their address."""
    return Place.objects.filter(email__iexact=user.email).exclude(state__in=UNSAID)


@rules.predicate
def watches(user, record=None):
    return user.is_officer or user.is_auditor


@rules.predicate
def works_for_the_fund(user, record=None):
    return user.is_fund_staff


rules.add_perm("workshops.start_group", booked_it & ~works_for_the_fund)
rules.add_perm("workshops.book_by_phone", is_officer)
rules.add_perm("workshops.see_needs", is_officer)
rules.add_perm("workshops.answer_need", is_officer)


rules.add_perm("workshops.see_booking", booked_it | watches | sits_in)
rules.add_perm("workshops.cancel_booking", booked_it | is_officer | sits_in)
rules.add_perm("workshops.name_people", booked_it | is_officer)
rules.add_perm("workshops.answer_offer", booked_it | is_officer)
rules.add_perm("workshops.change_way", booked_it | is_officer)
rules.add_perm("workshops.offer_out_of_turn", is_officer)
rules.add_perm("workshops.give_held_place", is_officer)
rules.add_perm("workshops.see_requests", is_officer)
rules.add_perm("workshops.answer_request", is_officer)
rules.add_perm("workshops.see_register", watches)
rules.add_perm("workshops.mark_attendance", is_officer)
rules.add_perm("workshops.sign_register", is_officer)
rules.add_perm("workshops.see_feedback", watches)
rules.add_perm("workshops.say_what_we_did", is_officer)
rules.add_perm("workshops.see_materials", watches)
rules.add_perm("workshops.manage_materials", is_officer)
rules.add_perm("workshops.see_ideas", watches)
rules.add_perm("workshops.note_ideas", is_officer)
rules.add_perm("workshops.correct_name", is_officer)
rules.add_perm("workshops.describe_workshop", is_officer)
rules.add_perm("workshops.tag_workshops", is_officer)
rules.add_perm("workshops.add_session", is_officer)
rules.add_perm("workshops.change_session", is_officer)
rules.add_perm("workshops.swap_date", booked_it | is_officer)
rules.add_perm("workshops.see_course", booked_it | watches | sits_in_course)
rules.add_perm("workshops.give_back_course", booked_it | is_officer)
rules.add_perm("workshops.plan_programmes", is_officer)
rules.add_perm("workshops.see_demand", watches)
rules.add_perm("workshops.plan_series", is_officer)
rules.add_perm("workshops.see_facilitators", watches)
rules.add_perm("workshops.see_figures", watches)
rules.add_perm("workshops.assign_facilitators", is_officer)
rules.add_perm("workshops.forget_guests", is_administrator)
