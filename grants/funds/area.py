"""Where a round gives money: a list of outward postcodes, such as N1 and EC1V.

Pure. A list can be wrong at its edges, so a miss is only ever told, to the co-op and to the
officer; it never stops an application.
"""

import re

from applicants.postcodes import WHOLE, area_of, bare, is_nowhere

OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?")


class NotOutward(ValueError):
    """What was typed is not the first part of a postcode; the sentence says what to do."""


def codes_in(typed):
    """The outward codes in a text: one a line, or with commas between; each once, in order."""
    codes = {}
    for part in filter(None, map(str.strip, re.split(r"[,;\n]", typed))):
        code = bare(part)
        codes[code] = part
    for code, part in codes.items():
        if WHOLE.fullmatch(code) and not OUTWARD.fullmatch(code):
            first = WHOLE.fullmatch(code)[1]
            raise NotOutward(f"“{code}” is a whole postcode. Enter its first part, like {first}")
        if not OUTWARD.fullmatch(code):
            raise NotOutward(
                f"“{part[:60]}” is not the first part of a postcode. "
                "Put one on each line, like N1 or EC1V"
            )
        if is_nowhere(code):
            raise NotOutward(f"No UK postcode begins with {area_of(code)}. Check “{code}”")
    return list(codes)


def outward_of(typed):
    """The first part of a postcode, from the whole of it or from that part alone; else ""."""
    code = bare(typed)
    if OUTWARD.fullmatch(code):
        return code
    whole = WHOLE.fullmatch(code)
    return whole[1] if whole else ""


def covers(area, typed):
    """Whether a postcode lies in an area. N1 includes its parts, such as N1C."""
    outward = outward_of(typed)
    return not area or any(
        outward == code or (code[-1].isdigit() and outward[:-1] == code and outward[-1].isalpha())
        for code in area
        if outward
    )
