"""How cases are spread over assessors: exact, fair, and the same each time.

What must hold: nobody gets a case that is closed to them, nobody gets more than fits into their
hours, and those who assess one case never all live in the same ward. Then, in this order: every
case gets as many assessors as it can, the load is as even as it can be, nobody reads a case from
their own ward, and whoever reads a case knows about what it needs.

It starts with the easiest choice for each case and then mends what is not good yet, by passing
cases from hand to hand.
"""

from collections import deque
from dataclasses import dataclass, field

WARD, SKILL = 10, 1  # what it costs to read a case of one's own ward, or one of another field


@dataclass(frozen=True)
class Case:
    """A case that still wants some assessors. `with_wards`: where those live who have it now."""

    pk: int
    wanted: int
    ward: str = ""
    skills: frozenset = frozenset()
    with_wards: tuple = ()


@dataclass(frozen=True)
class Person:
    """An assessor: how many cases they hold now, and how many more fit (None: any number)."""

    pk: int
    load: int = 0
    room: int | None = None
    ward: str = ""
    skills: frozenset = frozenset()


@dataclass(frozen=True)
class Given:
    """One case for one person, and why it is theirs."""

    case: int
    person: int
    load: int  # how many they hold when all is given
    knows: tuple = ()
    is_same_ward: bool = False


@dataclass(frozen=True)
class Spread:
    """A proposal: what is given to whom, and how many more each case still wants."""

    given: tuple
    missing: dict = field(default_factory=dict)  # of the cases that got too few


def spread(cases, people, closed=frozenset()):
    """Share cases out. closed: (person, case) pairs that must never be."""
    table = _Table(cases, people, closed)
    table.fill()
    table.even_out()
    table.suit()
    return table.result()


class _Table:
    """Who has what so far. Cases and people are looked at in one fixed order."""

    def __init__(self, cases, people, closed):
        self.cases = {case.pk: case for case in sorted(cases, key=lambda each: each.pk)}
        self.people = {one.pk: one for one in sorted(people, key=lambda each: each.pk)}
        self.load = {pk: one.load for pk, one in self.people.items()}
        self.held = {pk: set() for pk in self.people}  # cases that each person gets now
        self.readers = {pk: [] for pk in self.cases}  # people who get each case now
        self.cost = {
            case.pk: {
                pk: _cost(case, one)
                for pk, one in self.people.items()
                if (pk, case.pk) not in closed
            }
            for case in self.cases.values()
        }

    # What must hold

    def has_room(self, person):
        room = self.people[person].room
        return room is None or len(self.held[person]) < room

    def fits(self, case, person, instead_of=None):
        """Whether they may have it, beside those who have it and in place of one of them."""
        readers = self.readers[case]
        if person not in self.cost[case] or person in readers:
            return False
        wards = [*self.cases[case].with_wards, self.people[person].ward]
        wards += [self.people[one].ward for one in readers if one != instead_of]
        return len(wards) < 2 or not wards[0] or len(set(wards)) > 1

    def give(self, case, person):
        self.readers[case].append(person)
        self.held[person].add(case)
        self.load[person] += 1

    def move(self, case, giver, taker):
        self.readers[case].remove(giver)
        self.held[giver].discard(case)
        self.load[giver] -= 1
        self.give(case, taker)

    # Every case gets as many as it can

    def fill(self):
        for case in sorted(self.cases.values(), key=lambda one: (len(self.cost[one.pk]), one.pk)):
            while len(self.readers[case.pk]) < case.wanted and self.find_one(case.pk):
                pass

    def find_one(self, case):
        """Give the case to one more person; if they have no room, let them pass another on."""
        able = [person for person in self.cost[case] if self.fits(case, person)]
        free = [person for person in able if self.has_room(person)]
        if free:
            self.give(case, min(free, key=lambda one: (self.load[one], self.cost[case][one], one)))
            return True
        for person in sorted(able, key=lambda one: (self.cost[case][one], one)):
            if self.pass_on(person, self.has_room) and self.fits(case, person):
                self.give(case, person)
                return True
        return False

    # The load is as even as it can be

    def even_out(self):
        """Pass cases on, from those with the most to those with two fewer, while it helps."""
        while any(
            self.pass_on(giver, self.would_even(giver))
            for giver in sorted(self.held, key=lambda one: (-self.load[one], one))
        ):
            pass

    def would_even(self, giver):
        most = self.load[giver] - 2
        return lambda one: self.load[one] <= most and self.has_room(one)

    def pass_on(self, giver, is_wanted):
        """One case leaves `giver` and one reaches somebody wanted, perhaps by way of others."""
        came = {giver: None}
        queue = deque([giver])
        while queue:
            here = queue.popleft()
            for case in sorted(self.held[here]):
                for taker in sorted(self.cost[case], key=lambda one: (self.load[one], one)):
                    if taker in came or not self.fits(case, taker, instead_of=here):
                        continue
                    came[taker] = (here, case)
                    if is_wanted(taker) and self.walk_back(taker, came):
                        return True
                    queue.append(taker)
        return False

    def walk_back(self, taker, came):
        """Make the passes that lead to `taker`; none of them, if two of them get in the way."""
        steps = []
        while came[taker]:
            giver, case = came[taker]
            steps.append((case, giver, taker))
            taker = giver
        if len({case for case, _giver, _taker in steps}) < len(steps):
            return False  # one case would move twice, and its wards were looked at only once
        for step in steps:
            self.move(*step)
        return True

    # It suits them

    def suit(self):
        """Move or swap while that makes it fit better and the load stays as even."""
        better = True
        while better:
            better = sum(
                self.improve(case, one) for case in self.cases for one in [*self.readers[case]]
            )

    def improve(self, case, person):
        costs = self.cost[case]
        if not costs[person] or person not in self.readers[case]:
            return False
        better = [one for one in costs if costs[one] < costs[person]]
        for taker in sorted(better, key=lambda one: (costs[one], self.load[one], one)):
            if not self.fits(case, taker, instead_of=person):
                continue
            if self.load[taker] == self.load[person] - 1 and self.has_room(taker):
                self.move(case, person, taker)
                return True
            if self.swap(case, person, taker):
                return True
        return False

    def swap(self, case, person, taker):
        gain = self.cost[case][person] - self.cost[case][taker]
        for other in sorted(self.held[taker]):
            back = self.cost[other].get(person)
            if back is None or back - self.cost[other][taker] >= gain:
                continue
            if self.fits(other, person, instead_of=taker):
                self.move(case, person, taker)
                self.move(other, taker, person)
                return True
        return False

    def result(self):
        given = tuple(
            Given(
                case=case.pk,
                person=person,
                load=self.load[person],
                knows=tuple(sorted(case.skills & self.people[person].skills)),
                is_same_ward=_is_same(case.ward, self.people[person].ward),
            )
            for case in self.cases.values()
            for person in sorted(self.readers[case.pk])
        )
        missing = {
            case.pk: case.wanted - len(self.readers[case.pk])
            for case in self.cases.values()
            if len(self.readers[case.pk]) < case.wanted
        }
        return Spread(given, missing)


def _cost(case, person):
    misses = bool(case.skills) and not case.skills & person.skills
    return WARD * _is_same(case.ward, person.ward) + SKILL * misses


def _is_same(ward, other):
    return bool(ward) and ward == other
