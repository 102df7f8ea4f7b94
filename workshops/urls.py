"""Addresses of workshops. They stand under /workshops/."""

from django.urls import path

from .booking import views as booking
from .calendar import views as calendar
from .certificates import views as certificates
from .facilitators import views as facilitators
from .feedback import views as feedback
from .finding import views as finding
from .forgetting import views as forgetting
from .interest import views as interest
from .listening import views as listening
from .materials import views as materials
from .needs import views as needs
from .newcomers import views as newcomers
from .newcomers.views import courses as my_courses, swapping as my_swapping, ways as my_ways
from .phoning import views as phoning
from .planning import views as planning
from .programmes import views as programmes
from .register import views as register
from .reports import views as reports
from .requests import views as requests
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
        "calendar/programmes/<slug:reference>.ics",
        programmes.programme_feed,
        name="programme_feed",
    ),
    path("facilitators/", facilitators.facilitator_list, name="facilitator_list"),
    path("facilitators/add/", facilitators.facilitator_add, name="facilitator_add"),
    path("figures/", reports.workshop_figures, name="workshop_figures"),
    path("figures.csv", reports.workshop_figures_csv, name="workshop_figures_csv"),
    path("month/", finding.month, name="month"),
    path("without-a-date/", interest.interest_list, name="interest_list"),
    path("demand/", interest.demand, name="demand"),
    path("interest/<str:token>/", interest.interest_mine, name="interest_mine"),
    path("subjects/<slug:reference>/date/", interest.interest, name="interest"),
    path("programmes/", programmes.programme_list, name="programme_list"),
    path("programmes/add/", programmes.programme_add, name="programme_add"),
    path("programmes/<slug:reference>/", programmes.programme, name="programme"),
    path("programmes/<slug:reference>/book/", programmes.course_book, name="course_book"),
    path("programmes/<slug:reference>/phone/", phoning.course_by_phone, name="course_by_phone"),
    path(
        "programmes/<slug:reference>/change/", programmes.programme_change, name="programme_change"
    ),
    path(
        "programmes/<slug:reference>/people/", programmes.programme_people, name="programme_people"
    ),
    path("courses/<slug:reference>/", programmes.course, name="course"),
    path(
        "courses/<slug:reference>/give-back/", programmes.course_give_back, name="course_give_back"
    ),
    path("bookings/<slug:reference>/swap/", programmes.swap, name="swap"),
    path(
        "bookings/<slug:reference>/calendar.ics",
        calendar.booking_calendar,
        name="booking_calendar",
    ),
    path("bookings/<slug:reference>/", booking.booking, name="booking"),
    path("bookings/<slug:reference>/cancel/", booking.cancel, name="cancel"),
    path("bookings/<slug:reference>/names/", booking.names, name="names"),
    path("bookings/<slug:reference>/accept/", booking.offer_accept, name="offer_accept"),
    path("bookings/<slug:reference>/fewer/", booking.fewer_take, name="fewer_take"),
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
    path("bookings/<slug:reference>/way/", booking.way_change, name="way_change"),
    path("bookings/<slug:reference>/way/keep/", booking.way_keep, name="way_keep"),
    path("bookings/<slug:reference>/meanwhile/", booking.meanwhile_take, name="meanwhile_take"),
    path("bookings/<slug:reference>/helper/", booking.helper, name="helper"),
    path("bookings/<slug:reference>/answer/", requests.request_answer, name="request_answer"),
    path("bookings/<slug:reference>/group/", booking.group_start, name="group_start"),
    path("confirm/<str:token>/", newcomers.confirm, name="confirm"),
    path("confirm-course/<str:token>/", my_courses.confirm_course, name="confirm_course"),
    path("my-course/<str:token>/", my_courses.my_course, name="my_course"),
    path(
        "my-course/<str:token>/give-back/",
        my_courses.my_course_give_back,
        name="my_course_give_back",
    ),
    path("my/<str:token>/", newcomers.my_place, name="my_place"),
    path("my/<str:token>/way/", my_ways.my_way, name="my_way"),
    path("my/<str:token>/helper/", my_ways.my_helper, name="my_helper"),
    path("my/<str:token>/swap/", my_swapping.my_swap, name="my_swap"),
    path("my/<str:token>/join/", newcomers.my_join, name="my_join"),
    path("my/<str:token>/needs/", needs.my_needs, name="my_needs"),
    path("my/<str:token>/materials/<slug:file>/", materials.my_material, name="my_material"),
    path("my/<str:token>/names/", newcomers.my_names, name="my_names"),
    path("my/<str:token>/answer/", newcomers.my_answer, name="my_answer"),
    path("my/<str:token>/give-back/", newcomers.my_give_back, name="my_give_back"),
    path("my/<str:token>/calendar.ics", newcomers.my_calendar, name="my_calendar"),
    path("forget/", forgetting.guest_forget, name="guest_forget"),
    path("my/<str:token>/forget/", forgetting.my_forget, name="my_forget"),
    path("needs/", needs.need_list, name="need_list"),
    path("needs/<slug:reference>/", needs.need, name="need"),
    path("<slug:reference>/", sessions.session, name="session"),
    path("<slug:reference>/book/", booking.book, name="book"),
    path("<slug:reference>/phone/", phoning.book_by_phone, name="book_by_phone"),
    path("<slug:reference>/requests/", requests.session_requests, name="session_requests"),
    path("<slug:reference>/needs/", needs.session_needs, name="session_needs"),
    path("<slug:reference>/register/", register.register, name="register"),
    path("<slug:reference>/attendance/", register.attendance, name="attendance"),
    path("<slug:reference>/register/taps/", register.taps, name="register_taps"),
    path("<slug:reference>/register/walk-in/", register.walk_in, name="walk_in"),
    path("<slug:reference>/scan/<slug:ticket>/", register.scan, name="scan"),
    path("bookings/<slug:reference>/tickets/", register.tickets, name="tickets"),
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
    path(
        "<slug:reference>/facilitators/",
        facilitators.session_facilitators,
        name="session_facilitators",
    ),
    path(
        "<slug:reference>/facilitators/end/",
        facilitators.session_facilitator_end,
        name="session_facilitator_end",
    ),
    path("<slug:reference>/brief/", facilitators.session_brief, name="session_brief"),
    path("<slug:reference>/copy/", planning.session_copy, name="session_copy"),
    path("<slug:reference>/series/", planning.session_series, name="session_series"),
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
