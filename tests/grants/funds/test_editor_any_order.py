"""Whatever officers do to a form, in whatever order, it stays in order."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from applicants.access import Refused
from grants.funds.conditions import problems_with_rules
from grants.funds.editor import actions
from grants.funds.queries import form_of
from grants.models import Question, Section
from tests.factories import open_round, the_round

from .making_forms import add, question, waits

pytestmark = pytest.mark.django_db


Kind = Question.Kind


places = st.integers(0, 12)


deeds = st.lists(
    st.tuples(
        st.sampled_from(
            "add copy move move delete rule rule section copy_section "
            "move_section delete_section use".split()
        ),
        places,
        places,
        places,
    ),
    min_size=3,
    max_size=14,
)


def do(round, by, deed, one, other, third, banked):
    """One deed on whatever stands at those places."""
    form = form_of(round)
    asked = [q for part in form for q in part.asked]
    section = form[one % len(form)] if form else None
    some, another = (asked[n % len(asked)] if asked else None for n in (one, other))
    fresh = f"{deed[:4]}{Question.objects.count() + Section.objects.count():06}"
    if deed == "section":
        actions.add_section(round, title="New", code=fresh, by=by)
    elif section is None or (some is None and deed not in ("add", "use")):
        return
    elif deed == "add":
        facts = {"kind": Kind.YES_NO, "text": "New?", "criteria": []}
        actions.add_question(round, section=section.code, code=fresh, by=by, **facts)
    elif deed == "use":
        actions.use_question(round, section=section.code, code=banked, by=by)
    elif deed == "copy":
        actions.copy_question(round, code=some.code, new_code=fresh, by=by)
    elif deed == "move":
        place = f"after:{another.code}" if third % 3 else f"first:{section.code}"
        actions.move_question(round, code=some.code, place=place, by=by)
    elif deed == "delete":
        actions.delete_question(round, code=some.code, by=by)
    elif deed == "rule":
        value = ("yes", "no", "perhaps")[third % 3]
        waits(round, some, on=another, by=by, test=("is", "given")[third % 2], value=value)
    else:
        do_to_a_section(round, by, deed, section.code, place=other, fresh=fresh)


def do_to_a_section(round, by, deed, code, *, place, fresh):
    if deed == "copy_section":
        actions.copy_section(round, code=code, new_code=fresh, by=by)
    elif deed == "move_section":
        actions.move_section(round, code=code, place=place, by=by)
    else:
        actions.delete_section(round, code=code, by=by)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(tries=deeds)
def test_whatever_officers_do_a_form_stays_in_order(tries, by):
    before = open_round()
    banked = question(before, 2).code
    of = the_round()
    with transaction.atomic():
        waits(of, question(of, 3), on=add(of, by), by=by)
        for deed, one, other, third in tries:
            with suppress(Refused):
                do(of, by, deed, one, other, third, banked)
            form = form_of(of)
            listed = [q for part in form for q in part.asked]
            assert [part.number for part in form] == list(range(1, len(form) + 1))
            assert [q.number for q in listed] == list(range(1, len(listed) + 1))
            assert len({q.code for q in listed}) == len(listed)
            assert problems_with_rules(form) == []
        transaction.set_rollback(True)
