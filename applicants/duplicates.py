"""Records that may be one and the same co-op, and why somebody should look."""

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations

from .models import Distinction, Membership, Organisation

MOST = 50  # pairs on one page
NEAR = 0.85
NEIGHBOURS = 5  # names are sorted, so near ones stand close
UNIMPORTANT = set("the a of and co op coop cooperative ltd limited cic cio llp society".split())


@dataclass
class Pair:
    """Two records, the older one first."""

    first: Organisation
    second: Organisation
    reasons: list = field(default_factory=list)


def likely_duplicates():
    """Pairs that share a number, a member, or nearly a name in one postcode area.

    Those that an officer told apart come back when one of them has another name or number.
    """
    known = {row.pk: row for row in Organisation.objects.filter(merged_into=None)}
    reasons = defaultdict(list)
    for why, groups in (
        ("the same number", _by_number(known.values())),
        ("nearly the same name, and a postcode nearby", _by_name(known.values())),
        ("the same person acts for both", _by_member(known)),
    ):
        for one, other in groups:
            if why not in reasons[pair := tuple(sorted((one, other)))]:
                reasons[pair].append(why)
    pairs = [Pair(known[one], known[other], why) for (one, other), why in reasons.items()]
    apart = set(Distinction.objects.values_list("first", "second", "as_they_were"))
    pairs = [
        pair
        for pair in pairs
        if (pair.first.pk, pair.second.pk, as_they_are(pair.first, pair.second)) not in apart
    ]
    return sorted(pairs, key=lambda pair: -len(pair.reasons))[:MOST]


def as_they_are(*pair):
    """The names and numbers of two records in one short text; another name, another text."""
    facts = [[one.name, one.registration_number, one.charity_number] for one in pair]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _pairs_in(groups):
    for group in groups.values():
        yield from combinations(sorted(group)[: NEIGHBOURS * 2], 2)


def plain_number(number):
    """IP031455R and 31455R are one society: registers put letters and noughts before it."""
    return re.sub(r"^(?:IP|RS|SP|NIC)?0*", "", number)


def _by_number(rows):
    groups = defaultdict(set)
    for row in rows:
        for kind, number in (("own", row.registration_number), ("charity", row.charity_number)):
            if number:
                groups[kind, plain_number(number)].add(row.pk)
    return _pairs_in(groups)


def plain_name(name):
    """The words that tell one co-op from another, in order of the alphabet."""
    words = re.findall(r"[^\W_]+", name.casefold().replace("co-op", "coop").replace("’", ""))
    return " ".join(sorted(set(words) - UNIMPORTANT - {"cooperative"}) or sorted(words))


def _by_name(rows):
    nearby = defaultdict(list)
    for row in rows:
        if outward := row.postcode.partition(" ")[0]:
            nearby[outward].append((plain_name(row.name), row.pk))
    for names in nearby.values():
        names.sort()
        for place, (name, pk) in enumerate(names):
            for other, other_pk in names[place + 1 : place + 1 + NEIGHBOURS]:
                if name == other or SequenceMatcher(None, name, other).ratio() >= NEAR:
                    yield pk, other_pk


def _by_member(known):
    theirs = defaultdict(set)
    rows = Membership.objects.live().values_list("user_id", "organisation_id")
    for user, organisation in rows:
        if organisation in known:
            theirs[user].add(organisation)
    return _pairs_in(theirs)
