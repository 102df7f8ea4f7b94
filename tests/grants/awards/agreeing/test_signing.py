"""Signing an offer: how many, who counts, under which letter, and what happens with the last."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.actions import change_member, change_organisation, end_membership
from applicants.models import Email, LegalForm, Membership
from grants.awards.agreeing import actions
from grants.awards.agreeing.queries import letter_in_force, standing_of, standings_of
from grants.awards.hosting.queries import hosting_of
from grants.history import faults_in
from grants.models import Application, Award, Letter, Signature
from tests import factories
from tests.factories import signed
from tests.factories.agreeing import CONFIRMED
from tests.factories.cases import colleague
from tests.factories.people import owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def offered(*, form=LegalForm.COMPANY_GUARANTEE, signatories=2, **facts):
    """(application, the people who may sign, the owner first)."""
    of = factories.organisation(legal_form=form)
    others = [factories.member(of, is_signatory=True) for _one in range(signatories - 1)]
    return factories.offered(of=of, **facts), [owner_of(of), *others]


def standing(application):
    application = Application.objects.get(pk=application.pk)
    return standing_of(application, letter_in_force(application), hosting_of(application))


def state(application):
    return Application.objects.get(pk=application.pk).state


# How many


def test_another_legal_form_lets_nobody_sign_alone():
    application, (ana, ben) = offered(form=LegalForm.COOP_SOCIETY)
    change_organisation(application.organisation, by=ana, legal_form=LegalForm.SOLE_TRADER)

    signed(application, by=ana)

    assert state(application) == "offered"
    assert standing(application).own.left == 1
    in_lists = standings_of([Application.objects.get(pk=application.pk)])
    assert in_lists[application.pk].own.left == 1
    assert signed(application, by=ben).state == "accepted"


def test_a_sole_trader_that_became_a_company_signs_as_one():
    application, (ana, ben) = offered(form=LegalForm.SOLE_TRADER)
    change_organisation(application.organisation, by=ana, legal_form=LegalForm.COMPANY_SHARES)

    signed(application, by=ana)

    assert state(application) == "offered"
    assert signed(application, by=ben).state == "accepted"


def test_the_first_of_two_leaves_a_line_and_the_second_accepts():
    application, (ana, ben) = offered(instalments=2)

    signed(application, by=ana, capacity="director")
    in_between = state(application)
    moved = signed(application, by=ben, capacity="secretary")

    assert (in_between, moved.state) == ("offered", "accepted")
    lines = application.history.filter(verb__in=["sign_offer", "accept"]).order_by("sequence")
    assert [(line.verb, line.by, line.subject) for line in lines] == [
        ("sign_offer", ana, ana.name),
        ("accept", ben, ""),
    ]
    assert lines[0].note == f"Signed as {ana.name}. They confirmed: {CONFIRMED}"
    assert faults_in(moved) == []


def test_the_award_keeps_who_signed_last_when_and_which_letter():
    application, (ana, ben) = offered()

    signed(application, by=ana)
    signed(application, by=ben, name="Ben Böhm")

    award = Award.objects.get()
    last = Signature.objects.get(signed_by=ben)
    assert (award.accepted_by, award.accepted_name) == (ben, "Ben Böhm")
    assert award.accepted_at == last.signed_at
    assert award.accepted_letter_hash == last.letter_hash == Letter.objects.get().sha256
    assert award.payee == application.organisation
    assert award.instalments.get(number=1).released_at is None  # the account comes first


@pytest.mark.parametrize(
    ("form", "needed"),
    [(form, 1 if form == LegalForm.SOLE_TRADER else 2) for form in LegalForm],
)
def test_how_many_sign_follows_from_the_legal_form(form, needed):
    application, _people = offered(form=form)

    assert standing(application).own.needed == needed


def test_a_round_says_how_many():
    round = factories.open_round(signers_registered=3, signers_unregistered=1)
    society, people = offered(form=LegalForm.COOP_SOCIETY, signatories=3, round=round)
    club, (ana, *_others) = offered(form=LegalForm.UNINCORPORATED, round=round)

    states = [signed(society, by=person).state for person in people]

    assert states == ["offered", "offered", "accepted"]
    assert signed(club, by=ana).state == "accepted"


@pytest.mark.parametrize("field", ["signers_registered", "signers_unregistered"])
@pytest.mark.parametrize("many", [0, 5])
def test_the_database_knows_no_other_numbers(field, many):
    with pytest.raises(IntegrityError, match="one_to_four"), transaction.atomic():
        factories.the_round(**{field: many})


def test_a_third_signatory_is_not_needed_and_comes_too_late():
    application, (ana, ben, cy) = offered(signatories=3)
    signed(application, by=ana)
    signed(application, by=ben)

    with pytest.raises(Refused, match="This offer is accepted already"):
        signed(application, by=cy)

    assert Signature.objects.count() == 2


# Who counts


def test_one_person_signs_once():
    application, (ana, _ben) = offered()

    signed(application, by=ana)
    again = signed(application, by=ana, name="Somebody Else")

    assert again.state == "offered"
    assert Signature.objects.get().name == ana.name
    assert application.history.filter(verb="sign_offer").count() == 1
    assert Email.objects.filter(event="grants/offer_signed").count() == 1


@pytest.mark.parametrize("typed", ["Ana Álvarez", "ANA ÁLVAREZ", "ana álvarez"])
def test_one_name_does_not_sign_for_two(typed):
    application, (ana, ben) = offered()
    signed(application, by=ana, name="Ana Álvarez")

    with pytest.raises(Refused, match="has signed already, and somebody else must sign too"):
        signed(application, by=ben, name=typed)

    assert state(application) == "offered"


def test_somebody_who_may_not_sign_any_more_does_not_count():
    application, (ana, ben) = offered()
    signed(application, by=ben)
    part = application.organisation.memberships.live().get(user=ben)
    end_membership(part, by=ana)

    moved = signed(application, by=ana)

    assert moved.state == "offered"
    assert standing(application).own.lacks == 1
    assert [one.signed_by for one in standing(application).of_people_who_left] == [ben]
    cy = factories.member(application.organisation, is_signatory=True)
    assert signed(application, by=cy).state == "accepted"


def test_whoever_may_sign_again_counts_again():
    application, (ana, ben) = offered()
    signed(application, by=ben)
    for may_sign in (False, True):
        part = application.organisation.memberships.live().get(user=ben)
        change_member(part, role=part.role, is_signatory=may_sign, by=ana)

    assert signed(application, by=ana).state == "accepted"


def test_a_closed_account_does_not_count():
    application, (ana, ben) = offered()
    signed(application, by=ben)
    type(ben).objects.filter(pk=ben.pk).update(is_active=False)

    assert signed(application, by=ana).state == "offered"


def test_only_a_signatory_signs():
    application, _people = offered()
    nobody = [
        factories.member(application.organisation),
        owner_of(factories.organisation()),
        colleague("is_officer"),
        colleague("is_approver"),
    ]

    for person in nobody:
        with pytest.raises(PermissionDenied):
            signed(application, by=person)

    assert not Signature.objects.exists()


# Under which letter


def test_another_letter_than_the_one_in_force_is_not_signed():
    application, (ana, _ben) = offered()

    with pytest.raises(actions.AnotherLetter):
        signed(application, by=ana, letter_hash="0" * 64)
    with pytest.raises(actions.AnotherLetter):
        signed(application, by=ana, letter_hash="")

    assert not Signature.objects.exists()


def under_an_earlier_letter(application, person):
    """As if a letter had been replaced since this person signed."""
    return Signature.objects.create(
        award=application.award,
        signed_by=person,
        name=person.name,
        capacity="director",
        letter_hash="e" * 64,
        confirmations=CONFIRMED,
    )


def test_what_was_signed_under_an_earlier_letter_is_void_and_may_be_signed_again():
    application, (ana, ben) = offered()
    under_an_earlier_letter(application, ana)

    after_ben = signed(application, by=ben)
    void = standing(application).of_an_earlier_letter

    assert after_ben.state == "offered"
    assert [one.signed_by for one in void] == [ana]
    assert signed(application, by=ana).state == "accepted"
    assert {one.letter_hash for one in Signature.objects.all()} == {
        "e" * 64,
        Letter.objects.get().sha256,
    }


# In time


def test_an_answer_after_the_last_moment_is_refused():
    application, (ana, _ben) = offered()
    Award.objects.update(respond_by=now())

    with pytest.raises(Refused, match="The date to accept this offer has passed"):
        signed(application, by=ana)


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        (
            lambda application: actions.turn_down_award(
                application, reason="No.", by=application.started_by
            ),
            "said no thank you",
        ),
        (
            lambda application: Award.objects.update(respond_by=now()) and actions.lapse_offers(),
            "the offer has ended",
        ),
    ],
)
def test_an_old_page_is_told_how_the_offer_ended(how, sentence):
    application, (_ana, ben) = offered()
    how(application)

    with pytest.raises(Refused, match=sentence):
        signed(application, by=ben)


# What is told


def test_after_each_signature_the_others_hear_who_is_still_needed():
    application, (ana, ben, cy) = offered(signatories=3)
    editor = factories.member(application.organisation, role=Membership.Role.READER)

    signed(application, by=ben, name="Ben Böhm")

    told = Email.objects.filter(event="grants/offer_signed")
    assert set(told.values_list("to", flat=True)) == {ana.email, cy.email}
    assert editor.email not in set(told.values_list("to", flat=True))
    body = told.first().body
    assert "Ben Böhm has signed our offer" in body
    assert f"2 people must sign: {ben.name} has, {ana.name} has not, {cy.name} has not." in body


def test_with_the_last_signature_everybody_hears_who_signed():
    application, (ana, ben) = offered()
    reader = factories.member(application.organisation, role=Membership.Role.READER)

    signed(application, by=ana, capacity="director")
    signed(application, by=ben, capacity="secretary")

    told = Email.objects.filter(event="grants/offer_accepted")
    assert set(told.values_list("to", flat=True)) == {ana.email, ben.email, reader.email}
    assert f"{ana.name}, director, at " in told.first().body
    assert f"{ben.name}, secretary, at " in told.first().body


# The database itself


def test_a_signature_is_never_changed_nor_taken_away():
    application, (ana, _ben) = offered()
    signed(application, by=ana)

    for change in (
        lambda: Signature.objects.update(name="Mallory"),
        lambda: Signature.objects.update(letter_hash="0" * 64),
        lambda: Signature.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
            change()

    assert Signature.objects.get().name == ana.name


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({}, "one_person_signs_a_letter_once"),
        ({"name": ""}, "has_its_name"),
        ({"letter_hash": ""}, "has_its_name"),
        ({"confirmations": ""}, "has_its_name"),
    ],
)
def test_the_database_refuses_nonsense(facts, rule):
    application, (ana, _ben) = offered()
    signed(application, by=ana)
    row = {"name": "Another", "letter_hash": Letter.objects.get().sha256, **facts}

    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(
            award=application.award,
            signed_by=ana,
            capacity="other",
            **{"confirmations": CONFIRMED, **row},
        )

    assert Signature.objects.count() == 1


def test_the_database_refuses_a_name_twice():
    application, (ana, ben) = offered()
    first = signed(application, by=ana, name="Ana Silva") and Signature.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(
            award=first.award,
            signed_by=ben,
            name="ANA SILVA",
            capacity="other",
            letter_hash=first.letter_hash,
            confirmations=CONFIRMED,
        )
