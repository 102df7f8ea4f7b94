"""What an address may narrow the list by, and that nothing in it is an error."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from grants.assessment.actions import assign_assessor
from grants.casework.filters import Filters
from grants.models import Application
from tests import factories
from tests.factories.cases import colleague


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("state=submitted&round=spring", "state=submitted&round=spring"),
        ("state=nonsense&page=4&evil=1", ""),
        ("waiting=30", "waiting=30"),
        ("waiting=-3", ""),
        ("waiting=0", ""),
        ("waiting=99999999999999999999", ""),
        ("waiting=²", ""),
        ("assessor=nobody", "assessor=nobody"),
        ("assessor=7", "assessor=7"),
        ("assessor=7%20OR%201", ""),
        ("legal_form=clg", "legal_form=clg"),
        ("legal_form=plc", ""),
        ("least=£1,200&most=2500.50", "least=1200&most=2500.50"),
        ("least=NaN&most=Infinity", ""),
        ("least=1e9&most=1_0", ""),
        ("least=-1&most=9999999999", ""),
        ("least=0", "least=0"),
        ("words=%00", ""),
        ("words=" + "x" * 10_000, "words=" + "x" * 80),
    ],
)
def test_what_makes_no_sense_is_left_out(query, kept):
    assert Filters.of(query).query == kept


def test_an_address_leads_to_itself():
    filters = Filters(words="a & b = c", round="spring", least="10")

    assert Filters.of(filters.query) == filters


def narrowed(**facts):
    return set(Filters(**facts).narrow(Application.objects.filter(submitted_at__isnull=False)))


@pytest.mark.django_db
@pytest.mark.database
def test_a_case_waits_from_the_day_on_which_it_was_sent_until_it_is_decided():
    old, new, decided = factories.submitted(), factories.submitted(), factories.declined()
    long_ago = now() - timedelta(days=31)
    Application.objects.filter(pk__in=[old.pk, decided.pk]).update(submitted_at=long_ago)

    assert narrowed(waiting="30") == {old}
    assert new not in narrowed(waiting="1")


@pytest.mark.django_db
@pytest.mark.database
def test_cases_of_one_assessor_and_of_nobody():
    assessor, other = factories.staff("is_assessor"), factories.staff("is_assessor")
    given, free = factories.in_assessment(), factories.in_assessment()
    assign_assessor(given, assessor=assessor, by=colleague("is_officer"))

    assert narrowed(assessor=str(assessor.pk)) == {given}
    assert narrowed(assessor=str(other.pk)) == set()
    assert narrowed(assessor="nobody") == {free}


@pytest.mark.django_db
@pytest.mark.database
def test_cases_by_amount_and_by_legal_form():
    small, large = factories.submitted(amount="1000"), factories.submitted(amount="4000")
    form = large.organisation.legal_form

    assert narrowed(least="1000", most="1000") == {small}
    assert narrowed(least="1000.01") == {large}
    assert narrowed(legal_form=form) == {small, large}
    assert narrowed(legal_form="scio") == set()


@pytest.mark.django_db
def test_the_counts_of_the_stages_follow_the_filters():
    factories.submitted(amount="1000")
    factories.submitted(amount="4000")
    client = factories.client_for(colleague("is_officer"))

    page = client.get(reverse("application_list"), {"least": "2000", "state": "submitted"})

    assert page.context["everything"] == 1
    assert page.context["stages"][0]["query"] == "state=submitted&least=2000"
    assert 'value="2000"' in page.text
