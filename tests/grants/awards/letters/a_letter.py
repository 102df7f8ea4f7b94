"""A letter to look at: from the words of its template to its pages."""

from pathlib import Path

from django.template import Context, Engine

from grants.paper import Letterhead, lay_out

TEMPLATES = Path(__file__).parents[4] / "templates"


HEAD = Letterhead(
    name="Co-operate Alderwick",
    strapline="Grants and support for co-ops",
    colour="#0b5c4a",
    address=("Town Hall", "Market Square", "Alderwick AW1 1AA"),
    email="hello@alderwick.example",
    phone="01632 960 123",
)


RECIPIENT = ("Siân Ŵyn-O’Brien", "Tŷ Gwyn Bakery Co-operative Ltd", "14 Chapel Row", "AW3 9QT")


OFFER = {
    "fund": {"name": HEAD.name, "email": HEAD.email, "phone": HEAD.phone},
    "organisation_name": "Tŷ Gwyn Bakery Co-operative Ltd",
    "recipient_name": "Siân Ŵyn-O’Brien",
    "reference": "CDF-2026-0042",
    "round_name": "Grow Fund, autumn 2026",
    "amount": "£4,000",
    "days": "3 advice days",
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
    "site_address": "https://fund.alderwick.example/",
    "contact_name": "Łukasz O'Brien",
    "contact_email": "lukasz@alderwick.example",
    "is_subsidy": True,
    "subsidy_amount": "£5,650",
    # What a letter about eligibility says beside.
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
    "in_our_words": "The fund of Weirton may help.\n\nAsk for Bola.",
}


def words(name, **changes):
    """The letter's words, from its template, with undefined names shown aloud."""
    engine = Engine(dirs=[TEMPLATES], string_if_invalid="UNDEFINED %s")
    return engine.get_template(f"letters/{name}.html").render(Context({**OFFER, **changes}))


def letter(markup, **changes):
    details = {
        "title": "Grant offer CDF-2026-0042",
        "reference": "CDF-2026-0042",
        "letterhead": HEAD,
        "recipient": RECIPIENT,
        "dated": "22 November 2026",
    }
    return lay_out(markup, **{**details, **changes})
