"""“We’ve registered!”: one record, its history, and nothing lost on the way."""

import html
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from applicants import actions
from applicants.access import Refused
from applicants.models import Email, LegalForm, Organisation, OrganisationDetails
from applicants.queries import earlier_details_of
from tests import factories
from tests.factories import client_for, member
from workshops.booking.actions import book_place

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PARTS = ("day", "month", "year")
NEW = {
    "name": "Tidewater Care Co-operative Ltd",
    "legal_form": "coop_society",
    "registration_number": "31455 r",
    "charity_number": "",
    "registered_on_day": "3",
    "registered_on_month": "3",
    "registered_on_year": "2026",
}


organisation = partial(factories.organisation, legal_form=LegalForm.NOT_FORMED)


def text_of(response):
    return html.unescape(response.content.decode())


def page_of(of):
    return reverse("organisation_registered", args=[of.reference])


def everybody(of):
    return [str(row.pk) for row in of.memberships.live()]


def test_a_group_becomes_a_co_op_on_one_record_and_keeps_all_it_had():
    draft = factories.draft(of=organisation(name="Tidewater group"))
    of, owner = draft.organisation, draft.started_by
    booking = book_place(factories.session(), by=owner, name="Ama", organisation=of)
    account = of.bank_details.create(
        account_name="Tidewater", sort_code="089999", account_number="66374958",
        last_four="4958", entered_by=owner,
    )  # fmt: skip

    response = client_for(owner).post(page_of(of), NEW | {"carrying_on": everybody(of)})

    assert response.url == reverse("organisation", args=[of.reference])
    of.refresh_from_db()
    assert (of.name, of.legal_form, of.registration_number) == (
        NEW["name"],
        "coop_society",
        "31455R",
    )
    assert of.reference == "tidewater-group"
    for kept in (draft, booking, account):
        kept.refresh_from_db()
        assert kept.organisation == of
    page = text_of(client_for(owner).get(reverse("organisation", args=[of.reference])))
    assert "Until 3 March 2026: Tidewater group (not formed yet)" in page
    mail = Email.objects.get(event="applicants/organisation_registered")
    assert "Tidewater group is now registered as Tidewater Care Co-operative Ltd" in mail.body


def test_the_page_says_what_stays_and_what_is_done_again():
    of = organisation()

    page = text_of(client_for(of.started_by).get(page_of(of)))

    assert "Your applications and drafts, workshop places, messages and reports all stay" in page
    assert "A grant agreement that the group accepted" in page
    assert "Bank details, once there is an account in the new name" in page


def test_whoever_does_not_carry_on_is_ended_and_their_row_stays():
    of = organisation()
    gone = member(of)
    stays = of.memberships.get(user=of.started_by)

    client_for(of.started_by).post(page_of(of), NEW | {"carrying_on": [stays.pk]})

    assert list(of.memberships.live()) == [stays]
    assert of.memberships.get(user=gone).ended_by == of.started_by
    told = Email.objects.filter(event="applicants/organisation_registered")
    assert set(told.values_list("to", flat=True)) == {of.started_by.email, gone.email}


def test_an_owner_carries_on():
    of = organisation()
    other = of.memberships.get(user=member(of))

    response = client_for(of.started_by).post(page_of(of), NEW | {"carrying_on": [other.pk]})

    assert "Somebody who is an owner must carry on. Tick an owner." in text_of(response)
    assert Organisation.objects.get().legal_form == LegalForm.NOT_FORMED
    assert of.memberships.live().count() == 2


def in_days(days):
    day = localdate() + timedelta(days)
    return {f"registered_on_{part}": getattr(day, part) for part in PARTS}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Enter the name of your co-op or group"),
        ({"legal_form": "not_formed"}, "Choose a legal form"),
        ({"legal_form": "empire"}, "Choose a legal form"),
        ({"registration_number": ""}, "Enter the number that the register gave you"),
        ({"registration_number": "09506232"}, "Enter the number as the Mutuals Register writes"),
        ({"charity_number": "12"}, "Enter the number as the charity register writes it"),
        (in_days(1), "The date must be today or in the past"),
        ({"registered_on_day": "31", "registered_on_month": "2"}, "The date must be a real date"),
        ({"registered_on_year": ""}, "The date must include a year"),
        ({"registered_on_year": "20266"}, "The date must be a real date"),
        ({"registered_on_day": "٣", "registered_on_year": "0000"}, "The date must be a real date"),
        (
            {f"registered_on_{part}": "" for part in PARTS},
            "Enter the date on the certificate",
        ),
        ({"carrying_on": []}, "Tick who carries on"),
        ({"carrying_on": ["x"]}, "Tick people from the list"),
        ({"carrying_on": ["99999"]}, "Tick people from the list"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(wrong, sentence):
    of = organisation(name="Tidewater group")

    response = client_for(of.started_by).post(
        page_of(of), NEW | {"carrying_on": everybody(of)} | wrong
    )

    assert text_of(response).count(sentence) >= 2
    of.refresh_from_db()
    assert (of.name, of.details.count()) == ("Tidewater group", 1)


def test_today_is_not_the_future():
    of = organisation()

    data = NEW | in_days(0) | {"carrying_on": everybody(of)}

    assert client_for(of.started_by).post(page_of(of), data).status_code == 302


def test_an_association_needs_no_number():
    of = organisation()
    data = NEW | {"legal_form": "unincorporated", "registration_number": ""}

    response = client_for(of.started_by).post(page_of(of), data | {"carrying_on": everybody(of)})

    assert response.status_code == 302


def test_told_twice_it_is_recorded_once():
    of = organisation()
    data = NEW | {"carrying_on": everybody(of)}
    client = client_for(of.started_by)

    client.post(page_of(of), data)
    client.post(page_of(of), data)

    assert of.details.count() == 2
    assert Email.objects.filter(event="applicants/organisation_registered").count() == 1


# --- The dated rows --------------------------------------------------------------------------


def test_every_name_it_had_is_kept_in_order():
    of = organisation(name="Tuesday people")
    owner = of.started_by

    actions.change_organisation(of, by=owner, name="Weir Lane", from_on=date(2026, 2, 1))
    actions.change_organisation(of, by=owner, name="Weir Lane Bakers", from_on=date(2026, 5, 9))

    told = [(one.until, one.details.name) for one in earlier_details_of(of)]
    assert told == [(date(2026, 5, 9), "Weir Lane"), (date(2026, 2, 1), "Tuesday people")]


def test_another_postcode_is_no_other_name():
    of = organisation()

    actions.change_organisation(of, by=of.started_by, name=of.name, postcode="N1 2UD")

    assert earlier_details_of(of) == []
    assert Organisation.objects.get().postcode == "N1 2UD"


def test_an_owner_no_more_corrects_nothing():
    of = organisation()

    with pytest.raises(Refused, match="Only an owner"):
        actions.change_organisation(of, by=member(of), name="Mine now")


@pytest.mark.parametrize("way", ["update", "delete"])
def test_what_it_was_is_never_rewritten(way):
    organisation()
    rows = OrganisationDetails.objects.all()

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(name="Other") if way == "update" else rows._raw_delete("default")
