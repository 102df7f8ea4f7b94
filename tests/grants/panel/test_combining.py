"""What combinations cost and whom they reach, against a second way of adding up."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

from hypothesis import given, strategies as st

from grants.panel.combining import Line, add_up, balance, differences, line_for
from grants.panel.models import Verdict
from grants.panel.ranking import UNSCORED, by_disagreement, ranked

money = st.decimals(0, 20_000, places=2)
days = st.integers(0, 40).map(lambda quarters: Decimal(quarters) / 4)
lines = st.lists(st.builds(Line, st.sampled_from(["", *Verdict.values]), money, days), max_size=30)


@given(lines, money, days)
def test_a_combination_takes_what_its_yeses_add_up_to_and_leaves_the_rest(tried, pounds, day):
    sums = add_up(tried, (pounds, day))

    yes = [line for line in tried if line.verdict in ("full", "part")]
    assert Fraction(sums.pounds) == sum(Fraction(line.pounds) for line in yes)
    assert Fraction(sums.days) == sum(Fraction(line.days) for line in yes)
    assert sums.pounds + sums.pounds_left == pounds
    assert sums.is_over == (sums.pounds > pounds or sums.days > day)
    assert sums.funded + sums.undecided <= len(tried)


@given(lines, st.randoms())
def test_the_order_of_the_agenda_never_matters(tried, random):
    turned = tried[:]
    random.shuffle(turned)

    assert add_up(turned, (Decimal(9), Decimal(9))) == add_up(tried, (Decimal(9), Decimal(9)))


@given(lines, st.lists(st.sampled_from(["Kiln Hill", "", "Weir Lane"]), min_size=30, max_size=30))
def test_a_balance_counts_everybody_once(tried, wards):
    by_key = dict(enumerate(tried))
    facts = {key: {"Ward": wards[key]} for key in by_key}

    shares = balance(by_key, facts).get("Ward", [])

    assert sum(share.asked for share in shares) == len(tried)
    assert sum(share.funded for share in shares) == sum(line.is_funding for line in tried)
    yes = [line.pounds for line in tried if line.is_funding]
    assert sum(share.pounds for share in shares) == sum(yes)


def test_in_full_is_what_was_asked_and_a_no_gives_nothing():
    asked = SimpleNamespace(amount_requested=Decimal(900), days_requested=Decimal(2))

    assert line_for(asked, "full", Decimal(5), Decimal(5)) == Line("full", 900, 2)
    assert line_for(asked, "part", Decimal(5), Decimal(1)) == Line("part", 5, 1)
    assert line_for(asked, "decline", Decimal(5), Decimal(1)) == Line("decline", 0, 0)
    assert line_for(asked, "anything else") == Line("", 0, 0)


def test_what_differs_between_combinations_is_named():
    yes, no = Line("full", Decimal(1), Decimal(0)), Line("decline", Decimal(0), Decimal(0))

    assert differences([{1: yes, 2: no}, {1: yes, 2: yes}]) == {2}
    assert differences([{1: yes}, {}]) == {1}
    assert differences([{1: yes, 2: no}]) == set()


def item(figure, *, widest=0, spread=0):
    scores = replace(UNSCORED, figure=figure, widest=widest, spread=Decimal(spread))
    return SimpleNamespace(scores=scores)


@given(st.lists(st.one_of(st.none(), st.decimals(0, 100, places=2)), max_size=20))
def test_places_are_shared_by_equals_and_nobody_without_a_figure_has_one(figures):
    items = ranked([item(figure) for figure in figures])

    judged = sorted((f for f in figures if f is not None), reverse=True)
    for one in items:
        own = one.scores.figure
        assert one.place == (None if own is None else judged.index(own) + 1)


def test_the_biggest_disagreement_comes_first_and_who_agrees_is_not_named():
    close = item(Decimal(60), widest=1, spread=2)
    wide = item(Decimal(60), widest=1, spread=79)
    apart = item(Decimal(60), widest=3, spread=10)

    assert by_disagreement([close, wide, apart]) == [apart, wide]
