"""What an officer covers, and what an assessor says who could still read a name."""

from django import forms

from grants.fields import WordsField

from .covering import key_of, stands_in

LONGEST, SHORTEST, MOST = 200, 2, 200  # letters of one line, and lines
LOOK_AGAIN = "Look at the page again and choose from what stands there now"


class LinesField(forms.CharField):
    """Words to cover, one name on each line; the value is a list."""

    widget = forms.Textarea(attrs={"rows": 5, "spellcheck": "false"})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return super().to_python(value).replace("\x00", "")

    def clean(self, value):
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        lines = list(dict.fromkeys(filter(None, lines)))
        if len(lines) > MOST:
            raise forms.ValidationError(f"Enter {MOST} lines or fewer. You entered {len(lines)}")
        for line in lines:
            if len(line) > LONGEST:
                raise forms.ValidationError(
                    f"Cover a few words at a time. The line “{line[:40]}…” is too long. To cover a "
                    "whole answer, tick it below"
                )
            if len(key_of(line)) < SHORTEST or not any(letter.isalnum() for letter in line):
                raise forms.ValidationError(
                    f"“{line}” is too short to cover. It would cover too much that nobody means"
                )
        return lines


class RedactForm(forms.Form):
    """What is covered: words that we found, words of the officer’s own, answers and files."""

    found = forms.MultipleChoiceField(
        label="We found these. Which should be covered?",
        help_text="Wherever they stand in the answers, in capitals or not.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": LOOK_AGAIN},
    )
    more = LinesField(
        label="What else tells who it is?",
        help_text="One name or address on each line, as it stands in the answers. Only whole words "
        "are covered.",
        required=False,
        max_length=5000,
        error_messages={"max_length": "Use 5,000 characters or fewer"},
    )
    hidden = forms.MultipleChoiceField(
        label="Which answers should assessors not see at all?",
        help_text="Postcodes, names of people and the facts of the co-op are ticked for you.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": LOOK_AGAIN},
    )
    opened = forms.MultipleChoiceField(
        label="Which files may assessors open?",
        help_text="We can’t cover anything inside a file, so open each before you tick it. They "
        "don’t see what a file is called.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": LOOK_AGAIN},
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=30_000,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Open this page again first"
        ),
    )

    def __init__(self, *args, proposed, given, documents, **options):
        """proposed: what we found; given: (question, its answer); documents: what was sent."""
        super().__init__(*args, **options)
        self.proposed, self.texts = proposed, [text for _question, text in given]
        self.fields["found"].choices = [
            (each.words, f"{each.words} ({each.why}, {_in_answers(each.answers)})")
            for each in proposed
        ]
        self.fields["hidden"].choices = [(q.key, f"{q.number}. {q.text}") for q, _text in given]
        self.fields["opened"].choices = [
            (each.reference, f"File {number}: {each.name}")
            for number, each in enumerate(documents, start=1)
        ]
        for name in ("found", "opened"):
            if not self.fields[name].choices:
                del self.fields[name]

    def clean_more(self):
        for words in self.cleaned_data["more"]:
            if not stands_in(words, self.texts):
                raise forms.ValidationError(
                    f"“{words}” stands in no answer. Check how they spell it, or take it out"
                )
        return self.cleaned_data["more"]

    @property
    def ticked(self):
        """What would be covered as the page stands, whether or not all of it can be saved."""
        if not self.is_bound:
            return [*self.initial["found"], *self.initial["more"]]
        lines = self.data.get("more", "").splitlines()[:MOST]
        found = self.data.getlist("found")[:MOST]
        return [*found, *(line for line in lines if len(line) <= LONGEST)]

    @property
    def facts(self):
        """What the action needs: all words to cover, and what was found and is left to be read."""
        given = self.cleaned_data
        words = [*given.get("found", ()), *given["more"]]
        covered = set(map(key_of, words))
        return {
            "words": words,
            "left": [one.words for one in self.proposed if key_of(one.words) not in covered],
            "hidden": given["hidden"],
            "files": given.get("opened", []),
            "seen": given["seen"],
        }


class NameSeenForm(forms.Form):
    what = WordsField(
        label="What tells you who it is, and where does it stand?",
        help_text="For example, “a street name in answer 6”. Neither other assessors nor the co-op "
        "read this.",
        word_limit=100,
        rows=4,
        error_messages={"required": "Write what tells you who it is"},
    )


def _in_answers(number):
    return "in 1 answer" if number == 1 else f"in {number} answers"
