"""What an officer can do with the form of a round that is not published yet.

Each action locks the round, so that two officers take turns, and numbers the form anew.
"""

from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from applicants.access import Refused
from grants.funds.bank import questions_by_code
from grants.funds.conditions import pointed_at, problem_with
from grants.funds.models import Question, Round, Section, question_code
from grants.funds.queries import form_of

from .layout import Gone, Layout

PUBLISHED = (
    "This round is published, so its form stands as people have read it. "
    "To ask something else, start a new round."
)
ASIDE = 1000  # above every number in use: where rows wait while others take their places
COPIED = ("text", "guidance", "kind", "is_required", "word_limit", "least", "most", "options")


@contextmanager
def editing(round, *, by):
    """The form of a round, locked, to be changed; it is numbered anew at the end."""
    with transaction.atomic():
        round = Round.objects.select_for_update().get(pk=round.pk)
        by.forget()
        if not by.has_perm("grants.change_round", round):
            raise PermissionDenied
        if round.published_at is not None:
            raise Refused(PUBLISHED)
        layout = Layout(form_of(round))
        yield layout
        _number_anew(layout)


def _number_anew(layout):
    sections = _out_of_place(layout.sections)
    if sections:
        Section.objects.filter(pk__in=[each.pk for each in sections]).update(
            number=F("number") + ASIDE
        )
        Section.objects.bulk_update(sections, ["number"])
    for section in layout.sections:
        for question in section.asked:
            question.moved = question.section_id != section.pk
            question.section = section
    questions = _out_of_place(layout.questions)
    if questions:
        Question.objects.filter(pk__in=[each.pk for each in questions]).update(
            number=F("number") + ASIDE
        )
        Question.objects.bulk_update(questions, ["number", "section"])


def _out_of_place(listed):
    """Those that need another number (or have come from another section), with that number."""
    found = []
    for number, each in enumerate(listed, start=1):
        if each.number != number or getattr(each, "moved", False):
            each.number = number
            found.append(each)
    return found


# Sections


def add_section(round, *, title, code, by):
    """An officer adds a section at the end. code: the page's own, so that twice sent is once."""
    with editing(round, by=by) as layout:
        if layout.has_section(code):
            return layout.section(code)
        layout.check_there_is_room_for_a_section()
        section = Section.objects.create(round_id=round.pk, number=0, title=title, code=code)
        section.asked = []
        layout.sections.append(section)
    return section


def rename_section(round, *, code, title, by):
    with editing(round, by=by) as layout:
        section = layout.section(code)
        section.title = title
        section.save(update_fields=["title"])
    return section


def copy_section(round, *, code, new_code, by):
    """An officer copies a section; the copy stands below it and asks the same, anew.

    A rule that looks at a question of the section looks at its copy from now on.
    """
    with editing(round, by=by) as layout:
        if layout.has_section(new_code):
            return layout.section(new_code)
        original = layout.section(code)
        layout.check_there_is_room_for_a_section(original.asked)
        copy = Section.objects.create(
            round_id=round.pk, number=0, title=original.title, code=new_code
        )
        copy.asked = _copies(original.asked, section=copy)
        layout.sections.insert(layout.sections.index(original) + 1, copy)
    return copy


def _copies(asked, *, section):
    """The same questions in another section, under codes of their own."""
    codes = {question.code: question_code() for question in asked}
    copies = Question.objects.bulk_create(
        _like(
            question,
            section=section,
            number=number,
            code=codes[question.code],
            shown_if=pointed_at(question.shown_if, codes),
        )
        for number, question in enumerate(asked, start=1)
    )
    helps = Question.criteria.through
    helps.objects.bulk_create(
        helps(question=copy, criterion=criterion)
        for question, copy in zip(asked, copies, strict=True)
        for criterion in question.informs
    )
    return copies


def move_section(round, *, code, place, by):
    """An officer moves a section with its questions. place: its number from now on."""
    with editing(round, by=by) as layout:
        section = layout.section(code)
        layout.sections.remove(section)
        layout.sections.insert(max(0, place - 1), section)
        layout.check_order()
    return section


def delete_section(round, *, code, by):
    """An officer deletes a section and all that it asks."""
    with editing(round, by=by) as layout:
        section = layout.section(code)
        layout.check_nothing_waits_for(section.asked)
        layout.sections.remove(section)
        section.delete()


# Questions


def add_question(round, *, section, kind, code, criteria, by, **facts):
    """An officer adds a question at the end of a section; sent twice it is added once."""
    with editing(round, by=by) as layout:
        if code in layout.by_code:
            return layout.question(code)
        home = layout.section(section)
        layout.check_there_is_room()
        question = Question.objects.create(section=home, number=0, kind=kind, code=code, **facts)
        question.criteria.set(criteria)
        home.asked.append(question)
    return question


def change_question(round, *, code, criteria, by, **facts):
    """An officer changes what a question says and takes; its kind and its code stay."""
    with editing(round, by=by) as layout:
        question = layout.question(code)
        for name, value in facts.items():
            setattr(question, name, value)
        for other in layout.waiting_for(question):
            if problem_with(other, other.shown_if, layout.before(other)):
                raise Refused(
                    f"“{other.text}” depends on an answer that is not in this list any more. "
                    f"Keep that answer, or first change when “{other.text}” is asked."
                )
        question.save(update_fields=list(facts))
        question.criteria.set(criteria)
    return question


def copy_question(round, *, code, new_code, by):
    """An officer copies a question; the copy stands below it and is a question of its own."""
    with editing(round, by=by) as layout:
        if new_code in layout.by_code:
            return layout.question(new_code)
        original = layout.question(code)
        layout.check_there_is_room()
        copy = _like(original, section=original.section, code=new_code, shown_if=original.shown_if)
        copy.save(force_insert=True)
        copy.criteria.set(original.criteria.all())
        listed = layout.home_of(original).asked
        listed.insert(listed.index(original) + 1, copy)
    return copy


def use_question(round, *, section, code, by):
    """An officer asks again what another round asked, under the same code."""
    with editing(round, by=by) as layout:
        if code in layout.by_code:
            raise Refused(
                "This form asks that question already: "
                f"it is number {layout.question(code).number}."
            )
        home = layout.section(section)
        layout.check_there_is_room()
        known = questions_by_code().get(code)
        if known is None:
            raise Gone("No published round has asked that question. Choose one from the list.")
        question = _like(known.question, section=home, code=code)
        question.save(force_insert=True)
        home.asked.append(question)
    return question


def _like(original, *, number=0, **facts):
    """A new question that asks the same, not kept yet."""
    copied = {name: getattr(original, name) for name in (*COPIED, "rows")}
    return Question(number=number, **copied, **facts)


def move_question(round, *, code, place, by):
    """An officer moves a question. place: `first:` a section, or `after:` a question."""
    with editing(round, by=by) as layout:
        question = layout.question(code)
        if place != f"after:{code}":
            layout.put(question, place)
            layout.check_order()
    return question


def delete_question(round, *, code, by):
    with editing(round, by=by) as layout:
        question = layout.question(code)
        layout.check_nothing_waits_for([question])
        layout.home_of(question).asked.remove(question)
        question.delete()


def set_rule(round, *, code, rule, by):
    """An officer says when a question is asked; an empty rule means always."""
    with editing(round, by=by) as layout:
        question = layout.question(code)
        problem = problem_with(question, rule, layout.before(question))
        if problem:
            raise Refused(problem)
        question.shown_if = rule
        question.save(update_fields=["shown_if"])
    return question
