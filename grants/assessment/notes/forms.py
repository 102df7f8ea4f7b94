"""What colleagues write to one another about a case."""

from django import forms

from grants.applications.messages.forms import MessageForm
from grants.fields import WordsField

from .models import CaseTag

LONGEST_TAG = CaseTag._meta.get_field("name").max_length


class NoteForm(MessageForm):
    """A note, and the mark that makes a second click harmless."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        text = self.fields["text"]
        text.label, text.help_text = "A new note", "A note stays as it is. The co-op never sees it."
        text.widget.attrs["rows"] = 4
        text.error_messages["required"] = "Write your note"


class FlagForm(forms.Form):
    reason = WordsField(
        label="What should colleagues look out for?",
        help_text="They see it beside the case. The co-op never does.",
        word_limit=60,
        rows=3,
        error_messages={"required": "Write what to look out for"},
    )


class ResolveForm(forms.Form):
    reason = WordsField(
        label="Why is it resolved?",
        word_limit=60,
        rows=3,
        error_messages={"required": "Write why it is resolved"},
    )


class TagsForm(forms.Form):
    """Ticks for all tags of the fund, and a box for one that is new."""

    tags = forms.MultipleChoiceField(
        label="Tags of this case",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        error_messages={"invalid_choice": "One of these tags is gone. Choose again"},
    )
    new = forms.CharField(
        label="A new tag",
        help_text="One word or two. It joins the list for all cases, so name no person in it.",
        required=False,
        max_length=LONGEST_TAG,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        error_messages={"max_length": f"Use {LONGEST_TAG} letters or fewer for a tag"},
    )

    def __init__(self, *args, known, **options):
        super().__init__(*args, **options)
        self.fields["tags"].choices = [(name, name) for name in known]
        if not known:
            del self.fields["tags"]

    def clean_new(self):
        return " ".join(self.cleaned_data["new"].replace("\x00", "").split())

    def changes(self, before):
        """What to add and what to remove, beside the tags that the page showed as ticked."""
        chosen = self.cleaned_data.get("tags", [])
        new = [self.cleaned_data["new"]] if self.cleaned_data["new"] else []
        return {
            "add": [name for name in chosen if name not in before] + new,
            "remove": [name for name in before if name not in chosen],
        }
