"""What is wrong with a wording, before anybody uses it.

A wording that passes makes a whole letter from whatever facts the letter has: each of its parts
is tried with its fact there and not there, all together, and the letter must hold each time.
"""

import re
import unicodedata
from difflib import get_close_matches
from functools import lru_cache
from itertools import chain, islice, product

from django.conf import settings

from .reading import Fault, Put, read

MOST = 20  # nobody reads on
DIGITS = re.compile(r"\d(?:\W{0,3}\d){5,}")  # also with spaces, hyphens or stars between them
# Sums, dates, years and our own references: what the reasons of a letter are made of.
NO_ACCOUNT = (
    r"£ ?\d{1,3}(?:,\d{3})+(?:\.\d\d)?(?![,.]?\d)"
    r"|£ ?\d{1,5}(?:\.\d\d)?(?![ ,.*/-]?\d)"
    r"|(?<!\d)[0-3]?\d(?P<sign>[/. -])[01]?\d(?P=sign)20\d\d(?!\d)"
    r"|(?<![\d/-])20\d\d-[01]\d-[0-3]\d(?![-/]?\d)"
    r"|(?<![\d/-])20\d\d[/–-](?:20)?\d\d(?![/–-]?\d)"
    r"|\b{prefix}-20\d\d-\d{4,5}(?:-[BR]?\d{1,2})?(?!\w|-\w)"
)
A_PHONE = re.compile(r"0\d{9,10}|44\d{10}")


def faults_in(vocabulary, text):
    """The first faults, each once, from the top down; none if the wording may be used."""
    wording = read(text)
    unknown = chain(_unknown_facts(vocabulary, wording), _unknown_lines(vocabulary, wording))
    if vocabulary.asks_for_money:
        unknown = chain(unknown, _accounts_typed(text))
    faults = [*wording.faults, *islice(unknown, MOST)]
    if not faults:
        faults = _faults_together(vocabulary, wording)
    return sorted(set(faults))[:MOST]


def accounts_in(text):
    """Groups of digits that somebody could pay into, each with where it begins.

    Years, dates, sums, our own references and phone numbers are none.
    """
    text = unicodedata.normalize("NFKC", text)
    # a letter in the place of each, so that nothing joins across and places stay
    text = _no_account(settings.REFERENCE_PREFIX).sub(lambda found: "x" * len(found[0]), text)
    for found in DIGITS.finditer(text):
        digits = "".join(filter(str.isdecimal, found[0]))
        if not A_PHONE.fullmatch(digits):
            yield found[0], found.start()


@lru_cache
def _no_account(prefix):
    return re.compile(NO_ACCOUNT.replace("{prefix}", prefix))


def _accounts_typed(text):
    lines = unicodedata.normalize("NFKC", text)
    for number, start in accounts_in(text):
        yield Fault(
            lines.count("\n", 0, start) + 1,
            f"{_short(number)} looks like an account. Leave it out: [how to pay] says where to "
            "pay, and nothing else may.",
        )


def puts_of(block):
    """The places of facts in a block."""
    return [piece for piece in block.inside if isinstance(piece, Put)]


def nearest(name, names):
    """The known name that looks most like it."""
    return get_close_matches(name[:80], names, n=1, cutoff=0)[0]


def _unknown_facts(vocabulary, wording):
    names = [fact.name for fact in vocabulary.facts]
    for block in wording.blocks:
        for put in puts_of(block):
            if put.name and put.name not in names:
                yield Fault(
                    put.line,
                    f"There is no {{{_short(put.typed)}}}. The nearest that we have is "
                    f"{{{nearest(put.name, names)}}}.",
                )


def _unknown_lines(vocabulary, wording):
    made = [made.name for made in vocabulary.made]
    parts = [f"only if {part.name}" for part in vocabulary.parts]
    lines = [(block.line, block.name, made) for block in wording.blocks if block.kind == "made"]
    lines += [(line, f"only if {name}", parts) for line, name in wording.parts]
    for line, name, known in lines:
        if name not in known:
            near = nearest(name, known or made)
            yield Fault(
                line, f"There is no [{_short(name)}]. The nearest that we have is [{near}]."
            )


def _faults_together(vocabulary, wording):
    faults = set()
    keys = list(dict.fromkeys(part.key for part in vocabulary.parts))
    for there in product((True, False), repeat=len(keys)):
        facts = dict(zip(keys, there, strict=True))
        shown = [block for block in wording.blocks if is_shown(vocabulary, block, facts)]
        faults.update(_faults_of(vocabulary, shown, facts))
    return faults


def is_shown(vocabulary, block, facts):
    """Whether the part that a block stands in is there, with these facts."""
    return not block.only_if or holds(vocabulary.part(block.only_if), facts)


def holds(part, facts):
    return bool(facts.get(part.key)) == part.is_there


def _faults_of(vocabulary, shown, facts):
    if not shown or shown[0].kind != "h1":
        line = shown[0].line if shown else 1
        yield Fault(
            line, "A letter begins with its heading: a line that begins with # and a space."
        )
    said = set()
    for block in shown:
        used = [("{%s}", put.line, vocabulary.fact(put.name)) for put in puts_of(block)]
        if block.kind == "made":
            used.append(("[%s]", block.line, vocabulary.block(block.name)))
        for look, line, thing in used:
            said.add(thing)
            if not _is_there(vocabulary, thing, facts):
                yield Fault(
                    line,
                    f"Not every letter has {look % thing.name}. Put it into a part: write "
                    f"[only if {thing.needs}] above and [end] below.",
                )
    for look, things in (("{%s}", vocabulary.facts), ("[%s]", vocabulary.made)):
        for thing in things:
            if thing.must and thing not in said and _is_there(vocabulary, thing, facts):
                yield Fault(1, f"This letter must say {look % thing.name}{_whenever(thing)}.")


def _whenever(thing):
    return f" if {thing.needs}" if thing.needs else ", whatever parts it has"


def _is_there(vocabulary, thing, facts):
    return not thing.needs or holds(vocabulary.part(thing.needs), facts)


def _short(name):
    return name if len(name) <= 40 else f"{name[:39]}…"
