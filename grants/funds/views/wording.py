"""Officers put the words of a published form right; how it works stays as it is."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.funds import actions, queries
from grants.funds.forms import QuestionWordsForm, SectionWordsForm
from grants.funds.models import Round


@may("grants.correct_wording", Round, methods=("GET",))
def wording(request, round):
    """All sections and questions, each with a way to put its words right."""
    context = {
        "round": round,
        "sections": queries.form_of(round),
        "corrections": queries.corrections_of(round),
    }
    return render(request, "grants/funds/wording.html", context)


@may("grants.correct_wording", Round)
def question_wording(request, round, number):
    listed = (q for section in queries.form_of(round) for q in section.asked)
    question = next((q for q in listed if q.number == number), None)
    initial = {"text": question.text, "guidance": question.guidance} if question else None
    form = QuestionWordsForm(request.POST or None, initial=initial)
    return _correct(request, round, question, form, actions.correct_question)


@may("grants.correct_wording", Round)
def section_wording(request, round, number):
    listed = queries.form_of(round)
    section = next((each for each in listed if each.number == number), None)
    initial = {"title": section.title} if section else None
    form = SectionWordsForm(request.POST or None, initial=initial)
    return _correct(request, round, section, form, actions.correct_section)


def _correct(request, round, thing, form, action):
    if thing is None:
        raise Http404
    if request.method == "POST" and form.is_valid():
        deed = partial(action, round, thing.number, by=request.user)
        try:
            deed(**form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The new words stand. Every answer stays as it is.")
            return redirect("wording", round.reference)
    context = {"round": round, "form": form, "thing": thing}
    return render(request, "grants/funds/wording_change.html", context)
