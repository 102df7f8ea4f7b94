"""Criteria and eligibility tests of a round that nobody can see yet: add, change, delete, move."""

from contextlib import contextmanager

from django.db import transaction

from applicants.access import Refused
from grants.funds.models import Criterion, EligibilityTest, Round

FROZEN = "This round is published, so what it asks and judges stands as people have read it."
MOST = 30


@contextmanager
def unpublished(round):
    """The round, locked, while it may still be changed."""
    with transaction.atomic():
        round = Round.objects.select_for_update().get(pk=round.pk)
        if round.published_at is not None:
            raise Refused(FROZEN)
        yield round


def add_criterion(round, *, by, **facts):
    """An officer adds what is judged; it stands last."""
    with unpublished(round):
        return _add(Criterion, round, facts)


def change_criterion(round, number, *, by, **facts):
    """An officer changes a criterion, its guidance or its weight."""
    with unpublished(round):
        return _change(Criterion, round, number, facts)


def delete_criterion(round, number, *, by):
    """An officer takes a criterion away; the others move up."""
    with unpublished(round):
        _delete(Criterion, round, number)


def move_criterion(round, number, *, by, up):
    """An officer moves a criterion by one place."""
    with unpublished(round):
        _move(Criterion, round, number, up)


def add_test(round, *, by, **facts):
    """An officer adds what must be true; it stands last."""
    with unpublished(round):
        return _add(EligibilityTest, round, facts)


def change_test(round, number, *, by, **facts):
    """An officer changes an eligibility test, or how it is asked beforehand."""
    with unpublished(round):
        return _change(EligibilityTest, round, number, facts)


def delete_test(round, number, *, by):
    """An officer takes an eligibility test away; the others move up."""
    with unpublished(round):
        _delete(EligibilityTest, round, number)


def move_test(round, number, *, by, up):
    """An officer moves an eligibility test by one place."""
    with unpublished(round):
        _move(EligibilityTest, round, number, up)


def _add(model, round, facts):
    count = model.objects.filter(round=round).count()
    if count >= MOST:
        raise Refused(f"There are {MOST} already. Delete one first.")
    return model.objects.create(round=round, number=count + 1, **facts)


def _one(model, round, number):
    """The row that stands at this place, or a sentence when somebody took it away meanwhile."""
    row = model.objects.filter(round=round, number=number).first()
    if row is None:
        raise Refused("Somebody has deleted this since you opened the page. Nothing was changed.")
    return row


def _change(model, round, number, facts):
    row = _one(model, round, number)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(update_fields=list(facts))
    return row


def _delete(model, round, number):
    _one(model, round, number).delete()
    for row in model.objects.filter(round=round, number__gt=number).order_by("number"):
        model.objects.filter(pk=row.pk).update(number=row.number - 1)


def _move(model, round, number, up):
    row = _one(model, round, number)
    other = model.objects.filter(round=round, number=number + (-1 if up else 1)).first()
    if other is None:
        return
    model.objects.filter(pk=row.pk).update(number=0)  # a place that nothing has
    model.objects.filter(pk=other.pk).update(number=row.number)
    model.objects.filter(pk=row.pk).update(number=other.number)
