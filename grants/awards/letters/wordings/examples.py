"""The facts of a co-op that does not exist, for a preview of what no case has had yet."""

from django.conf import settings

from grants.applications.references import such_as

_FACTS = {
    "fund": dict(settings.FUND),
    "fund_name": settings.FUND["name"],
    "fund_email": settings.FUND["email"],
    "site_address": settings.SITE_URL,
    "contact_name": settings.FUND["name"],
    "contact_email": settings.FUND["email"],
    "organisation_name": "Tŷ Gwyn Bakery Co-operative Limited",
    "recipient_name": "Siân O’Brien",
    "postcode": "",
    "round_name": "Grow Fund, autumn 2026",
    "award": "£4,000 and 3 advice days",
    "pounds": "£4,000",
    "advice_days": "3 advice days",
    "purpose": "We will bake on two more days.\n\nThe money pays for an oven and six months’ rent.",
    "reasons": "Eleven members shaped the plan, and the sums are careful.\n\nOne worry: your rent "
    "may rise in April.",
    "instalments": [
        {
            "number": "1 of 2",
            "amount": "£2,500",
            "when": "4 January 2027",
            "needs": "Your signed offer and your bank details, checked",
        },
        {
            "number": "2 of 2",
            "amount": "£1,500",
            "when": "5 July 2027",
            "needs": "Your 6 month report, accepted",
        },
    ],
    "conditions": ["Spend the grant on what you told us about.", "Keep receipts over £250."],
    "lines": [
        {"what": "Money", "how_much": "£4,000", "value": "£4,000"},
        {"what": "Help from an adviser", "how_much": "3 advice days", "value": "£1,200"},
    ],
    "before_payment": ["Send us a copy of your rules."],
    "reports": [
        {"name": "6 month report", "due": "1 June 2027"},
        {"name": "Final report", "due": "1 December 2027"},
    ],
    "respond_by": "5pm on 20 December 2026",
    "is_subsidy": True,
    "subsidy_amount": "£5,650",
    "limit": "£315,000",
    "counted_from": "1 April 2024",
    "keep_until": "2 December 2029",
    "review_by": "18 January 2027",
    "receipt_link": f"{settings.SITE_URL}/applications/",
    "tests": ["Most of the work will happen in our area."],
    "workshop": None,
    "other_round": None,
    "has_advice": True,
    "has_help": True,
    "in_our_words": "The fund of the next town may help you.",
    "changes": [{"what": "Final report", "before": "1 December 2027", "after": "1 March 2028"}],
    "confirm_by": "20 December 2026",
    "given_on": "2 December 2026",
    "paid": [{"what": "Instalment 1 of 2", "amount": "£2,500"}],
    "amount_paid": "£2,500",
    "paid_on": "4 January 2027",
    "last_four": "0000",
    "addressee": "Tŷ Gwyn Bakery Co-operative Limited",
    "address": ["4 Weir Lane", "Alderwick"],
    "is_hosted": False,
    "paid_in_all": "£2,500",
    "to_come": "£1,500",
    "next_what": "Instalment 2 of 2",
    "next_amount": "£1,500",
    "next_on": "5 July 2027",
    "next_needs": ["The 6 month report has to be accepted"],
    "about": "your 6 month report",
    "due_on": "1 June 2027",
    "to_do": "Answer eight short questions. Or ring us, and we write it down for you.",
    "page_link": f"{settings.SITE_URL}/",
    "amount_back": "£1,200",
    "how_to_pay": "Pay it into the account that paid you. Ring us, and we tell you how.",
}


def examples():
    """All of them, with references as the fund's own begin."""
    return {
        **_FACTS,
        "reference": such_as("2026-0000"),
        "payment_reference": such_as("2026-0000-1"),
        "pay_reference": such_as("2026-0000-B1"),
    }
