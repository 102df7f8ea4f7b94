"""What an assessor fills in."""

from django import forms

from grants.fields import WordsField

from .actions import FEWEST_WORDS, NOT_YET, as_given, problem_with, words_missing

UNABLE = "unable"
MARKS_TYPED = {"0", "1", "2", "3", "4"}


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
                    *(
                        (str(mark), f"{mark}: {words}")
                        for mark, words in reversed(criterion.choices)
                    ),
                    (UNABLE, "I can’t judge this"),
                ],
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
                required=False,
                initial=_typed(score),
                error_messages={"invalid_choice": f"{criterion}: choose one of these scores"},
            )
            self.fields[f"reason_{criterion.number}"] = WordsField(
                label=f"Why? {criterion}",
                rows=5,
                required=False,
                initial=score.reason if score else "",
            )
            reason = self.fields[f"reason_{criterion.number}"]
            reason.widget.attrs |= {
                "data-fewest-words": FEWEST_WORDS,
                "data-unless": f"mark_{criterion.number}={UNABLE}",
            }

    def rows(self, theirs=None):
        """Each criterion with its two fields; the reason says how many more words it needs.

        theirs: what was saved in another window; each row says where that differs.
        """
        return [self._row(criterion, theirs) for criterion in self.criteria]

    def _row(self, criterion, theirs):
        mark, reason = self[f"mark_{criterion.number}"], self[f"reason_{criterion.number}"]
        typed = _mark(mark.value()), reason.value() or ""
        reason.help_text = words_to_go(*typed)
        saved = typed if theirs is None else as_given(theirs, criterion)
        return {
            "criterion": criterion,
            "mark": mark,
            "reason": reason,
            "theirs": None if saved == typed else {"mark": _said(saved[0]), "reason": saved[1]},
        }

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


def words_to_go(mark, reason):
    """How many more words a reason needs; the page keeps count in the same words (assess.js)."""
    missing = words_missing(mark, reason)
    if mark is None:
        return "A few words are enough"
    if not missing:
        return "That is enough words"
    return "1 more word" if missing == 1 else f"{missing} more words"


def _typed(score):
    """The choice that stands for a saved score."""
    if score is None or not score.is_answered:
        return None
    return UNABLE if score.mark is None else str(score.mark)


def _mark(choice):
    if choice == UNABLE:
        return None
    return int(choice) if choice in MARKS_TYPED else NOT_YET


def _said(mark):
    """A saved mark in the words of the page."""
    return {None: "I can’t judge this", NOT_YET: "No score yet"}.get(mark, mark)


def _lower(sentence):
    return sentence[0].lower() + sentence[1:]
