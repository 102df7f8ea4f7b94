"""Not eligible: a kind letter that says which test is not met, and what could help instead."""

import html
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from grants.awards import actions
from grants.awards.letters.actions import make_letter_again
from grants.awards.letters.words import Alternatives
from grants.models import Letter
from tests import factories
from tests.factories.cases import colleague, issue_letters
from tests.paper import Reading
from workshops.sessions.actions import publish_session

pytestmark = pytest.mark.django_db

ADVICE = Alternatives(has_advice=True)


@pytest.fixture
def officer(db):
    return factories.client_for(colleague("is_officer"))


def not_met(**facts):
    """An application with a test that is not met."""
    from tests.grants.assessment.checking.test_actions import NO, check

    return check(factories.submitted(**facts), NO)


def address_of(application):
    return reverse("case_ineligible", args=[application.reference])


def test_not_eligible_needs_a_test_that_is_not_met():
    application = factories.checked()

    with pytest.raises(Refused, match="Record the test that is not met first"):
        actions.rule_ineligible(
            application, reason="No.", alternatives=ADVICE, by=colleague("is_officer")
        )

    application.refresh_from_db()
    assert application.state == "submitted"
    assert not Letter.objects.exists()


def test_not_eligible_needs_something_that_could_help():
    application = not_met()

    with pytest.raises(Refused, match="could help"):
        actions.rule_ineligible(
            application, reason="No.", alternatives=Alternatives(), by=colleague("is_officer")
        )


def test_only_an_officer_without_a_conflict_may():
    application = not_met()

    with pytest.raises(PermissionDenied):
        actions.rule_ineligible(
            application, reason="No.", alternatives=ADVICE, by=factories.staff("is_approver")
        )


def test_the_letter_says_what_is_not_met_why_and_what_could_help(officer):
    other = factories.open_round(name="Start Fund, winter")
    session = factories.session()
    publish_session(session, by=colleague("is_officer"))
    application = not_met(of=factories.organisation(name="<b>Bread & Roses</b>"))
    sent = {
        "reason": "You work & trade in <i>Weirton</i>.",
        "session": session.reference,
        "round": other.reference,
        "has_advice": "on",
        "words": "The fund of Weirton may help.",
    }

    assert officer.post(address_of(application), sent).status_code == 302
    issue_letters()

    letter = Letter.objects.get()
    said = html.unescape(letter.html)
    test = application.round.eligibility_tests.get()
    for words in (
        test.text,
        "You work & trade in <i>Weirton</i>.",
        session.workshop.title,
        reverse("workshops:session", args=[session.reference]),
        "Start Fund, winter",
        reverse("round", args=[other.reference]),
        "one of our advisers",
        "The fund of Weirton may help.",
        "ask us to look again",
        "Who to ask",
    ):
        assert words in said, words
    assert "<i>Weirton" not in letter.html
    assert "They work in Weirton." not in said  # what was written for colleagues
    spoken = " ".join(text for _role, text in Reading(bytes(letter.pdf)).spoken())
    assert "You work & trade in <i>Weirton</i>." in spoken


def test_the_email_says_that_the_letter_has_come_and_the_coop_reads_it():
    application = factories.ineligible(reason="You work in Weirton.")

    letter = Letter.objects.get(application=application)
    email = Email.objects.get(event="grants/letter_ineligible")
    address = reverse("letter", args=[letter.reference])
    client = factories.client_for(application.started_by)
    assert application.state == "ineligible"
    assert address in email.body
    assert "You work in Weirton." in client.get(address).text
    assert client.get(f"{address}pdf/").headers["Content-Type"] == "application/pdf"
    assert address in client.get(reverse("progress", args=[application.reference])).text


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        ({"has_advice": "on"}, "Write what you will tell the co-op"),
        ({"reason": "No."}, "Choose or write at least one thing that could help them"),
        ({"reason": "No.", "words": "x " * 10_000}, "Use 100 words or fewer"),
        ({"reason": "word " * 10_000, "has_advice": "on"}, "Use 200 words or fewer"),
        ({"reason": "No.", "session": "no-such"}, "Choose one of these workshops"),
        ({"reason": "No.", "round": "no-such"}, "Choose one of these rounds"),
    ],
)
def test_bad_input_is_refused_and_sends_nothing(officer, sent, complaint):
    publish_session(factories.session(), by=colleague("is_officer"))
    factories.open_round()
    application = not_met()

    response = officer.post(address_of(application), sent)

    assert complaint in html.unescape(response.text)
    assert not Letter.objects.exists()


def test_a_workshop_that_is_over_or_not_published_is_not_offered(officer):
    hidden, over = factories.session(is_published=False), factories.session()
    past = now() - timedelta(days=2)
    type(over).objects.filter(pk=over.pk).update(starts_at=past, ends_at=past + timedelta(hours=1))

    shown = officer.get(address_of(not_met())).text

    assert hidden.reference not in shown
    assert over.reference not in shown


def test_a_second_click_sends_one_letter(officer):
    application = not_met()
    sent = {"reason": "No.", "has_advice": "on"}

    first = officer.post(address_of(application), sent)
    second = officer.post(address_of(application), sent)

    assert first.status_code == 302
    assert "There is a problem" in second.text
    assert Letter.objects.count() == 1


def test_it_is_not_sent_after_the_coop_took_its_application_back(officer):
    from grants.applications.actions import withdraw_application

    application = not_met()
    withdraw_application(application, by=application.started_by)

    response = officer.post(address_of(application), {"reason": "No.", "has_advice": "on"})

    assert "There is a problem" in response.text
    assert not Letter.objects.exists()


def test_a_letter_that_could_not_be_made_is_made_again_with_todays_name():
    of = factories.organisation(name="田中 bakers")
    application = actions.rule_ineligible(
        not_met(of=of), reason="In Weirton.", alternatives=ADVICE, by=colleague("is_officer")
    )
    from grants.awards.letters.issuing import make_queued_letters

    make_queued_letters()
    of.name = "Tanaka bakers"
    of.save()

    make_letter_again(application.letters.get(), by=colleague("is_officer"))
    issue_letters()

    made = application.letters.get()
    assert "Tanaka bakers" in made.html
    assert "In Weirton." in made.html
