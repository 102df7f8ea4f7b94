"""Reporting, closing, and money back."""

from .people import ANY_OFFICER, COOP, FINANCE, JUDGES, OFFICER, OWNER, WORKERS

PAGES = {
    "monitoring_start": OFFICER,
    "report": COOP | WORKERS,
    "report_save": OWNER,
    "report_review": OFFICER,
    "case_reminder": OFFICER,
    "case_close": OFFICER,
    "case_terminate": OFFICER,
    "case_money_back": WORKERS | FINANCE,
    "money_back_list": FINANCE | ANY_OFFICER | {"auditor"},
    "money_back_ask": OFFICER,
    "money_back_decide": {"approver"} | JUDGES,
    "money_back_drop": OFFICER | {"approver"},
    "money_back_came": FINANCE,
    "money_back_unasked": FINANCE,
    "money_back_write_off": OFFICER,
    "settlement": FINANCE,  # of money that came; what is written off, an approver answers
}
