"""What an officer fills in while checking."""

from django import forms

from grants.applications.changes.comparing import DOCUMENTS, DOCUMENTS_IN_WORDS
from grants.fields import WordsField

from .models import EligibilityCheck


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
