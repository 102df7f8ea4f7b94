"""What is chosen is counted and shown before there is a run, and exactly that becomes the run."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from grants.models import Instalment, Payment, PaymentRun
from grants.payments import actions, views
from grants.payments.accounts import actions as accounts
from grants.payments.choosing import MOST_IN_A_RUN, what_was_chosen
from tests import factories
from tests.factories.cases import colleague, with_bank_details

from .pages import chosen, due, more_instalments, page, preparer, to

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def many(monkeypatch):
    """Eleven payments that are ready, on a page that shows four."""
    monkeypatch.setattr(views, "ON_ONE_PAGE", 4)
    application = with_bank_details()
    more_instalments(application, 20)
    return list(due(application).order_by("due_on", "pk"))


def choose(client, **sent):
    return client.post(reverse("run_choose"), sent)


def ticked_on(shown):
    boxes = re.findall(r'<input[^>]*type="checkbox"[^>]*value="(\d+)"[^>]*>', shown)
    checked = re.findall(r'value="(\d+)"[^>]* checked', shown)
    assert set(checked) <= set(boxes)
    return [int(key) for key in checked]


def in_words(shown):
    return " ".join(shown.split())


def test_all_that_are_ready_become_one_run_which_says_first_what_it_is(many):
    client = preparer()
    in_all = sum(one.amount for one in many)
    home = page(client.get(reverse("payment_home")))
    assert f"All 11 that are ready: £{in_all:,.0f}" in in_words(home)

    response, sent = chosen(client, [], which="all")

    shown = page(response)
    assert '<span class="fund-stat__number">11</span>' in shown
    assert f'<span class="fund-stat__number">£{in_all:,.0f}</span>' in shown
    assert "These are the first 4." in shown
    assert not PaymentRun.objects.exists()
    made = client.post(reverse("run_prepare"), sent)
    run = PaymentRun.objects.get()
    assert made.url == to("run", run)
    assert sorted(run.payments.values_list("instalment", flat=True)) == sorted(
        one.pk for one in many
    )


def test_what_is_ticked_stays_ticked_from_page_to_page(many):
    client = preparer()
    first, *_, fifth, sixth = many[:6]

    two = page(choose(client, instalments=[first.pk], list="2"))

    assert "Page 2 of 3: 11 payments are ready." in two
    assert "You also ticked 1 payment on other pages" in two
    assert f'name="kept" value="{first.pk}"' in two
    one = page(choose(client, kept=first.pk, instalments=[fifth.pk, sixth.pk], list="1"))
    assert ticked_on(one) == [first.pk]
    assert "You also ticked 2 payments on other pages" in one

    response, sent = chosen(client, [first.pk], kept=f"{fifth.pk},{sixth.pk}")
    assert '<span class="fund-stat__number">3</span>' in page(response)
    client.post(reverse("run_prepare"), sent)
    assert Payment.objects.count() == 3


def test_all_but_one_are_chosen_by_taking_its_tick_away(many):
    client = preparer()
    response, sent = chosen(client, [], which="all")
    assert '<input type="hidden" name="which" value="ticked">' in page(response)

    back = page(choose(client, instalments=sent["instalments"], list="1"))

    assert ticked_on(back) == [one.pk for one in many[:4]]
    others = ",".join(str(one.pk) for one in many[4:])
    assert f'name="kept" value="{others}"' in back
    response, _sent = chosen(client, [one.pk for one in many[1:4]], kept=others)
    assert '<span class="fund-stat__number">10</span>' in page(response)


def test_the_day_that_was_typed_stays_while_the_choice_changes(many):
    client = preparer()
    day = {"pay_on_day": "31", "pay_on_month": "2", "pay_on_year": "2026"}
    _response, sent = chosen(client, [many[0].pk])

    refused = client.post(reverse("run_prepare"), sent | day)
    back = page(choose(client, **sent, **day, list="1"))
    again = page(choose(client, instalments=[many[1].pk], **day))

    assert "<title>Error: Check what you want to pay" in page(refused)
    assert 'name="pay_on_day" value="31"' in back
    for shown in (page(refused), again):
        assert "must be a real date" in shown
        assert 'value="31"' in shown
    assert not PaymentRun.objects.exists()


def test_who_does_not_prepare_turns_the_pages_by_links(many):
    auditor = factories.client_for(factories.staff("is_auditor"))

    shown = page(auditor.get(reverse("payment_home"), {"list": "2"}))

    assert 'href="?list=1#ready"' in shown
    assert 'href="?list=3#ready"' in shown
    assert "All 11 that are ready" not in shown
    for rubbish in ("99", "0", "-1", "x", "9" * 30, "\u0663\u0669"):
        answer = auditor.get(reverse("payment_home"), {"list": rubbish})
        assert "Page 1 of 3" in page(answer)


def test_all_are_all_but_those_whose_account_this_person_checked(many):
    both = factories.staff("is_officer", "is_finance_preparer")
    client = factories.client_for(both)
    application = factories.accepted()
    accounts.enter_bank_details(
        application,
        account_name="B",
        sort_code="089999",
        account_number="66374958",
        by=application.started_by,
    )
    factories.checked_account(application, note="Seen.", by=both)
    theirs = due(application).get()

    home = page(client.get(reverse("payment_home")))
    response, sent = chosen(client, [], which="all")

    assert "All 11 that are ready" in home
    assert '<span class="fund-stat__number">11</span>' in page(response)
    assert str(theirs.pk) not in sent["instalments"].split(",")
    refused = page(choose(client, instalments=[theirs.pk]))
    assert "You checked the bank details of" in refused


def test_of_one_payment_nobody_is_asked_whether_it_is_all():
    with_bank_details()

    assert "that are ready:" not in page(preparer().get(reverse("payment_home")))


# What changed meanwhile


def another_amount(instalment):
    Instalment.objects.filter(pk=instalment.pk).update(amount=instalment.amount - 1)


def put_off(instalment):
    factories.held_instalment(instalment)


def another_account(instalment):
    application = instalment.award.application
    accounts.enter_bank_details(
        application,
        account_name="Weir Lane Bakers",
        sort_code="107999",
        account_number="88837491",
        by=application.started_by,
    )


def a_checked_other_account(instalment):
    """As good as any, but nobody saw it on the page."""
    another_account(instalment)
    application = instalment.award.application
    factories.checked_account(application, call_back="01632 960 555, from their form.")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (another_amount, "Something changed since you looked at these payments"),
        (put_off, "on hold"),
        (another_account, "not ready"),
        (a_checked_other_account, "Something changed since you looked at these payments"),
    ],
)
def test_what_changed_since_it_was_shown_is_not_prepared(change, says, time_machine):
    application = with_bank_details()
    client = preparer()
    _response, sent = chosen(client, [due(application).get().pk])

    change(due(application).get())
    if change is a_checked_other_account:
        time_machine.move_to(now() + timedelta(days=4))
        client = preparer()
    shown = page(client.post(reverse("run_prepare"), sent))

    assert says in shown
    assert "<title>Error: Payments" in shown
    assert not PaymentRun.objects.exists()
    if change is another_amount:  # it can be looked at once more, and then be prepared
        assert ticked_on(shown) == [due(application).get().pk]
        _response, sent = chosen(client, [due(application).get().pk])
        client.post(reverse("run_prepare"), sent)
        assert PaymentRun.objects.count() == 1


def test_what_came_meanwhile_is_not_in_the_run(many):
    client = preparer()
    _response, sent = chosen(client, [], which="all")
    another = with_bank_details()

    client.post(reverse("run_prepare"), sent)

    assert Payment.objects.count() == 11
    assert due(another).get().payments.count() == 0


def test_what_is_in_another_run_by_now_is_refused_whole(many):
    client = preparer()
    _response, sent = chosen(client, [], which="all")
    other = colleague("is_finance_preparer")
    actions.prepare_payment_run(many[:1], by=factories.staff("is_finance_preparer"))

    shown = page(client.post(reverse("run_prepare"), sent))

    assert "One of these payments is in another run now" in shown
    assert PaymentRun.objects.count() == 1
    assert not PaymentRun.objects.filter(prepared_by=other).exists()
    for choice in ({"instalments": [many[0].pk]}, {"kept": many[0].pk}):
        assert "not in the list any more" in page(choose(client, **choice))


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"which": "all of it"}, "Say what you want to pay"),
        ({"kept": "x"}, "not in the list any more"),
        ({"kept": "1,,2"}, "not in the list any more"),
        ({"kept": "\x00"}, "not in the list any more"),
        ({"kept": ",".join(map(str, range(MOST_IN_A_RUN + 1)))}, "not in the list any more"),
    ],
)
def test_rubbish_gets_a_sentence(many, sent, says):
    shown = page(choose(preparer(), **sent))

    assert says in shown
    assert "<title>Error: Payments" in shown


@pytest.mark.parametrize("seen", ["", "x", "0" * 65, "\x00"])
def test_nothing_is_prepared_that_was_not_shown(many, seen):
    sent = {"instalments": many[0].pk, "seen": seen}

    shown = page(preparer().post(reverse("run_prepare"), sent))

    assert "<title>Error: " in shown
    assert not PaymentRun.objects.exists()


def test_of_more_than_one_run_takes_all_are_the_first(many, monkeypatch):
    for place in ("choosing", "forms"):
        monkeypatch.setattr(f"grants.payments.{place}.MOST_IN_A_RUN", 10)
    finance = colleague("is_finance_preparer")

    home = page(preparer().get(reverse("payment_home")))

    assert "The first 10 of 11 that are ready" in home
    found = what_was_chosen(None, by=finance, most=1)
    assert found.keys == [one.pk for one in many[:10]]
    with pytest.raises(Refused, match="One run takes 10 payments at most"):
        what_was_chosen([one.pk for one in many], by=finance, most=1)


def test_the_sum_is_to_the_penny(many):
    Instalment.objects.filter(pk__in=[one.pk for one in many]).update(amount=Decimal("0.10"))

    found = what_was_chosen(None, by=colleague("is_finance_preparer"), most=1)

    assert (found.number, found.amount) == (11, Decimal("1.10"))
    assert len(found.shown) == 1


@pytest.mark.parametrize("number", [2, 30])
def test_choosing_and_preparing_cost_the_same_at_any_length(django_assert_num_queries, number):
    more_instalments(with_bank_details(), number)
    client = preparer()
    chosen(client, [], which="all")

    with django_assert_num_queries(5):
        _response, sent = chosen(client, [], which="all")
    with django_assert_num_queries(28):
        client.post(reverse("run_prepare"), sent)
