"""Addresses of workshops. They stand under /workshops/."""

from django.urls import path

from .booking import views as booking
from .calendar import views as calendar
from .certificates import views as certificates
from .feedback import views as feedback
from .listening import views as listening
from .materials import views as materials
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
    path("certificates/", certificates.certificate_check, name="certificate_check"),
    path("certificates/<str:check>/", certificates.certificate, name="certificate"),
    path("certificates/<str:check>/page/", certificates.certificate_page, name="certificate_page"),
    path("certificates/<str:check>/pdf/", certificates.certificate_pdf, name="certificate_pdf"),
    path("feedback/<str:slip>/", feedback.feedback, name="feedback"),
    path("listening/", listening.listening_list, name="listening_list"),
    path("materials/<slug:reference>/", materials.material, name="material"),
    path(
        "materials/<slug:reference>/withdraw/",
        materials.material_withdraw,
        name="material_withdraw",
    ),
    path("about/<slug:reference>/", certificates.workshop_about, name="workshop_about"),
    path("<slug:reference>/", sessions.session, name="session"),
    path("<slug:reference>/book/", booking.book, name="book"),
    path("<slug:reference>/register/", register.register, name="register"),
    path("<slug:reference>/attendance/", register.attendance, name="attendance"),
    path("<slug:reference>/register/taps/", register.taps, name="register_taps"),
    path("<slug:reference>/register/walk-in/", register.walk_in, name="walk_in"),
    path("<slug:reference>/register/sign/", register.sign, name="register_sign"),
    path(
        "<slug:reference>/certificates/",
        certificates.session_certificates,
        name="session_certificates",
    ),
    path(
        "<slug:reference>/certificates/name/",
        certificates.certificate_name,
        name="certificate_name",
    ),
    path("<slug:reference>/feedback/", feedback.session_feedback, name="session_feedback"),
    path("<slug:reference>/feedback/add/", feedback.said_did_add, name="said_did_add"),
    path(
        "<slug:reference>/feedback/withdraw/",
        feedback.said_did_withdraw,
        name="said_did_withdraw",
    ),
    path("<slug:reference>/materials/", materials.session_materials, name="session_materials"),
    path("<slug:reference>/materials/add/", materials.material_add, name="material_add"),
    path("<slug:reference>/ideas/", listening.session_ideas, name="session_ideas"),
    path("<slug:reference>/listening/", listening.session_listening, name="session_listening"),
    path(
        "<slug:reference>/listening/archive/",
        listening.listening_archive,
        name="listening_archive",
    ),
    path("<slug:reference>/listening/<int:number>/", listening.idea_answer, name="idea_answer"),
    path("<slug:reference>/change/", sessions.session_change, name="session_change"),
    path("<slug:reference>/postpone/", changing.session_postpone, name="session_postpone"),
    path("<slug:reference>/date/", changing.session_date, name="session_date"),
    path("<slug:reference>/move/", changing.session_move, name="session_move"),
    path("<slug:reference>/online/", changing.session_online, name="session_online"),
    path("<slug:reference>/cancel/", changing.session_cancel, name="session_cancel"),
    path("<slug:reference>/correct/", changing.session_correct, name="session_correct"),
]
