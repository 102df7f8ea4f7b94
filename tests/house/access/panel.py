"""The panel: the assessor sits on it, and the approver is in its chair."""

from .people import ANY_ASSESSOR, ANY_OFFICER, ANY_WORKER, JUDGES, WORKERS

PAGES = {
    "panel_list": ANY_WORKER | ANY_ASSESSOR,
    "panel_add": ANY_OFFICER,
    "panel": ANY_WORKER | {"assessor"},
    "panel_change": ANY_OFFICER,
    "panel_order": ANY_OFFICER,
    "panel_open": ANY_OFFICER | {"approver"},
    "panel_waiting": ANY_OFFICER | {"approver"},
    "panel_item": WORKERS - {"leaving"} | {"assessor"},
    "panel_try": ANY_OFFICER | {"approver", "assessor"},
    "panel_try_kept": ANY_OFFICER | {"approver", "assessor"},
    "try_out_remove": ANY_OFFICER | {"approver", "assessor"},
    "panel_compare": ANY_WORKER | {"assessor"},
    "panel_pack": ANY_WORKER | {"assessor"},
    "panel_pack_pdf": ANY_WORKER | {"assessor"},
    "panel_fairness": {"approver", "auditor"},
    "panel_minutes": ANY_WORKER | {"assessor"},
    "decide_alone": {"approver"} | JUDGES,
    "minutes_sign": {"approver"},
}
