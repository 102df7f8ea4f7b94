"""Addresses of workshops. They stand under /workshops/."""

from django.urls import path

from .booking import views as booking
from .calendar import views as calendar
from .register import views as register
from .sessions import views as sessions
from .sessions.changing import views as changing

app_name = "workshops"
urlpatterns = [
    path("", sessions.session_list, name="session_list"),
    path("add/", sessions.session_add, name="session_add"),
    path("tags/", sessions.workshop_tags, name="workshop_tags"),
    path("calendar.ics", calendar.calendar_feed, name="calendar_feed"),
    path("calendar/<slug:reference>.ics", calendar.workshop_feed, name="workshop_feed"),
    path(
        "bookings/<slug:reference>/calendar.ics",
        calendar.booking_calendar,
        name="booking_calendar",
    ),
    path("bookings/<slug:reference>/", booking.booking, name="booking"),
    path("bookings/<slug:reference>/cancel/", booking.cancel, name="cancel"),
    path("bookings/<slug:reference>/names/", booking.names, name="names"),
    path("bookings/<slug:reference>/accept/", booking.offer_accept, name="offer_accept"),
    path("bookings/<slug:reference>/take/", booking.place_take, name="place_take"),
    path("bookings/<slug:reference>/offer/", booking.offer_early, name="offer_early"),
    path("bookings/<slug:reference>/way/", booking.way_change, name="way_change"),
    path("bookings/<slug:reference>/way/keep/", booking.way_keep, name="way_keep"),
    path("bookings/<slug:reference>/meanwhile/", booking.meanwhile_take, name="meanwhile_take"),
    path("bookings/<slug:reference>/helper/", booking.helper, name="helper"),
    path("<slug:reference>/", sessions.session, name="session"),
    path("<slug:reference>/book/", booking.book, name="book"),
    path("<slug:reference>/register/", register.register, name="register"),
    path("<slug:reference>/attendance/", register.attendance, name="attendance"),
    path("<slug:reference>/register/taps/", register.taps, name="register_taps"),
    path("<slug:reference>/register/walk-in/", register.walk_in, name="walk_in"),
    path("<slug:reference>/scan/<slug:ticket>/", register.scan, name="scan"),
    path("bookings/<slug:reference>/tickets/", register.tickets, name="tickets"),
    path("<slug:reference>/register/sign/", register.sign, name="register_sign"),
    path("<slug:reference>/change/", sessions.session_change, name="session_change"),
    path("<slug:reference>/postpone/", changing.session_postpone, name="session_postpone"),
    path("<slug:reference>/date/", changing.session_date, name="session_date"),
    path("<slug:reference>/move/", changing.session_move, name="session_move"),
    path("<slug:reference>/online/", changing.session_online, name="session_online"),
    path("<slug:reference>/room/", changing.session_room, name="session_room"),
    path("<slug:reference>/room/add/", changing.room_add, name="room_add"),
    path("<slug:reference>/held/", booking.held_place, name="held_place"),
    path("<slug:reference>/volunteers/", booking.volunteers_ask, name="volunteers_ask"),
    path("<slug:reference>/cancel/", changing.session_cancel, name="session_cancel"),
    path("<slug:reference>/correct/", changing.session_correct, name="session_correct"),
]
