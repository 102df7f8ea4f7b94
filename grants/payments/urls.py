from django.urls import path

from . import views
from .accounts import views as accounts
from .accounts.evidence import views as evidence
from .books import views as books
from .holding import views as holding
from .results import views as results

urlpatterns = [
    path("payments/", views.payment_home, name="payment_home"),
    path("payments/choose/", views.run_choose, name="run_choose"),
    path("payments/prepare/", views.run_prepare, name="run_prepare"),
    path("payments/bank/", results.result_list, name="result_list"),
    path("payments/bank/upload/", results.result_upload, name="result_upload"),
    path("payments/bank/unmatched/", results.unmatched_list, name="unmatched_list"),
    path("payments/bank/<slug:reference>/", results.result, name="result"),
    path("payments/bank/<slug:reference>/columns/", results.result_columns, name="result_columns"),
    path("payments/bank/<slug:reference>/take-in/", results.result_apply, name="result_apply"),
    path(
        "payments/bank/<slug:reference>/throw-away/", results.result_discard, name="result_discard"
    ),
    path("payments/bank/<slug:reference>/answer/", results.lines_answer, name="lines_answer"),
    path(
        "payments/bank/<slug:reference>/lines/<int:number>/",
        results.line_answer,
        name="line_answer",
    ),
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
    path("payments/<slug:reference>/bank-said/", results.run_say, name="run_say"),
    path("payments/<slug:reference>/bank-said/<int:number>/", results.mark, name="mark"),
    path(
        "payments/<slug:reference>/bank-said/<int:number>/confirm/",
        results.mark_confirm,
        name="mark_confirm",
    ),
    path(
        "payments/<slug:reference>/bank-said/<int:number>/drop/",
        results.mark_drop,
        name="mark_drop",
    ),
    path(
        "cases/<slug:reference>/instalments/<int:number>/hold/",
        holding.instalment_hold,
        name="instalment_hold",
    ),
    path(
        "cases/<slug:reference>/instalments/<int:number>/let-go/",
        holding.instalment_let_go,
        name="instalment_let_go",
    ),
    path(
        "cases/<slug:reference>/instalments/<int:number>/cancel/",
        holding.instalment_cancel,
        name="instalment_cancel",
    ),
    path("applications/<slug:reference>/bank-details/", accounts.bank_details, name="bank_details"),
    path(
        "applications/<slug:reference>/bank-details/change/",
        accounts.bank_change,
        name="bank_change",
    ),
    path(
        "applications/<slug:reference>/bank-details/letter/",
        evidence.account_file,
        name="account_file",
    ),
    path("cases/<slug:reference>/bank-details/", accounts.bank_check, name="bank_check"),
    path("cases/<slug:reference>/bank-details/show/", accounts.bank_reveal, name="bank_reveal"),
    path(
        "cases/<slug:reference>/bank-details/letter/",
        evidence.account_file_open,
        name="account_file_open",
    ),
    path(
        "cases/<slug:reference>/bank-details/letter/ask/",
        evidence.account_file_ask,
        name="account_file_ask",
    ),
]
