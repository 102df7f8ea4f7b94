"""The forms of an application, beside the one for a section (`section_form`)."""

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat

from applicants.files import checking as attachments
from grants.fields import MomentField, WordsField
from grants.templatetags.words import day

from .tables import kinds_of_file, most_bytes_of


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

    def __init__(self, *args, organisations, chosen=None, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.organisations = {str(each.pk): each for each in organisations}
        field = self.fields["organisation"]
        field.choices = [(key, each.name) for key, each in self.organisations.items()]
        field.initial = chosen.pk if chosen else None

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


def reason_field(label, missing, **options):
    """A reason in a few lines."""
    return forms.CharField(
        label=label,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": missing,
            "max_length": "Use 300 characters or fewer",
            "null_characters_not_allowed": "Type this again, without special signs",
        },
        **options,
    )


class MoreTimeForm(forms.Form):
    """Why a co-op cannot send its draft in time."""

    reason = reason_field(
        "Why do you need more time?",
        "Say why you need more time",
        help_text="An officer reads this. They don’t see your draft.",
    )


class MoreTimeAnswerForm(forms.Form):
    """Yes, and until when; or no. Either way, why."""

    decision = forms.ChoiceField(
        label="Do you give more time?",
        choices=[("yes", "Yes, until the moment below"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no", "invalid_choice": "Choose yes or no"},
    )
    until = MomentField(
        label="Until when?",
        help_text="Only if you say yes. For example, 27 3 2027 and 5pm",
        named="The new deadline",
        required=False,
    )
    answer = reason_field(
        "Why?", "Say why", help_text="Their group reads this, and it stays in the history."
    )

    def clean(self):
        facts = super().clean()
        is_said = "until" not in self.errors
        if facts.get("decision") == "yes" and not facts.get("until") and is_said:
            self.add_error("until", "Enter until when they can send it")
        return facts


class AttachmentForm(forms.Form):
    """One document; `question` is the one that asks for it, if any does."""

    file = forms.FileField(
        label="Choose a file",
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
        self.most_bytes = most_bytes_of(question) if question else settings.UPLOAD_MAX_BYTES
        taken = f"{self.kinds_in_words}." if self.kinds else f"{attachments.KINDS_IN_WORDS}."
        field, limit = self.fields["file"], attachments.limit_in_words(self.most_bytes)
        field.help_text = f"{taken} Smaller than {limit}."
        field.widget.attrs |= {
            "data-most-bytes": self.most_bytes,
            "data-too-large": attachments.too_large(self.most_bytes),
        }

    @property
    def kinds_in_words(self):
        *others, last = self.kinds.values()
        return f"{', '.join(others)} or {last}" if others else last

    def clean_file(self):
        file = self.cleaned_data["file"]
        ending = attachments.safe_name(file.name).rpartition(".")[2].lower()
        if self.kinds and {"jpeg": "jpg"}.get(ending, ending) not in self.kinds:
            raise forms.ValidationError(f"The selected file must be a {self.kinds_in_words}")
        try:
            self.document = attachments.examine(file, file.name, most_bytes=self.most_bytes)
        except attachments.Unfit as problem:
            raise forms.ValidationError(str(problem)) from None
        self.may_be_locked = attachments.may_be_locked(file, self.document)
        return file


class ReuseForm(forms.Form):
    """Which document of an earlier application?"""

    document = forms.ChoiceField(
        label="Which document?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a document",
            "invalid_choice": "Choose one of the documents that are listed",
        },
    )

    def __init__(self, *args, listed, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.listed = {each.reference: each for each in listed}
        self.fields["document"].choices = [
            (reference, _where_from(each)) for reference, each in self.listed.items()
        ]

    def clean_document(self):
        return self.listed[self.cleaned_data["document"]]


def _where_from(attachment):
    """rules.pdf, 120 KB, from CDF-2026-0001 (Grow Fund, spring), added on 3 March 2026."""
    application = attachment.application
    return (
        f"{attachment.name}, {filesizeformat(attachment.size)}, from {application.reference} "
        f"({application.round.name}), added on {day(attachment.added_at)}"
    )
