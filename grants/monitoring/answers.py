"""A report's answers, laid out for reading, and the sums that belong to them."""

import hashlib
import json
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError

from grants.fields import PoundsFormField
from grants.money import total

from .questions import FIGURE_ROWS, FIGURES, OTHER_LINES, QUESTIONS, SHARING, SPENDING, STORY

AMOUNT = PoundsFormField(required=False)


def fingerprint(answers):
    """Tells whether somebody saved something else since a page was opened."""
    spelled = json.dumps(answers, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(spelled.encode()).hexdigest()[:16]


def lay_out(answers, lines):
    """Every question with what was answered, in the order of the form."""
    laid = []
    for question in QUESTIONS:
        item = {"question": question, "text": answers.get(question.key, "")}
        if question.kind == FIGURES:
            item["rows"] = _figures(answers)
        elif question.kind == SPENDING:
            item["rows"] = spending_rows(answers, lines)
            item["sums"] = sums_of(item["rows"])
            item["shares"] = shares_of(item["rows"])
        elif question.kind == STORY and item["text"]:
            item["sharing"] = dict(SHARING).get(answers.get("5-share"), "")
        laid.append(item)
    return laid


def _figures(answers):
    rows = []
    for figure in FIGURE_ROWS:
        then, now = (answers.get(f"3-{figure.key}-{when}", "") for when in ("then", "now"))
        if figure.is_money:
            then, now = (pounds_in(typed) if typed else "" for typed in (then, now))
        rows.append({"name": figure.name, "then": then, "now": now, "is_money": figure.is_money})
    return rows


def spending_rows(answers, lines):
    """What was planned, spent and spent locally: the planned lines, then anything else."""
    rows = [
        {
            "what": line.what,
            "whose": line.whose,
            "planned": line.amount,
            "spent": pounds_in(answers.get(f"4-{line.number}-spent")),
            "local": pounds_in(answers.get(f"4-{line.number}-local")),
        }
        for line in lines
    ]
    for number in range(1, OTHER_LINES + 1):
        what = answers.get(f"4-other{number}-what", "")
        spent = pounds_in(answers.get(f"4-other{number}-spent"))
        local = pounds_in(answers.get(f"4-other{number}-local"))
        if what or spent:
            rows.append(
                {"what": what or "Something else", "planned": None, "spent": spent, "local": local}
            )
    return rows


def shares_of(rows):
    """What each of those who applied together planned and spent; nothing for a co-op alone."""
    names = dict.fromkeys(row["whose"] for row in rows if row.get("whose"))
    return [
        {
            "name": name,
            "planned": total(row["planned"] for row in rows if row.get("whose") == name),
            "spent": total(row["spent"] for row in rows if row.get("whose") == name),
        }
        for name in names
    ]


def pounds_in(typed):
    """A typed amount, or £0 for one that is missing or not finished yet."""
    try:
        return AMOUNT.clean(typed) or Decimal(0)
    except ValidationError:
        return Decimal(0)


def sums_of(rows):
    """The totals of the spending, and the share of it that stayed in the area."""
    spent = total(row["spent"] for row in rows)
    local = total(row["local"] for row in rows)
    share = (local * 100 / spent).quantize(Decimal(1), ROUND_HALF_UP) if spent else None
    return {
        "planned": total(row["planned"] for row in rows if row["planned"] is not None),
        "spent": spent,
        "local": local,
        "share": share,
    }


def differences(mine, theirs, lines):
    """What somebody else saved meanwhile, where it is not what this page says."""
    names = {question.key: question.text for question in QUESTIONS}
    names |= {f"4-{line.number}-spent": f"{line.words}: spent" for line in lines}
    names |= {f"4-{line.number}-local": f"{line.words}: spent locally" for line in lines}
    for figure in FIGURE_ROWS:
        names[f"3-{figure.key}-then"] = f"{figure.name}, then"
        names[f"3-{figure.key}-now"] = f"{figure.name}, now"
    keys = [key for key in theirs if theirs[key] != mine.get(key, "")]
    keys += [key for key in mine if key not in theirs and mine[key]]
    return [
        {"name": names.get(key, "Another answer"), "theirs": theirs.get(key, "")} for key in keys
    ]
