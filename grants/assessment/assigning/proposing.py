"""What is proposed for a round before anybody is asked: who gets which case, and why."""

import hashlib
from dataclasses import dataclass

from grants.applications.models import Application
from grants.assessment.assessors.models import AssessorProfile
from grants.assessment.conflicts.queries import kept_from_judging
from grants.assessment.redacting.queries import not_ready
from grants.lifecycle import Stage

from . import queries
from .models import Assignment
from .spreading import Case, Person, spread


@dataclass(frozen=True)
class Line:
    """One case of a proposal: (assessor, why) pairs, and how many it still wants."""

    application: Application
    given: list
    missing: int


@dataclass(frozen=True)
class Proposal:
    """Who would get what. `seen` changes when anything in it does."""

    lines: list
    people: list  # each with the number that they `get`, and what they hold `after`
    seen: str

    @property
    def pairs(self):
        return [(line.application, person) for line in self.lines for person, _why in line.given]

    @property
    def number_told(self):
        return sum(person.get > 0 for person in self.people)

    @property
    def missing(self):
        return sum(line.missing for line in self.lines)


def cases_to_spread(round, user):
    """The cases of a round that are in assessment and that this officer may see."""
    cases = Application.objects.visible_to(user).filter(round=round, state=Stage.IN_ASSESSMENT)
    if round.is_blind:
        cases = cases.exclude(pk__in=not_ready(cases).values("pk"))
    cases = cases.select_related("organisation", "round").prefetch_related("skills_needed")
    return list(cases.order_by("reference"))


def cases_to_cover(round, user):
    """Those that nobody can be given yet: the names in them are to be covered first."""
    if not round.is_blind:
        return []
    cases = Application.objects.visible_to(user).filter(round=round, state=Stage.IN_ASSESSMENT)
    return list(not_ready(cases).select_related("organisation").order_by("reference"))


def people_to_ask(round):
    """Everybody who can be asked to assess for the fund of a round, with what is known of them."""
    people = queries.assessors_ready_for(round.fund_id)
    people = queries.without_names(people) if round.is_blind else people
    people = list(people.prefetch_related("assessor_profile__skills").order_by("name", "pk"))
    for person in people:
        person.profile = getattr(person, "assessor_profile", None) or AssessorProfile(user=person)
    return people


def propose(round, *, user, each, hours_each):
    """Spread the cases of a round, so that each has this many assessors; nothing is written."""
    cases, people = cases_to_spread(round, user), people_to_ask(round)
    asked = queries.at_work(Assignment.objects.filter(application__round=round))
    asked = list(asked.select_related("assessor__assessor_profile").order_by("pk"))
    holders = {
        case.pk: [row.assessor for row in asked if row.application_id == case.pk] for case in cases
    }
    closed = kept_from_judging(people, cases) | queries.handed_back(cases)
    closed |= {(row.assessor_id, row.application_id) for row in asked}
    closed |= queries.on_panels(people, cases) if round.is_blind else set()
    result = spread(
        [_case(case, holders[case.pk], each) for case in cases],
        [_person(one, asked, hours_each) for one in people],
        frozenset(closed),
    )
    return _proposal(cases, people, result)


def _case(case, holders, each):
    return Case(
        pk=case.pk,
        wanted=max(each - len(holders), 0),
        ward=case.ward.casefold(),
        skills=frozenset(skill.name for skill in case.skills_needed.all()),
        with_wards=tuple(_ward(getattr(one, "assessor_profile", None)) for one in holders),
    )


def _person(person, asked, hours_each):
    profile, room = person.profile, None
    if profile.hours is not None:
        held = sum(row.assessor_id == person.pk for row in asked)
        room = max(profile.hours // hours_each - held, 0)
    skills = profile.skills.all() if profile.pk else ()
    names = frozenset(skill.name for skill in skills)
    return Person(person.pk, person.to_score, room, _ward(profile), names)


def _ward(profile):
    return profile.ward.casefold() if profile else ""


def _proposal(cases, people, result):
    by_pk, given = {person.pk: person for person in people}, {case.pk: [] for case in cases}
    for person in people:
        person.get, person.after = 0, person.to_score
    for why in result.given:
        person = by_pk[why.person]
        person.get, person.after = person.get + 1, why.load
        given[why.case].append((person, why))
    lines = [Line(case, given[case.pk], result.missing.get(case.pk, 0)) for case in cases]
    lines = [line for line in lines if line.given or line.missing]
    spelled = ";".join(f"{why.case}-{why.person}" for why in result.given)
    return Proposal(lines, people, hashlib.sha256(spelled.encode()).hexdigest())
