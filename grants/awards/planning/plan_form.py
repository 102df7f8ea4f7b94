"""The three ways to plan payments, and what each makes of what was typed."""

import re
from decimal import Decimal

from django import forms

from grants.awards.terms import schedule
from grants.awards.terms.schedule import MOST_INSTALMENTS, NoPlan
from grants.fields import DateField3, WholeNumberField, WordsField

EQUAL, DATES, CONDITIONS = "equal", "dates", "conditions"
SHARE = re.compile(
    r"(?P<what>.*?)[\s,;:]+(?:(?P<pounds>£\s?[\d,]*\.?\d+)|(?P<percent>\d+(?:\.\d+)?)\s?%"
    r"|(?:the )?(?P<rest>rest))\.?",
    re.IGNORECASE,
)
REPORT = re.compile(r"(?:their |the |a )?(\d{1,2})[ -]months?[’']? report", re.IGNORECASE)
ENDS = "end it with an amount (£2,000), a share (40%) or “the rest”"


class PlanForm(forms.Form):
    """How the money is split. `plan` is (instalments, {number: the condition it waits for})."""

    how = forms.ChoiceField(
        label="How do you want to split it?",
        choices=[
            (EQUAL, "Equal parts, every few months"),
            (DATES, "On dates that you name"),
            (CONDITIONS, "As they meet conditions or send reports"),
        ],
        initial=EQUAL,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how to split it",
            "invalid_choice": "Choose one of these three ways",
        },
    )
    parts = WholeNumberField(
        label="How many equal parts?",
        help_text="Only for equal parts.",
        minimum=1,
        maximum=MOST_INSTALMENTS,
        required=False,
        initial=2,
    )
    first_on = DateField3(
        label="When is the first payment?",
        help_text="Not needed for dates that you name.",
        named="The date of the first payment",
        required=False,
    )
    every = WholeNumberField(
        label="How many months apart?",
        help_text="Not needed for dates that you name.",
        minimum=1,
        maximum=12,
        required=False,
        initial=6,
    )
    lines = WordsField(
        label="One payment on each line",
        help_text="For dates: “1 March 2027, £2,000”. For conditions: “Signed lease, 60%” or "
        "“6 month report, the rest”.",
        rows=5,
        word_limit=300,
        required=False,
    )

    def __init__(self, *args, amount, start, **options):
        super().__init__(*args, label_suffix="", **options)
        self.amount, self.start, self.plan = amount, start, None
        last = schedule.last_day_from(start)
        self.fields["first_on"].earliest, self.fields["first_on"].latest = start, last
        self.fields["first_on"].initial = start + schedule.PAYING_TAKES

    def clean(self):
        how = self.cleaned_data.get("how")
        if how in (EQUAL, CONDITIONS):
            self._needs("first_on", "Enter the date of the first payment")
            self._needs("every", "Enter how many months apart")
        if how == EQUAL:
            self._needs("parts", "Enter how many parts")
        elif how:
            self._needs("lines", "Write one payment on each line")
        if not self.errors:
            try:
                self.plan = getattr(self, f"_{how}")(self.cleaned_data)
            except NoPlan as wrong:
                self.add_error("parts" if how == EQUAL else "lines", str(wrong))
        return self.cleaned_data

    def _needs(self, name, sentence):
        if name not in self.errors and self.cleaned_data.get(name) in (None, ""):
            self.add_error(name, sentence)

    def _equal(self, said):
        plan = schedule.equal_parts(self.amount, said["parts"], said["first_on"], said["every"])
        self._refuse_late(plan)
        return plan, {}

    def _dates(self, said):
        parts = []
        for number, what, share in _lines_of(said["lines"]):
            field = DateField3(
                named="The date",
                earliest=self.start,
                latest=schedule.last_day_from(self.start),
                error_messages={"required": "begin it with a date, like 1 March 2027"},
            )
            try:
                day = field.clean(re.split(r"[\s/.-]+", what.strip(), maxsplit=2))
            except forms.ValidationError as wrong:
                sentence = wrong.messages[0]
                raise NoPlan(f"Line {number}: {sentence[:1].lower()}{sentence[1:]}") from wrong
            parts.append((day, share))
        return schedule.by_date(self.amount, parts), {}

    def _conditions(self, said):
        parts, waits = [], {}
        for number, what, share in _lines_of(said["lines"]):
            report = REPORT.fullmatch(what.strip(" .,"))
            if report:
                parts.append((f"{int(report[1])} month report", share))
                continue
            parts.append(("", share))
            waits[number] = what.strip(" ,;:")
        plan = schedule.by_condition(self.amount, parts, said["first_on"], said["every"])
        self._refuse_late(plan)
        return plan, waits

    def _refuse_late(self, plan):
        last = schedule.last_day_from(self.start)
        if plan[-1].due_on > last:
            raise NoPlan(
                f"The last payment would come after {schedule.day(last)}. Plan fewer, or put them "
                "closer together."
            )


def _lines_of(typed):
    """(number, what comes before the share, the share) of each line that says something."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST_INSTALMENTS:
        raise NoPlan(f"Plan {MOST_INSTALMENTS} payments or fewer.")
    found = []
    for number, line in enumerate(lines, 1):
        read = SHARE.fullmatch(line)
        if read is None or not read["what"].strip():
            raise NoPlan(f"Line {number}: {ENDS}")
        found.append((number, read["what"], _share(number, read)))
    return found


def _share(number, read):
    if read["rest"]:
        return schedule.REST, None
    if read["percent"]:
        return schedule.PERCENT, Decimal(read["percent"])
    pounds = Decimal(re.sub(r"[£,\s]", "", read["pounds"]))
    if pounds != round(pounds, 2):
        raise NoPlan(f"Line {number}: use pounds and pence, with 2 numbers after the point")
    return schedule.POUNDS, pounds
