"""Copying a section: the copy asks the same anew, and its rules look at its own questions."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from applicants.access import Refused
from grants.funds.actions import publish_round
from grants.funds.conditions import looked_at, problems_with_rules
from grants.funds.editor import actions
from grants.funds.editor.layout import MOST_QUESTIONS, MOST_SECTIONS
from grants.funds.queries import form_of
from grants.models import Question, Section
from tests.factories import open_round, the_round

from .form_pages import at, text_of
from .making_forms import add, numbers, question, section_code, texts, waits

pytestmark = pytest.mark.django_db
Kind = Question.Kind
SAME = ("text", "guidance", "kind", "is_required", "word_limit", "least", "most", "options", "rows")


def copied(round, by, section=2):
    """The form of a round, read anew, once one of its sections was copied."""
    code = section_code(round, section)
    actions.copy_section(round, code=code, new_code="copycopy33", by=by)
    return form_of(round)


def test_a_copy_of_a_section_stands_right_after_it_with_all_its_questions(by):
    of = the_round()

    form = copied(of, by, section=1)

    assert texts(of) == [
        ("About you", ["What are you called?"]),
        ("About you", ["What are you called?"]),
        ("Money and plan", ["What will you do?", "What do you need?"]),
    ]
    assert [part.number for part in form] == [1, 2, 3]
    assert numbers(of) == [1, 2, 3, 4]


def test_a_copied_question_takes_the_same_and_helps_to_judge_the_same(by):
    of = the_round()

    _about, original, copy = copied(of, by)

    for was, new in zip(original.asked, copy.asked, strict=True):
        assert [getattr(new, name) for name in SAME] == [getattr(was, name) for name in SAME]
        assert new.informs == was.informs
        assert new.code != was.code
    assert [question.informs for question in copy.asked if question.informs]


def test_a_rule_inside_the_section_looks_at_the_copy_and_one_that_looks_back_stays(by):
    of = the_round()
    before = add(of, by)
    inside = add(of, by, text="Do you rent?", section=2)
    last = add(of, by, text="From whom?", section=2)
    tests = [{"code": each.code, "test": "is", "value": "yes"} for each in (before, inside)]
    actions.set_rule(of, code=last.code, rule={"match": "any", "tests": tests}, by=by)

    _about, original, copy = copied(of, by)

    *_, rents, whom = copy.asked
    assert rents.text == "Do you rent?"
    assert whom.shown_if == {
        "match": "any",
        "tests": [
            {"code": before.code, "test": "is", "value": "yes"},
            {"code": rents.code, "test": "is", "value": "yes"},
        ],
    }
    assert original.asked[-1].shown_if == {"match": "any", "tests": tests}


def test_what_waits_for_the_original_from_further_down_still_does(by):
    of = the_round()
    first = add(of, by)
    waits(of, question(of, 3), on=first, by=by)

    _original, _copy, plan = copied(of, by, section=1)

    assert looked_at(plan.asked[0]) == {first.code}


def test_a_section_that_asks_nothing_is_copied_too(by):
    of = the_round()
    actions.add_section(of, title="Later", code="laterlater", by=by)

    copied(of, by, section=3)

    assert texts(of)[2:] == [("Later", []), ("Later", [])]


def test_a_copy_that_is_sent_twice_is_made_once(by):
    of = the_round()
    code = section_code(of, 2)

    first, again = (
        actions.copy_section(of, code=code, new_code="copycopy33", by=by) for _ in range(2)
    )

    assert first.pk == again.pk
    assert numbers(of) == [1, 2, 3, 4, 5]


def test_a_copy_that_has_no_room_is_refused(by):
    of = the_round()
    Question.objects.bulk_create(
        Question(section=of.sections.get(number=1), number=n, text=f"Q{n}", kind=Kind.YES_NO)
        for n in range(4, MOST_QUESTIONS)
    )

    with pytest.raises(Refused) as refusal:
        copied(of, by, section=2)
    assert str(refusal.value) == (
        "A form can ask 80 questions at most. With this copy it would ask 1 too many."
    )

    Section.objects.bulk_create(
        Section(round=of, number=n, title=f"S{n}") for n in range(3, MOST_SECTIONS + 1)
    )
    with pytest.raises(Refused, match="A form can have 12 sections at most"):
        copied(of, by, section=3)


def test_a_copy_costs_the_same_for_many_questions(by, django_assert_max_num_queries):
    of = the_round()
    Question.objects.bulk_create(
        Question(section=of.sections.get(number=2), number=n, text=f"Q{n}", kind=Kind.YES_NO)
        for n in range(4, 40)
    )

    with django_assert_max_num_queries(20):
        copied(of, by)

    assert numbers(of) == list(range(1, 78))


def test_a_form_with_a_copied_section_can_be_published(by):
    of = the_round()
    waits(of, add(of, by, text="Why?", section=2), on=add(of, by), by=by)
    copied(of, by)

    publish_round(of, by=by)

    assert len(of.form_versions.get().wording["sections"]) == 3


# --- Whatever the form -----------------------------------------------------------------------

rules = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from(["is", "is_not", "given"])), max_size=3
)
random_forms = st.lists(st.tuples(st.integers(1, 2), rules), min_size=1, max_size=7)


def build(round, by, asked):
    """Yes or no questions in two sections, each with a rule about some that stand before it."""
    for section, _rule in asked:
        add(round, by, section=section)
    listed = [each for part in form_of(round) for each in part.asked if each.kind == Kind.YES_NO]
    for index, (each, (_section, looks)) in enumerate(zip(listed, asked, strict=True)):
        tests = [
            {
                "code": listed[at % index].code,
                "test": test,
                "value": "" if test == "given" else "yes",
            }
            for at, test in looks
            if index
        ]
        rule = {"match": "all", "tests": tests} if tests else {}
        actions.set_rule(round, code=each.code, rule=rule, by=by)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=random_forms, number=st.integers(1, 2))
def test_in_any_form_a_copy_is_to_itself_what_the_section_is_to_itself(asked, number, by):
    of = the_round()
    with transaction.atomic():
        build(of, by, asked)
        before = {each.code: each.shown_if for part in form_of(of) for each in part.asked}

        form = copied(of, by, section=number)

        original, copy = form[number - 1], form[number]
        to_copy = {was.code: new.code for was, new in zip(original.asked, copy.asked, strict=True)}
        for was, new in zip(original.asked, copy.asked, strict=True):
            expected = {to_copy.get(code, code) for code in looked_at(was)}
            assert looked_at(new) == expected
            assert not looked_at(new) & set(to_copy)
        others = [each for part in form if part is not copy for each in part.asked]
        assert {each.code: each.shown_if for each in others} == before
        assert not set(to_copy.values()) & set(before)
        assert problems_with_rules(form) == []
        transaction.set_rollback(True)


# --- The button ------------------------------------------------------------------------------


def test_the_button_of_a_section_makes_a_copy_and_asks_for_its_name(client):
    of = the_round()
    address = at("form_section_copy", of, section_code(of, 1))
    page = client.get(at("round_form", of)).text
    form = page.partition(f'action="{address}"')[2].partition("</form>")[0]
    assert "Copy<" in form
    code = form.partition('name="code" value="')[2].partition('"')[0]

    named = client.post(address, {"code": code}, follow=True)

    assert "This is the copy. Change what it is called." in text_of(named)
    assert named.request["PATH_INFO"] == at("form_section", of, code)
    assert 'value="About you"' in named.text
    client.post(at("form_section", of, code), {"title": "About your partner"})
    assert [title for title, _ in texts(of)] == [
        "About you",
        "About your partner",
        "Money and plan",
    ]


def test_a_section_that_cannot_be_copied_says_why(client):
    of = the_round()

    gone = client.post(at("form_section_copy", of, "gone"), {"code": "../x"}, follow=True)

    assert "That section is not in this form any more." in text_of(gone)
    assert numbers(of) == [1, 2, 3]


def test_a_published_form_offers_no_copy_and_takes_none(client):
    of = open_round()
    address = at("form_section_copy", of, section_code(of, 1))

    refused = client.post(address, {"code": "copycopy33"})

    assert address not in client.get(at("round_form", of)).text
    assert refused.status_code == 409
    assert "its form stands as people have read it" in text_of(refused)
    assert numbers(of) == [1, 2, 3]
