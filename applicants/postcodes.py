"""Postcodes: whether one is written as postcodes are, and begins with letters that exist.

That is all that is checked. Whether the Royal Mail delivers anything there is not: that list
changes every month, and a co-op in a new building must not be turned away.
"""

import re

from django import forms
from localflavor.gb.forms import GBPostcodeField

# Each begins every postcode of one town or part of one, the Crown Dependencies included.
AREAS = frozenset(
    (
        "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN "
        "DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW "
        "KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH "
        "RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF "
        "WN WR WS WV YO ZE"
    ).split()
)

WHOLE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)[0-9][A-Z]{2}")


def bare(typed):
    """What was typed in capitals and without a space, as postcodes are compared."""
    return re.sub(r"\s+", "", typed).upper()


def is_whole(typed):
    """Whether this is written as a whole postcode is, and not as its first part."""
    return bool(WHOLE.fullmatch(bare(typed)))


def as_written(typed):
    """A whole postcode as it stands on letters: in capitals and with its one space."""
    code = bare(typed)
    return f"{code[:-3]} {code[-3:]}"


def area_of(code):
    """The letters that a postcode, or the first part of one, begins with."""
    return re.match(r"[A-Z]*", code.strip().upper())[0]


def is_nowhere(code):
    return area_of(code) not in AREAS


class PostcodeField(GBPostcodeField):
    """A whole postcode, in capitals and with its one space."""

    default_error_messages = {"nowhere": "No UK postcode begins with {}. Check its first letters"}

    def __init__(self, *, example, **options):
        message = f"Enter a full UK postcode, like {example}"
        messages = dict.fromkeys(("required", "invalid", "max_length"), message)
        options["error_messages"] = messages | options.get("error_messages", {})
        super().__init__(max_length=12, **options)

    def clean(self, value):
        """The postcode as it is written on letters."""
        postcode = super().clean(value)
        if postcode and is_nowhere(postcode):
            message = self.error_messages["nowhere"].format(area_of(postcode))
            raise forms.ValidationError(message, "nowhere")
        return postcode
