"""More time to answer an offer, and what officers see of offers near their end."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now

from applicants.access import Refused
from applicants.models import Email
from grants.awards.agreeing.actions import extend_offer, lapse_offers, latest_day, turn_down_award
from grants.casework import clock, today
from grants.history import faults_in
from grants.models import Award, Letter, OfferExtension
from grants.templatetags.words import day
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def page(application):
    return reverse("offer_extend", args=[application.reference])


def typed(until, **others):
    boxes = {"until_day": until.day, "until_month": until.month, "until_year": until.year}
    return {**boxes, "reason": "Their treasurer is ill.", **others}


def in_days(application, days):
    return localtime(application.award.respond_by).date() + timedelta(days)


def test_an_officer_gives_more_time_and_the_letter_stays():
    application = factories.offered()
    letter, was = Letter.objects.get(), application.award.respond_by
    until = in_days(application, 14)

    response = client_for(colleague("is_officer")).post(page(application), typed(until))

    award = Award.objects.get()
    assert response.headers["Location"] == reverse("case", args=[application.reference])
    assert (localtime(award.respond_by).date(), localtime(award.respond_by).hour) == (until, 17)
    row = OfferExtension.objects.get()
    assert (row.was, row.respond_by, row.reason) == (
        was,
        award.respond_by,
        "Their treasurer is ill.",
    )
    line = application.history.get(verb="extend_offer")
    assert (line.subject, line.note) == (day(until), "Their treasurer is ill.")
    assert Letter.objects.get().sha256 == letter.sha256
    assert day(until) in Email.objects.get(event="grants/offer_extended").body
    shown = client_for(application.started_by).get(reverse("offer", args=[application.reference]))
    assert f"Your letter says {day(was)}" in shown.text
    assert "Their treasurer is ill." in shown.text
    assert faults_in(application) == []


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (lambda application: localdate(), "The new date must be after today"),
        (lambda application: in_days(application, 0), "The new date must be after"),
        (lambda application: in_days(application, -3), "The new date must be after"),
        (lambda application: in_days(application, 91), "or earlier."),
        (lambda application: date(2199, 12, 31), "or earlier."),
    ],
)
def test_a_day_that_cannot_be_is_said_beside_it(until, sentence):
    application = factories.offered()
    day = until(application)

    response = client_for(colleague("is_officer")).post(page(application), typed(day))

    (message,) = response.context["form"].errors["until"]
    assert sentence in message
    assert "Their treasurer is ill." in response.text
    assert not OfferExtension.objects.exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "  "}, "reason"),
        ({"reason": "\x00"}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"until_day": "31", "until_month": "2"}, "until"),
        ({"until_year": "27"}, "until"),
        ({"until_day": "", "until_month": "", "until_year": ""}, "until"),
        ({"until_day": "\x00", "until_month": "٣"}, "until"),
    ],
)
def test_bad_words_are_said_beside_their_box(sent, field):
    application = factories.offered()
    data = typed(in_days(application, 7), **sent)

    response = client_for(colleague("is_officer")).post(page(application), data)

    assert list(response.context["form"].errors) == [field]
    assert not OfferExtension.objects.exists()


def test_the_limit_is_counted_from_the_date_in_the_letter():
    application = factories.offered()
    officer, first = colleague("is_officer"), in_days(application, 90)

    extend_offer(application, until=first - timedelta(1), reason="One.", by=officer)
    extend_offer(application, until=first, reason="Two.", by=officer)

    assert latest_day(Award.objects.get()) == first
    with pytest.raises(Refused, match="or earlier"):
        extend_offer(application, until=first + timedelta(1), reason="Three.", by=officer)


def test_a_second_click_gives_it_once():
    application = factories.offered()
    officer, until = colleague("is_officer"), in_days(application, 7)

    for _click in range(2):
        extend_offer(application, until=until, reason="One.", by=officer)

    assert OfferExtension.objects.count() == 1
    assert application.history.filter(verb="extend_offer").count() == 1


def test_an_offer_that_is_late_but_not_ended_can_still_get_more_time():
    application = factories.offered()
    Award.objects.update(respond_by=now() - timedelta(minutes=1))

    extend_offer(
        application, until=localdate() + timedelta(7), reason="Ill.", by=colleague("is_officer")
    )

    assert lapse_offers() == 0
    application.refresh_from_db()
    assert application.state == "offered"


def test_what_has_ended_gets_no_more_time():
    application = factories.offered()
    until = in_days(application, 7)
    turn_down_award(application, reason="No.", by=application.started_by)
    officer = colleague("is_officer")

    with pytest.raises(Refused, match="not open any more"):
        extend_offer(application, until=until, reason="One.", by=officer)
    shown = client_for(officer).get(page(application)).text
    sent = client_for(officer).post(page(application), typed(until)).text

    assert "This offer is not open any more" in shown
    assert "This offer is not open any more" in sent


def test_only_an_officer_to_whom_the_case_is_open_gives_time():
    application = factories.offered()
    until = in_days(application, 7)
    for person in (
        application.started_by,
        colleague("is_approver"),
        factories.staff("is_auditor"),
        factories.staff("is_finance_preparer"),
    ):
        with pytest.raises(PermissionDenied):
            extend_offer(application, until=until, reason="One.", by=person)


def test_the_database_keeps_extensions_as_they_were():
    application = factories.offered()
    extend_offer(
        application, until=in_days(application, 7), reason="One.", by=colleague("is_officer")
    )

    for change in (
        lambda: OfferExtension.objects.update(reason="Two."),
        lambda: OfferExtension.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
            change()


@pytest.mark.parametrize(("days", "is_told"), [(8, False), (6, True), (0, True), (-1, True)])
def test_officers_see_offers_near_their_end(days, is_told):
    application = factories.offered()
    Award.objects.update(respond_by=now() + timedelta(days=days, minutes=1))
    officer = colleague("is_officer")

    things = [thing for thing in today.things_for(officer) if "our offer" in thing.text]

    assert bool(things) == is_told
    if is_told:
        (thing,) = things
        assert thing.text == f"{application.organisation.name} has not answered our offer"
        assert thing.url == page(application)
        assert thing.clock == clock.answers(localdate() + timedelta(days=days), localdate())


def test_nobody_is_told_of_an_offer_that_was_answered():
    factories.accepted()
    Award.objects.update(respond_by=now() + timedelta(days=1))

    assert not [
        thing for thing in today.things_for(colleague("is_officer")) if "our offer" in thing.text
    ]
