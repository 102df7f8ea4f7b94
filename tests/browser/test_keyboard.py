"""Everything can be reached and used with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from .by_hand import follow, heading

ADA, TEMI = "ada@weirlanebakers.example", "temi@pedalpost.example"
OFFICER = "sian@alderwick.example"
NEXT = "/rounds/grow-fund-next-round"  # the round that nobody has published yet
ROUND = "/rounds/grow-fund-autumn-2026"
# Who comes to which page, and by which link of it they go on, if the page asked for is another.
WALKS = [
    (None, f"{ROUND}/can-we-apply/", None),
    (None, "/workshops/", None),
    (None, "/workshops/", "Working out what we’re for"),
    (None, "/workshops/month/", None),
    (ADA, f"{ROUND}/apply/", None),
    (ADA, "/applications/{draft}/", None),
    (ADA, "/applications/{draft}/sections/1/", None),
    (ADA, "/applications/{draft}/sections/4/", None),
    (ADA, "/applications/{draft}/files/add/", None),
    (ADA, "/applications/{draft}/check/", None),
    (ADA, "/applications/{draft}/equality/", None),
    (ADA, "/applications/{draft}/messages/", None),
    (ADA, "/organisations/weir-lane-bakers/", None),
    (ADA, "/organisations/weir-lane-bakers/", "Invite a person"),
    (TEMI, "/", "Pedal Post CIC: Grow Fund, autumn 2026"),
    (OFFICER, "/workshops/", "Choose your legal form"),
    (OFFICER, "/workshops/figures/", None),
    (OFFICER, f"{NEXT}/form/", None),
    (OFFICER, f"{NEXT}/form/", "Change question 1"),
    (OFFICER, f"{NEXT}/form/", "When it is asked.*question 6"),
    (OFFICER, f"{NEXT}/form/", "Move question 2"),
    (OFFICER, f"{NEXT}/form/", "Add a question"),
    (OFFICER, f"{NEXT}/form/", "Use a question that was asked before"),
    (OFFICER, f"{NEXT}/criteria/", None),
    (OFFICER, f"{NEXT}/tests/", "Change.*The group is a co-op"),
    (OFFICER, f"{NEXT}/terms/", None),
    (OFFICER, f"{NEXT}/try/", None),
]
# What Tab must stop at, in the order of the page; of radios that belong together at one.
STOPS = """() => {
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  const groups = new Set();
  const stops = [...document.querySelectorAll(all)].filter((box) => {
    if (box.disabled || box.tabIndex < 0 || !box.checkVisibility()) return false;
    if (box.type !== 'radio') return true;
    const chosen = document.querySelector(`input[name="${CSS.escape(box.name)}"]:checked`);
    if (groups.has(box.name) || (chosen && chosen !== box)) return false;
    groups.add(box.name);
    return true;
  });
  stops.forEach((box, number) => { box.dataset.stop = number; });
  return stops.map((box) => `${box.tagName} ${box.name || box.textContent.trim()}`);
}"""
# Something else may cover part of what has the focus, such as the note of the last saving.
IS_COVERED = """() => {
  const box = document.activeElement, {left, right, top, bottom} = box.getBoundingClientRect();
  const points = [left + 2, (left + right) / 2, right - 2].flatMap(
    (x) => [top + 2, (top + bottom) / 2, bottom - 2].map((y) => [x, y]));
  return !points.some(([x, y]) => {
    const hit = document.elementFromPoint(x, y);
    return hit && (box.contains(hit) || hit.contains(box) || [...box.labels || []].includes(hit));
  });
}"""


def test_the_skip_link_comes_first_and_leads_past_the_menu(page_of):
    page = page_of()
    page.goto("/rounds/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_somebody_signs_in(page_of, service):
    page = page_of()
    page.goto("/")
    tab_to(page, page.get_by_role("link", name="Sign in"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    tab_to(page, page.get_by_label("Email address"))
    page.keyboard.type(ADA)
    tab_to(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(service.logins[ADA]["password"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello, Ada")


def test_the_menu_opens_on_a_phone(page_of):
    page = page_of(ADA, viewport={"width": 320, "height": 640})
    page.goto("/")
    workshops = page.get_by_role("link", name="Workshops", exact=True)
    expect(workshops).to_be_hidden()
    tab_to(page, page.get_by_role("button", name="Menu"))
    page.keyboard.press("Enter")
    expect(workshops).to_be_visible()
    tab_to(page, workshops)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Workshops")


def test_radios_are_chosen_and_a_mistake_is_found(page_of):
    page = page_of(ADA)
    page.goto("/organisations/start/")
    name = page.get_by_label("What is your co-op or group called?")
    tab_to(page, name)
    page.keyboard.press("Enter")  # sent with nothing in it
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(name).to_be_focused()
    page.keyboard.type("Rope and Ladder")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first choice
    first = page.get_by_role("radio").first
    expect(first).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(first).not_to_be_checked()
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    expect(page.get_by_role("radio").nth(1)).to_be_focused()


@pytest.mark.parametrize(
    ("who", "path", "link"), WALKS, ids=[f"{path} {link or ''}" for _, path, link in WALKS]
)
def test_tab_comes_by_everything_in_order_and_leaves_again(who, path, link, page_of, service):
    page = page_of(who)
    page.goto(path.format(**service.applications))
    if link:
        main, name, before = page.get_by_role("main"), re.compile(link), page.url
        main.get_by_role("link", name=name).or_(main.get_by_role("button", name=name)).first.click()
        page.wait_for_url(lambda url: url != before)
    assert faults_of_tabbing(page) == []


def test_an_officer_moves_a_question_and_stays_with_it(page_of):
    page = page_of(OFFICER)
    page.goto(f"{NEXT}/form/")
    moved = page.locator("li.fund-card").first.get_attribute("id")
    tab_to(page, page.get_by_role("button", name="Down question 1", exact=True))
    page.keyboard.press("Enter")

    card = page.locator(f"#{moved}")
    expect(card.get_by_role("heading")).to_contain_text("2. ")
    page.wait_for_url(f"**#{moved}")
    page.keyboard.press("Tab")
    assert card.evaluate("(card) => card.contains(document.activeElement)")
    tab_to(page, card.get_by_role("button", name="Up question 2", exact=True))
    page.keyboard.press("Enter")
    expect(card.get_by_role("heading")).to_contain_text("1. ")


def test_an_officer_says_when_a_question_is_asked(page_of):
    page = page_of(OFFICER)
    page.goto(f"{NEXT}/form/")
    card = page.locator("li.fund-card").filter(has_text=re.compile(r"^\s*4\. "))
    link = card.get_by_role("link", name=re.compile("When it is asked"))
    tab_to(page, link)
    page.keyboard.press("Enter")
    heading(page, "When is question 4 asked?")
    tab_to(page, page.get_by_label("Always"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Only when all of these are so")).to_be_checked()
    tab_to(page, page.get_by_label("Answer that it waits for"))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(card).to_contain_text("Asked only when")

    page.wait_for_url("**#q-*")
    page.keyboard.press("Tab")
    assert card.evaluate("(card) => card.contains(document.activeElement)")
    tab_to(page, link)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Only when all of these are so"))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(card).not_to_contain_text("Asked only when")


def test_one_more_line_takes_the_keyboard_with_it(page_of):
    page = page_of(TEMI)
    page.goto("/")
    follow(page, "Pedal Post CIC: Grow Fund, autumn 2026")
    follow(page, "Checks")
    heading(page, "Checks")
    rows = page.locator("table.fund-lines tbody tr")
    before = rows.count()
    tab_to(page, page.get_by_role("button", name="Add another line"))
    page.keyboard.press("Enter")
    expect(rows).to_have_count(before + 1)
    expect(rows.last.locator("input, select").first).to_be_focused()
    page.keyboard.press("Tab")
    expect(rows.last.locator("input, select").nth(1)).to_be_focused()


def test_a_page_that_hides_the_focus_is_found(page_of):
    """The eyes of the test above must see a fault that we plant."""
    page = page_of(ADA, bypass_csp=True)
    page.goto("/")
    everything = "outline, border, box-shadow, background".split(", ")
    hidden = "".join(f"{name}: none !important;" for name in everything)
    page.add_style_tag(content=f"* {{ {hidden} }}")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert not looks_focused(page)


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("document.querySelector('main a').tabIndex = 7", "not in the order of the page"),
        ("document.querySelector('main a').onblur = (lost) => lost.target.focus()", "twice"),
        (
            "document.querySelector('main').inert = true",
            "never came by A See what you can apply for",
        ),
        (
            "document.body.insertAdjacentHTML('beforeend', '<div id=over></div>');"
            "Object.assign(over.style, {position: 'fixed', inset: '0', background: '#fff'})",
            "covered",
        ),
    ],
)
def test_a_page_that_is_hard_to_tab_through_is_found(planted, found, page_of):
    page = page_of()
    page.goto("/")
    assert faults_of_tabbing(page) == []
    page.reload()
    page.evaluate(f"() => {{ {planted} }}")
    assert found in " ".join(faults_of_tabbing(page))


def faults_of_tabbing(page):
    """What somebody meets who goes through the page with Tab alone, until it lets them go."""
    wanted, met, faults = page.evaluate(STOPS), [], []
    assert len(wanted) > 8
    for _ in wanted:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        here = page.evaluate("document.activeElement.outerHTML.slice(0, 160)")
        stop = int(page.evaluate("document.activeElement.dataset.stop || '-1'"))
        if stop in met:
            faults.append(f"it holds the keyboard, which comes by twice: {here}")
            break
        met.append(stop)
        if page.evaluate(IS_COVERED):
            faults.append(f"this is covered: {here}")
        if not looks_focused(page):
            faults.append(f"nobody can see that the keyboard is here: {here}")
    faults += [f"Tab never came by {wanted[stop]}" for stop in {*range(len(wanted))} - {*met}]
    return faults + ["Tab goes not in the order of the page"] * (met != sorted(met))


def looks_focused(page):
    return page.evaluate("""() => {
      const box = document.activeElement;
      // Radios and ticks are drawn beside the real box, which cannot be seen.
      const drawn = /radio|checkbox/.test(box.type) ? [box.nextElementSibling, '::before'] : [box];
      const look = () => {
        const style = getComputedStyle(...drawn);
        // A line that is not drawn still has a colour: it must not count.
        const outline = style.outlineStyle === 'none' ? '' : style.outline;
        const border = style.borderStyle === 'none' ? '' : style.border;
        return [outline, border, style.boxShadow, style.backgroundColor].join();
      };
      const focused = look();
      box.blur();
      const plain = look();
      box.focus({focusVisible: true});
      return focused !== plain;
    }""")


def tab_to(page, target, most=60):
    """Press Tab until the target has the focus, as somebody without a mouse does."""
    expect(target).to_be_visible()
    wanted = target.element_handle()
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("(box) => box === document.activeElement"):
            return
    raise AssertionError(f"{most} presses of Tab did not lead to {target}")
