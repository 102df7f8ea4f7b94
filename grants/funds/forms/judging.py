"""What an officer types about criteria and eligibility tests."""

from django import forms

from grants.fields import WholeNumberField
from grants.funds.models import EligibilityTest
from grants.funds.question_sets import MARKS, marks_of

LONGEST_MARK = 120


def _what_a_mark_means(mark):
    return forms.CharField(
        label=f"What does {mark} mean here?",
        required=False,
        max_length=LONGEST_MARK,
        error_messages={"max_length": f"Use {LONGEST_MARK} characters or fewer"},
    )


class CriterionForm(forms.Form):
    name = forms.CharField(
        label="What is judged?",
        help_text="A few words, like “Good for local people and place”.",
        max_length=60,
        error_messages={
            "required": "Enter what is judged",
            "max_length": "Use 60 characters or fewer",
        },
    )
    guidance = forms.CharField(
        label="What does that mean?",
        help_text="Applicants and assessors read the same words.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Use 1,000 characters or fewer"},
    )
    weight = WholeNumberField(
        label="How much does it count?",
        help_text="A number from 1 to 100. All of them together must make 100.",
        minimum=1,
        maximum=100,
        error_messages={
            "required": "Enter how much it counts, from 1 to 100",
            "invalid": "Enter a number from 1 to 100",
        },
    )
    is_essential = forms.BooleanField(
        label="It must not be 0",
        help_text="With a 0 for this, we offer advice first, not money.",
        required=False,
    )
    mark_4 = _what_a_mark_means(4)
    mark_3 = _what_a_mark_means(3)
    mark_2 = _what_a_mark_means(2)
    mark_1 = _what_a_mark_means(1)
    mark_0 = _what_a_mark_means(0)

    @classmethod
    def facts_of(cls, criterion):
        """What stands in the boxes for a criterion as it is."""
        marks = {f"mark_{mark}": words for mark, words in marks_of(criterion)}
        names = ("name", "guidance", "weight", "is_essential")
        return {name: getattr(criterion, name) for name in names} | marks

    def clean(self):
        """The words for the five marks are one fact; a box left empty says the general words."""
        facts = super().clean()
        general = [words for _mark, words in MARKS]
        own = [facts.pop(f"mark_{mark}", "") or words for mark, words in MARKS]
        return {**facts, "marks": [] if own == general else own}


class TestForm(forms.Form):
    __test__ = False  # it is no test of ours, whatever pytest makes of its name

    text = forms.CharField(
        label="What must be true?",
        help_text="Officers tick this before an application is scored, "
        "like “Most of the work will happen in Alderwick.”",
        max_length=200,
        error_messages={
            "required": "Enter what must be true",
            "max_length": "Use 200 characters or fewer",
        },
    )
    question = forms.CharField(
        label="How do we ask it beforehand?",
        help_text="A question that is answered with yes or no, before people sign in. "
        "Leave it empty to ask nothing beforehand.",
        required=False,
        max_length=200,
        error_messages={"max_length": "Use 200 characters or fewer"},
    )
    guidance = forms.CharField(
        label="What helps to answer it?",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Use 300 characters or fewer"},
    )
    passes_on = forms.ChoiceField(
        label="Which answer means that they can apply?",
        choices=[("yes", "Yes"), ("no", "No")],
        initial="yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no", "invalid_choice": "Choose yes or no"},
    )
    otherwise = forms.CharField(
        label="What do we say to the others?",
        help_text="Kindly: why this round isn’t for them, and what they can do.",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Use 400 characters or fewer"},
    )
    alternative = forms.ChoiceField(
        label="What do we offer them first?",
        choices=EligibilityTest.Alternative.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of these"},
    )

    def clean(self):
        facts = super().clean()
        if facts.get("question") and not facts.get("otherwise") and "otherwise" not in self.errors:
            self.add_error("otherwise", "Say why this round isn’t for them, and what they can do")
        return facts
