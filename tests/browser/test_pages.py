"""Every page, as each person sees it: on a wide screen, on a phone and at 400 % zoom."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import URLPattern, get_resolver
from django.utils.text import slugify
from django.utils.timezone import localdate

from grants.management.demo.staging import season_before

from .looking import (
    NARROW,
    Listener,
    faults_found_by_axe,
    faults_of,
    faults_of_layout,
    inside_of,
)
from .walking import walk, worth_a_look

FUND = "Co-operate Alderwick"
JUDGED = f"Grow Fund, {season_before(localdate())}"  # twenty applied to it
WITHOUT_NAMES = "grow-fund-judged-without-names"
PEOPLE = {
    "visitor": None,
    "officer": "sian@alderwick.example",
    "assessor": "gulsen@alderwick.example",
    "reader": "folake@alderwick.example",  # who also judges without names
    "approver": "farhana@alderwick.example",
    "preparer": "zofia@alderwick.example",
    "payer": "michael@alderwick.example",
    "auditor": "ruth@alderwick.example",
    "administrator": "ilknur@alderwick.example",
    "baker": "ada@weirlanebakers.example",
    "courier": "temi@pedalpost.example",
    "mender": "halina@millstreetmending.example",
    "swapper": "babajide@fernhilltoolswap.example",  # of a group that a host holds money for
    "host": "joan@tanyardtools.example",
    "spinner": "kwame@secondspin.example",  # whose conditions are not all met
}
# Pages that no link leads to.
LAST_EMAIL = "to oluchi@weirlanebakers.example"
ASKED_TO_JOIN = "to bronwen@harvesttable.example"  # and nobody has opened that link yet
GONE = "hamza@millstreetmending.example"  # found by searching only
START = {
    "visitor": ["/", "/demo/", "/demo/mail/", "{invitation}"],
    # A box leads to the first; a link to the second stands there only when more than ten wait.
    # The walk takes two of a kind, and what leads to the others stands with a third.
    "officer": [
        *("/", "/rounds/", "/search/?words=weir", "/today/"),
        *("{mentored}", "{set_aside}", "{scoring}", "{covered}"),
        *("{changed}", "{streamlined}", "{waiting}", "{no_date}", "{to_sign}"),
        *("/cases/{closed}/money-back/", "/cases/{in_monitoring}/money-back/"),
        *("{over}certificates/", "{over}feedback/", "{both}room/", "{both}held/"),
        *("{online}room/add/", "{led}brief/", "{chosen}requests/", "{asks}"),
    ],
    "approver": ["/", "{on_hold}"],
    "reader": ["/", f"/rounds/{WITHOUT_NAMES}/close-to/"],
    "administrator": ["{somebody_gone}", "/", "/accounts/logout/"],
    # A button leads to the first, and an email to the second.
    "baker": ["/", "/applications/{draft}/questions/19/files/", "{partner_link}"],
}
NOT_PAGES = {
    # Files, and answers to machines.
    *(
        "attachment",
        "case_export",
        "case_workbook",
        "letter_pdf",
        "panel_pack_pdf",
        "covered_file",
        "ledger_csv",
        "ledger_workbook",
        "letter_wording_pdf",
        "money_report_csv",
        "money_report_workbook",
        "subsidy_csv",
        "evidence_file",
        "workshops:booking_calendar",
        "workshops:my_calendar",
        "workshops:certificate_pdf",
        "workshops:material",
        "workshops:my_material",
        "workshops:calendar_feed",
        "workshops:programme_feed",
        "workshops:workshop_feed",
        "workshops:workshop_figures_csv",
        "application_copy",
        "hosting_letter",
        "health",
        "theme",
    ),
    # Only somebody's own email leads there, or a code at the door: test_newcomer goes to these,
    *("workshops:confirm", "workshops:certificate", "workshops:certificate_page"),
    # and test_by_email to these.
    *("workshops:my_join", "workshops:my_names", "workshops:scan"),
    *("workshops:feedback", "workshops:interest_mine"),
    # and test_course_by_email to these.
    *("workshops:confirm_course", "workshops:my_course", "workshops:my_course_give_back"),
    "workshops:my_swap",
    # What a form sends; opened by itself it is the page of the report.
    "report_save",
    # test_draft_to_closed goes there: a run is ready for it only for a moment.
    "run_say",
    # test_panel_to_review goes there: for a moment all is decided and nothing is signed.
    "minutes_sign",
}
# Shown only on the way through something: test_accounts goes these ways.
ON_THE_WAY = re.compile("^(account_|mfa_)")


# Who looks at a page for each stage that an application can stand at.
AT_EACH_STAGE = {"officer": {"case"}, "baker": {"progress"}}
# The same words for everybody: looking at them once is enough.
SAME_FOR_ALL = re.compile("^(accessibility|contact|privacy|account_|mfa_)")


@pytest.fixture(scope="session")
def looked_at():
    """What has been looked at: names of pages that read the same for all, and insides of others."""
    return set()


@pytest.fixture(scope="session")
def walks(browser, base_url, keys, service):
    """Where each person can go: `walks(who)`."""
    done = {}

    def places_of(who):
        if who not in done:
            state = keys(PEOPLE[who]) if PEOPLE[who] else None
            context = browser.new_context(base_url=base_url, storage_state=state)
            page = context.new_page()
            places = {**service.applications, "partner_link": link_in_the_mail(page)}
            if who == "visitor":
                places["invitation"] = invitation_in_the_mail(page)
            if who == "administrator":
                places["somebody_gone"] = found_by_searching(page)
            if who == "officer":
                places |= found_in_lists(page)
            if who == "approver":
                on_hold = reference_of(page, "Fernhill Puppet Theatre")
                places["on_hold"] = f"/cases/{on_hold}/"
            start = [path.format(**places) for path in START.get(who, ["/"])]
            stages = set(service.applications.values())
            done[who] = walk(page, base_url, stages=stages, start=start)
            context.close()
        return done[who]

    return places_of


def link_in_the_mail(page):
    """Where the question to a partner leads, once all the mail has left."""
    page.goto("/demo/mail/")
    asked = page.locator("details", has_text=ASKED_TO_JOIN)
    link = asked.locator("a[href*='/partners/link/']").first
    while page.get_by_text(LAST_EMAIL).count() == 0 or link.count() == 0:
        page.wait_for_timeout(200)
        page.reload()
    return urlsplit(link.get_attribute("href")).path


def invitation_in_the_mail(page):
    """Where somebody is asked to join a co-op; the page of mail is read after all has left."""
    link = page.locator("a[href*='/invitations/']").first
    return urlsplit(link.get_attribute("href")).path


def found_by_searching(page):
    """The page of somebody whose account is closed: no list leads there."""
    page.goto(f"/people/?email={GONE}")
    return page.get_by_role("link", name="Hamza Sheikh").get_attribute("href")


def found_in_lists(page):
    """Who mentors a co-op, a conflict after which scores may count again, a round in which cases
    need somebody, the answers of a case that is judged without names, a workshop without a date,
    and a register to sign."""
    page.goto("/conflicts/")
    conflict = page.get_by_role("link", name="Folákẹ Adéyẹmí and Wheel and Kneel")
    found = {"set_aside": conflict.get_attribute("href")}
    page.goto(f"/cases/?round={WITHOUT_NAMES}")
    case = page.get_by_role("link", name="Ropewalk Designers LLP").get_attribute("href")
    page.goto("/workshops/")
    page.locator("li", has_text="3 waiting").get_by_role("link").first.click()
    page.get_by_role("link", name="See who is coming").click()
    waiting = page.locator("ol li a").first.get_attribute("href")
    page.goto("/workshops/")
    no_date = page.locator("li", has_text="Postponed").get_by_role("link").get_attribute("href")
    page.goto("/workshops/?past")
    over = page.locator("li", has_text="Money without fear").get_by_role("link").first
    to_sign = over.get_attribute("href")
    return found | {
        "changed": f"/applications/{reference_of(page, 'Lantern Street Sound')}/changes/",
        "streamlined": f"/cases/{reference_of(page, 'Tanyard Tool Library')}/subsidy/done/",
        "waiting": f"{waiting}offer/",
        "no_date": f"{no_date}date/",
        "to_sign": f"{to_sign}register/sign/",
        **sessions_of_each_kind(page),
        "covered": f"{case}names/covered/",
        "mentored": "/organisations/signing-together/links/",
        "scoring": f"/rounds/{slugify(JUDGED)}/scoring/",
    }


def sessions_of_each_kind(page):
    """One that is over, one in a room and online, one only online, one at which we choose who
    comes, with somebody who asks, and one that somebody leads."""
    page.goto("/workshops/?past")
    over = page.locator("li", has_text="Working out what we’re for").get_by_role("link").first
    found = {"over": over.get_attribute("href")}
    page.goto("/workshops/")
    for name, words in (("both", "In the room: full"), ("online", "Online: the link")):
        link = page.locator("li", has_text=words).get_by_role("link").first
        found[name] = link.get_attribute("href")
    page.locator("li", has_text="Ask for a place").get_by_role("link").first.click()
    found["chosen"] = urlsplit(page.url).path
    page.get_by_role("link", name="Answer those who ask").click()
    answer = page.locator("li a", has_text="Answer").first
    found["asks"] = answer.get_attribute("href")
    page.goto("/workshops/")
    led = page.locator("li", has_text="Choose your legal form").filter(has_text="Places free")
    led = led.filter(has_text="Tanyard Library").get_by_role("link").first
    return found | {"led": led.get_attribute("href")}


def reference_of(page, organisation):
    """The reference of the one case that this co-op has."""
    page.goto(f"/search/?words={organisation}")
    link = page.locator("a[href^='/cases/CDF-']").first
    return link.get_attribute("href").split("/")[2]


@pytest.mark.parametrize("who", PEOPLE)
def test_every_link_leads_somewhere(who, walks):
    assert [(place.path, status) for place, status in walks(who) if status != 200] == []


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_has_a_fault(who, walks, page_of, looked_at):
    page = page_of(PEOPLE[who])
    listener = Listener(page)
    faults = {}
    open_to_them = [place for place, status in walks(who) if status == 200]
    for place in worth_a_look(open_to_them, at_each_stage=AT_EACH_STAGE.get(who, ())):
        if place.name in looked_at:
            continue
        if SAME_FOR_ALL.match(place.name):
            looked_at.add(place.name)
        page.goto(place.path)
        inside, found = inside_of(page), listener.taken()
        if inside not in looked_at:  # somebody else sees the very same: one look is enough
            looked_at.add(inside)
            found += faults_of(page, FUND) + listener.taken()
        if found:
            faults[place.path] = found
    assert faults == {}


def test_an_applicants_page_reads_well_at_each_stage(page_of, service):
    """The co-ops of the demo stand at different stages; each owner looks at their own."""
    owners = {login["role"]: email for email, login in service.logins.items()}
    officer = page_of(PEOPLE["officer"])
    faults = {}
    for stage, reference in service.applications.items():
        if stage == "draft":
            continue  # its pages are in the baker's walk, and it is hidden from officers
        officer.goto(f"/cases/{reference}/")
        owner = owners[f"Owner of {officer.locator('h1').inner_text()}"]
        page = page_of(owner)
        listener = Listener(page)
        page.goto(f"/applications/{reference}/progress/")
        faults[stage] = faults_of(page, FUND) + listener.taken()
        page.context.close()
    assert {stage: found for stage, found in faults.items() if found} == {}


def test_every_page_was_looked_at(walks):
    seen = {place.name for who in PEOPLE for place, _status in walks(who)}
    missing = {
        name for name in page_names() if name not in NOT_PAGES and not ON_THE_WAY.match(name)
    } - seen
    assert missing == set()


def page_names(patterns=None, namespace=""):
    """What can be opened: not what only takes what a form sends, and answers with another page."""
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            if "GET" in getattr(pattern.callback, "methods", ("GET",)):
                yield f"{namespace}{pattern.name}"
        else:
            within = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from page_names(pattern.url_patterns, namespace + within)


@pytest.mark.parametrize(
    ("who", "path"),
    [("officer", "/cases/"), ("baker", "/"), ("baker", "/applications/{draft}/sections/4/")],
)
def test_colours_can_be_told_apart_on_a_phone_too(who, path, page_of, service):
    page = page_of(PEOPLE[who], viewport=NARROW)
    page.goto(path.format(**service.applications))
    assert faults_found_by_axe(page) == []


# --- The same eyes must see a fault that we plant: else they would never see one -----------


def test_a_picture_without_words_is_found(page_of):
    page = page_of()
    page.goto("/")
    assert faults_found_by_axe(page) == []
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert [fault[:15] for fault in faults_found_by_axe(page)] == ["axe, image-alt:"]


def test_pale_words_are_found(page_of):
    page = page_of()
    page.goto("/")
    page.evaluate("document.querySelector('main p').style.color = '#bbb'")
    assert [fault[:20] for fault in faults_found_by_axe(page)] == ["axe, color-contrast:"]


def test_something_too_wide_is_found(page_of):
    page = page_of()
    page.goto("/")
    page.set_viewport_size({"width": 320, "height": 256})
    assert faults_of_layout(page) == []
    page.evaluate("document.querySelector('h1').style.width = '40rem'")
    assert len(faults_of_layout(page)) > 0


def test_a_script_that_nobody_allowed_is_refused_and_heard(page_of):
    page = page_of()
    listener = Listener(page)
    page.goto("/")
    assert listener.taken() == []
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'),"
        "{textContent: 'window.got_in = true'}))"
    )
    assert page.evaluate("window.got_in") is None
    assert "Content Security Policy" in " ".join(listener.taken())


def test_a_second_heading_and_a_wrong_title_are_found(page_of):
    page = page_of()
    page.goto("/")
    page.evaluate("document.title = 'Home'; document.querySelector('h2').outerHTML = '<h1>2</h1>'")
    found = " ".join(faults_of(page, FUND))
    assert "2 main headings" in found
    assert "title is “Home”" in found
