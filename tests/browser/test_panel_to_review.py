"""A panel from the day it is called to the answer of a review, each at their own screen.

Three groups wait. One gets all, one comes on the reserve list, one gets a no; both answers come
with a receipt whose sum the test does again, and the no is looked at once more.
"""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from .by_hand import follow, heading, look_again_until, press
from .looking import NARROW, Listener, faults_of
from .receipts_by_hand import faults_in

FUND = "Co-operate Alderwick"
OFFICER, COLLEAGUE = "sian@alderwick.example", "marek@alderwick.example"
CHAIR, REVIEWER = "farhana@alderwick.example", "tomos@alderwick.example"
YES, NO, NOT_YET = "Ropewalk Rooftop Bees", "Fernhill Sewing Room", "Mill Street Movers"
TOLD_YES, TOLD_NO = "hedwig@ropewalkrooftopbees.example", "thanh@fernhillsewingroom.example"
WELL = "Two schools wait for you, and you have shown for years how it is done."
NO_MONEY = "You would do much for little. There is not enough left today, so you are next in line."
SORRY = "Six of you in one room is a good idea. We could not see who would bring the larger jobs."
WHO_BRINGS_JOBS = "Find two shops that would bring you work, and ask them to write it down."
MISSED = "Two shops did write to us. Their letters were with what we sent you in spring."
ANSWER = (
    "I read all that you sent. The letters came after the round had closed, so none was missed."
)


def test_a_panel_decides_and_the_co_ops_hear_of_it(window_apart):
    officer, chair = window_apart(OFFICER), window_apart(CHAIR)
    heard = [Listener(officer), Listener(chair)]

    call_a_panel(officer)
    open_the_panel(chair)
    look_at_scores_and_who_leaves(chair)
    try_two_combinations(chair)
    decide_yes(chair)
    decide_more_than_is_left(chair)
    decide_without_a_quorum(chair)
    keep_and_sign_the_minutes(officer, chair)
    take_the_pack_along(chair)
    change_words(officer)
    have_them_read(window_apart(COLLEAGUE), officer)
    release_them(chair)

    read_a_yes(window_apart(TOLD_YES))
    group = window_apart(TOLD_NO)
    read_a_no_and_ask_for_a_review(group)
    choose_who_looks_again(officer)
    answer_the_review(window_apart(REVIEWER))
    read_the_answer(group)

    assert [complaint for listener in heard for complaint in listener.taken()] == []


# --- The meeting ---------------------------------------------------------------------------


def call_a_panel(page):
    follow(page, "Panels")
    follow(page, re.compile("Call a panel for Start Fund"))
    heading(page, "Call a panel")
    expect(page.get_by_text("3 applications of this round wait for a panel.")).to_be_visible()
    day = datetime.now(UTC).date() + timedelta(days=3)
    group = page.get_by_role("group", name="When does it meet?")
    for label, typed in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(label).fill(str(typed))
    group.get_by_label("Time").fill("6pm")
    page.get_by_label("Where?").fill("The Ropewalk Rooms, upstairs")
    page.get_by_role("group", name="Who is in the chair?").get_by_label("Farhana Begum").check()
    others = page.get_by_role("group", name="Who else sits on it?")
    for name in ("Marek Wójcik", "Nkechi Obi", "Gülşen"):
        others.get_by_label(re.compile(name)).check()
    page.get_by_label("How many must be there to decide?").fill("9")
    press(page, "Call the panel")
    expect(page.locator(".govuk-error-summary")).to_contain_text("You chose 4 people, and 9 must")
    assert faults_of(page, FUND) == []
    page.get_by_label("How many must be there to decide?").fill("3")
    press(page, "Call the panel")
    heading(page, "Panel of Start Fund")
    follow(page, "Change the panel")
    expect(page.get_by_label("Where?")).to_have_value("The Ropewalk Rooms, upstairs")
    assert faults_of(page, FUND) == []
    page.get_by_label("Where?").fill("The Ropewalk Rooms, downstairs")
    press(page, "Change the panel")
    expect(page.get_by_text("The panel is changed.")).to_be_visible()


def open_the_panel(page):
    """Two did not come: that is said, not guessed."""
    follow(page, "Panels")
    page.get_by_role("row").filter(has_text="downstairs").get_by_role("link").click()
    follow(page, "Open the panel")
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_label("Farhana Begum").check()
    press(page, "Open the panel")
    expect(page.locator(".govuk-error-summary")).to_contain_text("This panel needs 3 people")
    for name in ("Marek Wójcik", "Nkechi Obi"):
        page.get_by_label(name).check()
    press(page, "Open the panel")
    expect(page.get_by_text("Sitting")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Gülşen")).to_contain_text("not there")


def look_at_scores_and_who_leaves(page):
    expect(line_of(page, YES)).to_contain_text("place")
    expect(line_of(page, YES)).to_contain_text(re.compile(r"\d+(\.\d+)? to \d+"))
    expect(line_of(page, NOT_YET)).to_contain_text("Marek Wójcik")
    expect(line_of(page, NO)).to_contain_text("Nobody")
    expect(page.get_by_text("marks of one criterion differ by 2").first).to_be_visible()
    assert faults_of(page, FUND) == []


def try_two_combinations(page):
    """The bar moves as she chooses; all three together would be too much."""
    follow(page, "Try decisions out")
    for name in (YES, NO, NOT_YET):
        page.get_by_label(f"{name}: decision").select_option(label="Fund in full")
    expect(page.locator("[data-sum=pounds]")).to_have_text("£5,200")
    expect(page.locator("[data-left=pounds]")).to_have_text("£2,300 too much")
    page.get_by_label("What do you call this combination?").fill("All three")
    press(page, "Keep it")
    expect(page.get_by_role("cell", name="Too much")).to_be_visible()
    follow(page, "Try another combination")
    page.get_by_label(f"{YES}: decision").select_option(label="Fund in full")
    page.get_by_label(f"{NO}: decision").select_option(label="Fund in part")
    page.get_by_label(f"{NO}: money").fill("£600")
    page.get_by_label(f"{NO}: advice days").fill("4")
    expect(page.locator("[data-left=pounds]")).to_have_text("£400 left")
    page.get_by_label("What do you call this combination?").fill("Bees and a room")
    press(page, "Keep it")
    heading(page, "Compare what was tried")
    for name in ("So far", "All three", "Bees and a room"):
        expect(page.get_by_role("columnheader", name=name, exact=True)).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=NO)).to_contain_text("£600 and 4 advice days")
    assert faults_of(page, FUND) == []
    follow(page, "The panel")


def decide_yes(page):
    expect(page.locator("[data-left=pounds]")).to_have_text("£2,900 left")
    open_item(page, YES)
    page.get_by_label("Fund in full").check()
    press(page, "Write it down")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Write why the panel agreed this")
    because(page, "Opens doors", "Strong", "Children who are afraid go as near as they like.")
    page.get_by_label("Why, in the panel’s words?").fill(WELL)
    press(page, "Write it down")
    expect(page.get_by_text(f"Written down for {YES}.")).to_be_visible()
    expect(page.locator("[data-left=pounds]")).to_have_text("£1,000 left")
    expect(line_of(page, YES)).to_contain_text("Fund in full")


def decide_more_than_is_left(page):
    open_item(page, NO)
    page.get_by_label("Fund in part").check()
    page.get_by_label("Money", exact=True).fill("1,050")
    because(page, "Can work", "Could be stronger", WHO_BRINGS_JOBS)
    page.get_by_label("Why, in the panel’s words?").fill(SORRY)
    press(page, "Write it down")
    beside = page.locator(".govuk-form-group--error").filter(has_text="Money")
    expect(beside).to_contain_text("This round has £1,000 left to award.")
    expect(page.get_by_label("Why, in the panel’s words?")).to_have_value(SORRY)
    assert faults_of(page, FUND) == []
    page.get_by_label("Decline", exact=True).check()
    press(page, "Write it down")
    expect(line_of(page, NO)).to_contain_text("Decline")


def decide_without_a_quorum(page):
    """Marek leaves the room for this one, so only two are there; then a fourth comes."""
    open_item(page, NOT_YET)
    expect(page.get_by_text("leaves the room for this one.")).to_be_visible()
    reserve(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        "2 of 3 people are there to decide this one: Marek Wójcik must leave the room."
    )
    follow(page, "The panel")
    follow(page, "Who is here")
    page.get_by_label(re.compile("Gülşen")).check()
    press(page, "Save")
    open_item(page, NOT_YET)
    reserve(page)
    expect(line_of(page, NOT_YET)).to_contain_text("place 2")


def reserve(page):
    page.get_by_label("Reserve list", exact=True).check()
    page.get_by_label("Money", exact=True).fill("1,700")
    page.get_by_label("Advice days", exact=True).fill("3")
    because(page, "Opens doors", "Strong", "People who were put out may join you.")
    page.get_by_label("Why, in the panel’s words?").fill(NO_MONEY)
    press(page, "Write it down")


def keep_and_sign_the_minutes(officer, chair):
    follow(officer, "Panels")
    officer.get_by_role("row").filter(has_text="downstairs").get_by_role("link").click()
    follow(officer, "Minutes")
    press(officer, "Make the draft")
    box = officer.get_by_label("Minutes", exact=True)
    for part in ("Farhana Begum", YES, NO, NOT_YET, "Marek Wójcik"):
        assert part in box.input_value(), part
    box.fill(f"{box.input_value()}\nWe thanked the Ropewalk Rooms for the tea.")
    press(officer, "Save the minutes")
    expect(officer.get_by_role("link", name="Sign the minutes")).to_have_count(0)

    follow(chair, "Minutes")
    expect(chair.get_by_label("Minutes", exact=True)).to_have_value(re.compile("for the tea"))
    follow(chair, "Sign the minutes")
    expect(chair.get_by_text("for the tea.")).to_be_visible()
    assert faults_of(chair, FUND) == []
    press(chair, "Sign them")
    expect(chair.get_by_text("Nothing of this panel changes now.")).to_be_visible()
    expect(chair.get_by_text("Fingerprint of this text")).to_be_visible()
    expect(chair.get_by_role("textbox")).to_have_count(0)
    officer.reload()
    expect(officer.get_by_text("They can’t be changed.")).to_be_visible()
    follow(chair, "The panel")
    open_item(chair, YES)
    expect(chair.get_by_role("button", name="Write it down")).to_have_count(0)
    follow(chair, "The panel")


def take_the_pack_along(page):
    follow(page, "Pack")
    heading(page, "Pack for the panel of Start Fund")
    for name in (YES, NO, NOT_YET):
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    assert faults_of(page, FUND) == []
    address = page.get_by_role("link", name="PDF", exact=True).get_attribute("href")
    pdf = page.context.request.get(address)
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-")
    assert len(pdf.body()) > 20_000
    follow(page, "The panel")


# --- The co-ops hear of it -----------------------------------------------------------------


def change_words(page):
    follow(page, "The panel")
    follow(page, "Tell the co-ops")
    expect(page.get_by_text("No co-op knows yet.")).to_be_visible()
    page.get_by_role("link", name=re.compile(f"words for {NO}")).click()
    box = page.get_by_label("What the co-op will read")
    expect(box).to_have_value(re.compile(re.escape(WHO_BRINGS_JOBS)))
    box.fill(f"{box.input_value()}\n\nRing Siân: she knows […] who need hems.")
    press(page, "Save the words")
    expect(page.get_by_text("Something is still to be filled in: “[…]”").first).to_be_visible()
    page.get_by_role("link", name=re.compile(f"words for {NO}")).click()
    assert faults_of(page, FUND) == []
    box = page.get_by_label("What the co-op will read")
    box.fill(box.input_value().replace("[…]", "two shops"))
    press(page, "Save the words")
    page.get_by_role("link", name=re.compile(f"words for {NO}")).click()
    expect(page.get_by_label("What the co-op will read")).to_be_visible()
    expect(page.get_by_role("button", name="I have read it, and it is right")).to_have_count(0)


def have_them_read(colleague, officer):
    """Whoever wrote the words does not read them; what the chair wrote, the officer reads."""
    follow(colleague, "Panels")
    colleague.get_by_role("row").filter(has_text="downstairs").get_by_role("link").click()
    follow(colleague, "Tell the co-ops")
    colleague.get_by_role("link", name=re.compile(f"words for {NO}")).click()
    expect(colleague.get_by_text("she knows two shops who need hems").first).to_be_visible()
    press(colleague, "I have read it, and it is right")
    follow(officer, "All decisions")
    officer.get_by_role("link", name=re.compile(f"words for {YES}")).click()
    press(officer, "I have read it, and it is right")


def release_them(page):
    """Only what was read is ready; how many people it reaches is said before the button."""
    follow(page, "Tell the co-ops")
    follow_button(page, re.compile("See who is told: 3 ready"))
    heading(page, "Release decisions")
    expect(page.get_by_text("This will email 4 people about 3 applications.")).to_be_visible()
    expect(page.get_by_text(NOT_YET)).to_have_count(0)
    assert faults_of(page, FUND) == []
    press(page, "Release them")
    heading(page, "What happened")
    for name, said in ((YES, "Offered."), (NO, "Declined.")):
        row = page.locator(".govuk-summary-list__row").filter(has_text=name)
        expect(row).to_contain_text(said)
    assert faults_of(page, FUND) == []


def read_a_yes(page):
    open_own(page, YES)
    look_again_until(page, page.get_by_role("link", name="See how we decided"))
    follow(page, "See how we decided")
    expect(page.get_by_text("We decided to offer you a grant.")).to_be_visible()
    expect(page.get_by_text(WELL).first).to_be_visible()
    assert faults_in(page) == []
    assert faults_of(page, FUND) == []
    # A number that is not so would be found.
    page.evaluate("document.querySelector('#sum ~ ol > li:last-child strong').textContent = '1.00'")
    assert len(faults_in(page)) == 1


def read_a_no_and_ask_for_a_review(page):
    open_own(page, NO)
    look_again_until(page, page.get_by_role("link", name="See how we decided"))
    follow(page, "See how we decided")
    expect(page.get_by_text("We decided not to offer you a grant this time.")).to_be_visible()
    expect(page.get_by_text(WHO_BRINGS_JOBS).first).to_be_visible()
    expect(page.get_by_text("Can’t judge, so it is left out")).to_be_visible()
    assert faults_in(page) == []
    assert faults_of(page, FUND) == []
    follow(page, "Ask for a review")
    press(page, "Ask for a review")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose what went wrong")
    page.get_by_label("You got a fact wrong").check()
    page.get_by_label("Tell us more").fill(MISSED)
    assert faults_of(page, FUND) == []
    press(page, "Ask for a review")
    expect(page.get_by_text("We are choosing someone who took no part")).to_be_visible()


def choose_who_looks_again(page):
    """Siân wrote the advice, Marek sat on the panel and Farhana decided: Tomos is left."""
    page.get_by_role("link", name="Home", exact=True).first.click()
    follow(page, "Reviews to answer")
    heading(page, "Reviews")
    follow(page, NO)
    expect(page.get_by_text(MISSED)).to_be_visible()
    follow_button(page, "Choose who looks again")
    expect(page.get_by_role("radio")).to_have_count(1)
    page.get_by_label("Tomos ap Rhys").check()
    press(page, "Give it to them")
    expect(page.get_by_text("With Tomos ap Rhys")).to_be_visible()


def answer_the_review(page):
    """It stands on his own list, below what is more urgent."""
    more = page.get_by_role("link", name=re.compile(r"^And \d+ more$"))
    if more.count():
        more.click()
    page.get_by_role("main").get_by_role("link", name=re.compile(NO)).first.click()
    heading(page, "Did something go wrong?")
    press(page, "Give this answer")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose what you found")
    page.get_by_label("We decided as we should, and the decision stands").check()
    page.get_by_label("Your answer to the co-op").fill(ANSWER)
    assert faults_of(page, FUND) == []
    press(page, "Give this answer")
    expect(page.get_by_text(ANSWER)).to_be_visible()


def read_the_answer(page):
    page.reload()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(page.get_by_role("link", name="Ask for a review")).to_have_count(0)
    assert faults_of(page, FUND) == []


# --- What everybody does -------------------------------------------------------------------


def line_of(page, name):
    return page.get_by_role("table", name="Agenda").get_by_role("row").filter(has_text=name)


def open_item(page, name):
    line_of(page, name).get_by_role("link").click()
    heading(page, name)


def because(page, criterion, side, sentence):
    group = page.get_by_role("group", name=criterion, exact=True)
    group.get_by_label("Did it decide?").select_option(label=side)
    group.get_by_label("In one sentence").fill(sentence)


def follow_button(page, name):
    """A link that looks like a button."""
    page.get_by_role("button", name=name).click()


def open_own(page, name):
    """From the home page, on the phone that they have in their hand."""
    page.set_viewport_size(NARROW)
    page.get_by_role("link", name=re.compile(f"^{name}: ")).first.click()
