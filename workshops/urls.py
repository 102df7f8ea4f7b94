"""Addresses of workshops. They stand under /workshops/."""

from django.urls import path

from .booking import views as booking
from .calendar import views as calendar
from .needs import views as needs
from .newcomers import views as newcomers
from .phoning import views as phoning
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
    path("bookings/<slug:reference>/group/", booking.group_start, name="group_start"),
    path("confirm/<str:token>/", newcomers.confirm, name="confirm"),
    path("my/<str:token>/", newcomers.my_place, name="my_place"),
    path("my/<str:token>/join/", newcomers.my_join, name="my_join"),
    path("my/<str:token>/needs/", needs.my_needs, name="my_needs"),
    path("my/<str:token>/names/", newcomers.my_names, name="my_names"),
    path("my/<str:token>/answer/", newcomers.my_answer, name="my_answer"),
    path("my/<str:token>/give-back/", newcomers.my_give_back, name="my_give_back"),
    path("my/<str:token>/calendar.ics", newcomers.my_calendar, name="my_calendar"),
    path("needs/", needs.need_list, name="need_list"),
    path("needs/<slug:reference>/", needs.need, name="need"),
    path("<slug:reference>/", sessions.session, name="session"),
    path("<slug:reference>/book/", booking.book, name="book"),
    path("<slug:reference>/phone/", phoning.book_by_phone, name="book_by_phone"),
    path("<slug:reference>/needs/", needs.session_needs, name="session_needs"),
    path("<slug:reference>/register/", register.register, name="register"),
    path("<slug:reference>/attendance/", register.attendance, name="attendance"),
    path("<slug:reference>/register/taps/", register.taps, name="register_taps"),
    path("<slug:reference>/register/walk-in/", register.walk_in, name="walk_in"),
    path("<slug:reference>/register/sign/", register.sign, name="register_sign"),
    path("<slug:reference>/change/", sessions.session_change, name="session_change"),
    path("<slug:reference>/postpone/", changing.session_postpone, name="session_postpone"),
    path("<slug:reference>/date/", changing.session_date, name="session_date"),
    path("<slug:reference>/move/", changing.session_move, name="session_move"),
    path("<slug:reference>/online/", changing.session_online, name="session_online"),
    path("<slug:reference>/cancel/", changing.session_cancel, name="session_cancel"),
    path("<slug:reference>/correct/", changing.session_correct, name="session_correct"),
]
