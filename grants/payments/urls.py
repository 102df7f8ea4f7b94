from django.urls import path

from . import views
from .accounts import views as accounts
from .books import views as books

urlpatterns = [
    path("payments/", views.payment_home, name="payment_home"),
    path("payments/prepare/", views.run_prepare, name="run_prepare"),
    path("payments/report/", books.money_report, name="money_report"),
    path("payments/report.csv", books.money_report_csv, name="money_report_csv"),
    path("payments/report.xlsx", books.money_report_workbook, name="money_report_workbook"),
    path("payments/forecast/", books.money_forecast, name="money_forecast"),
    path("payments/ledger/", books.ledger, name="ledger"),
    path("payments/ledger.csv", books.ledger_csv, name="ledger_csv"),
    path("payments/ledger.xlsx", books.ledger_workbook, name="ledger_workbook"),
    path("payments/cost-codes/", books.cost_codes, name="cost_codes"),
    path("cases/<slug:reference>/money/", books.award_money, name="award_money"),
    path("payments/<slug:reference>/", views.run, name="run"),
    path("payments/<slug:reference>/approve/", views.run_approve, name="run_approve"),
    path("payments/<slug:reference>/cancel/", views.run_cancel, name="run_cancel"),
    path("payments/<slug:reference>/export/", views.run_export, name="run_export"),
    path("payments/<slug:reference>/download/", views.run_download, name="run_download"),
    path("payments/<slug:reference>/paid/", views.run_paid, name="run_paid"),
    path("applications/<slug:reference>/bank-details/", accounts.bank_details, name="bank_details"),
    path(
        "applications/<slug:reference>/bank-details/change/",
        accounts.bank_change,
        name="bank_change",
    ),
    path("cases/<slug:reference>/bank-details/", accounts.bank_check, name="bank_check"),
    path("cases/<slug:reference>/bank-details/show/", accounts.bank_reveal, name="bank_reveal"),
]
