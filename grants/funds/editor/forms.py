"""What an officer fills in to make a form."""

import re

from django import forms
from django.conf import settings

from applicants.files.uploads import MEGABYTE
from grants.fields import WholeNumberField
from grants.funds.columns import COLUMNS, FILE_KINDS, column, option
from grants.funds.conditions import labels_of, problem_with, verb_of
from grants.funds.models import Question, question_code

from .fields import LineField, LinesField, named_after

Kind = Question.Kind
LISTS = (Kind.CHOICE, Kind.SEVERAL, Kind.TICKS)
BOUNDED = (Kind.NUMBER, Kind.MONEY)
MOST_COLUMNS = 6
MOST_TESTS = 4
MOST_AMOUNT = 999_999_999
MOST_MEGABYTES = settings.UPLOAD_MAX_BYTES // MEGABYTE
CODE = re.compile(r"[a-z0-9]{10}")
CELL_KINDS = (
    ("text", "Words"),
    ("number", "A number"),
    ("money", "An amount of money"),
    ("choice", "One answer from a list"),
)


class CodeField(forms.CharField):
    """Made when the page is opened, so that a form which is sent twice adds one thing."""

    widget = forms.HiddenInput

    def __init__(self, **options):
        super().__init__(initial=question_code, required=False, **options)

    def clean(self, value):
        return value if isinstance(value, str) and CODE.fullmatch(value) else question_code()


class SectionForm(forms.Form):
    """The name of a section."""

    title = LineField(
        label="What is the section called?",
        help_text="For example, About you",
        most=80,
        error_messages={"required": "Enter what the section is called"},
    )


class NewSectionForm(SectionForm):
    code = CodeField()


class QuestionForm(forms.Form):
    """A question of one kind: what it says, and what it takes."""

    text = LineField(
        label="The question",
        help_text="Short and plain, as you would ask it across a table.",
        most=200,
        error_messages={"required": "Enter the question"},
    )
    guidance = LineField(
        label="Help with the answer",
        help_text="One or two sentences that stand below the question.",
        most=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, kind, data=None, *, criteria, question=None):
        self.kind, self.question = Kind(kind), question
        super().__init__(data, initial=_initial(question), label_suffix="")
        self._add_what_it_takes()
        self.fields["is_required"] = forms.BooleanField(
            label="Everybody has to answer this",
            required=False,
            initial=True,
        )
        self.criteria = {str(each.pk): each for each in criteria}
        if self.criteria:
            message = "Choose from the criteria of this round"
            self.fields["criteria"] = forms.MultipleChoiceField(
                label="What does it help to judge?",
                help_text="People see this beside the question.",
                choices=[(key, each.name) for key, each in self.criteria.items()],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": message, "invalid_list": message},
            )
        if question is None:
            self.fields["code"] = CodeField()

    def _add_what_it_takes(self):
        kind = self.kind
        if kind == Kind.LONG_TEXT:
            self.fields["word_limit"] = _whole(
                "How many words at most?", 1, 5000, initial=200, wanted="Enter how many words"
            )
        if kind in BOUNDED:
            unit = " in whole pounds" if kind == Kind.MONEY else ""
            self.fields["least"] = _whole(f"The least{unit}", 0, MOST_AMOUNT)
            self.fields["most"] = _whole(f"The most{unit}", 0, MOST_AMOUNT)
        if kind in LISTS:
            self.fields["options"] = _list_of_answers(kind)
        if kind == Kind.FILES:
            self.fields["file_kinds"] = forms.MultipleChoiceField(
                label="Which kinds of file?",
                choices=[(each["value"], each["label"]) for each in FILE_KINDS],
                initial=["pdf"],
                widget=forms.CheckboxSelectMultiple,
                error_messages={
                    "required": "Choose at least one kind of file",
                    "invalid_choice": "Choose from the kinds of file in the list",
                    "invalid_list": "Choose from the kinds of file in the list",
                },
            )
            self.fields["most"] = _whole(
                "How large may each file be, in MB?", 1, MOST_MEGABYTES, initial=MOST_MEGABYTES
            )
        if kind == Kind.TABLE:
            for place in range(MOST_COLUMNS):
                self._add_column(place)
        if kind in Question.TABLES or kind == Kind.FILES:
            self.fields["rows"] = _rows(kind)

    def _add_column(self, place):
        kept = self.initial.get("columns", [])
        before = kept[place] if place < len(kept) else {}
        number = place + 1
        self.fields[f"column_{place}"] = LineField(
            label=f"Name of column {number}",
            most=60,
            required=place == 0,
            initial=before.get("label"),
            error_messages={"required": "Enter the name of column 1"},
        )
        self.fields[f"cells_{place}"] = forms.ChoiceField(
            label=f"What column {number} takes",
            choices=CELL_KINDS,
            required=False,
            initial=before.get("kind", "text"),
            error_messages={"invalid_choice": f"Choose what column {number} takes from the list"},
        )
        self.fields[f"answers_{place}"] = LinesField(
            label=f"Answers of column {number}",
            help_text="Only for a list. One a line.",
            named="answer",
            longest=80,
            most=20,
            rows=3,
            required=False,
            initial=[choice["label"] for choice in before.get("choices", ())],
        )

    def columns(self):
        """The boxes of each column of a table, for the page."""
        if self.kind != Kind.TABLE:
            return []
        names = ("column", "cells", "answers")
        return [[self[f"{name}_{place}"] for name in names] for place in range(MOST_COLUMNS)]

    def plain(self):
        """All other boxes, in order."""
        listed = {field.name for boxes in self.columns() for field in boxes}
        return [field for field in self if field.name not in listed]

    def clean(self):
        facts = super().clean()
        least, most = facts.get("least"), facts.get("most")
        if least is not None and most is not None and most < least:
            self.add_error("most", "The most must not be below the least")
        if self.kind == Kind.TABLE:
            self._check_columns(facts)
        return facts

    def _check_columns(self, facts):
        seen = set()
        for place in range(MOST_COLUMNS):
            name = facts.get(f"column_{place}", "")
            answers = facts.get(f"answers_{place}") or []
            number = place + 1
            if answers and not name and f"column_{place}" not in self.errors:
                self.add_error(f"column_{place}", f"Enter the name of column {number}")
            if name.casefold() in seen:
                self.add_error(f"column_{place}", f"Two columns are called “{name}”")
            seen |= {name.casefold()} - {""}
            is_list = facts.get(f"cells_{place}") == "choice"
            if name and is_list and not answers and f"answers_{place}" not in self.errors:
                self.add_error(f"answers_{place}", f"Enter the answers of column {number}")

    def facts(self):
        """What the question is from now on, as its row keeps it."""
        kept = ("text", "guidance", "is_required", "word_limit", "least", "most", "rows")
        facts = {name: self.cleaned_data[name] for name in kept if name in self.cleaned_data}
        options = self._options()
        return facts if options is None else {**facts, "options": options}

    def _options(self):
        facts = self.cleaned_data
        before = self.question.options if self.question else []
        if self.kind in LISTS:
            pairs = [(each["value"], each["label"]) for each in before]
            return [option(*pair) for pair in named_after(facts["options"], pairs)]
        if self.kind == Kind.FILES:
            return [each for each in FILE_KINDS if each["value"] in facts["file_kinds"]]
        if self.kind == Kind.TABLE:
            return self._own_columns(before)
        if self.kind in COLUMNS and self.question is None:
            return list(COLUMNS[self.kind])
        return None

    def _own_columns(self, before):
        facts = self.cleaned_data
        labels = {p: facts[f"column_{p}"] for p in range(MOST_COLUMNS) if facts[f"column_{p}"]}
        kept = {p: before[p] for p in labels if p < len(before)}
        # A column that stands in its old box is the same column, whatever it is called now.
        names = [(kept[p]["name"], labels[p]) for p in kept]
        made = []
        for (name, label), place in zip(
            named_after(list(labels.values()), names), labels, strict=True
        ):
            kind = facts[f"cells_{place}"] or "text"
            was = [(c["value"], c["label"]) for c in kept.get(place, {}).get("choices", ())]
            pairs = named_after(facts[f"answers_{place}"], was) if kind == "choice" else ()
            made.append(column(name, label, kind, *(option(*pair) for pair in pairs)))
        return made

    @property
    def chosen_criteria(self):
        return [self.criteria[key] for key in self.cleaned_data.get("criteria", ())]


def _initial(question):
    if question is None:
        return {}
    labels = [each["label"] for each in question.options]
    return {
        "text": question.text,
        "guidance": question.guidance,
        "is_required": question.is_required,
        "word_limit": question.word_limit,
        "least": question.least,
        "most": question.most,
        "options": labels,
        "file_kinds": [each.get("value") for each in question.options],
        "columns": question.options,
        "rows": question.rows,
        "criteria": [str(each.pk) for each in question.criteria.all()],
    }


def _whole(label, minimum, maximum, *, initial=None, wanted="", **options):
    return WholeNumberField(
        label=label,
        minimum=minimum,
        maximum=maximum,
        initial=initial,
        required=bool(wanted),
        error_messages={"required": wanted},
        **options,
    )


def _list_of_answers(kind):
    what, fewest = ("statement", 1) if kind == Kind.TICKS else ("answer", 2)
    return LinesField(
        label=f"The {what}s",
        help_text=f"One {what} a line. Change the words of a line and it stays the same {what}.",
        named=what,
        least=fewest,
    )


def _rows(kind):
    if kind == Kind.FILES:
        wanted = "Enter how many files"
        return _whole("How many files at most?", 1, 10, initial=1, wanted=wanted)
    wanted = "Enter how many lines"
    return _whole("How many lines at most?", 1, 20, initial=6, wanted=wanted)


class MoveForm(forms.Form):
    """Where a question goes."""

    place = forms.ChoiceField(
        label="Where does it go?",
        error_messages={
            "required": "Choose where the question goes",
            "invalid_choice": "Choose a place from the list. The form may have changed",
        },
    )

    def __init__(self, data=None, *, places):
        super().__init__(data, label_suffix="")
        self.fields["place"].choices = [("", "Choose a place"), *places]


class RuleForm(forms.Form):
    """When a question is asked."""

    match = forms.ChoiceField(
        label="When is it asked?",
        choices=[
            ("always", "Always"),
            ("all", "Only when all of these are so"),
            ("any", "When any of these is so"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose when it is asked",
            "invalid_choice": "Choose when it is asked",
        },
    )

    def __init__(self, question, earlier, data=None):
        self.question, self.earlier = question, earlier
        rule = question.shown_if
        tests = rule.get("tests", ())
        super().__init__(data, initial={"match": rule.get("match", "always")}, label_suffix="")
        choices = [("", "Nothing chosen"), *_choices_of_tests(earlier.values())]
        for number in range(1, MOST_TESTS + 1):
            kept = written(tests[number - 1]) if number <= len(tests) else ""
            self.fields[f"test_{number}"] = forms.CharField(
                label=f"Answer {number}" if number > 1 else "Answer that it waits for",
                widget=forms.Select(choices=choices),
                initial=kept,
                required=False,
            )

    def clean(self):
        facts = super().clean()
        if facts.get("match") in (None, "always"):
            self.rule = {}
            return facts
        self.rule = {"match": facts["match"], "tests": []}
        for number in range(1, MOST_TESTS + 1):
            typed = facts.get(f"test_{number}")
            test = read(typed) if typed else None
            if not typed or test in self.rule["tests"]:
                continue
            problem = problem_with(self.question, {"match": "all", "tests": [test]}, self.earlier)
            if problem:
                self.add_error(f"test_{number}", problem)
            self.rule["tests"].append(test)
        if not self.rule["tests"]:
            self.add_error("test_1", "Choose an earlier question and its answer, or ask it always.")
        return facts


def _choices_of_tests(earlier):
    """What a question can wait for, by question: “Question 3 is “Yes””."""
    groups = []
    for question in earlier:
        if question.kind == Kind.FILES:  # documents are no answers that a rule can see
            continue
        asked = f"Question {question.number}"
        tests = [
            (
                written({"code": question.code, "test": test, "value": value}),
                f"{asked} {verb_of(question, test)} “{label}”",
            )
            for value, label in labels_of(question).items()
            for test in ("is", "is_not")
        ]
        given = written({"code": question.code, "test": "given"})
        groups.append(
            (f"{question.number}. {question.text}", [*tests, (given, f"{asked} was answered")])
        )
    return groups


def written(test):
    """A test as one value of a list."""
    return f"{test['code']}|{test['test']}|{test.get('value', '')}"


def read(value):
    """The test that a value of the list stands for; nonsense becomes one that no form passes."""
    code, _line, rest = value.partition("|")
    test, _line, answer = rest.partition("|")
    return {"code": code, "test": test, "value": answer}
