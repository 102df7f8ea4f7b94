"""What an officer gives for the signature of letters."""

from django import forms

UNSEEN = "Use letters that can be seen"


class SignatureForm(forms.Form):
    """A picture of a signature, and what stands below it."""

    name = forms.CharField(
        label="Name below the signature",
        max_length=80,
        error_messages={
            "required": "Enter the name that stands below the signature",
            "max_length": "Use 80 letters or fewer for the name",
            "null_characters_not_allowed": UNSEEN,
        },
    )
    role = forms.CharField(
        label="What they do",
        help_text="Such as: Chair of the panel.",
        max_length=80,
        required=False,
        error_messages={
            "max_length": "Use 80 letters or fewer for what they do",
            "null_characters_not_allowed": UNSEEN,
        },
    )
    picture = forms.FileField(
        label="Picture of the signature",
        help_text="A PNG or JPG, smaller than 2MB. Dark ink on white paper is best.",
        error_messages={
            "required": "Select a picture",
            "invalid": "Select a picture",
            "missing": "Select a picture",
            "empty": "The selected file is empty",
        },
    )

    def clean_picture(self):
        """The picture as we drew it anew; the uploaded file goes no further."""
        from .redrawing import (  # noqa: PLC0415 - brings a library for pictures
            MOST_BYTES,
            NOT_A_PICTURE,
            Unfit,
            redraw,
        )

        file = self.cleaned_data["picture"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("The selected file must be smaller than 2MB")
        try:
            return redraw(file.read())
        except Unfit as problem:
            raise forms.ValidationError(str(problem) or NOT_A_PICTURE) from None
