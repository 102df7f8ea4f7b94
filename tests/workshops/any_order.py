"""Running a state machine: so many steps each day, or as many as `MACHINE_STEPS` says."""

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from applicants.models import User


def in_any_order(machine, *, daily, of_one):
    """daily: the steps of an ordinary run. of_one: how many one life of the machine has."""
    steps = int(os.environ.get("MACHINE_STEPS", daily))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=steps // of_one,
            stateful_step_count=of_one,
            deadline=None,
            # A failure says its steps; making it small takes minutes that nobody has each day.
            phases=[Phase.reuse, Phase.generate],
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def add_people(number):
    """Accounts to take people from, made once for all lives of a machine."""
    User.objects.bulk_create(
        User(email=f"machine-{one}@example.org", name=f"Person {one}") for one in range(number)
    )


def people_added():
    return list(User.objects.filter(email__startswith="machine-").order_by("pk"))
