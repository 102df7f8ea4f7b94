"""The pages of a panel, as its people use them."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from applicants.models import Email
from grants.assessment.actions import declare_conflict
from grants.models import Panel, Resolution, TryOut
from grants.panel.actions import open_panel, take_up_waiting
from tests import factories
from tests.bench.reference import Counter
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.factories.panels import WHY, chair_of, fresh, item_of, panel, resolved, signed, sitting

pytestmark = pytest.mark.django_db


def page(name, called, *more):
    return reverse(name, args=[called.reference, *more])


def test_an_officer_calls_a_panel_and_its_members_are_asked():
    round = factories.open_round()
    factories.with_panel(round=round)
    chair = factories.staff("is_approver", name="Chidi Obi")
    member = factories.staff("is_assessor", name="Asha Rao")
    client = client_for(colleague("is_officer"))
    listed = client.get(reverse("panel_list")).text
    assert f"Call a panel for {round}" in listed

    form = {
        "meets_at_day": "1",
        "meets_at_month": "3",
        "meets_at_year": "2027",
        "meets_at_time": "6pm",
        "place": "Tanyard Library",
        "chair": chair.pk,
        "members": [member.pk],
        "quorum": "2",
    }
    response = client.post(page("panel_add", round), form, follow=True)

    called = Panel.objects.get()
    assert f"Panel of {round}" in response.text
    assert {seat.user for seat in called.members.all()} == {chair, member}
    assert called.agenda.count() == 1
    asked = Email.objects.filter(event="grants/panel_invitation").values_list("to", flat=True)
    assert set(asked) == {chair.email, member.email}
    assert "6pm on 1 March 2027" in Email.objects.filter(to=chair.email).latest("pk").body


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"quorum": "0"}, "The number must be 1 or more"),
        ({"quorum": "9"}, "Choose more people, or a smaller number"),
        ({"chair": "999999"}, "Choose one of these people for the chair"),
        ({"members": []}, "Choose who else sits on the panel"),
        ({"members": ["x' OR 1=1"]}, "can’t sit on a panel"),
        ({"place": ""}, "Enter where the panel meets"),
        ({"place": "x" * 121}, "Use 120 letters or fewer"),
        ({"meets_at_day": "31", "meets_at_month": "2"}, "must be a real date"),
        ({"meets_at_day": "28", "meets_at_time": "1:30am"}, "The clocks go forward that night"),
    ],
)
def test_a_panel_that_makes_no_sense_is_refused_and_the_words_stay(wrong, says):
    round = factories.open_round()
    chair = factories.staff("is_approver")
    form = {
        "meets_at_day": "1",
        "meets_at_month": "3",
        "meets_at_year": "2027",
        "meets_at_time": "6pm",
        "place": "Tanyard Library",
        "chair": chair.pk,
        "members": [factories.staff("is_assessor").pk],
        "quorum": "2",
        **wrong,
    }

    response = client_for(colleague("is_officer")).post(page("panel_add", round), form)

    assert says in response.text
    assert 'value="2027"' in response.text
    assert not Panel.objects.exists()


def test_the_chair_opens_it_writes_down_a_decision_and_the_budget_moves():
    called = panel(cases=2)
    client = client_for(chair_of(called))
    item = item_of(called)
    everybody = [seat.user_id for seat in called.members.all()]
    client.post(page("panel_open", called), {"present": everybody})

    address = page("panel_item", called, item.application.reference)
    assert "What the panel agreed" in client.get(address).text
    form = {
        "verdict": "part",
        "amount": "1,500",
        "days": "1",
        "conditions": "Two members sign.\n\nTell us the date.",
        "side_1": "for",
        "sentence_1": WHY,
        "reasons": "A good start.",
    }
    response = client.post(address, form, follow=True)

    said = Resolution.objects.get()
    assert (said.amount, said.days, said.conditions) == (
        1500,
        1,
        ["Two members sign.", "Tell us the date."],
    )
    assert "£1,500</strong> of £50,000" in response.text
    assert "1 funded, 1 not decided yet." in response.text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"verdict": ""}, "Choose what the panel agreed"),
        ({"verdict": "maybe"}, "Choose one of these"),
        ({"reasons": ""}, "Write why the panel agreed this"),
        ({"amount": "lots"}, "Enter an amount in pounds"),
        ({"amount": "60000"}, "They asked for £4,000"),
        ({"days": "1.1"}, "Use whole days, halves or quarters"),
        ({"sentence_1": ""}, "write a sentence that says why"),
        ({"side_1": ""}, "say if it was strong or could be stronger"),
        ({"side_1": "sideways"}, "choose one of these"),
        ({"side_1": "", "sentence_1": ""}, "Pick at least one criterion"),
        ({"conditions": "x\n" * 26}, "Write 25 conditions or fewer"),
    ],
)
def test_a_decision_that_cannot_be_is_told_beside_its_field(wrong, says):
    called = sitting()
    item = item_of(called)
    form = {
        "verdict": "part",
        "amount": "1500",
        "side_1": "for",
        "sentence_1": WHY,
        "reasons": "=HYPERLINK('x') <b>O’Brien’s</b>",
        **wrong,
    }

    response = client_for(chair_of(called)).post(
        page("panel_item", called, item.application.reference), form
    )

    assert says in response.text
    assert "<b>O’Brien" not in response.text
    assert not Resolution.objects.exists()


def test_only_the_chair_s_page_has_the_form():
    called = sitting()
    address = page("panel_item", called, item_of(called).application.reference)
    officer = called.members.get(user__is_officer=True).user

    assert "What the panel agreed" not in client_for(officer).get(address).text
    assert client_for(officer).post(address, {"verdict": "full"}).status_code == 200
    assert not Resolution.objects.exists()


def test_a_conflicted_member_does_not_find_the_case_on_the_panels_pages():
    called = sitting()
    item = item_of(called)
    officer = called.members.get(user__is_officer=True).user
    declare_conflict(item.application, by=officer, reason="My sister works there.")
    client = client_for(officer)
    name = str(item.application.organisation)

    for address in (
        page("panel", called),
        page("panel_compare", called),
        page("panel_try", called),
        page("panel_order", called),
    ):
        assert name not in client.get(address).text, address
    assert client.get(page("panel_item", called, item.application.reference)).status_code == 404


def test_whoever_owes_their_scores_sees_nobody_elses_on_the_panels_pages():
    application = factories.in_assessment()
    for marks in ((3, 3), (4, 0)):
        factories.filed(application, factories.staff("is_assessor"), marks=marks)
    factories.referred(application)
    called = sitting(round=application.round, cases=1)
    item, other = item_of(called, 1), item_of(called, 2)
    assessor = called.members.get(user__is_assessor=True).user
    item.application.assignments.create(assessor=assessor, assigned_by=colleague("is_officer"))
    sees, owes = client_for(chair_of(called)), client_for(assessor)

    for name in ("panel", "panel_try"):
        hidden, shown = (client.get(page(name, called)).text for client in (owes, sees))
        sentence = f"You are asked to score {item.application.organisation}. You see the scores"
        assert (sentence in hidden, sentence in shown) == (True, False), name
        assert ("67.5" in hidden, "67.5" in shown) == (False, True), name
        assert "75" in hidden, name  # the other case
        assert "differ by" not in hidden, name
    assert "differ by 3" in sees.get(page("panel", called)).text
    assert str(other.application.organisation) in owes.get(page("panel", called)).text


def test_the_agenda_can_be_read_by_score_and_one_part_of_the_menu_is_open():
    round = factories.open_round()
    weak, strong = (factories.in_assessment(round=round) for _ in range(2))
    for application, marks in ((weak, (1, 2)), (strong, (4, 4))):
        factories.filed(application, factories.staff("is_assessor"), marks)
        factories.referred(application)
    called = panel(round=round, cases=0)
    client = client_for(chair_of(called))

    def order(query=""):
        shown = client.get(page("panel", called) + query).text.partition("<tbody")[2]
        return sorted((weak, strong), key=lambda one: shown.index(str(one.organisation)))

    assert order() == [weak, strong]
    assert order("?by=score") == [strong, weak]
    assert order("?by=rubbish") == [weak, strong]
    inside = client.get(page("panel_item", called, weak.reference)).text
    assert inside.count('aria-current="true"') == 1


def test_combinations_are_tried_kept_and_compared():
    called = sitting(cases=2)
    first, second = item_of(called, 1), item_of(called, 2)
    client = client_for(chair_of(called))
    form = {f"verdict_{first.pk}": "full", f"verdict_{second.pk}": "part"}
    form |= {f"pounds_{second.pk}": "500", f"days_{second.pk}": ""}

    added_up = client.post(page("panel_try", called), form).text
    nameless = client.post(page("panel_try", called), {**form, "keep": "1"}).text
    client.post(page("panel_try", called), {**form, "keep": "1", "name": "Spread it"})
    client.post(
        page("panel_try", called),
        {**form, f"verdict_{second.pk}": "decline", "keep": "1", "name": "One only"},
    )
    compared = client.get(page("panel_compare", called)).text

    assert "£4,500</strong> of £50,000" in added_up
    assert "Enter a name to keep it under" in nameless
    assert TryOut.objects.count() == 2
    assert compared.count("Differs") == 1, "on the first both agree, and nothing is decided yet"
    assert not Resolution.objects.exists(), "nothing that is tried counts"


def test_more_than_there_is_is_said_and_may_still_be_kept():
    round = factories.open_round(budget=5000, budget_days=1)
    called = sitting(round=round, cases=2)
    form = {f"verdict_{item_of(called, n).pk}": "full" for n in (1, 2)}

    text = client_for(chair_of(called)).post(page("panel_try", called), form).text

    assert "£3,000 too much" in text
    assert "5 too many" in text


def test_a_combination_that_somebody_changed_meanwhile_is_not_overwritten():
    called = sitting()
    item, chair = item_of(called), chair_of(called)
    officer = called.members.get(user__is_officer=True).user
    form = {f"verdict_{item.pk}": "full", "keep": "1", "name": "A"}
    client_for(chair).post(page("panel_try", called), form)
    kept = TryOut.objects.get()
    address = page("panel_try_kept", called, kept.reference)
    client_for(officer).post(address, {**form, "name": "B", "version": "1"})

    late = client_for(chair).post(address, {**form, "name": "C", "version": "1"}).text

    assert f"{officer} changed this combination" in late
    assert 'value="C"' in late
    assert fresh(kept).name == "B"


def test_the_agenda_takes_the_order_that_an_officer_gives_it():
    called = panel(cases=3)
    items = list(called.agenda.order_by("number"))
    client = client_for(colleague("is_officer"))
    form = {f"place_{item.pk}": 10 - item.number for item in items}

    client.post(page("panel_order", called), form)
    again = client.post(page("panel_order", called), {**form, f"place_{items[0].pk}": "x"}).text

    assert list(called.agenda.order_by("number")) == items[::-1]
    assert "Enter a number for" in again


def test_minutes_are_drafted_corrected_signed_and_frozen():
    called = sitting()
    item = item_of(called)
    chair, officer = chair_of(called), called.members.get(user__is_officer=True).user
    client, minutes = client_for(officer), page("panel_minutes", called)
    client.post(minutes, {"begin": "1"})
    early = client_for(chair).post(page("minutes_sign", called), {"version": "1"})
    resolved(item)
    text = fresh(called).minutes

    client.post(minutes, {"text": f"{text}\nThank you all.", "version": "1"})
    stale = client.post(minutes, {"text": "Mine.", "version": "1"}).text
    client_for(chair).post(page("minutes_sign", called), {"version": "2"})

    assert str(item.application.organisation) in text
    assert (early.status_code, "before you sign" in early.text) == (409, True)
    assert "Somebody changed the minutes" in stale
    done = fresh(called)
    assert done.minutes.endswith("Thank you all.")
    assert done.signed_by == chair
    assert client.post(minutes, {"text": "Other.", "version": "2"}).status_code == 403
    assert client_for(officer).post(page("minutes_sign", called)).status_code == 403
    assert "They can’t be changed" in client.get(minutes).text


def test_nothing_of_a_signed_panel_changes_even_in_the_database():
    called = sitting()
    resolved(item_of(called))
    called = signed(called)

    with pytest.raises(IntegrityError), transaction.atomic():
        Panel.objects.filter(pk=called.pk).update(minutes="Other.")


def queries_of(client, address):
    client.get(address)
    counter = Counter()
    with connection.execute_wrapper(counter):
        client.get(address)
    return counter.number


def test_the_panels_pages_take_the_same_queries_for_two_cases_and_for_eight():
    called = panel(cases=2)
    everybody = [seat.user for seat in called.members.all()]
    called = open_panel(called, present=everybody, by=chair_of(called))
    client = client_for(chair_of(called))
    pages = [page("panel", called), page("panel_try", called), page("panel_compare", called)]
    for_two = [queries_of(client, address) for address in pages]
    for _ in range(6):
        factories.with_panel(round=called.round)
    take_up_waiting(called, by=chair_of(called))

    assert [queries_of(client, address) for address in pages] == for_two
    assert max(for_two) <= 15
