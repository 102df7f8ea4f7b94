"""What the pages of the form editor show."""

from typing import NamedTuple

from django.http import Http404

from grants.funds.bank import questions_by_code
from grants.funds.queries import form_of

from .kinds import in_few_words
from .layout import Gone, Layout


def layout_of(round):
    return Layout(form_of(round))


def question_in(round, code):
    """(the form, one of its questions), or a page that is not there."""
    layout = layout_of(round)
    try:
        return layout, layout.question(code)
    except Gone:
        raise Http404 from None


def section_in(round, code):
    """(the form, one of its sections), or a page that is not there."""
    layout = layout_of(round)
    try:
        return layout, layout.section(code)
    except Gone:
        raise Http404 from None


class Card(NamedTuple):
    """One question as an officer sees it in the list."""

    question: object
    takes: str
    above: str
    below: str


def shown(layout):
    """The whole form: [(section, [cards])]."""
    return [
        (section, [_card(layout, question) for question in section.asked])
        for section in layout.sections
    ]


def _card(layout, question):
    return Card(
        question,
        takes=in_few_words(question),
        above=layout.place_above(question),
        below=layout.place_below(question),
    )


class Banked(NamedTuple):
    """One question of the bank, and whether this form has it."""

    known: object
    takes: str
    is_here: bool


def bank(layout, words=""):
    """The questions that were asked before and hold these words, in the order of the alphabet."""
    wanted = words.casefold().split()
    found = [
        Banked(known, in_few_words(known.question), code in layout.by_code)
        for code, known in questions_by_code().items()
        if all(word in f"{known.text} {known.guidance}".casefold() for word in wanted)
    ]
    return sorted(found, key=lambda banked: banked.known.text.casefold())
