"""Applying: from choosing who applies to the receipt."""

from django.urls import include, path

from . import views
from .attendance import views as attendance
from .changes import views as changes
from .copies import views as copies
from .equality import views as equality

urlpatterns = [
    path("", include("grants.applications.messages.urls")),
    path("", include("grants.applications.trials.urls")),
    path("", include("grants.applications.partners.urls")),
    path("rounds/<slug:reference>/apply/", views.application_start, name="application_start"),
    path("applications/<slug:reference>/", views.application, name="application"),
    path("applications/<slug:reference>/sections/<int:number>/", views.section, name="section"),
    path(
        "applications/<slug:reference>/questions/<int:number>/files/",
        views.question_files,
        name="question_files",
    ),
    path("applications/<slug:reference>/check/", views.application_check, name="application_check"),
    path("applications/<slug:reference>/sent/", views.application_sent, name="application_sent"),
    path(
        "applications/<slug:reference>/answers/",
        views.application_answers,
        name="application_answers",
    ),
    path(
        "applications/<slug:reference>/changes/",
        changes.application_changes,
        name="application_changes",
    ),
    path(
        "applications/<slug:reference>/again/",
        copies.application_again,
        name="application_again",
    ),
    path(
        "applications/<slug:reference>/copies/<int:number>/",
        views.application_copy,
        name="application_copy",
    ),
    path(
        "applications/<slug:reference>/equality/",
        equality.application_equality,
        name="application_equality",
    ),
    path("equality/", equality.equality_report, name="equality_report"),
    path(
        "applications/<slug:reference>/workshop/",
        attendance.application_workshop,
        name="application_workshop",
    ),
    path(
        "applications/<slug:reference>/withdraw/",
        views.application_withdraw,
        name="application_withdraw",
    ),
    path("applications/<slug:reference>/more-time/", views.more_time_ask, name="more_time_ask"),
    path("more-time/", views.more_time_list, name="more_time_list"),
    path("more-time/<slug:reference>/", views.more_time, name="more_time"),
    path(
        "applications/<slug:reference>/files/add/",
        views.attachment_add,
        name="attachment_add",
    ),
    path(
        "applications/<slug:reference>/files/reuse/",
        views.attachment_reuse,
        name="attachment_reuse",
    ),
    path("files/<slug:reference>/", views.attachment, name="attachment"),
    path(
        "files/<slug:reference>/replace/",
        views.attachment_replace,
        name="attachment_replace",
    ),
    path(
        "files/<slug:reference>/remove/",
        views.attachment_remove,
        name="attachment_remove",
    ),
]
