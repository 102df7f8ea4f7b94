"""A letter to look at: from its wording and its facts to its pages."""

from applicants.paper import Letterhead, lay_out
from grants.awards.letters.wordings.composing import compose, delivered

HEAD = Letterhead(
    name="Co-operate Alderwick",
    strapline="Grants and support for co-ops",
    colour="#0b5c4a",
    address=("Town Hall", "Market Square", "Alderwick AW1 1AA"),
    email="hello@alderwick.example",
    phone="01632 960 123",
)


RECIPIENT = ("Siân Ŵyn-O’Brien", "Tŷ Gwyn Bakery Co-operative Ltd", "14 Chapel Row", "AW3 9QT")


FACTS = {
    "fund": {"name": HEAD.name, "email": HEAD.email, "phone": HEAD.phone},
    "fund_name": HEAD.name,
    "fund_email": HEAD.email,
    "organisation_name": "Tŷ Gwyn Bakery Co-operative Ltd",
    "recipient_name": "Siân Ŵyn-O’Brien",
    "reference": "CDF-2026-0042",
    "round_name": "Grow Fund, autumn 2026",
    "dated": "22 November 2026",
    "site_address": "https://fund.alderwick.example/",
    "contact_name": "Łukasz O'Brien",
    "contact_email": "lukasz@alderwick.example",
    "signed_name": "Łukasz O'Brien",
    "signed_role": "",
    "award": "£4,000 and 3 advice days",
    "pounds": "£4,000",
    "advice_days": "3 advice days",
    "purpose": "We will bake on two more days.\n\nThe money pays for:\nan oven,\nsix months’ rent.",
    "reasons": "Eleven members shaped the plan.\n\nOne worry: your rent may rise in April.",
    "instalments": [
        {
            "number": "1 of 2",
            "amount": "£2,500",
            "when": "When you accept",
            "needs": "Bank details",
        },
        {"number": "2 of 2", "amount": "£1,500", "when": "1 June 2027", "needs": "First report"},
    ],
    "conditions": ["Spend the grant on what you told us.", "Keep receipts over £250."],
    "reports": [{"name": "First report", "due": "1 June 2027"}],
    "respond_by": "5pm on 20 December 2026",
    "is_subsidy": True,
    "subsidy_amount": "£5,650",
    "limit": "£315,000",
    "lines": [],
    "before_payment": [],
    "counted_from": "1 April 2024",
    "keep_until": "2 December 2029",
    # What the other kinds say beside.
    "review_by": "18 January 2027",
    "receipt_link": "https://fund.alderwick.example/applications/CDF-2026-0042/decision/",
    "tests": ["Most of the work will happen in Alderwick."],
    "workshop": {
        "title": "Is a co-op right for us?",
        "when": "6pm on 3 December 2026",
        "link": "https://fund.alderwick.example/workshops/right-for-us/",
    },
    "other_round": {
        "name": "Start Fund, autumn 2026",
        "closes": "5pm on 5 January 2027",
        "link": "https://fund.alderwick.example/rounds/start/",
    },
    "has_advice": True,
    "has_help": True,
    "in_our_words": "The fund of Weirton may help.\n\nAsk for Bola.",
    "changes": [
        {"what": "Final report", "before": "1 May 2027", "after": "1 July 2027"},
        {"what": "Oven", "before": "£2,500", "after": "£2,100"},
    ],
    "confirm_by": "20 December 2026",
    "given_on": "2 December 2026",
    "paid": [{"what": "Instalment 1 of 2", "amount": "£2,500"}],
    "amount_paid": "£2,500",
    "paid_on": "4 January 2027",
    "last_four": "4958",
    "payment_reference": "CDF-2026-0042-1",
    "addressee": "Tŷ Gwyn Bakery Co-operative Ltd",
    "is_hosted": False,
    "paid_in_all": "£2,500",
    "to_come": "£1,500",
    "next_what": "Instalment 2 of 2",
    "next_amount": "£1,500",
    "next_on": "1 June 2027",
    "next_needs": ["The 6 month report has to be accepted"],
    "pay_reference": "CDF-2026-0042-B1",
    "about": "your 6 month report",
    "due_on": "1 June 2027",
    "to_do": "Answer eight short questions.\n\nOr ring us, and we write it down.",
    "page_link": "https://fund.alderwick.example/reports/",
    "amount_back": "£1,200",
    "how_to_pay": "Pay it into our account. Ring us for the details.",
}


def words(kind, *, wording=None, **changes):
    """The letter's words as HTML: the wording that we came with, or another one."""
    return compose(kind, wording or delivered(kind), {**FACTS, **changes})


def letter(markup, **changes):
    details = {
        "title": "Grant offer CDF-2026-0042",
        "reference": "CDF-2026-0042",
        "letterhead": HEAD,
        "recipient": RECIPIENT,
        "dated": "22 November 2026",
    }
    return lay_out(markup, **{**details, **changes})
