"""One question of “Can we apply?” on a page of its own."""

from django import forms


class StepForm(forms.Form):
    """The field of one step. What is right and wrong about an answer, the step knows."""

    def __init__(self, step, answer="", *, is_unanswered=False):
        data = {step.key: answer}
        super().__init__(data if is_unanswered else None, initial=data, label_suffix="")
        self.step = step
        facts = {"label": step.question, "help_text": step.guidance}
        facts["error_messages"] = dict.fromkeys(("required", "invalid_choice"), step.complaint)
        if step.choices:
            field = forms.ChoiceField(choices=step.choices, widget=forms.RadioSelect, **facts)
        else:
            attrs = {"class": "govuk-input--width-10", "spellcheck": "false"}
            field = forms.CharField(widget=forms.TextInput(attrs=attrs), **facts)
        self.fields[step.key] = field

    def clean(self):
        facts = super().clean()
        if not self.errors and not self.step.knows(facts[self.step.key]):
            self.add_error(self.step.key, self.step.complaint)
        return facts
