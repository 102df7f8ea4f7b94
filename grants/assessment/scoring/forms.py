"""What an assessor fills in."""

from django import forms

from grants.fields import WordsField
from grants.funds.question_sets import MARKS

from .actions import NOT_YET, problem_with

UNABLE = "unable"


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
