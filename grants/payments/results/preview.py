"""What a file would do, said before anybody presses the button."""

from collections import Counter

from grants.money import total
from grants.payments.models import Outcome

from . import matching, queries
from .models import Verdict

SHOWN = 100
WORDS = {
    Outcome.PAID: ("payment is paid", "payments are paid"),
    Outcome.FAILED: ("payment failed", "payments failed"),
    Outcome.RETURNED: ("payment came back", "payments came back"),
}


def preview_of(result, user):
    """The context of the page: what would happen to each line, the unclear ones first."""
    findings = queries.findings_for(result)
    counts = Counter(one.verdict for one in findings)
    return {
        "result": result,
        "is_closed": queries.is_closed_to(user, findings),
        "may_apply": user.has_perm("grants.import_result"),
        "seen": matching.digest_of(findings),
        "outcomes": _outcomes(findings),
        "has_status": "status" in result.columns,
        "known": counts[Verdict.KNOWN],
        "pending": counts[Verdict.PENDING],
        "unmatched": counts[Verdict.UNMATCHED],
        "unclear": _first(findings, Verdict.UNMATCHED),
        "clear": _first(findings, Verdict.MATCHED),
        "shown": SHOWN,
        "how_many": len(findings),
    }


def _first(findings, verdict):
    return [one for one in findings if one.verdict == verdict][:SHOWN]


def _outcomes(findings):
    """[{"number", "label", "total"}] of what would be written down."""
    found = []
    for outcome, (one_word, many_words) in WORDS.items():
        amounts = [one.payment.amount for one in findings if one.outcome == outcome]
        if amounts:
            label = one_word if len(amounts) == 1 else many_words
            found.append({"number": len(amounts), "label": label, "total": total(amounts)})
    return found
