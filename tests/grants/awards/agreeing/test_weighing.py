"""Whichever people sign, leave and come back, in whatever order: what a set of signatures means."""

from dataclasses import dataclass
from types import SimpleNamespace

from hypothesis import given, strategies as st

from applicants.models import LegalForm
from grants.awards.agreeing.signing import weigh

PEOPLE = [SimpleNamespace(pk=number, name=f"P{number}") for number in range(1, 7)]
ROUND = SimpleNamespace(signers_registered=2, signers_unregistered=3)


@dataclass(frozen=True)
class Row:
    """A signature without its table."""

    pk: int
    signed_by_id: int
    letter_hash: str
    hosting_id: int | None
    signed_at: int


def organisation(pk, form):
    is_formed = form != LegalForm.NOT_FORMED
    return SimpleNamespace(pk=pk, legal_form=form, is_formed=is_formed)


people = st.lists(st.sampled_from(PEOPLE), unique_by=lambda person: person.pk)
acts = st.lists(
    st.tuples(
        st.sampled_from([person.pk for person in PEOPLE]),
        st.sampled_from(["now", "earlier"]),
        st.sampled_from([None, 5, 6]),  # the co-op itself, its host, a host that was taken off
    ),
    max_size=12,
)


def weighed(acts, own_people, host_people, form, is_hosted):
    own = organisation(1, form)
    hosting = SimpleNamespace(pk=5, host=organisation(2, LegalForm.COOP_SOCIETY), signers=1)
    return weigh(
        [Row(at, who, letter, hosted, at) for at, (who, letter, hosted) in enumerate(acts)],
        letter_hash="now",
        round=ROUND,
        own=own,
        asked=1,
        hosting=hosting if is_hosted else None,
        members={1: own_people, 2: host_people},
    )


@given(acts, people, people, st.sampled_from(LegalForm), st.booleans())
def test_each_person_counts_once_for_one_side_and_only_while_they_may_sign(
    acts, own_people, host_people, form, is_hosted
):
    standing = weighed(acts, own_people, host_people, form, is_hosted)

    counted = [one.signed_by_id for one in standing.signed]
    assert len(counted) == len(set(counted))
    for side, members in zip(standing.sides, (own_people, host_people), strict=False):
        may_sign = {person.pk for person in members}
        assert {one.signed_by_id for one in side.signed} <= may_sign
        assert {one.letter_hash for one in side.signed} <= {"now"}
        assert {person.pk for person in side.waiting} == may_sign - set(counted)
    assert standing.is_complete == all(len(side.signed) >= side.needed for side in standing.sides)


@given(acts, people, people, st.sampled_from(LegalForm), st.booleans())
def test_one_more_signature_never_takes_one_away(acts, own_people, host_people, form, is_hosted):
    facts = (own_people, host_people, form, is_hosted)
    before = weighed(acts[:-1], *facts)
    after = weighed(acts, *facts)

    assert {one.pk for one in before.signed} <= {one.pk for one in after.signed}
    assert not before.is_complete or after.is_complete


@given(acts, people, people, st.booleans())
def test_nobody_alone_accepts_what_two_must_sign(acts, own_people, host_people, is_hosted):
    standing = weighed(acts, own_people, host_people, LegalForm.CIC, is_hosted)

    if len({who for who, _letter, _hosted in acts}) < 2:
        assert not standing.is_complete


@given(acts, people, people, st.sampled_from(LegalForm), st.booleans())
def test_what_is_missing_is_what_nobody_who_waits_could_give(
    acts, own_people, host_people, form, is_hosted
):
    for side in weighed(acts, own_people, host_people, form, is_hosted).sides:
        assert side.left == max(0, side.needed - len(side.signed))
        assert side.lacks == max(0, side.left - len(side.waiting))


def test_a_group_that_is_not_formed_has_no_way_without_a_host():
    assert not weighed([], [], [], LegalForm.NOT_FORMED, False).has_way
    assert weighed([], [], [], LegalForm.NOT_FORMED, True).has_way
    assert weighed([], [], [], LegalForm.CIC, False).has_way
