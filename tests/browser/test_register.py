"""The door of a workshop on a phone: no signal for a while, somebody without a booking, a name
put right; and the next day an officer signs."""

import re

from playwright.sync_api import expect

from .by_hand import follow, heading, press
from .looking import Listener, faults_of

FUND = "Co-operate Alderwick"
HOST, OFFICER = "marek@alderwick.example", "sian@alderwick.example"
PHONE = {"width": 320, "height": 640}
ON_NOW, YESTERDAY = "Choose your legal form", "Money without fear"
OTTILIE, DELPHINE, ZUZANA = "Ottilie Brandt", "Delphine Marchand", "Zuzana Horáková"
SIWAN = "Siwan Tudur"


def test_a_register_goes_on_without_signal_and_is_signed(window_apart):
    door, desk = on_a_phone(window_apart(HOST)), window_apart(OFFICER)
    heard = Listener(desk)

    open_register(door, ON_NOW, "on now")
    assert faults_of(door, FUND) == []
    on_a_phone(door)
    door.context.set_offline(True)
    tap(door, "Arrived", OTTILIE)
    expect(row(door, OTTILIE)).to_contain_text("Here")
    expect(door.get_by_role("status")).to_contain_text("No signal. 1 tap waits on this phone.")
    walk_in(door, "Agnes with the dog")
    expect(row(door, "Agnes with the dog")).to_contain_text("Here")
    tap(door, "Undo", OTTILIE)
    expect(door.get_by_role("status")).to_contain_text("3 taps wait on this phone.")

    # Somebody at a desk sees none of it until the signal is back, and has a tap of their own.
    open_register(desk, ON_NOW, "on now")
    expect(row(desk, "Agnes with the dog")).to_have_count(0)
    door.wait_for_timeout(1000)  # so that the two clocks differ
    tap(desk, "Not here", OTTILIE)
    expect(desk.get_by_role("status")).to_contain_text("All is saved")

    door.context.set_offline(False)
    expect(door.get_by_role("status")).to_contain_text("All is saved")
    for page in (door, desk):
        page.reload()
        expect(row(page, "Agnes with the dog")).to_have_count(1)
        expect(row(page, "Agnes with the dog")).to_contain_text("Here")
        expect(row(page, OTTILIE)).to_contain_text("Not here")
    find(door, "ottilie")
    assert heard.taken() == []


def test_a_register_is_kept_by_a_phone_without_scripts(window_apart):
    door = on_a_phone(window_apart(HOST, java_script_enabled=False))
    open_register(door, ON_NOW, "on now")
    tap(door, "Arrived", ZUZANA)
    expect(row(door, ZUZANA)).to_contain_text("Here")
    tap(door, "Undo", ZUZANA)
    expect(row(door, ZUZANA).get_by_role("button", name="Arrived")).to_be_visible()
    press(door, "Add them")
    expect(door.locator(".govuk-error-summary")).to_be_visible()
    door.get_by_label("Name", exact=True).fill("Piet, who walked in")
    press(door, "Add them")
    expect(row(door, "Piet, who walked in")).to_have_count(1)
    door.get_by_label("Find a name").fill("piet")
    press(door, "Find")
    expect(door.locator(".fund-register__row")).to_have_count(1)


def test_what_was_tapped_without_signal_outlives_a_closed_page(window_apart):
    door = on_a_phone(window_apart(HOST))
    open_register(door, ON_NOW, "on now")
    address = door.url
    door.route("**/register/taps/", lambda route: route.abort())
    tap(door, "Arrived", DELPHINE)
    expect(door.get_by_role("status")).to_contain_text("No signal")
    door.goto("about:blank")
    door.unroute("**/register/taps/")

    door.goto(address)

    expect(door.get_by_role("status")).to_contain_text("All is saved")
    door.reload()
    expect(row(door, DELPHINE)).to_contain_text("Here")


def test_a_tap_for_nobody_is_said_once_and_not_sent_for_ever(window_apart):
    """Somebody whom the register does not know: the page of this phone is of another evening."""
    door = on_a_phone(window_apart(HOST))
    door.clock.install()
    open_register(door, ON_NOW, "on now")
    sent = []
    door.on("request", lambda each: sent.append(each) if "/register/taps/" in each.url else None)
    stranger = row(door, SIWAN)
    stranger.evaluate("""row => {
        row.dataset.place = "2000000000";
        row.querySelectorAll("button[data-when]").forEach(button => {
            button.value = "2000000000/" + button.value.split("/")[1];
        });
    }""")

    tap(door, "Arrived", SIWAN)

    said = door.get_by_role("alert")
    expect(said).to_contain_text("1 tap is for somebody who is not on this register")
    expect(said).to_contain_text(SIWAN)
    expect(stranger.locator("[data-says]")).to_have_text("")
    assert faults_of(door, FUND) == []
    for _ in range(4):
        door.clock.run_for(20_000)
    tap(door, "Arrived", ZUZANA)
    expect(door.get_by_role("status")).to_contain_text("All is saved")
    assert len(sent) == 2, "the one for nobody, and Zuzana’s"
    expect(said).to_contain_text(SIWAN)
    tap(door, "Undo", ZUZANA)
    expect(door.get_by_role("status")).to_contain_text("All is saved")


def test_a_tap_after_the_register_is_over_is_counted_with_those_that_wait(window_apart):
    door = on_a_phone(window_apart(HOST))
    open_register(door, ON_NOW, "on now")
    over = {"says": "This register was signed.", "is_final": True}
    door.route("**/register/taps/", lambda route: route.fulfill(status=409, json=over))
    tap(door, "Arrived", ZUZANA)
    says = door.get_by_role("status")
    expect(says).to_contain_text("This register was signed. 1 tap waits on this phone.")

    tap(door, "Undo", ZUZANA)

    expect(says).to_contain_text("This register was signed. 2 taps wait on this phone.")
    door.unroute("**/register/taps/")
    door.reload()
    expect(says).to_contain_text("All is saved")


def test_yesterdays_register_is_signed_and_put_right(window_apart):
    page = window_apart(OFFICER)
    open_register(page, YESTERDAY, "over")
    press(page, "Sign the register")
    heading(page, "Sign the register")
    expect(page.get_by_text("1 has no mark. When you sign, that means: not here.")).to_be_visible()
    assert faults_of(page, FUND) == []
    press(page, "I was there, and it was so: sign")
    expect(page.get_by_text("signed this register")).to_be_visible()

    tap(page, "Here after all", page.locator("[data-mark=not_here] strong").first.inner_text())
    expect(page.get_by_role("status")).to_contain_text("All is saved")


# --- What they do --------------------------------------------------------------------------


def on_a_phone(page):
    page.set_viewport_size(PHONE)
    return page


def open_register(page, workshop, standing):
    page.goto("/workshops/" + ("?past" if standing == "over" else ""))
    session = page.get_by_role("listitem").filter(has_text=workshop)
    session.filter(has_text=re.compile(standing, re.IGNORECASE)).get_by_role("link").first.click()
    follow(page, "See who is coming")
    heading(page, f"Who is coming: {workshop}")


def row(page, name):
    return page.locator(".fund-register__row").filter(has_text=name)


def tap(page, word, name):
    row(page, name).get_by_role("button", name=re.compile(f"^{word}")).click()


def walk_in(page, name):
    page.get_by_label("Name", exact=True).fill(name)
    press(page, "Add them")
    expect(page.get_by_label("Name", exact=True)).to_have_value("")


def find(page, words):
    page.get_by_label("Find a name").fill(words)
    expect(page.locator(".fund-register__row:visible")).to_have_count(1)
