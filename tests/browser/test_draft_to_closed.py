"""One application, all the way, by the people who move it: each at their own screen.

Nothing here knows an address or a field's name: people follow links and read labels.
"""

import re

import pytest
from playwright.sync_api import expect

from . import what_they_write as words
from .by_hand import press
from .looking import Listener
from .the_whole_way.applying import fill_in, send, start
from .the_whole_way.deciding import (
    assess,
    check_eligibility,
    decide,
    look_up,
    read_the_letter,
    release,
    sign,
)
from .the_whole_way.going_there import open_own
from .the_whole_way.paying import check_bank_details, give_bank_details, pay, tell_of_public_money
from .the_whole_way.people import APPROVER, ASSESSOR, COOP, OFFICER, OTHER, PEOPLE
from .the_whole_way.reporting import close, read_the_mail, report, start_monitoring


@pytest.fixture
def people(new_context, doorway):
    """Everybody who has a part, signed in by hand, each in a browser of their own."""
    pages = {}
    for email in PEOPLE:
        context = new_context(accept_downloads=True)
        context.set_default_timeout(15_000)
        pages[email] = doorway.sign_in(context.new_page(), email)
    return pages


def test_an_application_goes_from_a_draft_to_a_closed_award(people, page_of):
    coop, officer = people[COOP], people[OFFICER]
    complaints = {email: Listener(page) for email, page in people.items()}

    start(coop)
    fill_in(coop)
    reference = send(coop)
    check_eligibility(officer, reference)
    look_up(officer, reference)
    assess(officer, people[ASSESSOR], reference)
    decide(people[APPROVER], reference)
    release(people[APPROVER], officer)
    read_the_letter(coop, reference)
    sign(coop, "Bronwen Price", "Director")
    expect(coop.get_by_text("Thank you. You have signed.")).to_be_visible()
    open_own(people[OTHER])
    press(people[OTHER], "Read and answer the offer")
    press(people[OTHER], "Sign the offer")
    sign(people[OTHER], "Olúṣẹgun Ajàyí", "Secretary")
    expect(people[OTHER].get_by_text("The offer is accepted. Congratulations!")).to_be_visible()
    tell_of_public_money(coop)
    give_bank_details(coop)
    check_bank_details(officer, reference)
    pay(people, reference, instalment=1, amount="3200.00")
    start_monitoring(officer, reference)
    report(coop, officer, reference, "6 month report", words.SPENT)
    pay(people, reference, instalment=2, amount="3200.00")
    report(coop, officer, reference, "Final report", words.SPENT_IN_THE_END)
    close(officer, reference)

    open_own(coop)
    expect(coop.get_by_text("All is done.")).to_be_visible()
    expect(coop.locator("[aria-current=step]")).to_have_text(re.compile("Closed"))
    read_the_mail(page_of(), reference)
    assert {email: heard.taken() for email, heard in complaints.items() if heard.complaints} == {}
