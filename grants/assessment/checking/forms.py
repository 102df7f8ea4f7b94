"""What an officer fills in while checking."""

from django import forms
from django.utils.timezone import localdate

from grants.applications.changes.comparing import DOCUMENTS, DOCUMENTS_IN_WORDS
from grants.fields import DateField3, WordsField

from .models import LONGEST_CONDITION, Finding, Said


class FindingForm(forms.Form):
    """What an officer found about one thing: a result, why, where it is seen, a condition."""

    result = forms.ChoiceField(
        choices=Finding.Result.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages={
            "required": "Choose a result",
            "invalid_choice": "Choose one of the results",
        },
    )
    reason = WordsField(
        label="What makes you say so?",
        word_limit=150,
        rows=2,
        error_messages={"required": "Write your reason"},
    )
    evidence = forms.CharField(
        label="Where did you see it?",
        help_text="A page, a register, a talk on the phone.",
        required=False,
        max_length=300,
        error_messages={"max_length": "Use 300 letters or fewer here"},
    )
    document = forms.ChoiceField(
        label="Is it in one of their documents?",
        required=False,
        error_messages={"invalid_choice": "Choose one of these documents"},
    )
    condition = forms.CharField(
        label="What must they do?",
        help_text="If there is a grant, the co-op reads these words in its letter.",
        required=False,
        max_length=LONGEST_CONDITION,
        error_messages={"max_length": f"Use {LONGEST_CONDITION} letters or fewer here"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    due_on = DateField3(
        label="By which day?",
        help_text="Leave it empty if it must be done before the first payment.",
        named="The day of the condition",
        earliest=localdate,
        required=False,
    )
    seen = forms.IntegerField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": "Open this page again, and answer it there"},
    )

    def __init__(self, *args, of, about, current, documents, **options):
        """of: what is asked. about: what to call it in a complaint. current: the finding so far."""
        self.of, self.about, self.current = of, about, current
        self.documents = {str(each.pk): each for each in documents}
        super().__init__(*args, initial=_typed(current), **options)
        fields = self.fields
        fields["result"].label = of.text
        fields["document"].choices = [
            ("", "No"),
            *((pk, each.name) for pk, each in self.documents.items()),
        ]
        if not documents:
            del fields["document"]
        fields["result"].error_messages |= {
            "required": f"Choose a result for {about}",
            "invalid_choice": f"Choose one of the results for {about}",
        }
        fields["reason"].error_messages["required"] = f"Write your reason for {about}"
        for name, most in (("evidence", 300), ("condition", LONGEST_CONDITION)):
            fields[name].error_messages["max_length"] = (
                f"Use {most} letters or fewer here, for {about}"
            )

    def add_prefix(self, name):
        return f"{name}_{self.prefix}" if self.prefix else name

    @property
    def is_unfolded(self):
        """Whether the part about evidence and conditions is open when the page is."""
        typed = ("evidence", "document", "condition", "due_on")
        return any(name in self.errors for name in typed) or bool(
            self.current and (self.current.evidence or self.current.condition)
        )

    def clean_evidence(self):
        return _in_one_line(self.cleaned_data["evidence"])

    def clean_condition(self):
        return _in_one_line(self.cleaned_data["condition"])

    def clean(self):
        is_condition = self.cleaned_data.get("result") == Finding.Result.CONDITION
        if is_condition and not self.cleaned_data.get("condition", "left"):
            self.add_error("condition", f"Write what they must do, for {self.about}")
        return self.cleaned_data

    @property
    def said(self):
        answers = self.cleaned_data
        has_condition = answers["result"] == Finding.Result.CONDITION
        return Said(
            answers["result"],
            answers["reason"],
            answers["evidence"],
            self.documents.get(answers.get("document")),
            answers["condition"] if has_condition else "",
            answers["due_on"] if has_condition else None,
        )


def _typed(finding):
    """What a form starts with: what was found so far."""
    if finding is None:
        return {}
    return finding.said._asdict() | {"document": finding.document_id or ""}


def _in_one_line(text):
    return " ".join(text.replace("\x00", "").split())


def eligibility_forms(data, *, tests, documents):
    """One form for each eligibility test of the round."""
    return [
        FindingForm(
            data,
            of=test,
            about=f"test {test.number}",
            current=test.check_made,
            documents=documents,
            prefix=str(test.number),
        )
        for test in tests
    ]


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
