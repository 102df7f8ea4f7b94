"""Changing the form of a round that is not published: what moves, what stays, what is refused."""

import pytest
from django.core.exceptions import PermissionDenied

from applicants.access import Refused
from grants.funds.actions import publish_round
from grants.funds.conditions import problems_with_rules
from grants.funds.editor import actions
from grants.funds.editor.layout import MOST_QUESTIONS, MOST_SECTIONS, Gone
from grants.funds.queries import form_of
from grants.models import Question, Round, Section
from tests.factories import open_round, staff, the_round

from .making_forms import add, numbers, question, section_code, texts, waits

pytestmark = pytest.mark.django_db


Kind = Question.Kind


def test_a_new_question_stands_at_the_end_of_its_section_and_the_rest_moves_on(by):
    of = the_round()

    added = add(of, by)

    assert texts(of) == [
        ("About you", ["What are you called?", "Are you registered?"]),
        ("Money and plan", ["What will you do?", "What do you need?"]),
    ]
    assert numbers(of) == [1, 2, 3, 4]
    assert Question.objects.get(pk=added.pk).number == 2


def test_what_is_sent_twice_is_added_once(by):
    of, code = the_round(), "abcdefghjk"

    first, again = (add(of, by, code=code) for _ in range(2))
    sections = [actions.add_section(of, title="Last", code=code, by=by) for _ in range(2)]
    copies = [actions.copy_question(of, code=code, new_code="copycopy22", by=by) for _ in range(2)]

    assert first.pk == again.pk
    assert sections[0].pk == sections[1].pk
    assert copies[0].pk == copies[1].pk
    assert numbers(of) == [1, 2, 3, 4, 5]


def test_a_copy_stands_below_with_all_but_its_code(by):
    of = the_round()
    first = add(of, by)
    work = question(of, 3)
    waits(of, work, on=first, by=by)

    copy = actions.copy_question(of, code=work.code, new_code="copycopy22", by=by)

    assert question(of, 4) == copy
    assert (copy.text, copy.word_limit, copy.shown_if) == (
        "What will you do?",
        100,
        question(of, 3).shown_if,
    )
    assert set(copy.criteria.all()) == set(of.criteria.all())
    assert copy.code != work.code


def test_a_question_moves_to_another_section_and_keeps_its_code(by):
    of = the_round()
    name = question(of, 1)

    actions.move_question(of, code=name.code, place=f"after:{question(of, 2).code}", by=by)

    assert texts(of) == [
        ("About you", []),
        ("Money and plan", ["What will you do?", "What are you called?", "What do you need?"]),
    ]
    assert question(of, 2).code == name.code
    assert numbers(of) == [1, 2, 3]

    home = section_code(of, 1)
    for _twice in range(2):
        actions.move_question(of, code=name.code, place=f"first:{home}", by=by)

    assert texts(of)[0] == ("About you", ["What are you called?"])


def test_sections_are_added_renamed_moved_and_deleted(by):
    of = the_round()
    about = section_code(of, 1)

    last = actions.add_section(of, title="Last", code="lastlast22", by=by)
    actions.rename_section(of, code=about, title="Who you are", by=by)
    actions.move_section(of, code=about, place=3, by=by)

    assert [title for title, _ in texts(of)] == ["Money and plan", "Last", "Who you are"]
    assert numbers(of) == [1, 2, 3]
    actions.delete_section(of, code=section_code(of, 1), by=by)
    assert texts(of) == [("Last", []), ("Who you are", ["What are you called?"])]
    assert Section.objects.get(pk=last.pk).number == 1


def test_rules_survive_what_moves_around_them(by):
    of = the_round()
    first = add(of, by)
    work = question(of, 3)
    waits(of, work, on=first, by=by)

    actions.move_question(of, code=first.code, place=f"first:{section_code(of, 1)}", by=by)
    add(of, by, text="More?")

    assert question(of, 1).code == first.code
    assert question(of, 4).shown_if["tests"][0]["code"] == first.code
    assert problems_with_rules(form_of(of)) == []


@pytest.mark.parametrize("deed", ["question up", "question down", "section down"])
def test_a_move_that_makes_a_rule_look_ahead_is_refused_and_names_the_other(deed, by):
    of = the_round()
    first = add(of, by)
    work = question(of, 3)
    waits(of, work, on=first, by=by)
    before, about = texts(of), section_code(of, 1)
    move = {
        "question up": (actions.move_question, work.code, f"first:{about}"),
        "question down": (actions.move_question, first.code, f"after:{work.code}"),
        "section down": (actions.move_section, about, 2),
    }
    action, code, place = move[deed]

    with pytest.raises(Refused) as refusal:
        action(of, code=code, place=place, by=by)

    assert str(refusal.value) == (
        "“What will you do?” depends on the answer to “Are you registered?”, so it has to come "
        "after it. First change when “What will you do?” is asked."
    )
    assert texts(of) == before


@pytest.mark.parametrize("what", ["question", "section"])
def test_a_question_that_another_waits_for_is_not_deleted(what, by):
    of = the_round()
    first = add(of, by)
    waits(of, question(of, 3), on=first, by=by)

    delete, code = {
        "question": (actions.delete_question, first.code),
        "section": (actions.delete_section, section_code(of, 1)),
    }[what]

    with pytest.raises(Refused) as refusal:
        delete(of, code=code, by=by)

    assert str(refusal.value) == (
        "“What will you do?” depends on the answer to “Are you registered?”. "
        "First change when “What will you do?” is asked."
    )
    assert numbers(of) == [1, 2, 3, 4]


def test_a_section_goes_with_rules_that_look_no_further(by):
    of = the_round()
    first = add(of, by, section=2)
    last = add(of, by, text="Last?", section=2)
    waits(of, last, on=first, by=by)

    actions.delete_section(of, code=section_code(of, 2), by=by)

    assert texts(of) == [("About you", ["What are you called?"])]


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("itself", "A question can’t depend on its own answer. Choose an earlier question."),
        (
            "later",
            "This depends on a question that comes later or is gone. Choose an earlier one.",
        ),
        ("text", "“What are you called?” has no such answer. Choose one that it has."),
    ],
)
def test_a_rule_that_looks_at_nothing_is_refused(on, sentence, by):
    of = the_round()
    work = question(of, 2)
    other = {"itself": work, "later": question(of, 3), "text": question(of, 1)}[on]

    with pytest.raises(Refused) as refusal:
        waits(of, work, on=other, by=by)

    assert str(refusal.value) == sentence
    assert question(of, 2).shown_if == {}


def test_an_answer_that_a_rule_looks_for_stays_in_the_list(by):
    of = the_round()
    options = [{"value": "idea", "label": "An idea"}, {"value": "trade", "label": "Trading"}]
    stage = add(of, by, text="Where are you?", kind=Kind.CHOICE, options=options)
    waits(of, question(of, 3), on=stage, by=by, value="trade")

    with pytest.raises(Refused) as refusal:
        actions.change_question(
            of, code=stage.code, criteria=[], by=by, text="Where?", options=options[:1]
        )

    assert "“What will you do?” depends on an answer" in str(refusal.value)
    assert question(of, 2).text == "Where are you?"


def every_deed(of, by):
    """Each action of the editor, ready to be done by this person."""
    code, section = question(of, 1).code, section_code(of, 1)
    return [
        lambda: add(of, by),
        lambda: actions.change_question(of, code=code, criteria=[], by=by, text="Else?"),
        lambda: actions.copy_question(of, code=code, new_code="copycopy22", by=by),
        lambda: actions.move_question(of, code=code, place=f"first:{section}", by=by),
        lambda: actions.delete_question(of, code=code, by=by),
        lambda: actions.set_rule(of, code=code, rule={}, by=by),
        lambda: actions.use_question(of, section=section, code="else", by=by),
        lambda: actions.add_section(of, title="New", code="newnewnew2", by=by),
        lambda: actions.rename_section(of, code=section, title="New", by=by),
        lambda: actions.copy_section(of, code=section, new_code="copycopy33", by=by),
        lambda: actions.move_section(of, code=section, place=2, by=by),
        lambda: actions.delete_section(of, code=section, by=by),
    ]


def test_a_published_form_stands(by):
    of = open_round()
    before = texts(of)

    for deed in every_deed(of, by):
        with pytest.raises(Refused, match="This round is published"):
            deed()

    assert texts(Round.objects.get(pk=of.pk)) == before


def test_a_form_is_changed_by_officers_only():
    of = the_round()
    before = texts(of)

    for deed in every_deed(of, staff("is_approver", "is_assessor")):
        with pytest.raises(PermissionDenied):
            deed()

    assert texts(of) == before


def test_a_form_has_an_end(by):
    of = the_round()
    Question.objects.bulk_create(
        Question(section=of.sections.get(number=2), number=n, text=f"Q{n}", kind=Kind.YES_NO)
        for n in range(4, MOST_QUESTIONS + 1)
    )
    Section.objects.bulk_create(
        Section(round=of, number=n, title=f"S{n}") for n in range(3, MOST_SECTIONS + 1)
    )

    for deed in (
        lambda: add(of, by),
        lambda: actions.copy_question(of, code=question(of, 1).code, new_code="copycopy22", by=by),
    ):
        with pytest.raises(Refused, match="A form can ask 80 questions at most"):
            deed()
    with pytest.raises(Refused, match="A form can have 12 sections at most"):
        actions.add_section(of, title="More", code="moremore22", by=by)


def test_what_is_gone_is_said_to_be_gone(by):
    of = the_round()

    for deed in (
        lambda: actions.delete_question(of, code="gone", by=by),
        lambda: actions.copy_section(of, code="gone", new_code="copycopy33", by=by),
        lambda: actions.delete_section(of, code="gone", by=by),
        lambda: actions.move_question(of, code=question(of, 1).code, place="after:gone", by=by),
    ):
        with pytest.raises(Gone, match="is not in this form any more"):
            deed()
    with pytest.raises(Refused, match="Choose where the question goes"):
        actions.move_question(of, code=question(of, 1).code, place="nonsense", by=by)


def test_the_largest_form_is_put_in_another_order_in_few_statements(
    by, django_assert_max_num_queries
):
    of = the_round()
    home = of.sections.get(number=2)
    Question.objects.bulk_create(
        Question(section=home, number=n, text=f"Q{n}", kind=Kind.YES_NO)
        for n in range(4, MOST_QUESTIONS + 1)
    )
    last = question(of, MOST_QUESTIONS).code

    with django_assert_max_num_queries(10):
        actions.move_question(of, code=last, place=f"first:{section_code(of, 1)}", by=by)

    assert numbers(of) == list(range(1, MOST_QUESTIONS + 1))
    assert question(of, 1).code == last


def test_a_question_of_another_round_keeps_its_code_and_leaves_its_rule_behind(by):
    before = the_round()
    first = add(before, by)
    waits(before, question(before, 3), on=first, by=by)
    asked = question(before, 3)
    publish_round(before, by=by)
    of = the_round()

    used = actions.use_question(of, section=section_code(of, 1), code=asked.code, by=by)

    used.refresh_from_db()
    assert (used.code, used.text, used.word_limit) == (asked.code, asked.text, 100)
    assert (used.number, used.shown_if, used.criteria.count()) == (2, {}, 0)


def test_a_question_that_the_form_has_is_not_used_again(by):
    before = the_round()
    code = question(before, 2).code
    publish_round(before, by=by)
    of = the_round()
    actions.use_question(of, section=section_code(of, 1), code=code, by=by)

    with pytest.raises(Refused) as refusal:
        actions.use_question(of, section=section_code(of, 2), code=code, by=by)

    assert str(refusal.value) == "This form asks that question already: it is number 2."
    assert numbers(of) == [1, 2, 3, 4]


def test_only_what_was_published_was_asked_before(by):
    hidden, of = the_round(), the_round()

    with pytest.raises(Gone):
        actions.use_question(of, section=section_code(of, 1), code=question(hidden, 1).code, by=by)
