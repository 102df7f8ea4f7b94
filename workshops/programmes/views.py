"""Pages about programmes: for everybody, for those who book them, and for colleagues."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from applicants import acting
from applicants.access import Refused, anybody, may, public
from workshops.booking.forms import BookingForm
from workshops.booking.models import Booking
from workshops.calendar import ical
from workshops.calendar.queries import sessions_in_feed
from workshops.calendar.views import calendar_file
from workshops.newcomers import asking_course as by_email
from workshops.sessions.queries import organisations_of

from . import actions, queries
from .forms import ProgrammeForm, SwapForm
from .models import CourseBooking, Programme


def _sent(request):
    return request.POST if request.method == "POST" else None


def _has(request, permission):
    return request.user.is_authenticated and request.user.has_perm(permission)


@public
def programme_list(request):
    """What runs on several dates."""
    context = {
        "programmes": queries.programmes_of(request.user),
        "can_plan": _has(request, "workshops.plan_programmes"),
    }
    return render(request, "workshops/programmes/programme_list.html", context)


@public
def programme(request, reference):
    """A programme and its dates, and how it is booked."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), reference=reference)
    sessions = queries.dates_of(programme, request.user)
    dates = queries.in_order(sessions)
    context = {
        "programme": programme,
        "dates": dates,
        "missing": range(max(0, programme.dates_planned - len(dates))),
        "joining": queries.joining(programme, sessions, now()) if programme.is_course else None,
        "held": queries.course_held_by(programme, request.user) if programme.is_course else None,
        "watches": _has(request, "workshops.see_register"),
        "can_plan": _has(request, "workshops.plan_programmes"),
        "can_phone": programme.is_course and _has(request, "workshops.book_by_phone"),
    }
    return render(request, "workshops/programmes/programme.html", context)


@public
def programme_feed(request, reference):
    programme = get_object_or_404(Programme.objects.visible_to(request.user), reference=reference)
    sessions = sessions_in_feed(now(), programme=programme)
    return calendar_file(ical.feed(sessions, name=f"{programme}, {settings.FUND['name']}"))


@anybody(Programme)
def course_book(request, programme):
    """One booking for every date of a course."""
    held = queries.course_held_by(programme, request.user)
    if held is not None:
        return redirect("workshops:course", held.reference)
    if not programme.is_course:
        return redirect("workshops:programme", programme.reference)
    joining = queries.joining(programme, queries.dates_of(programme, request.user), now())
    if not request.user.is_authenticated:
        return by_email.ask(request, programme, joining)
    theirs = organisations_of(request.user)
    form = BookingForm(
        _sent(request),
        organisations=theirs,
        ways=joining.choices,
        chosen=acting.choice_among(request, theirs),
        initial={"name": request.user.name},
    )
    if form.is_valid():
        try:
            course = _book_course(request, programme, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            acting.remember(request, form.cleaned_data.get("organisation"))
            messages.success(request, "You have a place at every date. We’re sending you emails.")
            return redirect("workshops:course", course.reference)
    context = {"programme": programme, "form": form, "joining": joining}
    return render(request, "workshops/programmes/course_book.html", context)


def _book_course(request, programme, form):
    return actions.book_course(
        programme,
        people=form.people(request.user.email),
        organisation=form.cleaned_data.get("organisation"),
        group=form.cleaned_data["group"],
        way=form.chosen_way(),
        shown=by_email.dates_shown(request),
        by=request.user,
    )


@may("workshops.see_course", CourseBooking, with_=("programme",))
def course(request, course):
    """What somebody booked of a course, and how far they are."""
    bookings = queries.bookings_in(course)
    context = {
        "course": course,
        "bookings": bookings,
        "progress": queries.progress_of(course.programme, course=course),
        "can_give_back": request.user.has_perm("workshops.give_back_course", course)
        and any(queries.can_be_given_back(booking) for booking in bookings),
    }
    return render(request, "workshops/programmes/course.html", context)


@may("workshops.give_back_course", CourseBooking, with_=("programme",))
def course_give_back(request, course):
    """All dates to come, after one question."""
    bookings = [each for each in queries.bookings_in(course) if queries.can_be_given_back(each)]
    if request.method == "POST":
        actions.give_back_course(course, by=request.user)
        messages.success(request, "Thank you for telling us. Somebody else can come now.")
    if request.method == "POST" or not bookings:
        return redirect("workshops:course", course.reference)
    context = {"course": course, "bookings": bookings}
    return render(request, "workshops/programmes/course_give_back.html", context)


@may("workshops.swap_date", Booking, with_=("session__workshop", "organisation", "booked_by"))
def swap(request, booking):
    """Another date of the same thing, in one step."""
    if booking.session.programme is None or not booking.session.programme.is_pick_one:
        return redirect("workshops:booking", booking.reference)
    dates = queries.dates_to_swap_to(booking, now())
    form = SwapForm(
        _sent(request), dates=dates, wanted=request.GET.get("to"), way=queries.way_of(booking)
    )
    if form.is_valid():
        try:
            made = actions.swap_date(booking, **form.chosen(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "You have a place on the other date. We’re sending an email.")
            return redirect("workshops:booking", made.reference)
    context = {"booking": booking, "session": booking.session, "form": form, "dates": dates}
    return render(request, "workshops/programmes/swap.html", context)


# --- For colleagues ---


@may("workshops.plan_programmes")
def programme_add(request):
    sessions = queries.sessions_to_choose(None, now())
    form = ProgrammeForm(_sent(request), sessions=sessions)
    if form.is_valid():
        try:
            made = actions.add_programme(by=request.user, **form.facts())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The programme is there.")
            return redirect("workshops:programme", made.reference)
    return render(request, "workshops/programmes/programme_add.html", {"form": form})


@may("workshops.plan_programmes", Programme)
def programme_change(request, programme):
    sessions = queries.sessions_to_choose(programme, now())
    initial = {
        "title": programme.title,
        "summary": programme.summary,
        "dates_planned": programme.dates_planned,
        "dates_needed": programme.dates_needed,
        "dates": [session.reference for session in queries.sessions_of(programme)],
    }
    form = ProgrammeForm(_sent(request), sessions=sessions, kind=programme.kind, initial=initial)
    if form.is_valid():
        try:
            actions.change_programme(programme, by=request.user, **form.facts())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The programme is saved.")
            return redirect("workshops:programme", programme.reference)
    context = {"form": form, "programme": programme}
    return render(request, "workshops/programmes/programme_change.html", context)


@may("workshops.see_register", Programme, methods=("GET",))
def programme_people(request, programme):
    """Who came to how many dates."""
    people = queries.progress_of(programme)
    context = {
        "programme": programme,
        "people": people,
        "complete": sum(row.is_complete for row in people),
    }
    return render(request, "workshops/programmes/programme_people.html", context)
