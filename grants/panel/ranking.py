"""What a panel sees of the scores: a figure for each application, its place, and who disagrees."""

from grants.assessment.scoring.whole_round import CaseScores

UNSCORED = CaseScores(
    figure=None, totals=(), widest=0, spread=0, is_moderated=False, is_advice_first=False
)


def ranked(items):
    """Give each item its `place`: 1 for the best figure; equal figures share a place."""
    figures = [item.scores.figure for item in items if item.scores.figure is not None]
    places = {}
    for place, figure in enumerate(sorted(figures, reverse=True), start=1):
        places.setdefault(figure, place)
    for item in items:
        item.place = places.get(item.scores.figure)
    return items


def by_place(item):
    """The best figure first; what has none comes last, and equal ones as on the agenda."""
    return item.place is None, item.place or 0, item.number


def by_disagreement(items):
    """Those that assessors should still talk about, the furthest apart first."""
    apart = [item for item in items if item.scores.is_open]
    return sorted(apart, key=lambda item: (item.scores.widest, item.scores.spread), reverse=True)
