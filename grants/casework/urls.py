from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("cases/", views.application_list, name="application_list"),
    path("cases/export.csv", views.case_export, name="case_export"),
    path("cases/bank-details/", views.bank_checks, name="bank_checks"),
    path("cases/late-decisions/", views.decisions_overdue, name="decisions_overdue"),
    path("cases/reports/", views.reports_to_read, name="reports_to_read"),
    path("cases/<slug:reference>/", views.case, name="case"),
    path("cases/<slug:reference>/history/", views.case_history, name="case_history"),
    path("applications/<slug:reference>/progress/", views.progress, name="progress"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<uuid:uuid>/", views.email, name="email"),
    path("demo/", views.demo_logins, name="demo_logins"),
    path("demo/mail/", views.demo_mail, name="demo_mail"),
]
