"""Who may do what with workshops."""

import rules


@rules.predicate
def is_officer(user, record=None):
    return user.is_officer


@rules.predicate
def booked_it(user, booking):
    return booking is not None and booking.is_made_by(user)


@rules.predicate
def sits_in(user, booking):
    """Somebody else booked, and named them."""
    return booking is not None and booking.places.filter(email__iexact=user.email).exists()


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
rules.add_perm("workshops.offer_out_of_turn", is_officer)
rules.add_perm("workshops.see_register", watches)
rules.add_perm("workshops.mark_attendance", is_officer)
rules.add_perm("workshops.sign_register", is_officer)
rules.add_perm("workshops.tag_workshops", is_officer)
rules.add_perm("workshops.add_session", is_officer)
rules.add_perm("workshops.change_session", is_officer)
