"""What a round’s terms mean for those who apply."""

import html

import pytest
from django.db import IntegrityError
from django.urls import reverse

from applicants.access import Refused
from grants.applications import actions
from grants.models import Application, HistoryEntry
from tests import factories
from tests.factories.people import owner_of

pytestmark = pytest.mark.django_db


def start(of, round):
    return actions.start_application(organisation=of, round=round, by=owner_of(of))


def text_of(response):
    return html.unescape(response.content.decode())


def test_a_legal_form_that_is_not_allowed_cannot_start_and_hears_why():
    round = factories.open_round(applicant_forms=["coop_society"])
    group = factories.organisation(name="Weir Lane", legal_form="not_formed")
    client = factories.client_for(owner_of(group))

    shown = text_of(
        client.post(
            reverse("application_start", args=[round.reference]), {"organisation": group.pk}
        )
    )

    assert "This round is for these legal forms: Co-operative society." in shown
    assert "Weir Lane stands here as: Not formed yet." in shown
    assert Application.objects.count() == 0


def test_a_legal_form_that_is_allowed_starts():
    round = factories.open_round(applicant_forms=["not_formed"])

    assert start(factories.organisation(legal_form="not_formed"), round).is_draft


def test_a_form_that_changes_while_they_write_is_told_and_stops_nobody():
    round = factories.open_round(applicant_forms=["not_formed"])
    draft = factories.draft(of=factories.organisation(legal_form="not_formed"), round=round)
    type(draft.organisation).objects.update(legal_form="cls")

    client = factories.client_for(draft.started_by)
    shown = text_of(client.get(reverse("application_check", args=[draft.reference])))
    sent = actions.submit_application(draft, by=draft.started_by)

    assert "Is this the right round for you?" in shown
    assert sent.submitted_at is not None


def test_an_address_outside_is_told_to_the_coop_and_then_to_the_officer():
    round = factories.open_round(area=["N1"])
    of = factories.organisation()
    type(of).objects.filter(pk=of.pk).update(postcode="LS1 4AP")
    draft = factories.draft(of=of, round=round)

    client = factories.client_for(draft.started_by)
    told = text_of(client.get(reverse("application_check", args=[draft.reference])))
    actions.submit_application(draft, by=draft.started_by)
    officer = factories.client_for(factories.staff("is_officer"))
    seen = text_of(officer.get(reverse("case_eligibility", args=[draft.reference])))

    for page in (told, seen):
        assert "This round is for work in these postcodes: N1." in page
        assert "LS1 4AP" in page


def test_an_address_inside_is_not_spoken_of():
    round = factories.open_round(area=["N1"])
    of = factories.organisation()
    type(of).objects.filter(pk=of.pk).update(postcode="N1 2UD")
    draft = factories.draft(of=of, round=round)

    client = factories.client_for(draft.started_by)
    shown = text_of(client.get(reverse("application_check", args=[draft.reference])))

    assert "Is this the right round for you?" not in shown


# --- How many ---


def test_one_round_takes_one_application_whatever_becomes_of_it():
    round = factories.open_round()
    first = factories.submitted(round=round)

    again = start(first.organisation, round)

    assert again == first


def test_a_round_of_several_takes_the_next_when_the_first_is_sent():
    round = factories.open_round(allows_several=True)
    first = factories.draft(round=round)

    assert start(first.organisation, round) == first
    actions.submit_application(first, by=first.started_by)
    second = start(first.organisation, round)

    assert second != first
    assert start(first.organisation, round) == second
    assert HistoryEntry.objects.filter(verb="start").count() == 2


def test_the_database_refuses_a_second_draft_even_where_several_are_allowed():
    round = factories.open_round(allows_several=True)
    first = factories.draft(round=round)

    with pytest.raises(IntegrityError):
        Application.objects.create(
            reference="CDF-1",
            organisation=first.organisation,
            round=round,
            is_only_one=False,
            started_by=first.started_by,
        )


def test_a_round_that_does_not_take_a_form_still_gives_back_what_was_begun():
    round = factories.open_round(applicant_forms=["not_formed"])
    draft = factories.draft(of=factories.organisation(legal_form="not_formed"), round=round)
    type(draft.organisation).objects.update(legal_form="cls")
    draft.organisation.refresh_from_db()

    assert start(draft.organisation, round) == draft
    other = factories.organisation(legal_form="cls")
    with pytest.raises(Refused):
        start(other, round)
