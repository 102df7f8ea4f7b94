"""The words for a co-op, composed from what the panel wrote down about it."""

from grants.panel.models import ResolutionReason, Verdict

Side = ResolutionReason.Side
BEST_MARK = 4
STRONG, STRONGER = "What was strong", "What could be stronger"
SUPPORT = (
    "We would like to help you with this. Book a free talk with an adviser, and come to a free "
    "workshop. Answer our email and we will find a day together."
)


def words_from(resolution, because):
    """The panel’s reasons, then each criterion that decided it, then what we offer to do.

    because: its ResolutionReason rows, each with its criterion.
    """
    parts = [resolution.reasons.strip()]
    for side, heading in ((Side.FOR, STRONG), (Side.AGAINST, STRONGER)):
        lines = [_line(reason) for reason in because if reason.side == side]
        if lines:
            parts.append("\n".join([f"{heading}:", *lines]))
    if resolution.verdict == Verdict.SUPPORT:
        parts.append(SUPPORT)
    return "\n\n".join(parts)


def _line(reason):
    """A criterion with the panel’s sentence and, where more was hoped for, what the best looks
    like."""
    line = f"{reason.criterion}: {reason.sentence}"
    marks = reason.criterion.marks
    if reason.side == Side.AGAINST and len(marks) > BEST_MARK:
        line += f" The best mark is for: {marks[BEST_MARK].rstrip('.')}."
    return line
