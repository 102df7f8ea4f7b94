"""What is typed about a saved view."""

from django import forms


class SavedViewForm(forms.Form):
    """Its name, and whether colleagues see it."""

    name = forms.CharField(
        label="Name",
        max_length=60,
        help_text="What will you look for in the list? For example: Late in the spring round.",
        error_messages={
            "required": "Enter a name for this view",
            "max_length": "Shorten the name to 60 letters or fewer",
            "null_characters_not_allowed": "Type the name again: it holds a sign we can’t keep",
        },
    )
    is_shared = forms.BooleanField(
        label="Share it with everybody who works on cases", required=False
    )
