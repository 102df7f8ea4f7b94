"""A group that is not formed yet: it registers first, or a body holds the money for it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from applicants.access import Refused
from applicants.actions import merge_organisations, register_organisation
from applicants.models import Email, LegalForm
from grants.awards.agreeing.actions import turn_down_award
from grants.awards.hosting.actions import end_hosting, name_host
from grants.awards.hosting.queries import hosting_of, payee_of
from grants.history import faults_in
from grants.models import Application, Award, BankDetails, Hosting, Letter, Signature
from grants.payments import actions as paying
from grants.payments.accounts import actions as accounts
from grants.payments.queries import not_ready_to_pay, ready_to_pay
from tests import factories
from tests.factories import client_for, hosted, signed
from tests.factories.cases import colleague
from tests.factories.people import owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ACCOUNT = {"account_name": "Oak Mill", "sort_code": "089999", "account_number": "66374958"}


@pytest.fixture
def group():
    """An offer to a group that is not formed, with two named officers."""
    application = factories.offered(of=factories.organisation(legal_form=LegalForm.NOT_FORMED))
    factories.add_signatories(application)
    return application


def oak(*, form=LegalForm.COOP_SOCIETY, signatories=2, **facts):
    """A body that could hold money."""
    facts = {"name": "Oak Mill Society", "registration_number": "91877R", **facts}
    host = factories.organisation(legal_form=form, **facts)
    for _one in range(signatories - 1):
        factories.member(host, is_signatory=True)
    return host


def page(name, application):
    return reverse(name, args=[application.reference])


def sign_form(**others):
    letter = Letter.objects.get(kind="offer").sha256
    return {"name": "Ola Oak", "agree": "on", "capacity": "chair", "letter": letter, **others}


def everybody_signs(application):
    return factories.all_sign(Application.objects.get(pk=application.pk))


# Registering first


def test_a_group_that_is_not_formed_cannot_sign_and_reads_what_it_can_do(group):
    client = client_for(group.started_by)

    shown = client.get(page("offer", group)).text
    response = client.post(page("offer_sign", group), sign_form())

    assert "Your group is not registered yet" in shown
    assert page("offer_host", group) in shown
    assert page("offer_sign", group) not in shown
    assert "Register it, or name a body that holds the money" in response.text
    assert not Signature.objects.exists()


def test_once_it_is_registered_it_can_sign(group):
    owner = group.started_by
    register_organisation(
        group.organisation,
        by=owner,
        name="Weir Lane Bakers Limited",
        legal_form=LegalForm.COMPANY_GUARANTEE,
        registration_number="09506232",
        registered_on=date(2026, 3, 27),
        carrying_on=group.organisation.memberships.live(),
    )

    assert page("offer_sign", group) in client_for(owner).get(page("offer", group)).text
    moved = everybody_signs(group)

    assert moved.state == "accepted"
    assert payee_of(moved) == moved.organisation


# Naming a body


def test_a_group_names_a_body_whose_people_are_asked(group):
    host = oak()

    response = client_for(group.started_by).post(
        page("offer_host", group), {"name": " oak  mill society "}, follow=True
    )

    hosting = hosting_of(group)
    assert "We’ve asked Oak Mill Society to hold the money." in response.text
    assert (hosting.host, hosting.named_by) == (host, group.started_by)
    assert group.history.get(verb="name_host").subject == "Oak Mill Society"
    asked = Email.objects.filter(event="grants/host_asked")
    assert owner_of(host).email in set(asked.values_list("to", flat=True))
    link = reverse("hosting", args=[hosting.reference])
    assert link in asked.first().body
    shown = client_for(owner_of(host)).get(link).text
    assert "Will you hold the money for" in shown
    assert reverse("organisation", args=[group.organisation.reference]) not in shown
    assert reverse("hosting_sign", args=[hosting.reference]) in shown


def test_the_people_of_a_host_find_it_on_their_home_page(group):
    hosting = hosted(group, host=oak())
    link = reverse("hosting", args=[hosting.reference])
    client = client_for(owner_of(hosting.host))

    asked = client.get(reverse("home")).text
    end_hosting(hosting, reason="No.", by=group.started_by)
    after = client.get(reverse("home")).text

    assert link in asked
    assert link not in after


def test_an_officer_may_name_it_too(group):
    oak()
    officer = client_for(colleague("is_officer"))

    officer.post(page("offer_host", group), {"name": "Oak Mill Society"})

    assert hosting_of(group).named_by == colleague("is_officer")


@pytest.mark.parametrize(
    "facts",
    [
        {"form": LegalForm.NOT_FORMED, "registration_number": ""},
        {"form": LegalForm.SOLE_TRADER},
        {"name": "Another"},
    ],
)
def test_a_body_that_cannot_hold_money_is_not_found(group, facts):
    oak(**facts)

    response = client_for(group.started_by).post(
        page("offer_host", group), {"name": "Oak Mill Society"}
    )

    (message,) = response.context["form"].errors["name"]
    assert message.startswith("We know no registered body of this name")
    assert 'value="Oak Mill Society"' in response.text
    assert not Hosting.objects.exists()


def test_nor_one_without_anybody_who_may_sign_nor_one_of_two_alike(group):
    host = oak(signatories=1)
    host.memberships.update(is_signatory=False)
    client = client_for(group.started_by)

    without = client.post(page("offer_host", group), {"name": host.name})
    oak(), oak()
    two_alike = client.post(page("offer_host", group), {"name": host.name})

    for response in (without, two_alike):
        assert response.context["form"].errors["name"]
    with pytest.raises(Refused, match="can’t hold the money"):
        name_host(group, host=host, by=group.started_by)


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "x" * 121, "\u200b\x00"])
def test_rubbish_for_a_name_is_said_beside_the_box(group, typed):
    response = client_for(group.started_by).post(page("offer_host", group), {"name": typed})

    assert list(response.context["form"].errors) == ["name"]


def test_a_body_is_named_once_and_no_second_beside_it(group):
    first, second = oak(), oak(name="Elm Mill")
    owner = group.started_by

    assert name_host(group, host=first, by=owner) == name_host(group, host=first, by=owner)
    with pytest.raises(Refused, match="named already"):
        name_host(group, host=second, by=owner)
    assert Hosting.objects.count() == 1


def test_a_group_is_not_its_own_host_and_a_registered_one_needs_none(group):
    own = factories.offered()

    with pytest.raises(Refused, match="can’t hold the money"):
        name_host(group, host=group.organisation, by=group.started_by)
    with pytest.raises(Refused, match="is registered"):
        name_host(own, host=oak(), by=own.started_by)


def test_only_a_signatory_of_the_group_or_an_officer_names_it(group):
    host = oak()
    for person in (
        factories.member(group.organisation),
        owner_of(host),
        colleague("is_approver"),
    ):
        with pytest.raises(PermissionDenied):
            name_host(group, host=host, by=person)


# Signing


def test_both_sign_and_only_then_it_is_accepted(group):
    hosting = hosted(group, host=oak())
    people = [
        *group.organisation.memberships.live().filter(is_signatory=True).order_by("pk"),
        *hosting.host.memberships.live().filter(is_signatory=True).order_by("pk"),
    ]

    states = [
        signed(
            group,
            by=part.user,
            hosting=hosting if part.organisation_id == hosting.host_id else None,
        ).state
        for part in people
    ]

    assert states == ["offered", "offered", "offered", "accepted"]
    moved = Application.objects.get(pk=group.pk)
    assert payee_of(moved) == hosting.host
    begins = Email.objects.filter(event="grants/hosting_begins")
    assert owner_of(hosting.host).email in set(begins.values_list("to", flat=True))
    assert faults_in(moved) == []


def test_the_host_may_sign_first_and_the_group_last(group):
    hosting = hosted(group, host=oak())
    for part in hosting.host.memberships.live():
        signed(group, by=part.user, hosting=hosting)

    assert everybody_signs(group).state == "accepted"


def test_a_person_of_both_signs_for_one_of_them(group):
    host = oak()
    both = group.started_by
    host.memberships.create(user=both, is_signatory=True)
    hosting = hosted(group, host=host)
    signed(group, by=both)

    with pytest.raises(Refused, match="You have signed this letter already"):
        signed(group, by=both, hosting=hosting)


def test_the_host_signs_on_its_own_page_and_reads_the_letter_there(group):
    hosting = hosted(group, host=oak())
    client = client_for(owner_of(hosting.host))
    address = reverse("hosting_sign", args=[hosting.reference])

    shown = client.get(address).text
    pdf = client.get(reverse("hosting_letter", args=[hosting.reference]))
    response = client.post(address, sign_form(), follow=True)

    assert "We agree to hold the money for" in shown
    assert "£315,000" not in shown
    assert pdf.content == bytes(Letter.objects.get().pdf)
    assert "You have signed" in response.text
    assert Signature.objects.get().hosting == hosting


def test_a_host_sees_this_and_nothing_else_of_the_case(group):
    hosting = hosted(group, host=oak())
    client = client_for(owner_of(hosting.host))

    for name in ("offer", "progress", "application_answers", "offer_sign", "bank_details"):
        assert client.get(page(name, group)).status_code == 404, name
    stranger = client_for(owner_of(factories.organisation()))
    for name in ("hosting", "hosting_sign", "hosting_end", "hosting_letter"):
        assert stranger.get(reverse(name, args=[hosting.reference])).status_code == 404, name


# Ending it


@pytest.mark.parametrize("who", ["group", "host", "officer"])
def test_each_of_three_can_end_it_and_the_others_hear_why(group, who):
    hosting = hosted(group, host=oak())
    by = {
        "group": group.started_by,
        "host": owner_of(hosting.host),
        "officer": colleague("is_officer"),
    }[who]

    client_for(by).post(
        reverse("hosting_end", args=[hosting.reference]), {"reason": "We have no treasurer."}
    )

    assert hosting_of(group) is None
    line = group.history.get(verb="end_hosting")
    assert (line.subject, line.note) == ("Oak Mill Society", "We have no treasurer.")
    for event in ("hosting_ended", "hosting_over"):
        assert "We have no treasurer." in Email.objects.filter(event=f"grants/{event}")[0].body


def test_what_a_host_that_left_had_signed_counts_for_no_other(group):
    first = hosted(group, host=oak())
    people = [part.user for part in first.host.memberships.live()]
    for person in people:
        signed(group, by=person, hosting=first)
    end_hosting(first, reason="Another is nearer.", by=group.started_by)
    second = hosted(group, host=first.host)

    assert everybody_signs(group).state == "accepted"
    assert second.signatures.count() == first.signatures.count() == 2


def test_a_host_that_was_taken_off_signs_no_more(group):
    hosting = hosted(group, host=oak())
    end_hosting(hosting, reason="No.", by=group.started_by)
    person = owner_of(hosting.host)

    with pytest.raises(PermissionDenied):
        signed(group, by=person, hosting=hosting)
    client, args = client_for(person), [hosting.reference]
    assert client.get(reverse("hosting_sign", args=args)).status_code == 403
    assert client.get(reverse("hosting_letter", args=args)).status_code == 404
    assert "You don’t hold the money for" in client.get(reverse("hosting", args=args)).text


def test_ending_needs_a_reason_and_ends_once(group):
    hosting = hosted(group, host=oak())
    client = client_for(group.started_by)
    address = reverse("hosting_end", args=[hosting.reference])

    for sent in ({}, {"reason": " "}, {"reason": "\x00"}, {"reason": "x" * 301}):
        assert client.post(address, sent).context["form"].errors
    for _click in range(2):
        client.post(address, {"reason": "No."})

    assert group.history.filter(verb="end_hosting").count() == 1


def test_nothing_is_changed_after_the_offer_has_ended(group):
    hosting = hosted(group, host=oak())
    turn_down_award(group, reason="No.", by=group.started_by)

    with pytest.raises(Refused, match="not open any more"):
        end_hosting(hosting, reason="No.", by=group.started_by)


# The money


@pytest.fixture
def held(group):
    """An accepted offer whose money a body holds."""
    hosted(group, host=oak())
    return everybody_signs(group)


def test_the_money_goes_to_the_account_of_the_host(held):
    host = payee_of(held)
    factories.confirmed_limit(held)
    accounts.enter_bank_details(held, **ACCOUNT, by=owner_of(host))
    factories.checked_account(held, note="Seen.", by=colleague("is_officer"))
    preparer = factories.staff("is_finance_preparer")

    (due,) = ready_to_pay(preparer)
    run = paying.prepare_payment_run([due], by=preparer)

    assert BankDetails.objects.get().organisation == host
    assert run.payments.get().bank_details.organisation == host


def test_the_groups_own_account_is_not_paid(held):
    """The group has a checked account, from something that it was paid before."""
    BankDetails.objects.create(
        organisation=held.organisation,
        last_four="4958",
        sum_says="unknown",
        entered_by=held.started_by,
        usable_from=held.submitted_at,
        checked_by=colleague("is_officer"),
        checked_at=held.submitted_at,
        check_note="Seen.",
        **ACCOUNT,
    )
    factories.confirmed_limit(held)
    preparer = factories.staff("is_finance_preparer")

    assert held.award.pk in {one.award_id for one in not_ready_to_pay(preparer)}
    with pytest.raises(Refused, match="The payment to Oak Mill Society is not ready"):
        paying.prepare_payment_run(list(held.award.instalments.all()), by=preparer)


def test_the_host_gives_the_account_and_the_group_may_not(held):
    host = payee_of(held)
    address = page("bank_details", held)
    sent = {**ACCOUNT, "sort_code": "08-99-99"}

    assert client_for(owner_of(held.organisation)).post(address, sent).status_code == 403
    shown = client_for(owner_of(host)).get(address)
    client_for(owner_of(host)).post(address, sent)

    assert "Oak Mill Society" in shown.text
    assert BankDetails.objects.get().organisation == host
    progress = client_for(owner_of(held.organisation)).get(page("progress", held)).text
    assert address not in progress


def test_the_group_reads_who_gives_the_account(held):
    progress = client_for(owner_of(held.organisation)).get(page("progress", held)).text

    assert "Oak Mill Society holds the money for you" in progress


def test_the_host_holds_it_also_when_the_group_registers_later(held):
    register_organisation(
        held.organisation,
        by=owner_of(held.organisation),
        name="Weir Lane Bakers Limited",
        legal_form=LegalForm.COMPANY_GUARANTEE,
        registration_number="09506232",
        registered_on=date(2026, 3, 27),
        carrying_on=held.organisation.memberships.live(),
    )

    assert payee_of(Application.objects.get(pk=held.pk)).name == "Oak Mill Society"


# The database itself


def test_the_database_keeps_a_hosting_as_it_was(group):
    hosting = hosted(group, host=oak())
    end_hosting(hosting, reason="No.", by=group.started_by)

    for change in (
        lambda: Hosting.objects.update(ended_at=None, ended_by=None, end_reason=""),
        lambda: Hosting.objects.update(named_by=colleague("is_officer")),
        lambda: Hosting.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
            change()


def test_two_records_of_one_host_become_one(group):
    host, kept = oak(), oak(name="Oak Mill Society Ltd")
    hosting = hosted(group, host=host)

    merge_organisations(host, into=kept, reason="One.", by=colleague("is_officer"))

    hosting.refresh_from_db()
    assert hosting.host == kept
    assert Award.objects.get().payee is None
