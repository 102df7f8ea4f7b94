"""Every email, letter, page and form: nothing undefined, and no words but ours."""

import html
import importlib
import pkgutil
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client
from django.test.signals import template_rendered
from django.urls import reverse
from django.utils.timezone import now

import applicants
import grants
import workshops
from applicants import account_forms
from applicants.actions import (
    accept_invitation,
    add_person,
    agree_to_recovery,
    approve_recovery,
    change_member,
    close_account,
    end_membership,
    merge_organisations,
    refuse_recovery,
    register_organisation,
    start_recovery,
    stop_recovery,
)
from applicants.actions.recoveries import WAIT
from applicants.models import Email
from grants.applications import actions as applying
from grants.applications.partners import actions as joining
from grants.applications.reminders import remind_drafts
from grants.awards import actions as deciding
from grants.funds.actions import answer_enquiry
from grants.models import Letter
from grants.monitoring import actions as monitoring
from tests import factories
from tests.factories.cases import colleague
from tests.factories.people import PASSWORD, owner_of
from workshops.actions import book_place, cancel_booking

from . import every_stage, walking

HOUSE = Path(settings.BASE_DIR)
TEMPLATES = HOUSE / "templates"
UNDEFINED = re.compile(r"UNDEFINED\[([^\]]*)\]")


def undefined_names(words):
    return set(UNDEFINED.findall(words))


@pytest.fixture
def undefined_names_shown():
    """Django leaves out a name that it does not know; here it says so instead."""
    engine = engines["django"].engine
    engine.string_if_invalid = "UNDEFINED[%s]"
    yield
    engine.string_if_invalid = ""


def test_an_undefined_name_is_found(undefined_names_shown):
    text = render_to_string("emails/applicants/person_added.txt", {"site": ""})

    assert {"person", "by", "fund.name", "fund.email"} <= undefined_names(text)


# --- Mail and letters ------------------------------------------------------------------------


class Rendered:
    """Which templates were rendered while this listened."""

    def __init__(self):
        self.names = set()

    def __call__(self, sender, template, **context):
        self.names.add(template.name)


@pytest.fixture
def rendered():
    listener = Rendered()
    template_rendered.connect(listener)
    yield listener.names
    template_rendered.disconnect(listener)


def every_answer_of_a_partner():
    """One says yes and is asked again, one says no, one is taken off; and then it is sent."""
    oak = factories.organisation()
    application = factories.draft(joint=[factories.organisation(), oak, factories.organisation()])
    yes, no, gone = application.partners.order_by("pk")
    application.partners.update(asked_at=now() - timedelta(hours=1))
    joining.ask_again(yes, by=application.started_by)
    joining.decline_partner(no, reason="Our mill burnt down.", by=owner_of(oak))
    joining.remove_partner(gone, by=application.started_by)
    factories.submitted(joint=[factories.organisation()])


def what_partners_hear():
    """Two mornings, more time, another date; and then the lead takes it back."""
    application = factories.draft(joint=[factories.organisation()])
    remind_of(application)
    factories.more_time(application)
    factories.dates_moved(application.round)
    applying.withdraw_application(application, by=application.started_by)


@pytest.fixture
def everything_that_happens(db, undefined_names_shown, rendered):
    """Every event of a case, a workshop and an organisation, done by the people who do it."""
    officer, approver = colleague("is_officer"), colleague("is_approver")
    every_stage.withdrawn()
    factories.ineligible()
    every_stage.lapsed()
    every_stage.terminated()
    factories.declined()
    factories.offered(awarded=0)
    factories.closed()
    every_answer_of_a_partner()
    what_partners_hear()
    in_two_parts = factories.in_monitoring(instalments=2)
    first = monitoring.send_report(
        in_two_parts.award.reports.get(number=1),
        answers={"1": "Well."},
        by=in_two_parts.started_by,
    )
    monitoring.accept_report(first, by=officer)
    asked = factories.submitted()
    factories.message(asked, by=officer)
    factories.message(asked)
    applying.return_for_changes(asked, note="Add your prices.", by=officer)
    deciding.defer_application(
        factories.with_panel(), reasons="Tell us more about the rent.", by=approver
    )
    running = factories.in_monitoring()
    report = monitoring.send_report(
        running.award.reports.get(number=1), answers={"1": "Well."}, by=running.started_by
    )
    monitoring.return_report(report, note="How many people?", by=officer)
    factories.with_virus()
    factories.issue_letters()
    owner = running.started_by
    factories.more_time(factories.draft())
    no = factories.asked_for_more_time(factories.draft())
    applying.refuse_more_time(no, answer="The panel meets that day.", by=officer)
    remind_of(factories.draft())
    answer_enquiry(factories.asked(), wording="Does rent count?", answer="Yes.", by=officer)
    factories.dates_moved(factories.draft(round=factories.open_round()).round)
    booking = book_place(factories.session(access="A lift."), by=owner, name=owner.name)
    cancel_booking(booking, by=owner)
    factories.invited(
        running.organisation, email=factories.with_address(factories.person()).email
    )  # nobody has answered this one
    member = factories.with_address(factories.person())
    invitation = factories.invited(running.organisation, email=member.email)
    accept_invitation(invitation, by=member)
    joined = running.organisation.memberships.get(user=member)
    change_member(joined, role="reader", is_signatory=True, by=owner)
    register_organisation(
        running.organisation,
        by=owner,
        name="Weir Lane Bakers Limited",
        legal_form="cls",
        registration_number="09506232",
        registered_on=date(2026, 3, 27),
        carrying_on=running.organisation.memberships.live(),
    )
    ask_for_owners(running.organisation, officer)
    second_record = factories.organisation(owner=factories.person())
    merge_organisations(second_record, into=running.organisation, reason="One.", by=officer)
    leaver = factories.member(running.organisation)
    end_membership(running.organisation.memberships.get(user=leaver), by=owner)
    administrator = factories.staff("is_administrator")
    close_account(factories.member(running.organisation), by=administrator)
    add_person(email="new@fund.example", name="New One", by=factories.staff("is_administrator"))
    return rendered


def ask_for_owners(of, officer):
    """Three times: stopped, refused, approved."""
    first, second = factories.member(of), factories.member(of)

    def asked():
        started = start_recovery(of, new_owner=first, reason="No answer.", by=first)
        return agree_to_recovery(started, by=second)

    stop_recovery(asked(), by=first)
    refuse_recovery(asked(), note="They are there.", by=officer)
    recovery = asked()
    with time_machine.travel(recovery.started_at + WAIT + timedelta(minutes=1)):
        approve_recovery(recovery, note="I rang.", by=officer)


def remind_of(draft):
    """The last morning of a draft, and the morning after it."""
    for moment in (draft.round.closes_at, draft.round.closes_at + timedelta(days=1.5)):
        with time_machine.travel(moment - timedelta(seconds=1)):
            remind_drafts()


def files_in(folder, ending):
    return {str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / folder).rglob(f"*{ending}")}


def test_every_email_and_letter_is_sent_by_something_that_happens(everything_that_happens):
    """A template that nothing renders is dead, or its event is missing from the story above."""
    ours = files_in("emails", ".txt") | files_in("letters", ".html")

    assert len(ours) > 25
    assert ours - everything_that_happens == set()


def test_every_email_says_all_that_it_means_to_say(everything_that_happens):
    for email in Email.objects.all():
        said = f"{email.event}\n{email.subject}\n{email.body}"
        assert not undefined_names(said), said
        assert not re.search(r"\bNone\b|<[A-Z]\w+: |\{[{%]|&(#|\w+;)|\S  +\S", said), said
        assert email.body.startswith("Hello "), said
        assert settings.FUND["name"] in email.body, said
        assert settings.FUND["email"] in email.body or settings.FUND["phone"] in email.body, said
        assert "\n\n\n" not in email.body, said


UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}")


def test_every_subject_is_short_and_for_people(everything_that_happens):
    subjects = dict(Email.objects.values_list("event", "subject"))

    for event, subject in subjects.items():
        assert 10 <= len(subject) <= 78, event
        assert not UUID.search(subject), event
        assert not re.search(r"#\d|\bid\b", subject), event
        assert not subject.endswith("."), event
        assert subject == subject.strip(), event


def test_every_letter_says_all_that_it_means_to_say(everything_that_happens):
    letters = Letter.objects.all()

    assert {letter.kind for letter in letters} == set(Letter.Kind.values)
    for letter in letters:
        assert letter.issued_at is not None, letter.problem
        assert not undefined_names(letter.html)
        words = html.unescape(re.sub(r"<[^>]+>", " ", letter.html))
        assert not re.search(r"\bNone\b|\{[{%]", words)


def test_links_in_mail_lead_to_pages(everything_that_happens):
    owners = {user.email: user for user in applicants.models.User.objects.all()}
    opened = set()
    for email in Email.objects.all():
        for link in re.findall(rf"{re.escape(settings.SITE_URL)}(\S+)", email.body):
            if (email.event, link.split("/")[1]) in opened:
                continue
            opened.add((email.event, link.split("/")[1]))
            response = factories.client_for(owners[email.to]).get(link)
            assert response.status_code in (200, 302), f"{email.event}: {link}"

    assert len(opened) > 15


# --- What accounts send ----------------------------------------------------------------------

# The fund signs people in by links and codes of its own choice; these wait for another choice.
SWITCHED_OFF = {
    "account/email/password_reset_code",
    "account/email/email_confirm",
    "account/email/password_set",
    "mfa/email/webauthn_added",  # made by a browser and a key: see the browser tests
    "mfa/email/webauthn_removed",
}


@pytest.fixture
def everything_about_accounts(db, undefined_names_shown, django_capture_on_commit_callbacks):
    """Sign-up, codes, lost passwords, new addresses, the second step, each over the pages."""
    from tests.journeys.test_accounts import (
        GOOD_PASSWORD,
        MINA,
        code_in,
        known,
        newest_mail,
        open_link,
        send,
        sign_in,
    )

    visitor = Client()
    send(visitor, "account_signup", **MINA)
    user = known(email="olu@example.org", name="Olu Owner")
    send(visitor, "account_signup", **MINA | {"email": user.email})
    send(visitor, "account_reset_password", email="nobody@example.org")
    send(visitor, "account_request_login_code", email=user.email)
    assert code_in(newest_mail(user.email))
    send(visitor, "account_reset_password", email=user.email)
    asked = open_link(visitor, newest_mail(user.email))
    new = {"password1": GOOD_PASSWORD, "password2": GOOD_PASSWORD}
    visitor.post(asked.request["PATH_INFO"], new)

    client = sign_in(user, password=GOOD_PASSWORD)
    send(client, "account_reauthenticate", password=GOOD_PASSWORD)
    passwords = {"oldpassword": GOOD_PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    send(client, "account_change_password", **passwords)
    send(client, "account_email", action_add="", email="second@example.org")
    EmailAddress.objects.filter(email="second@example.org").update(verified=True)
    send(client, "account_email", action_primary="", email="second@example.org")
    send(client, "account_email", action_remove="", email="olu@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        walk_through_the_second_step(client)


def walk_through_the_second_step(client):
    from tests.journeys.test_accounts import code_of, send

    page = client.get(reverse("mfa_activate_totp")).text
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page)[1]
    send(client, "mfa_activate_totp", code=code_of(secret))
    send(client, "mfa_generate_recovery_codes")
    send(client, "mfa_deactivate_totp")


def test_every_account_email_is_sent_and_says_all_that_it_means_to_say(everything_about_accounts):
    subjects = files_in("account/email", "_subject.txt") | files_in("mfa/email", "_subject.txt")
    events = {name.removesuffix("_subject.txt") for name in subjects}

    assert events - set(Email.objects.values_list("event", flat=True)) == SWITCHED_OFF
    for email in Email.objects.all():
        said = f"{email.event}\n{email.subject}\n{email.body}"
        assert email.is_private, said
        assert not undefined_names(said), said
        assert 10 <= len(email.subject) <= 78, said
        assert email.body.startswith("Hello,"), said
        assert settings.FUND["name"] in email.body, said
        assert not re.search(r"\bNone\b|testserver|allauth|django|example\.com", said), said


# --- Words that we do not use ----------------------------------------------------------------

UNWELCOME = re.compile(r"success(fully|ful)\b|\bclick here\b|\binvalid\b|\bsubmit your\b", re.I)


def shown_words(path):
    """The text of a template, without its tags and comments."""
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", path.read_text(), flags=re.S)
    return re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", " ", text, flags=re.S)


def test_no_template_uses_words_that_we_do_not_use(tmp_path):
    planted = tmp_path / "planted.html"
    planted.write_text("<p class='x'>Saved successfully.</p>")
    assert UNWELCOME.search(shown_words(planted))

    for path in [*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")]:
        found = UNWELCOME.search(shown_words(path))
        assert not found, f"{path}: {found}"


def test_no_message_says_successfully():
    for app in ("applicants", "workshops", "grants"):
        for path in (HOUSE / app).rglob("*.py"):
            if "node_modules" not in path.parts:
                assert "successful" not in path.read_text().lower(), path


# --- Forms -----------------------------------------------------------------------------------

# Django's own sentences, which say that something is wrong and not what to do.
FOREIGN = re.compile(
    r"This field is required|This value is required|Ensure (this|that)|Enter a valid value|"
    r"Select a valid choice|Enter a whole number|Enter a number\.|Enter a valid date|"
    r"Enter a valid email|Enter a valid URL|Enter a complete value|No file was submitted|"
    r"The submitted file is empty|Enter a valid JSON|Please correct|%\("
)
RUBBISH = ["", None, [], "x" * 100_000, "-1", "1e999", "rubbish", ["rubbish"], ["31", "2", "2026"]]


def form_classes():
    """Every form class of ours."""
    found = set()
    for package in (applicants, workshops, grants):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.rpartition(".")[2] in ("forms", "account_forms"):
                classes = vars(importlib.import_module(module.name)).values()
                found |= {
                    one
                    for one in classes
                    if isinstance(one, type)
                    and issubclass(one, forms.BaseForm)
                    and one.__module__ == module.name
                }
    return sorted(found, key=lambda one: (one.__module__, one.__name__))


def foreign_sentences(form_class):
    for name, field in form_class.base_fields.items():
        if getattr(field, "queryset", field) is None:
            continue  # what there is to choose from is known to the page only; see below
        for typed in rubbish_for(field):
            try:
                field.clean(typed)
            except ValidationError as problem:
                for message in problem.messages:
                    if FOREIGN.search(message):
                        yield name, message


def rubbish_for(field):
    """A box of several parts, such as a date, is always given so many parts."""
    if not isinstance(field.widget, forms.MultiWidget):
        return RUBBISH
    parts = len(field.widget.widgets)
    return [[one] * parts for one in RUBBISH if isinstance(one, str)]


class Planted(forms.Form):
    name = forms.CharField(max_length=10)
    number = forms.IntegerField()


def test_a_planted_form_in_django_s_words_is_found():
    said = {message for _name, message in foreign_sentences(Planted)}

    assert "This field is required." in said
    assert "Enter a whole number." in said
    assert any(message.startswith("Ensure this value") for message in said)


@pytest.mark.django_db
def test_every_form_speaks_in_our_words():
    classes = [one for one in form_classes() if one.__module__ != account_forms.__name__]

    assert len(classes) > 20
    for form_class in classes:
        assert not list(foreign_sentences(form_class)), form_class


def test_every_box_of_the_account_forms_has_our_words():
    """allauth fills these boxes in when a form is made, so `words` is what there is to read."""
    elsewhere = {
        "username",  # taken away again: people sign in with an address
        "name",  # has its words in applicants.forms.SignupForm
    }
    for form_class in form_classes():
        if form_class.__module__ != account_forms.__name__:
            continue
        needed = {name for name, field in form_class.base_fields.items() if field.required}
        assert needed - elsewhere <= set(form_class.words), form_class
        for words in form_class.words.values():
            assert not FOREIGN.search(words["empty"])


# --- Pages -----------------------------------------------------------------------------------

# Components take these or leave them; each has its own words for when they are left out.
OPTIONAL = {
    "cancel",
    "change",
    "form.passwordless.auto_id",
    "level",
    "list_id",
    "problem.message",  # there is no form, so there is no problem: see components/_error_summary
    "size",
    "text",
    "value",
    "what",
    "widget.attrs.class",
}


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    with walking.a_town(django_db_blocker) as town:
        with django_db_blocker.unblock():
            engine = engines["django"].engine
            engine.string_if_invalid = "UNDEFINED[%s]"
            town.pages = list(walking.walk(town))
            engine.string_if_invalid = ""
        yield town


def test_no_page_names_something_that_it_was_not_given(town):
    found = {}
    for page in town.pages:
        for name in undefined_names(page.text) - OPTIONAL:
            found.setdefault(name, str(page))

    assert found == {}


def test_every_page_has_a_title_of_its_own_and_one_heading(town):
    titles = {}
    for page in town.pages:
        if page.type != "text/html" or page.status in (301, 302):
            continue
        title = html.unescape(re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)[1])
        assert title.endswith(f" – {settings.FUND['name']}"), page
        assert not title.startswith(" –"), page
        assert len(re.findall(r"<h1\b", page.text)) == 1, page
        if page.status == 200:
            titles.setdefault(title, set()).add(page.name)
    shared = {title: names for title, names in titles.items() if len(names) > 1}

    assert shared == SAME_TITLE


SAME_TITLE = {
    # Both say the same: an email is on its way.
    "Check your email – Co-operate Alderwick": {
        "account_email_verification_sent",
        "account_reset_password_done",
    }
}


def test_no_page_repeats_an_id_or_points_at_nothing(town):
    for page in town.pages:
        if page.type == "text/html" and page.status == 200:
            reader = walking.read(page)
            assert len(reader.ids) == len(set(reader.ids)), page
            assert set(reader.jumps) <= set(reader.ids), page


@pytest.mark.django_db
def test_an_empty_form_is_refused_in_our_words_with_links_that_lead_to_its_boxes(town):
    refused = 0
    for who, form in walking.forms_of(town.pages):
        page = walking.send(town, who, form.action, {})
        assert not FOREIGN.search(re.sub(r"<[^>]*>", " ", page.text)), page
        if "There is a problem" in page.text:
            refused += 1
            assert "<title>Error: " in page.text, page
            reader = walking.read(page)
            assert len(reader.ids) == len(set(reader.ids)), page
            assert set(reader.jumps) <= set(reader.ids), page
            # More than "skip to main content": something in the summary leads to a box, or
            # what is wrong is about the whole form.
            summary = page.text.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
            assert "<li>" in summary, page

    assert refused > 60


NEVER_SHOWN_AGAIN = re.compile(r"password|code|credential|sort_code|account")
TYPED = "Kept words 77"


@pytest.mark.django_db
def test_what_was_typed_comes_back_with_the_complaint(town):
    """Every box of words keeps what is in it while another box is empty."""
    kept = 0
    for who, form in walking.forms_of(town.pages):
        for name in form.fields:
            is_words = f'name="{name}"' in boxes_of_words(town, who, form)
            if not is_words or NEVER_SHOWN_AGAIN.search(name):
                continue
            page = walking.send(town, who, form.action, {name: TYPED})
            if "There is a problem" in page.text:
                assert TYPED in page.text, f"{page}: {name}"
                kept += 1

    assert kept > 40


def boxes_of_words(town, who, form):
    """The tags of a form's page into which people write, as one text."""
    found = town.__dict__.setdefault("boxes", {})
    if (who, form.action) not in found:
        text = "".join(
            page.text for page in town.pages if page.who == who and page.address == form.action
        )
        tags = re.findall(r"<(?:textarea|input)\b[^>]*>", text)
        found[who, form.action] = "".join(
            tag for tag in tags if 'type="text"' in tag or tag.startswith("<textarea")
        )
    return found[who, form.action]
