"""What officers and assessors fill in."""

from django import forms

from grants.applications.changes.comparing import DOCUMENTS, DOCUMENTS_IN_WORDS
from grants.fields import DaysFormField, PoundsFormField, WordsField
from grants.funds.question_sets import MARKS

from .actions import NOT_YET, problem_with
from .models import EligibilityCheck

UNABLE = "unable"


class EligibilityForm(forms.Form):
    """A result and a reason for each eligibility test of the round."""

    def __init__(self, *args, tests, **options):
        super().__init__(*args, **options)
        self.tests = tests
        for test in tests:
            made = test.check_made
            self.fields[f"result_{test.number}"] = forms.ChoiceField(
                label=test.text,
                choices=EligibilityCheck.Result.choices,
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
                initial=made.result if made else None,
                error_messages={
                    "required": f"Choose a result for test {test.number}",
                    "invalid_choice": f"Choose one of the results for test {test.number}",
                },
            )
            self.fields[f"reason_{test.number}"] = WordsField(
                label="What makes you say so?",
                word_limit=150,
                rows=2,
                initial=made.reason if made else "",
                error_messages={"required": f"Write your reason for test {test.number}"},
            )

    def rows(self):
        """Each test with its two fields."""
        return [
            (test, self[f"result_{test.number}"], self[f"reason_{test.number}"])
            for test in self.tests
        ]

    @property
    def results(self):
        answers = self.cleaned_data
        return {
            test: (answers[f"result_{test.number}"], answers[f"reason_{test.number}"])
            for test in self.tests
        }


class IneligibleForm(forms.Form):
    reason = WordsField(
        label="What will you tell them?",
        help_text="The co-op reads your words. Be kind and plain: say which test is not met, "
        "and what they could do instead.",
        word_limit=200,
        rows=6,
        error_messages={"required": "Write what you will tell the co-op"},
    )


class ReturnForm(forms.Form):
    """Which answers the co-op may change, and what to say about each or about all of them."""

    def __init__(self, *args, sheet, **options):
        """sheet: the sections with the questions that were answered."""
        super().__init__(*args, label_suffix="", **options)
        self.listed = [
            (part.section.title, [self._add(a.question.key, a.question.text) for a in part.answers])
            for part in sheet
        ]
        self.listed.append(("Documents", [self._add(DOCUMENTS, DOCUMENTS_IN_WORDS)]))
        self.fields["note"] = WordsField(
            label="Is there anything to say about all of it?",
            help_text="You need not, if you wrote beside each answer what should change.",
            required=False,
            word_limit=200,
            rows=5,
        )

    def _add(self, key, text):
        """Two fields for one question: may it change, and what should change."""
        may_change, said = f"change_{key or 'documents'}", f"said_{key or 'documents'}"
        ticks = {"data-aria-controls": f"says-{may_change}"}
        self.fields[may_change] = forms.BooleanField(
            label=text, required=False, widget=forms.CheckboxInput(attrs=ticks)
        )
        self.fields[said] = WordsField(
            label="What should they change here?", required=False, word_limit=60, rows=2
        )
        return key, may_change, said

    def parts(self):
        """The titles of the sections, each with the two fields of each of its questions."""
        return [
            (title, [(self[may_change], self[said]) for _key, may_change, said in lines])
            for title, lines in self.listed
        ]

    def clean(self):
        typed = self.cleaned_data
        lines = [line for _title, lines in self.listed for line in lines]
        chosen = {key: typed.get(said, "") for key, tick, said in lines if typed.get(tick)}
        if not chosen:
            self.add_error(lines[0][1], "Choose at least one answer that they may change")
        elif not typed.get("note") and not all(chosen.values()) and not self.errors:
            self.add_error("note", "Write what they should change, here or beside each answer")
        return {"note": typed.get("note", ""), "questions": chosen}


class ConflictForm(forms.Form):
    reason = WordsField(
        label="What is your link to this co-op?",
        help_text="A few words are enough. Officers and the auditor can read them.",
        word_limit=100,
        rows=3,
        error_messages={"required": "Write what your link to this co-op is"},
    )


class AssignForm(forms.Form):
    """Who else is asked to assess; `people` each know how much they have to score."""

    assessors = forms.MultipleChoiceField(
        label="Who else should assess it?",
        help_text="Those with the least to do come first.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one assessor",
            "invalid_choice": "One of these people can’t assess this application. Choose again",
        },
    )

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.people = {str(person.pk): person for person in people}
        self.fields["assessors"].choices = [
            (pk, f"{person} ({person.to_score or 'nothing'} to score now)")
            for pk, person in self.people.items()
        ]

    def clean_assessors(self):
        return [self.people[pk] for pk in self.cleaned_data["assessors"]]


class ScoresForm(forms.Form):
    """A mark and a reason for each criterion. A draft takes anything; filing takes it all."""

    def __init__(self, *args, criteria, scores, is_filing=False, **options):
        super().__init__(*args, **options)
        self.criteria, self.is_filing = criteria, is_filing
        for criterion in criteria:
            score = scores.get(criterion.pk)
            self.fields[f"mark_{criterion.number}"] = forms.ChoiceField(
                label=f"Score for {criterion}",
                choices=[
                    *((str(mark), f"{mark}: {words}") for mark, words in reversed(MARKS)),
                    (UNABLE, "I can’t judge this"),
                ],
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
                required=False,
                initial=_typed(score),
                error_messages={"invalid_choice": f"{criterion}: choose one of these scores"},
            )
            self.fields[f"reason_{criterion.number}"] = WordsField(
                label=f"Why? {criterion}",
                rows=4,
                required=False,
                initial=score.reason if score else "",
            )

    def rows(self):
        """Each criterion with its two fields."""
        return [(criterion, *self._pair(criterion)) for criterion in self.criteria]

    def _pair(self, criterion):
        return self[f"mark_{criterion.number}"], self[f"reason_{criterion.number}"]

    def clean(self):
        if self.is_filing and not self.errors:
            for criterion, (mark, reason) in self.scores.items():
                problem = problem_with(mark, reason)
                if problem:
                    part = "mark" if mark == NOT_YET else "reason"
                    self.add_error(f"{part}_{criterion.number}", f"{criterion}: {_lower(problem)}")
        return self.cleaned_data

    @property
    def scores(self):
        """{Criterion: (mark, reason)}, as the actions take it."""
        answers = self.cleaned_data
        return {
            criterion: (
                _mark(answers.get(f"mark_{criterion.number}")),
                answers.get(f"reason_{criterion.number}", ""),
            )
            for criterion in self.criteria
        }


class RecommendationForm(forms.Form):
    amount = PoundsFormField(
        label="How much money do you advise?",
        help_text="Put 0 for none.",
        error_messages={"required": "Enter the amount you advise, or 0"},
    )
    days = DaysFormField(
        label="How many advice days?",
        help_text="Put 0 for none.",
        error_messages={"required": "Enter the days you advise, or 0"},
    )
    reason = WordsField(
        label="Why?",
        help_text="The panel reads this. Where assessors were far apart, say what they agreed.",
        word_limit=300,
        rows=8,
        error_messages={"required": "Write your advice to the panel"},
    )


def _typed(score):
    """The choice that stands for a saved score."""
    if score is None or not score.is_answered:
        return None
    return UNABLE if score.mark is None else str(score.mark)


def _mark(choice):
    if not choice:
        return NOT_YET
    return None if choice == UNABLE else int(choice)


def _lower(sentence):
    return sentence[0].lower() + sentence[1:]
