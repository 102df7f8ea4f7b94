"""Everything can be reached and used with the keyboard alone."""

import re

from playwright.sync_api import expect

ADA = "ada@weirlanebakers.example"


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


def test_one_can_always_see_where_the_keyboard_is(page_of, service):
    """What has the focus looks different from how it looks without."""
    page = page_of(ADA)
    for path in ("/", f"/applications/{service.applications['draft']}/sections/1/"):
        page.goto(path)
        stops = 0
        while stops < 40:
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            stops += 1
            assert looks_focused(page), page.evaluate("document.activeElement.outerHTML")
        assert stops > 8


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


def tab_to(page, target, most=40):
    """Press Tab until the target has the focus, as somebody without a mouse does."""
    expect(target).to_be_visible()
    wanted = target.element_handle()
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("(box) => box === document.activeElement"):
            return
    raise AssertionError(f"{most} presses of Tab did not lead to {target}")
