"""A whole course, for people without an account; opened by a link in our email."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import Refused, anybody
from workshops.booking.links import COURSE, PARTY, token_for
from workshops.newcomers import queries
from workshops.newcomers.actions.courses import confirm_course as confirm
from workshops.newcomers.links import by_link
from workshops.programmes.actions import give_back_course
from workshops.programmes.queries import bookings_in, can_be_given_back, progress_of


@anybody()
@by_link(queries.course_to_confirm)
def confirm_course(request, course):
    """Show what will be booked; only the button books it, since mail programs open links."""
    refusal = ""
    if course.confirmed_at is not None:
        return redirect("workshops:my_course", token_for(COURSE, course))
    if request.method == "POST":
        try:
            held = confirm(course)
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect(queries.course_page_after(course, held))
    bookings = bookings_in(course)
    context = {
        "course": course,
        "bookings": bookings,
        "booking": bookings[0],
        "refusal": refusal,
        "has_run_out": any(booking.confirm_by is None for booking in bookings),
    }
    page = "workshops/newcomers/confirm_course.html"
    return render(request, page, context, status=409 if refusal else 200)


@anybody(methods=("GET",))
@by_link(queries.course_of)
def my_course(request, course):
    """The dates of their course, what they have at each, and how far they are."""
    bookings = bookings_in(course)
    context = {
        "course": course,
        "token": token_for(COURSE, course),
        "dates": [(booking, token_for(PARTY, booking)) for booking in bookings],
        "progress": progress_of(course.programme, course=course),
        "can_give_back": any(can_be_given_back(booking) for booking in bookings),
    }
    return render(request, "workshops/newcomers/my_course.html", context)


@anybody()
@by_link(queries.course_of)
def my_course_give_back(request, course):
    """All dates to come, after one question."""
    token = token_for(COURSE, course)
    bookings = [each for each in bookings_in(course) if can_be_given_back(each)]
    if request.method == "POST":
        give_back_course(course, by=None)
        messages.success(request, "Thank you for telling us. Somebody else can come now.")
    if request.method == "POST" or not bookings:
        return redirect("workshops:my_course", token)
    context = {"course": course, "bookings": bookings, "token": token}
    return render(request, "workshops/newcomers/my_course_give_back.html", context)
