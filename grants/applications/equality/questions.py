"""The equality questions, as data. They are the same in every round, so that reports compare."""

from typing import NamedTuple

PREFER_NOT = ("prefer_not", "Prefer not to say")
NOT_ANSWERED = ("", "Not answered")


class EqualityQuestion(NamedTuple):
    code: str
    text: str
    options: tuple
    hint: str = ""

    @property
    def choices(self):
        """What can be chosen; saying nothing is always one of them."""
        return (*self.options, PREFER_NOT)


YES_NO = (("yes", "Yes"), ("no", "No"))

QUESTIONS = (
    EqualityQuestion(
        "age",
        "How old are you?",
        (
            ("under_25", "Under 25"),
            ("25_34", "25 to 34"),
            ("35_44", "35 to 44"),
            ("45_54", "45 to 54"),
            ("55_64", "55 to 64"),
            ("65_over", "65 or over"),
        ),
    ),
    EqualityQuestion("sex", "What is your sex?", (("female", "Female"), ("male", "Male"))),
    EqualityQuestion(
        "gender",
        "Is your gender the same as the sex you were registered with at birth?",
        YES_NO,
    ),
    EqualityQuestion(
        "ethnicity",
        "What is your ethnic group?",
        (
            ("asian", "Asian or Asian British"),
            ("black", "Black, Black British, Caribbean or African"),
            ("mixed", "Mixed or several ethnic groups"),
            ("white", "White"),
            ("other", "Another ethnic group"),
        ),
    ),
    EqualityQuestion(
        "disability",
        "Do you have a health condition that makes your day-to-day life harder?",
        YES_NO,
        hint="Of body or mind, that has lasted or will last 12 months or more.",
    ),
    EqualityQuestion(
        "religion",
        "What is your religion or belief?",
        (
            ("none", "No religion"),
            ("buddhist", "Buddhist"),
            ("christian", "Christian"),
            ("hindu", "Hindu"),
            ("jewish", "Jewish"),
            ("muslim", "Muslim"),
            ("sikh", "Sikh"),
            ("other", "Another religion or belief"),
        ),
    ),
    EqualityQuestion(
        "orientation",
        "What is your sexual orientation?",
        (
            ("heterosexual", "Heterosexual or straight"),
            ("gay", "Gay or lesbian"),
            ("bisexual", "Bisexual"),
            ("other", "Another orientation"),
        ),
    ),
    EqualityQuestion(
        "caring",
        "Do you look after somebody who could not cope without you?",
        YES_NO,
        hint="Such as a child, or somebody who is ill, old or disabled. Not as paid work.",
    ),
)
