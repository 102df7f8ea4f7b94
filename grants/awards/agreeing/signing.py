"""Who must sign an offer, and how far that is: worked out, never stored.

A signature counts while three things hold: it stands under the letter that is in force, whoever
gave it may still sign for the organisation, and it was given for that organisation. So nobody
has to take a signature away: it stops counting by itself, and comes to count again by itself.
"""

from dataclasses import dataclass, field

from applicants.models import LegalForm, Organisation

from .models import Signature

ALONE = {LegalForm.SOLE_TRADER}  # one person is the whole of it
UNREGISTERED = {LegalForm.UNINCORPORATED, LegalForm.PARTNERSHIP, LegalForm.NOT_FORMED}


def signers_needed(round, legal_form):
    """How many people sign for an organisation of this form, as its round says.

    It is asked when the offer is made, and again whenever somebody signs: the higher number holds,
    so that nobody comes to sign alone by giving their co-op another form for a minute.
    """
    if legal_form in ALONE:
        return 1
    return round.signers_unregistered if legal_form in UNREGISTERED else round.signers_registered


@dataclass(frozen=True)
class Side:
    """One organisation that answers an offer: the co-op, or the host of its money."""

    organisation: Organisation
    needed: int
    signed: list[Signature]
    waiting: list  # people who may sign for it, and have not
    is_host: bool = False

    @property
    def left(self):
        return max(0, self.needed - len(self.signed))

    @property
    def lacks(self):
        """How many people must first be given the right to sign."""
        return max(0, self.left - len(self.waiting))

    @property
    def are_all_to_sign(self):
        """Nobody of those who wait can be spared."""
        return len(self.waiting) <= self.left

    def has_signed(self, user):
        return any(signature.signed_by_id == user.pk for signature in self.signed)

    def waits_for(self, user):
        return self.left > 0 and any(person.pk == user.pk for person in self.waiting)


@dataclass(frozen=True)
class Standing:
    """How far an offer is signed."""

    sides: list[Side]
    of_an_earlier_letter: list[Signature] = field(default_factory=list)
    of_people_who_left: list[Signature] = field(default_factory=list)

    @property
    def is_complete(self):
        return bool(self.sides) and all(side.left == 0 for side in self.sides)

    @property
    def has_way(self):
        """A group that is not formed needs somebody who can hold the money."""
        return self.own.organisation.is_formed or self.host is not None

    @property
    def own(self):
        return self.sides[0]

    @property
    def host(self):
        return self.sides[1] if len(self.sides) > 1 else None

    @property
    def signed(self):
        """Every signature that counts, the first one first."""
        found = [signature for side in self.sides for signature in side.signed]
        return sorted(found, key=lambda signature: (signature.signed_at, signature.pk))

    @property
    def waiting(self):
        """Everybody from whom a signature could still come, each once."""
        people = {person.pk: person for side in self.sides if side.left for person in side.waiting}
        return list(people.values())

    def side_of(self, hosting):
        return self.own if hosting is None else self.host


def weigh(signatures, *, letter_hash, round, own, asked, hosting, members):
    """Return the Standing of one offer.

    signatures: all of the award, the first one first. letter_hash: of the letter in force, or
    nothing. asked: how many were to sign for the co-op when it was offered. hosting: who is asked
    to hold the money, or None. members: {organisation id: the people who may sign for it today}.
    One person counts for one of the two, whichever was first.
    """
    under_it = [one for one in signatures if one.letter_hash == letter_hash]
    parts = [(own, None, asked)]
    if hosting:
        parts.append((hosting.host, hosting.pk, hosting.signers))
    may_sign = {
        hosted: {person.pk for person in members.get(organisation.pk, ())}
        for organisation, hosted, _ in parts
    }
    counted = {}
    for one in under_it:
        if one.signed_by_id in may_sign.get(one.hosting_id, ()):
            counted.setdefault(one.signed_by_id, one)
    return Standing(
        sides=[
            Side(
                organisation=organisation,
                needed=max(fewest, signers_needed(round, organisation.legal_form)),
                signed=[one for one in counted.values() if one.hosting_id == hosted],
                waiting=[
                    person
                    for person in members.get(organisation.pk, ())
                    if person.pk not in counted
                ],
                is_host=hosted is not None,
            )
            for organisation, hosted, fewest in parts
        ],
        of_an_earlier_letter=[one for one in signatures if one.letter_hash != letter_hash],
        of_people_who_left=[
            one
            for one in under_it
            if one.hosting_id is None and one.signed_by_id not in may_sign[None]
        ],
    )
