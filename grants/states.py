"""The one place that touches django_fsm: safe states, and moves only through the door.

A state field cannot be assigned. A move refuses to run unless `history.moving`
holds the record, and then checks both the permission and the state.
Why not the package's own mixin: docs/decisions/0003-states.md.
"""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import models
from django_fsm import (
    ConcurrentTransitionMixin,
    FSMField,
    FSMFieldDescriptor,
    can_proceed,
    transition,
)

from applicants.access import Refused


class NotThroughTheDoor(Exception):
    """A move was called outside `history.moving`: a fault of ours, not of a person."""


class _StateDescriptor(FSMFieldDescriptor):
    def __set__(self, instance, value):
        if instance.__dict__.get("_is_refreshing"):
            self.field.set_state(instance, value)
        else:
            super().__set__(instance, value)


class StateField(FSMField):
    descriptor_class = _StateDescriptor

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("protected", True)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("max_length", 20)
        super().__init__(*args, **kwargs)


class StateQuerySet(models.QuerySet):
    def update(self, **changes):
        if "state" in changes:
            raise NotThroughTheDoor("A state changes only by a move.")
        return super().update(**changes)

    update.alters_data = True

    def bulk_update(self, objs, fields, **kwargs):
        if "state" in fields:
            raise NotThroughTheDoor("A state changes only by a move.")
        return super().bulk_update(objs, fields, **kwargs)

    bulk_update.alters_data = True


class StateModel(ConcurrentTransitionMixin, models.Model):
    """A record with a protected `state`."""

    door = None  # set by `history.moving` while the record's row is locked

    class Meta:
        abstract = True

    def _get_protected_fsm_fields(self):
        return set()  # keep the package from unprotecting the field for every thread

    def refresh_from_db(self, *args, **kwargs):
        self.__dict__["_is_refreshing"] = True
        try:
            super().refresh_from_db(*args, **kwargs)
        finally:
            self.__dict__.pop("_is_refreshing", None)

    def save(self, *args, **kwargs):
        """Keep the mixin's idea of the saved state true when `state` was not written."""
        fields = kwargs.get("update_fields")
        before = dict(self._ConcurrentTransitionMixin__initial_states)
        super().save(*args, **kwargs)
        if fields is not None and "state" not in fields:
            self._ConcurrentTransitionMixin__initial_states.update(before)

    def moves_for(self, user, among=None):
        """The moves that this person may make now, in the order of the lifecycle screen.

        among: the names to look at, where the others do not matter and need not be asked about.
        """
        return [
            move
            for move in moves_of(type(self))
            if self.state in move.sources
            and not move.is_automatic
            and (among is None or move.name in among)
            and move.permitted(self, user)
        ]


class Move:
    """What one line of a lifecycle screen says."""

    def __init__(self, name, sources, target, label, may, is_automatic):
        self.name, self.sources, self.target = name, sources, target
        self.label, self.may, self.is_automatic = label, may, is_automatic

    def permitted(self, record, user):
        if user is None:
            return self.is_automatic
        return user.has_perm(f"grants.{self.may}", record)

    def __repr__(self):
        return f"<Move {self.name}>"


def move(source, target, label, *, may="", by_itself=False):
    """Declare a move: from here, to there, called this on the page, by anyone who may.

    may: the name of a permission on `grants`. It is asked with the record, as a
    callable: django_fsm's string form asks again without it and lets people in.
    by_itself: the clock makes this move, not a person.
    """
    sources = tuple(source) if isinstance(source, list | tuple) else (source,)

    def decorate(method):
        rule = Move(method.__name__, sources, target, label, may, by_itself)
        change_state = transition(
            "state", list(sources), target, permission=rule.permitted, custom={"move": rule}
        )(method)

        @wraps(change_state)
        def moved(record):
            if record.door is None:
                raise NotThroughTheDoor(f"{rule.name} was called outside `moving`.")
            if not can_proceed(getattr(record, rule.name)):
                raise Refused(
                    f"“{label}” can’t be done now, because this {record._meta.verbose_name} "
                    f"is at the stage “{record.get_state_display()}”."
                )
            if not rule.permitted(record, record.door.by):
                raise PermissionDenied
            change_state(record)
            record.door.moves.append(rule)

        moved.rule = rule
        return moved

    return decorate


def moves_of(model):
    """Every move of a lifecycle, in the order in which its class declares them."""
    lifecycle = next(base for base in model.__mro__ if _declares_moves(base))
    return [member.rule for member in vars(lifecycle).values() if hasattr(member, "rule")]


def _declares_moves(cls):
    return any(hasattr(member, "rule") for member in vars(cls).values())
