"""Whose service it is, and how it works with people."""

import re

from django.core.exceptions import ImproperlyConfigured

from .environment import DEBUG, env

FUND = {
    "name": env.str("FUND_NAME", default="Co-operate Alderwick"),
    "strapline": env.str("FUND_STRAPLINE", default="Money and advice for co-ops in Alderwick"),
    "colour": env.str("FUND_COLOUR", default="#0b5c4a"),
    "email": env.str("FUND_EMAIL", default="hello@alderwick.example"),
    "phone": env.str("FUND_PHONE", default="01632 960 120"),
    "address": env.list("FUND_ADDRESS", default=["The Old Library", "4 Weir Lane", "Alderwick"]),
    "is_demo": env.bool("FUND_IS_DEMO", default=DEBUG),
    "source": env.str("SOURCE_URL", default=""),
}
# With these letters all references of applications and payments begin. RUN and RES are those of
# payment runs and of files from the bank.
REFERENCE_PREFIX = env.str("REFERENCE_PREFIX", default="CDF")
if not re.fullmatch(r"[A-Z]{2,4}", REFERENCE_PREFIX) or REFERENCE_PREFIX in ("RUN", "RES"):
    raise ImproperlyConfigured(
        "REFERENCE_PREFIX must be 2 to 4 capital letters, such as CDF, and not RUN or RES."
    )
# Colleagues share these email endings, so sharing one says nothing about a co-op.
OWN_EMAIL_DOMAINS = env.list(
    "OWN_EMAIL_DOMAINS", default=[FUND["email"].rpartition("@")[2].lower()]
)
if not re.fullmatch(r"#[0-9a-fA-F]{6}", FUND["colour"]):
    raise ImproperlyConfigured("FUND_COLOUR must be a colour such as #0b5c4a.")

# How many days before the last day to answer an offer we remind those who have not signed it.
OFFER_REMINDER_DAYS = sorted({*env.list("OFFER_REMINDER_DAYS", cast=int, default=[7, 2])})
if not all(0 < days <= 60 for days in OFFER_REMINDER_DAYS):
    raise ImproperlyConfigured("OFFER_REMINDER_DAYS must be days from 1 to 60, such as 7,2.")

# How deep to look a co-op up before the panel meets, by the pounds that it asks for.
DILIGENCE = {
    "light_up_to": env.int("DILIGENCE_LIGHT_UP_TO", default=2_000),
    "standard_up_to": env.int("DILIGENCE_STANDARD_UP_TO", default=10_000),
}
if not 0 <= DILIGENCE["light_up_to"] <= DILIGENCE["standard_up_to"]:
    raise ImproperlyConfigured(
        "DILIGENCE_LIGHT_UP_TO must be 0 or more, and no more than DILIGENCE_STANDARD_UP_TO."
    )

# Names and addresses of those who came to workshops without an account; rounds look back as far.
KEEP_GUESTS_DAYS = env.int("KEEP_GUESTS_DAYS", default=730)
if KEEP_GUESTS_DAYS < 30:
    raise ImproperlyConfigured("KEEP_GUESTS_DAYS must be 30 or more.")
# What other rooms add to the figures of the workshops, which know nothing of grants.
MORE_WORKSHOP_FIGURES = ("grants.casework.after_workshops.tables",)
