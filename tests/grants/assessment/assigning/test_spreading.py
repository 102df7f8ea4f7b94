"""How cases are spread: what must hold whatever the people and the cases are."""

import time
from random import Random

from hypothesis import given, settings, strategies as st

from grants.assessment.assigning.spreading import Case, Person, spread

WARDS = st.sampled_from(["", "E24", "E25", "E26"])
SKILLS = st.frozensets(st.sampled_from(["care", "food", "money"]), max_size=2)


@st.composite
def fields(draw, *, wards=WARDS, closed=True, rooms=True):
    """Some cases, some people, and some pairs that must never be."""
    people = [
        Person(
            pk=pk,
            load=draw(st.integers(0, 3)) if rooms else 0,
            room=draw(st.none() | st.integers(0, 5)) if rooms else None,
            ward=draw(wards),
            skills=draw(SKILLS),
        )
        for pk in range(1, draw(st.integers(0, 6)) + 1)
    ]
    cases = [
        Case(pk=pk, wanted=draw(st.integers(1, 4)), ward=draw(wards), skills=draw(SKILLS))
        for pk in range(100, 100 + draw(st.integers(0, 9)))
    ]
    pairs = [(person.pk, case.pk) for person in people for case in cases]
    shut = draw(st.frozensets(st.sampled_from(pairs), max_size=20)) if closed and pairs else set()
    return cases, people, frozenset(shut)


def loads(people, result):
    held = {person.pk: person.load for person in people}
    for each in result.given:
        held[each.person] += 1
    return held


def readers_of(result, case):
    return [each.person for each in result.given if each.case == case.pk]


@given(fields())
@settings(max_examples=300, deadline=None)
def test_nobody_gets_what_is_closed_to_them_or_more_than_fits(field):
    cases, people, closed = field

    result = spread(*field)

    pairs = [(each.person, each.case) for each in result.given]
    assert not closed & set(pairs)
    assert len(pairs) == len(set(pairs))
    for person in people:
        number = sum(each.person == person.pk for each in result.given)
        assert person.room is None or number <= person.room
    for case in cases:
        assert len(readers_of(result, case)) + result.missing.get(case.pk, 0) == case.wanted


@given(fields())
@settings(max_examples=300, deadline=None)
def test_those_who_read_one_case_never_all_live_in_one_ward(field):
    cases, people, _closed = field
    ward = {person.pk: person.ward for person in people}

    result = spread(*field)

    for case in cases:
        wards = [ward[person] for person in readers_of(result, case)]
        assert len(wards) < 2 or not wards[0] or len(set(wards)) > 1


@given(fields(closed=False, rooms=False, wards=st.just("")))
@settings(max_examples=200, deadline=None)
def test_without_conflicts_loads_differ_by_one_at_most(field):
    _cases, people, _closed = field

    held = loads(people, spread(*field))

    assert not held or max(held.values()) - min(held.values()) <= 1


@given(fields())
@settings(max_examples=300, deadline=None)
def test_with_conflicts_no_case_could_go_to_somebody_with_two_fewer(field):
    cases, people, closed = field
    by_pk = {person.pk: person for person in people}

    result = spread(*field)
    held = loads(people, result)

    for each in result.given:
        readers = readers_of(result, next(case for case in cases if case.pk == each.case))
        others = [by_pk[pk].ward for pk in readers if pk != each.person]
        for taker in people:
            has = sum(one.person == taker.pk for one in result.given)
            wards = [*others, taker.ward]
            could = (
                (taker.pk, each.case) not in closed
                and taker.pk not in readers
                and (taker.room is None or has < taker.room)
                and (len(wards) < 2 or not wards[0] or len(set(wards)) > 1)
            )
            assert not could or held[taker.pk] > held[each.person] - 2


@given(fields(wards=st.just("")))
@settings(max_examples=300, deadline=None)
def test_as_many_are_given_as_could_be(field):
    cases, people, closed = field

    result = spread(*field)

    assert len(result.given) == most_that_fit(cases, people, closed)


def most_that_fit(cases, people, closed):
    """The same number, found in another way: each slot looks for a place, or makes one."""
    room = {one.pk: len(cases) if one.room is None else one.room for one in people}
    edges = {
        case.pk: {one.pk for one in people if (one.pk, case.pk) not in closed} for case in cases
    }
    has = {case.pk: set() for case in cases}

    def find(case, seen):
        for person in edges[case] - has[case] - seen:
            seen.add(person)
            if sum(person in readers for readers in has.values()) < room[person]:
                has[case].add(person)
                return True
            for other in has:
                if person in has[other] and other != case:
                    has[other].discard(person)
                    if find(other, seen):
                        has[case].add(person)
                        return True
                    has[other].add(person)
        return False

    return sum(find(case.pk, set()) for case in cases for _ in range(case.wanted))


@given(fields(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_in_which_they_come_changes_nothing(field, random):
    cases, people, closed = field
    mixed = random.sample(cases, len(cases)), random.sample(people, len(people))

    assert spread(*mixed, closed) == spread(cases, people, closed)


def test_somebody_from_elsewhere_who_knows_the_field_comes_first():
    people = [
        Person(1, ward="E24", skills=frozenset({"food"})),
        Person(2, ward="E25"),
        Person(3, ward="E25", skills=frozenset({"food"})),
    ]

    result = spread([Case(9, 1, ward="E24", skills=frozenset({"food"}))], people)

    (only,) = result.given
    assert (only.person, only.knows, only.is_same_ward) == (3, ("food",), False)


def test_two_cases_are_swapped_until_each_is_with_who_knows_it():
    care, food = frozenset({"care"}), frozenset({"food"})
    people = [Person(1, skills=food), Person(2, skills=care)]

    result = spread([Case(8, 1, skills=care), Case(9, 1, skills=food)], people)

    assert {each.case: each.person for each in result.given} == {8: 2, 9: 1}


def test_those_who_have_a_case_already_count_for_the_wards():
    people = [Person(1, ward="E24"), Person(2, load=3, ward="E25")]

    result = spread([Case(9, 1, with_wards=("E24",))], people)

    assert [each.person for each in result.given] == [2]


def test_hours_that_run_out_leave_cases_that_want_more():
    result = spread([Case(8, 2), Case(9, 2)], [Person(1, room=1), Person(2, room=1)])

    assert len(result.given) == 2
    assert sum(result.missing.values()) == 2


def test_nobody_and_nothing_are_fine():
    assert spread([], [Person(1)]).given == ()
    assert spread([Case(9, 2)], []).missing == {9: 2}


def test_a_large_round_is_spread_in_well_under_a_second():
    random = Random(1)
    wards, words = ["E24", "E25", "E26", "E27"], ["care", "food", "money", "housing"]

    def some():
        return frozenset(random.sample(words, random.randint(0, 2)))

    people = [
        Person(pk, load=random.randint(0, 5), room=60, ward=random.choice(wards), skills=some())
        for pk in range(20)
    ]
    cases = [Case(pk, 3, random.choice(wards), some()) for pk in range(100, 400)]
    closed = frozenset((random.randrange(20), random.randrange(100, 400)) for _ in range(400))

    started = time.process_time()  # its own work, whatever else the machine does
    result = spread(cases, people, closed)

    assert time.process_time() - started < 0.7
    held = loads(people, result)
    assert max(held.values()) - min(held.values()) <= 1
    assert not result.missing
