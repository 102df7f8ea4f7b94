"""Whether some kinds of cases fare worse than others."""

from django.http import Http404
from django.shortcuts import render

from applicants.access import may
from grants.panel import queries
from grants.panel.models import Panel


@may("grants.see_fairness", Panel, methods=("GET",), with_=("round",))
def panel_fairness(request, panel):
    """Mean scores of the round, by who gave them and whom they are about.

    A panel compares; one person who decides without a meeting has no such page.
    """
    if not panel.is_meeting:
        raise Http404
    by_assessor, by_case = queries.fairness_of(panel.round)
    context = {"panel": panel, "by_assessor": by_assessor, "by_case": by_case}
    return render(request, "grants/panel/panel_fairness.html", context)
