from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("today/", views.today_list, name="today"),
    path("cases/", views.application_list, name="application_list"),
    path("cases/export.csv", views.case_export, name="case_export"),
    path("cases/export.xlsx", views.case_workbook, name="case_workbook"),
    path("cases/views/add/", views.saved_view_add, name="saved_view_add"),
    path("cases/views/<slug:reference>/", views.saved_view, name="saved_view"),
    path("cases/views/<slug:reference>/delete/", views.saved_view_delete, name="saved_view_delete"),
    path("cases/bank-details/", views.bank_checks, name="bank_checks"),
    path("cases/late-decisions/", views.decisions_overdue, name="decisions_overdue"),
    path("cases/reports/", views.reports_to_read, name="reports_to_read"),
    path("cases/<slug:reference>/", views.case, name="case"),
    path("cases/<slug:reference>/history/", views.case_history, name="case_history"),
    path("applications/<slug:reference>/progress/", views.progress, name="progress"),
    path("rounds/<slug:reference>/board/", views.round_board, name="round_board"),
    path("subsidies/export.csv", views.subsidy_csv, name="subsidy_csv"),
    path("search/", views.search, name="search"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<uuid:uuid>/", views.email, name="email"),
    path("demo/", views.demo_logins, name="demo_logins"),
    path("demo/mail/", views.demo_mail, name="demo_mail"),
]
