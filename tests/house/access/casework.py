"""The case and the lists across all cases."""

from .people import ANY_OFFICER, ANY_WORKER, FINANCE, OFFICER, WORKERS

PAGES = {
    "application_list": ANY_WORKER,
    "case": WORKERS | FINANCE,
    "case_history": WORKERS | FINANCE,
    "case_export": ANY_OFFICER | {"auditor"},
    "case_workbook": ANY_OFFICER | {"auditor"},
    "search": ANY_WORKER,
    "round_board": ANY_WORKER,
    "saved_view_add": ANY_OFFICER | {"approver"},
    "saved_view": {"officer"},  # its owner; it is kept to oneself
    "saved_view_delete": {"officer"},
    "outbox": ANY_OFFICER | {"auditor"},
    "email": OFFICER | {"auditor"},
    "bank_checks": ANY_OFFICER,
    "decisions_overdue": ANY_WORKER,
    "reports_to_read": ANY_OFFICER,
}
