"""What officers and the chair of a panel fill in."""

from decimal import Decimal

from django import forms

from grants.fields import DaysFormField, MomentField, PoundsFormField, WholeNumberField, WordsField

from .models import ResolutionReason, Verdict

Side = ResolutionReason.Side
MOST_CONDITIONS, LONGEST_CONDITION = 25, 300  # every check can propose one


class PanelForm(forms.Form):
    """When and where a panel meets, and who sits on it."""

    meets_at = MomentField(
        label="When does it meet?",
        help_text="For example, 27 3 2027 and 6pm",
        named="The date of the panel",
        error_messages={"required": "Enter when the panel meets"},
    )
    place = forms.CharField(
        label="Where?",
        help_text="A room with its address, or the link to join.",
        max_length=120,
        error_messages={
            "required": "Enter where the panel meets",
            "max_length": "Use 120 letters or fewer to say where",
        },
    )
    chair = forms.ChoiceField(
        label="Who is in the chair?",
        help_text="They write down what the panel decides, and sign the minutes.",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who is in the chair",
            "invalid_choice": "Choose one of these people for the chair",
        },
    )
    members = forms.MultipleChoiceField(
        label="Who else sits on it?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose who else sits on the panel",
            "invalid_choice": "One of these people can’t sit on a panel. Choose again",
        },
    )
    quorum = WholeNumberField(
        label="How many must be there to decide?",
        help_text="Whoever leaves the room for one application is not counted for it.",
        minimum=1,
        maximum=20,
        error_messages={
            "required": "Enter how many must be there, like 3",
            "invalid": "Enter how many must be there in figures, like 3",
            "parts": "Enter how many must be there in figures, like 3",
        },
    )

    def __init__(self, *args, people, **options):
        super().__init__(*args, label_suffix="", **options)
        self.people = {str(person.pk): person for person in people}
        self.fields["chair"].choices = [
            (key, str(person)) for key, person in self.people.items() if person.is_approver
        ]
        self.fields["members"].choices = [
            (key, f"{person} ({', '.join(role.label.lower() for role in person.roles)})")
            for key, person in self.people.items()
        ]

    def clean_chair(self):
        return self.people[self.cleaned_data["chair"]]

    def clean_members(self):
        return [self.people[key] for key in self.cleaned_data["members"]]


class PresentForm(forms.Form):
    """Who came to the panel."""

    present = forms.MultipleChoiceField(
        label="Who is here?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick who is here",
            "invalid_choice": "One of these people does not sit on this panel. Tick again",
        },
    )

    def __init__(self, *args, members, **options):
        super().__init__(*args, label_suffix="", **options)
        self.users = {str(member.user_id): member.user for member in members}
        self.fields["present"].choices = [(key, str(user)) for key, user in self.users.items()]

    def clean_present(self):
        return [self.users[key] for key in self.cleaned_data["present"]]


class OrderForm(forms.Form):
    """A number for each application: the order in which the panel takes them."""

    def __init__(self, *args, items, **options):
        super().__init__(*args, label_suffix="", **options)
        self.items = items
        for item in items:
            name = str(item.application.organisation)
            self.fields[f"place_{item.pk}"] = WholeNumberField(
                label=name,
                minimum=1,
                maximum=999,
                initial=item.number,
                error_messages=dict.fromkeys(
                    ("required", "invalid", "parts"), f"Enter a number for {name}, like 2"
                ),
            )

    @property
    def references(self):
        typed = self.cleaned_data
        items = sorted(self.items, key=lambda i: (typed[f"place_{i.pk}"], i.number))
        return [item.application.reference for item in items]


class ResolveForm(forms.Form):
    """What the panel agreed about one application, and why."""

    verdict = forms.ChoiceField(
        label="What did the panel agree?",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what the panel agreed",
            "invalid_choice": "Choose one of these",
        },
    )
    amount = PoundsFormField(label="Money", required=False)
    days = DaysFormField(label="Advice days", required=False)
    conditions = forms.CharField(
        label="Extra conditions",
        help_text="One on each line. Our standing conditions are in every letter.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reasons = WordsField(
        label="Why, in the panel’s words?",
        help_text="The co-op reads this. Say what was good first.",
        word_limit=300,
        rows=6,
        error_messages={"required": "Write why the panel agreed this"},
    )

    def __init__(self, *args, criteria, **options):
        super().__init__(*args, label_suffix="", **options)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"side_{criterion.number}"] = forms.ChoiceField(
                label=str(criterion),
                choices=[("", "It did not decide"), *Side.choices],
                required=False,
                error_messages={"invalid_choice": f"{criterion}: choose one of these"},
            )
            self.fields[f"sentence_{criterion.number}"] = forms.CharField(
                label=f"{criterion}: one sentence",
                required=False,
                max_length=300,
                error_messages={"max_length": f"{criterion}: use 300 letters or fewer"},
            )

    def rows(self):
        """Each criterion with its two fields."""
        return [
            (criterion, self[f"side_{criterion.number}"], self[f"sentence_{criterion.number}"])
            for criterion in self.criteria
        ]

    def clean_conditions(self):
        typed = self.cleaned_data["conditions"].replace("\x00", "")
        lines = [" ".join(line.split()) for line in typed.splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_CONDITIONS:
            raise forms.ValidationError(f"Write {MOST_CONDITIONS} conditions or fewer")
        if any(len(line) > LONGEST_CONDITION for line in lines):
            raise forms.ValidationError(
                f"Keep each condition to {LONGEST_CONDITION} letters or fewer"
            )
        return lines

    def clean(self):
        typed = self.cleaned_data
        because = []
        for criterion in self.criteria:
            side = typed.pop(f"side_{criterion.number}", "")
            sentence = " ".join(typed.pop(f"sentence_{criterion.number}", "").split())
            if side and not sentence:
                self.add_error(
                    f"sentence_{criterion.number}", f"{criterion}: write a sentence that says why"
                )
            elif sentence and not side:
                self.add_error(
                    f"side_{criterion.number}",
                    f"{criterion}: say if it was strong or could be stronger",
                )
            elif side:
                because.append((criterion, side, sentence))
        typed["because"] = because
        typed["amount"] = typed.get("amount") or Decimal(0)
        typed["days"] = typed.get("days") or Decimal(0)
        return typed


class AloneForm(ResolveForm):
    """The same, decided by one person without a meeting."""

    verdict = forms.ChoiceField(
        label="What do you decide?",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what you decide",
            "invalid_choice": "Choose one of these",
        },
    )
    reasons = WordsField(
        label="Why, in your words?",
        help_text="The co-op reads this. Say what was good first.",
        word_limit=300,
        rows=6,
        error_messages={"required": "Write why you decide this"},
    )


class TryForm(forms.Form):
    """What is tried out for each application, and the name to keep it under."""

    name = forms.CharField(
        label="What do you call this combination?",
        help_text="For example, More first-timers",
        max_length=60,
        required=False,
        error_messages={"max_length": "Use 60 letters or fewer for the name"},
    )

    def __init__(self, *args, items, **options):
        super().__init__(*args, label_suffix="", **options)
        self.items = items
        for item in items:
            name = str(item.application.organisation)
            self.fields[f"verdict_{item.pk}"] = forms.ChoiceField(
                label=f"{name}: decision",
                choices=[("", "Not decided"), *Verdict.choices],
                required=False,
                error_messages={"invalid_choice": f"{name}: choose one of these decisions"},
            )
            self.fields[f"pounds_{item.pk}"] = PoundsFormField(
                label=f"{name}: money", required=False
            )
            self.fields[f"days_{item.pk}"] = DaysFormField(
                label=f"{name}: advice days", required=False
            )

    def rows(self):
        """Each item with its three fields."""
        return [
            (item, *(self[f"{field}_{item.pk}"] for field in ("verdict", "pounds", "days")))
            for item in self.items
        ]

    def clean(self):
        typed = self.cleaned_data
        for item in self.items:
            if typed.get(f"verdict_{item.pk}") != Verdict.PART or self.errors:
                continue
            if not typed.get(f"pounds_{item.pk}") and not typed.get(f"days_{item.pk}"):
                self.add_error(
                    f"pounds_{item.pk}",
                    f"{item.application.organisation}: enter some money or some advice days",
                )
        return typed

    def lines(self):
        """{reference: [verdict, pounds, days]}, as it is kept."""
        typed = self.cleaned_data
        return {
            item.application.reference: [
                typed.get(f"verdict_{item.pk}") or "",
                str(typed.get(f"pounds_{item.pk}") or 0),
                str(typed.get(f"days_{item.pk}") or 0),
            ]
            for item in self.items
        }


class MinutesForm(forms.Form):
    text = WordsField(
        label="Minutes",
        rows=24,
        error_messages={"required": "Write the minutes"},
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        required=False,
        error_messages={"invalid": "Open this page again, and put your words in once more"},
    )


def kept_as_typed(items, lines):
    """A kept combination as the form shows it."""
    initial = {}
    for item in items:
        verdict, pounds, days = lines.get(item.application.reference, ["", "0", "0"])
        initial[f"verdict_{item.pk}"] = verdict
        if verdict == Verdict.PART:
            initial[f"pounds_{item.pk}"] = Decimal(pounds)
            initial[f"days_{item.pk}"] = Decimal(days)
    return initial


def as_resolved(items):
    """What the panel has resolved so far, as a combination to start from."""
    return {
        item.application.reference: (
            [item.resolution.verdict, str(item.resolution.amount), str(item.resolution.days)]
            if item.resolution
            else ["", "0", "0"]
        )
        for item in items
    }
