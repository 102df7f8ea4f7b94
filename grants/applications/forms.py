"""The forms of an application, beside the one for a section (`section_form`)."""

from django import forms

from grants.fields import WordsField

from . import attachments
from .tables import kinds_of_file


class StartForm(forms.Form):
    """Which of your co-ops applies?"""

    organisation = forms.ChoiceField(
        label="Who is applying?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who is applying",
            "invalid_choice": "Choose one of your co-ops or groups",
        },
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.organisations = {str(each.pk): each for each in organisations}
        field = self.fields["organisation"]
        field.choices = [(key, each.name) for key, each in self.organisations.items()]
        if len(organisations) == 1:
            field.initial = next(iter(self.organisations))

    def clean_organisation(self):
        return self.organisations[self.cleaned_data["organisation"]]


class SendForm(forms.Form):
    """The declaration before sending."""

    is_agreed = forms.BooleanField(
        label="I have checked these answers, they are true as far as I know, "
        "and our group agrees to send them.",
        error_messages={"required": "Tick the box to say that your group agrees to send this"},
    )


class WithdrawForm(forms.Form):
    """Why, if they want to say."""

    note = WordsField(
        label="Is there anything you’d like us to know?",
        required=False,
        word_limit=150,
        rows=4,
    )


class AttachmentForm(forms.Form):
    """One document; `question` is the one that asks for it, if any does."""

    file = forms.FileField(
        label="Choose a file",
        help_text=f"{attachments.KINDS_IN_WORDS}, smaller than {attachments.LIMIT_IN_WORDS}.",
        widget=forms.FileInput,
        error_messages={
            "required": "Select a file",
            "invalid": "Select a file",
            "missing": "Select a file",
            "empty": "The selected file is empty",
        },
    )

    def __init__(self, *args, question=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = kinds_of_file(question) if question else {}
        if self.kinds:
            self.fields[
                "file"
            ].help_text = f"{self.kinds_in_words}. Smaller than {attachments.LIMIT_IN_WORDS}."

    @property
    def kinds_in_words(self):
        *others, last = self.kinds.values()
        return f"{', '.join(others)} or {last}" if others else last

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.document = attachments.examine(file, file.name)
        except attachments.Unfit as problem:
            raise forms.ValidationError(str(problem)) from None
        ending = self.document.name.rpartition(".")[2].lower()
        if self.kinds and {"jpeg": "jpg"}.get(ending, ending) not in self.kinds:
            raise forms.ValidationError(f"The selected file must be a {self.kinds_in_words}")
        return file
