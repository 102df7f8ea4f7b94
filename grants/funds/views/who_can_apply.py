"""“Can we apply?”: for everybody, before they sign in. Nothing is kept."""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from applicants.access import public
from applicants.wards import ward_of
from grants.funds import queries
from grants.funds.forms import StepForm
from grants.funds.models import Round
from grants.funds.who_can_apply import doubts, standing, steps_of

LONGEST_ANSWER = 40


@public
def can_we_apply(request, reference):
    """The next question, the dead end, or “It looks as if you can apply”."""
    rounds = Round.objects.visible_to(request.user).select_related("fund")
    round = get_object_or_404(rounds, reference=reference)
    steps = steps_of(round, queries.tests_of(round), ward_of=ward_of)
    answers = {step.key: request.GET.get(step.key, "")[:LONGEST_ANSWER] for step in steps}
    answers = {key: answer for key, answer in answers.items() if answer.strip()}
    here = standing(
        steps, answers, asked=request.GET.get("asked", ""), at=request.GET.get("at", "")
    )
    address = reverse("can_we_apply", args=[round.reference])
    context = {"round": round, "answers": answers, "steps": len(steps), "here": here}
    context["doubts"] = doubts(steps, answers, here)
    context["back"] = _back(address, steps, answers, here) or reverse("round", args=[reference])
    if here.step is None:
        return render(request, "grants/funds/can_apply.html", context)
    if here.is_dead_end:
        context["answer"] = here.step.in_words(answers[here.step.key])
        context["others"] = queries.other_open_rounds(round)
        return render(request, "grants/funds/cannot_apply.html", context)
    form = StepForm(here.step, answers.get(here.step.key, ""), is_unanswered=here.is_unanswered)
    context |= {"form": form, "field": form[here.step.key]}
    context["others_answered"] = {k: v for k, v in answers.items() if k != here.step.key}
    return render(request, "grants/funds/can_we_apply.html", context)


def _back(address, steps, answers, here):
    """The question before this one, with every answer kept; from an end, the last question."""
    before = here.number - 1 if here.step is not None and not here.is_dead_end else here.number
    if not before:
        return ""
    return f"{address}?{urlencode({**answers, 'at': steps[before - 1].key})}"
