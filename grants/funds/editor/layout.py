"""A form while it is being changed: where everything stands, and what may stand where. Pure."""

from applicants.access import Refused
from grants.funds.conditions import looked_at

MOST_SECTIONS = 12
MOST_QUESTIONS = 80


class Gone(Refused):
    """What an officer wanted to change is not there any more."""


class Layout:
    """The sections of a form, each with its `asked` questions, in lists that can be changed."""

    def __init__(self, form):
        self.sections = list(form)

    @property
    def questions(self):
        return [question for section in self.sections for question in section.asked]

    @property
    def by_code(self):
        return {question.code: question for question in self.questions}

    def section(self, code):
        for section in self.sections:
            if section.code == code:
                return section
        raise Gone("That section is not in this form any more. Somebody may have deleted it.")

    def has_section(self, code):
        return any(section.code == code for section in self.sections)

    def question(self, code):
        for question in self.questions:
            if question.code == code:
                return question
        raise Gone("That question is not in this form any more. Somebody may have deleted it.")

    def home_of(self, question):
        """The section that a question stands in."""
        return next(section for section in self.sections if question in section.asked)

    def before(self, question):
        """{code: question} of all that stand before this one."""
        earlier = {}
        for each in self.questions:
            if each.code == question.code:
                break
            earlier[each.code] = each
        return earlier

    def waiting_for(self, question):
        """The questions whose rules look at this one."""
        return [each for each in self.questions if question.code in looked_at(each)]

    # What may be done

    def put(self, question, place):
        """Move a question to a place: `first:` and a section, or `after:` and a question."""
        self.home_of(question).asked.remove(question)
        how, _colon, code = place.partition(":")
        if how == "first":
            self.section(code).asked.insert(0, question)
        elif how == "after":
            other = self.question(code)
            listed = self.home_of(other).asked
            listed.insert(listed.index(other) + 1, question)
        else:
            raise Refused("Choose where the question goes.")

    def check_order(self):
        """Refuse an order in which a rule would look ahead."""
        earlier = set()
        for question in self.questions:
            for code in looked_at(question) - earlier:
                other = self.by_code.get(code)
                if other is not None:
                    raise Refused(
                        f"“{question.text}” depends on the answer to “{other.text}”, so it has "
                        f"to come after it. First change when “{question.text}” is asked."
                    )
            earlier.add(question.code)

    def check_nothing_waits_for(self, leaving):
        """Refuse to delete questions that the rule of another one looks at."""
        for question in leaving:
            for other in self.waiting_for(question):
                if other not in leaving:
                    raise Refused(
                        f"“{other.text}” depends on the answer to “{question.text}”. "
                        f"First change when “{other.text}” is asked."
                    )

    def check_there_is_room(self):
        if len(self.questions) >= MOST_QUESTIONS:
            raise Refused(
                f"A form can ask {MOST_QUESTIONS} questions at most. Delete one before you add one."
            )

    def check_there_is_room_for_a_section(self, asked=()):
        """Refuse one section more, or one that asks so much. asked: the questions it comes with."""
        if len(self.sections) >= MOST_SECTIONS:
            raise Refused(
                f"A form can have {MOST_SECTIONS} sections at most. Delete one before you add one."
            )
        too_many = len(self.questions) + len(asked) - MOST_QUESTIONS
        if asked and too_many > 0:
            raise Refused(
                f"A form can ask {MOST_QUESTIONS} questions at most. "
                f"With this copy it would ask {too_many} too many."
            )

    # Where things can go

    def place_above(self, question):
        """The place one further up, or nothing for the first of all."""
        section = self.home_of(question)
        index = section.asked.index(question)
        if index:
            return _place(section, index - 1)
        where = self.sections.index(section)
        previous = self.sections[where - 1] if where else None
        return _place(previous, len(previous.asked)) if previous else ""

    def place_below(self, question):
        """The place one further down, or nothing for the last of all."""
        section = self.home_of(question)
        index = section.asked.index(question)
        if index < len(section.asked) - 1:
            return f"after:{section.asked[index + 1].code}"
        following = self.sections[self.sections.index(section) + 1 :]
        return f"first:{following[0].code}" if following else ""

    def places_for(self, question):
        """Every place that a question can go to, by section, as choices for a form."""
        return [
            (
                f"{number}. {section.title}",
                [
                    (f"first:{section.code}", f"At the start of “{section.title}”"),
                    *(
                        (f"after:{other.code}", f"After {other.number}. {other.text}")
                        for other in section.asked
                        if other.code != question.code
                    ),
                ],
            )
            for number, section in enumerate(self.sections, start=1)
        ]


def _place(section, index):
    """The place that has this many of a section's questions before it."""
    return f"after:{section.asked[index - 1].code}" if index else f"first:{section.code}"
