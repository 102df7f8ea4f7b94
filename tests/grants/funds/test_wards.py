"""A round may name wards, in place of postcodes: chosen by an officer, shown to everybody."""

import html

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from applicants.access import Refused
from applicants.models import PostcodeFile, PostcodeWard
from grants.funds import actions
from grants.funds.who_can_apply import doubts, standing, steps_of
from grants.models import Round
from grants.templatetags.words import day
from tests import factories

pytestmark = pytest.mark.django_db
TYPED = {"allows_several": "one", "is_blind": "names", "designed_with": "Six local co-ops."}


@pytest.fixture
def officer():
    return factories.client_for(factories.staff("is_officer"))


def text_of(response):
    return html.unescape(response.content.decode())


def terms(round):
    return reverse("round_terms", args=[round.reference])


def check(round, **answers):
    return text_of(Client().get(reverse("can_we_apply", args=[round.reference]), answers))


# --- Chosen by an officer ---


def test_wards_are_offered_kept_shown_to_everybody_and_copied(officer):
    factories.places({"N1 2UD": "Angel", "N1 4BB": "Canal", "N1 5CC": "Docks"})
    of = factories.the_round()

    shown = text_of(officer.get(terms(of)))
    sent = officer.post(terms(of), {**TYPED, "wards": ["Angel", "Canal"]})

    assert all(f'value="{ward}"' in shown for ward in ("Angel", "Canal", "Docks"))
    assert f"The postcode file is of {day(localdate())}." in shown
    assert sent.status_code == 302
    of = actions.publish_round(of, by=factories.staff("is_officer"))
    public = text_of(Client().get(reverse("round", args=[of.reference])))
    assert "Wards where the work must happen" in public
    assert "Angel, Canal" in public
    names = ("opens_at", "closes_at", "decision_on", "budget", "minimum", "maximum")
    facts = {name: getattr(of, name) for name in names}
    copy = actions.add_round(like=of, by=factories.staff("is_officer"), name="The next", **facts)
    assert copy.wards == ["Angel", "Canal"]


def test_without_a_file_the_page_says_how_to_get_one_and_offers_no_wards(officer):
    of = factories.the_round()

    shown = text_of(officer.get(terms(of)))
    officer.post(terms(of), {**TYPED, "area": "N1", "wards": ["Angel"]})

    assert "ask whoever runs the service to load a postcode file: none is loaded yet" in shown
    assert "Or in which wards" not in shown
    of.refresh_from_db()
    assert (of.area, of.wards) == (["N1"], [])


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"area": "N1", "wards": ["Angel"]}, "Name postcodes or wards, not both."),
        ({"wards": ["Elsewhere"]}, "Choose from the wards on the page"),
        ({"wards": ["<b>Angel"]}, "Choose from the wards on the page"),
    ],
)
def test_what_cannot_be_right_is_named_and_nothing_is_kept(officer, typed, says):
    factories.places()
    of = factories.the_round()

    shown = text_of(officer.post(terms(of), {**TYPED, **typed}))

    assert says in shown
    of.refresh_from_db()
    assert (of.area, of.wards) == ([], [])


@pytest.mark.database
def test_the_database_refuses_postcodes_and_wards_in_one_round():
    of = factories.the_round(wards=["Angel"])

    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=of.pk).update(area=["N1"])


# --- Published ---


def test_wards_cannot_be_published_while_no_file_is_loaded():
    of = factories.the_round(wards=["Angel"])

    with pytest.raises(Refused, match="no postcode file is loaded"):
        actions.publish_round(of, by=factories.staff("is_officer"))

    of.refresh_from_db()
    assert of.published_at is None


def test_a_ward_that_the_file_does_not_know_is_named_and_can_be_taken_away(officer):
    factories.places()
    of = factories.the_round(wards=["Angel", "Old Town"])

    with pytest.raises(Refused, match="The postcode file does not know Old Town"):
        actions.publish_round(of, by=factories.staff("is_officer"))

    assert "Old Town (not in the postcode file)" in text_of(officer.get(terms(of)))
    officer.post(terms(of), {**TYPED, "wards": ["Angel"]})
    assert actions.publish_round(of, by=factories.staff("is_officer")).wards == ["Angel"]


def test_a_ward_with_signs_in_its_name_is_shown_as_it_is_called(officer):
    odd = "King’s & <b>Queen’s</b>"
    factories.places({"N1 2UD": odd})
    of = factories.open_round(wards=[odd])

    page = Client().get(reverse("round", args=[of.reference])).content.decode()

    assert "<b>Queen" not in page
    assert odd in html.unescape(page)


# --- “Can we apply?” ---


@pytest.fixture
def round():
    factories.places({"N1 2UD": "Angel", "N1 4BB": "Canal", "N1 5CC": "Docks"})
    return factories.open_round(wards=["Angel", "Canal"])


def test_the_whole_postcode_is_asked_for_and_leads_on(round):
    assert "What is the postcode where most of the work will happen?" in check(round)
    assert "Will you ask for" in check(round, ward="n12ud")
    end = check(round, ward="N1 4BB", amount="yes")
    assert "It looks as if you can apply" in end
    assert "could not tell" not in end


@pytest.mark.parametrize("typed", ["N1", "nowhere", "QQ1 1AA", "N1 2UD!", "<script>"])
def test_what_is_no_whole_postcode_is_asked_again(round, typed):
    shown = check(round, ward=typed, asked="ward")

    assert "There is a problem" in shown
    assert "Enter a full UK postcode, like N1 2UD" in shown


def test_another_ward_is_an_explained_dead_end(round):
    shown = check(round, ward="n15cc")

    assert "This round is for work in these wards: Angel or Canal." in shown
    assert "N1 5CC, which is in Docks" in shown
    assert "Talk to us" in shown


@pytest.mark.parametrize("unknown", ["N1 9ZZ", "LS1 4AP"])
def test_a_postcode_that_no_file_knows_goes_on_with_a_kind_word(round, unknown):
    told = f"We could not tell which ward {unknown} is in. It may be a new building."

    for shown in (check(round, ward=unknown), check(round, ward=unknown, amount="yes")):
        assert told in shown
        assert reverse("contact") in shown
    assert "It looks as if you can apply" in shown
    assert told not in check(round, ward=unknown, at="ward")


def test_when_the_file_is_gone_nobody_is_turned_away(round):
    PostcodeWard.objects.all().delete()
    PostcodeFile.objects.all().delete()

    assert "We could not tell which ward N1 5CC is in." in check(round, ward="N1 5CC")


def test_where_somebody_stands_is_worked_out_from_what_is_passed_in(
    round, django_assert_num_queries
):
    known = {"N1 2UD": "Angel", "N1 5CC": "Docks"}
    with django_assert_num_queries(0):
        steps = steps_of(round, [], ward_of=lambda postcode: known.get(postcode, ""))
        inside = standing(steps, {"ward": "N1 2UD"})
        outside = standing(steps, {"ward": "N1 5CC"})
        unknown = {"ward": "N1 9ZZ"}
        on = standing(steps, unknown)

    assert (inside.step.key, inside.is_dead_end) == ("amount", False)
    assert (outside.step.key, outside.is_dead_end) == ("ward", True)
    assert (on.step.key, on.is_dead_end) == ("amount", False)
    assert len(doubts(steps, unknown, on)) == 1
    assert doubts(steps, {"ward": "N1 2UD"}, inside) == []
