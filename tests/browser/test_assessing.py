"""An assessor's week: Owen practises, is asked for three cases, and files one of them.

One co-op turns out to have somebody in it whom he knows, and for one he has no time. Nothing here
knows an address: people follow links and read labels.
"""

import re

from playwright.sync_api import expect

from .by_hand import heading, press
from .looking import Listener, faults_of

FUND = "Co-operate Alderwick"
OWEN, OFFICER = "owen@alderwick.example", "sian@alderwick.example"
TO_SCORE, TOO_CLOSE, NO_TIME = "Quayside Translators", "Wheel and Kneel", "Tidewater Carers"
WHY = (
    "All fourteen have one vote each whatever their hours, the list of bookings is open to every "
    "member, and what they ask for is priced line by line."
)
WHY_IN_PRACTICE = (
    "They say what they want and what it costs, I believe it for the most part, and what is still "
    "open is named. I would ask for one figure more."
)
SECOND, CANNOT = "Good for local people and place", "Our help matters"


def test_an_assessor_practises_declares_scores_and_hands_back(window_apart):
    officer, owen = window_apart(OFFICER), window_apart(OWEN)
    heard = {"officer": Listener(officer), "owen": Listener(owen)}

    sees_what_is_asked_and_by_when(owen)
    start_assessing(officer, NO_TIME)
    is_not_offered_before_he_has_practised(officer)
    practises(owen)
    ask_him(officer, NO_TIME)
    ask_him(officer, TOO_CLOSE)
    reference = declares_a_conflict(owen)
    sees_it_nowhere(owen, reference)
    declares_none_and_reads(owen)
    scores_and_leaves_it(owen)
    comes_back_and_is_told_what_is_missing(owen)
    files_and_sees_the_others(owen)
    hands_one_back(owen)
    knows_what_became_of_it(officer)

    assert {who: listener.taken() for who, listener in heard.items() if listener.complaints} == {}


def sees_what_is_asked_and_by_when(page):
    expect(page.get_by_role("heading", name="To score")).to_be_visible()
    card = page.locator(".fund-card").filter(has_text=TO_SCORE)
    expect(card).to_contain_text(re.compile(r"Given to you on \d+ \w+ \d{4}. Please file by \d+"))
    assert faults_of(page, FUND) == []


def start_assessing(page, coop):
    """An officer checks a case of the other fund, and opens it to assessors."""
    open_case(page, coop)
    press(page, "Check eligibility")
    for test in page.locator(".fund-card").filter(has_text="What makes you say so?").all():
        test.get_by_label("Yes", exact=True).check()
        test.get_by_label("What makes you say so?").fill("I rang them, and read it once more.")
    press(page, "Save the check")
    open_case(page, coop)
    press(page, "Start assessment")
    press(page, "Start assessment")
    expect(page.get_by_role("alert")).to_be_visible()  # it is done before we go on


def is_not_offered_before_he_has_practised(page):
    open_case(page, NO_TIME)
    press(page, "Choose assessors")
    heading(page, "Assessors")
    expect(page.get_by_label("Desmond Clarke")).to_be_visible()
    expect(page.get_by_label("Owen Pritchard")).to_have_count(0)
    expect(page.get_by_text("who has to train first, is not in the list")).to_be_visible()


def practises(page):
    """He gives a try; only then he reads what the fund would give, and why."""
    page.get_by_role("link", name="Your assessing").click()
    practice = page.get_by_role("listitem").filter(has_text="please do this before we ask you")
    expect(practice).to_have_count(1)
    practice.get_by_role("link", name=re.compile("Start Fund")).click()
    heading(page, "Saltmarsh Laundry")
    expect(page.get_by_text("what you give never counts")).to_be_visible()
    expect(page.get_by_text("We, ")).to_have_count(0)
    assert faults_of(page, FUND) == []
    for card in criteria(page):
        card.get_by_label("3: Clear and believable").check()
        card.get_by_label("Why?").fill(WHY_IN_PRACTICE)
    press(page, "File and compare")
    heading(page, "Saltmarsh Laundry: yours and ours")
    expect(page.get_by_text("You, 3:").first).to_be_visible()
    expect(page.get_by_text(re.compile(r"^We, \d:$")).first).to_be_visible()
    assert faults_of(page, FUND) == []


def ask_him(page, coop):
    open_case(page, coop)
    press(page, "Choose assessors")
    page.get_by_label("Owen Pritchard").check()
    press(page, "Ask them")
    expect(page.get_by_role("row").filter(has_text="Owen Pritchard")).to_contain_text(
        "Not filed yet"
    )


def declares_a_conflict(page):
    """Before he reads a word he says that he is close; from then on the case is shut."""
    go_home(page)
    page.get_by_role("link", name=TOO_CLOSE).click()
    heading(page, f"Are you close to {TOO_CLOSE}?")
    reference = re.search(r"CDF-\d{4}-\d{4}", page.get_by_role("main").inner_text())[0]
    expect(page.get_by_text("What they sent")).to_have_count(0)
    page.get_by_label("Yes, or it could look like it").check()
    press(page, "Tell us")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose what kind of link it is")
    page.get_by_label("Family or close friend").check()
    page.get_by_label("If yes, what is your link to this co-op?").fill("My brother mends there.")
    assert faults_of(page, FUND) == []
    press(page, "Tell us")
    return reference


def sees_it_nowhere(page, reference):
    go_home(page)
    expect(page.get_by_text(TOO_CLOSE)).to_have_count(0)
    for path in (
        f"/assess/{reference}/",
        f"/cases/{reference}/",
        f"/cases/{reference}/scores/",
        f"/cases/{reference}/history/",
        f"/applications/{reference}/answers/",
        f"/assess/{reference}/hand-back/",
    ):
        answer = page.context.request.get(path)
        assert answer.status == 404, path
        assert TOO_CLOSE not in answer.text(), path


def declares_none_and_reads(page):
    go_home(page)
    page.get_by_role("link", name=TO_SCORE).click()
    heading(page, f"Are you close to {TO_SCORE}?")
    page.get_by_label("No", exact=True).check()
    press(page, "Tell us")
    heading(page, TO_SCORE)
    answers = page.get_by_role("region", name="What they sent")
    scores = page.get_by_role("region", name="Your scores")
    expect(answers).to_contain_text("All fourteen interpreters are members")
    assert answers.bounding_box()["x"] < scores.bounding_box()["x"]
    expect(page.get_by_text("Folákẹ")).to_have_count(0)


def scores_and_leaves_it(page):
    """All but one criterion; a reason of three words; then the phone rings."""
    for card in criteria(page):
        name = card.get_by_role("heading", level=3).inner_text()
        if name == CANNOT:
            card.get_by_label("I can’t judge this").check()
            card.get_by_label("Why?").fill("I know too little about grants.")
            expect(card.get_by_text("A few words are enough")).to_be_visible()
        else:
            card.get_by_label("3: Clear and believable").check()
            card.get_by_label("Why?").fill("Far too short." if name == SECOND else WHY)
    press(page, "Save draft")
    expect(page.get_by_text("Your draft is saved. Nobody else can see it.")).to_be_visible()
    go_home(page)


def comes_back_and_is_told_what_is_missing(page):
    page.get_by_role("link", name=TO_SCORE).click()
    first, second = criteria(page)[:2]
    expect(first.get_by_label("Why?")).to_have_value(WHY)
    expect(first.get_by_label("3: Clear and believable")).to_be_checked()
    press(page, "File my scores")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name=re.compile(SECOND)).click()
    box = second.get_by_label("Why?")
    expect(box).to_be_focused()
    expect(box).to_have_value("Far too short.")
    expect(second.locator(".govuk-error-message")).to_contain_text(SECOND)
    expect(criteria(page)[0].get_by_label("Why?")).to_have_value(WHY)
    assert faults_of(page, FUND) == []
    box.fill(WHY)


def files_and_sees_the_others(page):
    press(page, "File my scores")
    expect(page.get_by_text("Thank you. Your scores are filed.")).to_be_visible()
    table = page.get_by_role("table", name="Scores, 0 to 4")
    expect(table.get_by_role("columnheader", name="Folákẹ Adéyẹmí")).to_be_visible()
    own = table.get_by_role("row").filter(has_text=CANNOT)
    expect(own.get_by_text("Can’t judge")).to_be_visible()
    expect(table.get_by_role("columnheader", name=re.compile("Gülşen"))).to_have_count(0)
    assert faults_of(page, FUND) == []


def hands_one_back(page):
    go_home(page)
    expect(page.get_by_role("link", name=TO_SCORE)).to_have_count(0)
    page.get_by_role("link", name=NO_TIME).click()
    page.get_by_label("No", exact=True).check()
    press(page, "Tell us")
    heading(page, NO_TIME)
    page.get_by_role("link", name="Hand it back").click()
    press(page, "Hand it back")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert faults_of(page, FUND) == []
    page.get_by_label("I don’t have the time").check()
    press(page, "Hand it back")
    go_home(page)
    expect(page.get_by_text(NO_TIME)).to_have_count(0)
    expect(page.get_by_text("Nothing waits for you. Thank you.")).to_be_visible()


def knows_what_became_of_it(page):
    """The officer sees a case without an assessor, and a conflict to settle."""
    open_case(page, NO_TIME)
    page.get_by_role("link", name="History").first.click()
    expect(page.get_by_text("I don’t have the time").first).to_be_visible()
    go_home(page)
    page.get_by_role("main").get_by_role("link", name=re.compile("onflict")).first.click()
    expect(page.get_by_role("main")).to_contain_text("Owen Pritchard")


def criteria(page):
    """The cards of the form, each for one criterion."""
    cards = page.locator(".fund-card").filter(has=page.get_by_role("group"))
    expect(cards.first).to_be_visible()
    return cards.all()


def go_home(page):
    page.get_by_role("link", name="Home", exact=True).first.click()
    heading(page, "Hello")


def open_case(page, coop):
    page.get_by_role("link", name="Applications").first.click()
    page.get_by_label("Name or reference").fill(coop)
    press(page, "Find")
    page.get_by_role("link", name=coop).first.click()
    heading(page, coop)
