"""Organisations and the people who act for them."""

from .people import ADMINISTRATOR, ANY_OFFICER, ANY_WORKER, COOP, EVERYBODY, OUTSIDE, OWNER

PAGES = {
    "organisation_start": OUTSIDE,
    "organisation": COOP | ANY_WORKER,
    "organisation_change": OWNER,
    "member_add": OWNER,
    "member_change": OWNER,
    "member_end": OWNER,
    "organisation_leave": COOP,
    "organisation_list": ANY_WORKER,
    "organisation_ties": ANY_OFFICER,
    "tie_end": ANY_OFFICER,
    "organisation_merge": ANY_OFFICER,
    "organisation_different": ANY_OFFICER,
    "recovery_start": {"reader"},
    "recovery": COOP | ANY_WORKER,
    "recovery_agree": {"reader"},
    "recovery_stop": COOP,
    "recovery_decide": ANY_OFFICER,
    "organisation_registered": OWNER,
    "invitation": "public",
    "invitation_accept": EVERYBODY,
    "invitation_withdraw": OWNER,
    "home_postcode": EVERYBODY,
    "people": ADMINISTRATOR,
    "person_forget": ADMINISTRATOR,
    "person_close": ADMINISTRATOR,
    "people_add": ADMINISTRATOR,
    "person": ADMINISTRATOR,
}
