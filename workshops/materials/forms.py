"""What a colleague fills in to add something to read."""

from django import forms
from django.conf import settings

from applicants.files import checking
from workshops.sessions.forms import LINK

from .models import Audience

NUL = "Use letters and figures"


class MaterialForm(forms.Form):
    """A file, or a link; and whom it is for."""

    title = forms.CharField(
        label="What is it?",
        help_text="For example: Slides. The same title again is the next version.",
        max_length=80,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={
            "required": "Enter what it is",
            "max_length": "Use 80 characters or fewer",
            "null_characters_not_allowed": NUL,
        },
    )
    accessible_as = forms.CharField(
        label="Is it in another form?",
        help_text="One that more people can use: Large print, Easy Read or Captions.",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={
            "max_length": "Use 60 characters or fewer",
            "null_characters_not_allowed": NUL,
        },
    )
    audience = forms.ChoiceField(
        label="Whom is it for?",
        choices=Audience.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whom it is for",
            "invalid_choice": "Choose whom it is for from the list",
        },
    )
    is_for_after = forms.BooleanField(
        label="Show it from the end of the session on", required=False
    )
    file = forms.FileField(
        label="A file",
        required=False,
        error_messages={
            "invalid": "Select a file",
            "missing": "Select a file",
            "empty": "The selected file is empty",
        },
    )
    link = forms.URLField(
        label="Or a link",
        help_text="For example, to a film. Instead of a file.",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={
            "invalid": LINK,
            "max_length": LINK,
            "null_characters_not_allowed": LINK,
        },
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        most = settings.UPLOAD_MAX_BYTES
        field = self.fields["file"]
        field.help_text = (
            f"{checking.KINDS_IN_WORDS}. Smaller than {checking.limit_in_words(most)}."
        )
        field.widget.attrs |= {
            "data-most-bytes": most,
            "data-too-large": checking.too_large(most),
        }

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean_accessible_as(self):
        return " ".join(self.cleaned_data["accessible_as"].split())

    def clean_link(self):
        link = self.cleaned_data["link"]
        if link and not link.startswith(("https://", "http://")):
            raise forms.ValidationError(LINK)
        return link

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file:
            return None
        try:
            self.document = checking.examine(file, file.name)
        except checking.Unfit as problem:
            raise forms.ValidationError(str(problem)) from None
        return file

    def clean(self):
        facts = super().clean()
        if "file" in facts and "link" in facts and not self.errors:
            if not facts["file"] and not facts["link"]:
                self.add_error("file", "Select a file, or enter a link below")
            elif facts["file"] and facts["link"]:
                self.add_error("link", "Give a file or a link, and not both")
        return facts

    def facts(self):
        """What the action needs: of a file what we keep of it, or the link."""
        names = ("title", "accessible_as", "audience", "is_for_after")
        facts = {name: self.cleaned_data[name] for name in names}
        if self.cleaned_data["file"]:
            return facts | {"file": self.cleaned_data["file"], **self.document._asdict()}
        return facts | {"link": self.cleaned_data["link"]}
