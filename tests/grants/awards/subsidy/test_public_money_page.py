"""The page on which a signatory tells of other public money, also with rubbish in every box."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.utils.timezone import localdate
from hypothesis import given, settings as hypothesis_settings, strategies as st

from grants.awards.subsidy.forms import HelpField, LimitForm, parts_of_a_day
from grants.models import Award, LimitConfirmation
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db

SIGNED = {"agree": "on", "name": "Ama Osei", "confirm": "1"}


def page(application):
    return f"/applications/{application.reference}/public-money/"


def line(number=0, *, body="Weirshire Council", amount="1,000", on=None, kind="minimal"):
    today = localdate()
    parts = {
        "body": body,
        "amount": amount,
        "on": on if on is not None else f"{today.day} {today.month} {today.year}",
        "kind": kind,
    }
    return {f"awards-{number}-{part}": typed for part, typed in parts.items()}


@pytest.fixture
def application():
    return factories.accepted(confirmed=False)


@pytest.fixture
def owner(application):
    return factories.client_for(application.started_by)


def send(client, application, *lines, seen="5200.00", **facts):
    data = {**SIGNED, "seen": seen, **facts}
    for one in lines:
        data |= one
    return client.post(page(application), data)


def shown(response):
    return unescape(response.content.decode())


def test_the_page_shows_the_sum_before_anything_is_typed(owner, application):
    text = shown(owner.get(page(application)))

    assert "<strong>£5,200</strong> of £315,000" in text
    assert "with 3 advice days at £400 each" in text
    assert 'name="seen" value="5200.00"' in text


def test_nothing_to_name_and_it_is_confirmed(owner, application):
    response = send(owner, application)

    assert response.status_code == 302
    confirmation = LimitConfirmation.objects.get()
    assert (confirmation.total, confirmation.name) == (5200, "Ama Osei")
    text = shown(owner.get(response.url))
    assert "Ama Osei confirmed at" in text
    assert "Was something wrong, or left out?" in text


def test_the_sum_is_worked_out_on_the_server_and_then_confirmed(owner, application):
    lines = line(amount="£1,000.50"), line(1, kind="other"), line(2, on="31/3/2020")
    data = {"work_out": "1"}
    for one in lines:
        data |= one
    text = shown(owner.post(page(application), data))
    assert "<strong>£6,200.50</strong> of £315,000" in text
    assert "£1,000 from Weirshire Council does not count: it is of another kind." in text
    assert "£1,000 from Weirshire Council does not count: it was given before 1 April" in text
    assert "There is a problem" not in text
    assert not LimitConfirmation.objects.exists()

    assert send(owner, application, *lines, seen="6200.50").status_code == 302
    assert LimitConfirmation.objects.get().declared_awards.count() == 3


def test_a_sum_that_they_did_not_see_is_shown_first(owner, application):
    text = shown(send(owner, application, line()))

    assert "This adds up to £6,200 now. Look at the sum, then confirm it." in text
    assert 'name="seen" value="6200.00"' in text
    assert 'value="Ama Osei"' in text
    assert not LimitConfirmation.objects.exists()


def test_over_the_limit_it_says_what_fits_and_what_to_do(owner, application):
    text = shown(send(owner, application, line(amount="310000"), seen="315200.00"))

    assert "That is £200 over the limit of £315,000" in text
    assert "£5,000 of this grant still fits" in text
    assert "Please talk to us" in text
    assert 'name="confirm"' not in text
    assert 'value="310000"' in text
    assert not LimitConfirmation.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"amount": "-5"}, "Line 1: the amount must be £0.01 or more"),
        ({"amount": "0"}, "Line 1: the amount must be £0.01 or more"),
        ({"amount": "10.001"}, "Line 1: use pounds and pence, with no more than 2 numbers"),
        ({"amount": "ten"}, "Line 1: enter an amount in pounds, like 1,200"),
        ({"amount": "1e999"}, "Line 1: enter an amount in pounds, like 1,200"),
        ({"amount": ""}, "Line 1: enter an amount in pounds, like 1,200"),
        ({"on": "31 2 2026"}, "Line 1: the date must be a real date"),
        ({"on": "2026"}, "Line 1: the date must include a day and month"),
        ({"on": "27 3"}, "Line 1: the date must include a year"),
        ({"on": "27 3 26"}, "Line 1: year must include 4 numbers"),
        ({"on": "last spring"}, "Line 1: enter the date it was given"),
        ({"on": "1 2 3 4 5"}, "Line 1: year must include 4 numbers"),
        ({"on": ""}, "Line 1: enter the date it was given"),
        ({"body": ""}, "Line 1: enter who gave it"),
        ({"body": "x" * 301}, "Line 1: use 300 letters or fewer for “Who gave it”"),
        ({"kind": ""}, "Line 1: choose an answer for “What kind”"),
        ({"kind": "gift"}, "Line 1: choose an answer for “What kind”"),
    ],
)
def test_each_fault_is_said_in_a_sentence_and_nothing_is_half_done(
    owner, application, typed, sentence
):
    text = shown(send(owner, application, line(**typed)))

    assert sentence in text
    assert "There is a problem" in text
    assert 'value="Ama Osei"' in text
    assert not LimitConfirmation.objects.exists()


def test_a_day_in_the_future_is_refused(owner, application):
    tomorrow = localdate() + timedelta(days=1)
    text = shown(send(owner, application, line(on=f"{tomorrow:%Y-%m-%d}")))

    assert "Line 1: the date must be" in text
    assert "or earlier" in text


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("name", "Type your full name"),
        ("agree", "Tick to say that this is whole and true"),
    ],
)
def test_it_is_signed(owner, application, missing, sentence):
    text = shown(send(owner, application, **{missing: ""}))

    assert sentence in text
    assert not LimitConfirmation.objects.exists()


@pytest.mark.parametrize("name", ["A\x00ma", "x" * 121])
def test_a_name_that_is_none(owner, application, name):
    text = shown(send(owner, application, name=name))

    assert "There is a problem" in text
    assert not LimitConfirmation.objects.exists()


def test_nuls_are_dropped_from_the_lines(owner, application):
    response = send(
        owner,
        application,
        line(body="Coun\x00cil", amount="1\x00000", kind="mini\x00mal"),
        seen="6200",
    )

    assert response.status_code == 302
    assert LimitConfirmation.objects.get().declared_awards.get().body == "Council"


@pytest.mark.parametrize("seen", ["", "x", "NaN", "-1", "1e9999", "9" * 30, "5\x00"])
def test_a_sum_that_was_tampered_with(owner, application, seen):
    response = send(owner, application, seen=seen)

    assert response.status_code == 200
    assert not LimitConfirmation.objects.exists()


def test_a_hundred_lines_are_taken_and_one_more_is_refused(owner, application):
    hundred = [line(number, amount="10") for number in range(100)]

    text = shown(send(owner, application, *hundred, line(100, amount="10"), seen="6210"))
    assert "List up to 100 here" in text
    assert 'name="awards-99-body"' in text
    assert not LimitConfirmation.objects.exists()

    assert send(owner, application, *hundred, seen="6200").status_code == 302
    assert LimitConfirmation.objects.get().declared == 1000


def test_more_lines_without_a_script(owner, application):
    data = {"more": "awards", **line(), **line(1)}

    text = shown(owner.post(page(application), data))

    assert 'name="awards-3-body"' in text
    assert "There is a problem" not in text


def test_what_the_application_named_is_filled_in(monkeypatch):
    from grants.funds.columns import COLUMNS
    from grants.models import Question, Section
    from tests.factories.drafts import fill

    round = factories.the_round(fund=factories.fund())
    money = Section.objects.get(round=round, number=2)
    Question.objects.create(
        section=money,
        number=9,
        text="Other public money?",
        kind=Question.Kind.FUNDING,
        options=COLUMNS[Question.Kind.FUNDING],
        rows=4,
        is_required=False,
    )
    from grants.funds.actions import publish_round

    round = publish_round(round, by=colleague("is_officer"))
    draft = factories.draft(round=round, ready=False)
    about, money = Section.objects.filter(round=round).order_by("number")
    by = draft.started_by
    fill(draft, about, {"1": "Bakers"}, by)
    budget = [{"kind": "money", "what": "Ovens", "amount": "4000", "local": "yes"}]
    other = [{"giver": "Weirshire Council", "amount": "2,000", "year": "2025"}]
    fill(draft, money, {"2": "We bake.", "3": budget, "9": other}, by)
    from grants.applications.actions import submit_application
    from grants.awards.subsidy.views import _lines_to_start_from

    application = submit_application(draft, by=by)

    assert _lines_to_start_from(application, None) == [
        {"body": "Weirshire Council", "amount": "2,000", "on": "2025"}
    ]
    form = LimitForm(lines=_lines_to_start_from(application, None), is_signing=False)
    assert form.finished == ([], False)


def test_a_correction_starts_from_what_was_confirmed(owner, application):
    send(owner, application, line(on="27 3 2026"), seen="6200")

    text = shown(owner.get(page(application)))

    assert 'value="Weirshire Council"' in text
    assert 'value="27 3 2026"' in text
    assert 'value="1,000"' in text


def test_only_a_signatory_comes_here(application):
    for person in (factories.member(application.organisation), colleague("is_officer")):
        assert factories.client_for(person).get(page(application)).status_code == 403
    stranger = factories.client_for(factories.person())
    assert stranger.get(page(application)).status_code == 404


def test_without_an_award_there_is_no_page():
    draft = factories.draft()

    assert factories.client_for(draft.started_by).get(page(draft)).status_code == 404


def test_what_has_nothing_to_confirm_says_so(owner, application):
    factories.assessed_subsidy(application, route="not_subsidy")

    text = shown(owner.get(page(application)))
    assert "You have nothing to confirm" in text
    assert '<form method="post" novalidate>' not in text
    assert "nothing to confirm" in shown(send(owner, application))


def test_our_earlier_awards_stand_on_the_page(owner, application):
    second = factories.accepted(
        of=application.organisation, round=factories.open_round(), confirmed=False
    )

    text = shown(owner.get(page(second)))

    assert f"£5,200, {localdate().day}" in text
    assert application.reference in text
    assert "<strong>£10,400</strong>" in text


def test_the_progress_page_leads_here_until_it_is_done(owner, application):
    progress = f"/applications/{application.reference}/progress/"
    assert "Tell us about other public money" in shown(owner.get(progress))
    reader = factories.client_for(factories.member(application.organisation))
    assert "needs to tell us about other public money" in shown(reader.get(progress))

    factories.confirmed_limit(application)

    assert "Tell us about other public money" not in shown(owner.get(progress))


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("27 3 2026", ["27", "3", "2026"]),
        (" 27/3/2026 ", ["27", "3", "2026"]),
        ("27 March 2026", ["27", "March", "2026"]),
        ("2026-03-27", ["27", "03", "2026"]),
        ("27.3.2026", ["27", "3", "2026"]),
        ("2026", ["", "", "2026"]),
        ("", []),
        ("last year", []),
    ],
)
def test_a_day_as_people_type_it(typed, parts):
    assert parts_of_a_day(typed) == parts


texts = st.text(max_size=30)


@given(
    st.lists(
        st.fixed_dictionaries(dict.fromkeys(("body", "amount", "on", "kind"), texts)),
        max_size=4,
    )
)
@hypothesis_settings(max_examples=60)
def test_whatever_is_typed_is_either_sound_or_a_sentence(lines):
    from django.core.exceptions import ValidationError

    declared = []
    with suppress(ValidationError):
        declared = HelpField(required=False).clean(lines)
    for one in declared:
        assert one["amount"] > 0
        assert one["amount"] == round(one["amount"], 2)
        assert one["given_on"] <= localdate()
        assert one["body"]


@pytest.mark.parametrize("value", [None, "x", [], {}, ["x"], [None], 5])
def test_what_is_no_table_is_an_empty_one(value):
    assert HelpField(required=False).clean(value) == []


def test_the_confirmed_sum_is_what_stood_on_the_page(owner, application):
    send(owner, application, line(amount="0.10"), line(1, amount="0.20"), seen="5200.30")

    assert LimitConfirmation.objects.get().total == Decimal("5200.30")
    assert Award.objects.get().limit_confirmations.count() == 1
