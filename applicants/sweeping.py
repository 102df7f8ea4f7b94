"""What the clock does in steps: one that fails keeps no other from its turn, and is heard of."""

import logging

logger = logging.getLogger(__name__)


def in_turn(steps):
    """Take each of these steps; returns what they returned.

    One that fails is written to the log at once. When all had their turn the faults are raised
    together, so that the sweep counts as failed: somebody must look, and the next tries again.
    steps: functions to call, each with a transaction of its own.
    """
    done, faults = [], []
    for step in steps:
        try:
            done.append(step())
        except Exception as fault:
            logger.exception("A step of a sweep failed: %s.", _name(step))
            faults.append(fault)
    if faults:
        raise ExceptionGroup("Steps of a sweep failed.", faults)
    return done


def _name(step):
    """The function, and what it was for where it was given something (`functools.partial`)."""
    what = getattr(step, "func", step).__name__
    return " ".join([what, *map(str, getattr(step, "args", ()))])
