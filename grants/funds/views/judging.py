"""Officers prepare what a round tests and judges, and who may apply to it."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from applicants.wards import loaded_at
from grants.funds import actions, queries
from grants.funds.forms import CriterionForm, TermsForm, TestForm
from grants.funds.models import Round
from grants.funds.question_sets import MARKS


def _sent(request):
    return request.POST if request.method == "POST" else None


def _open(round):
    if round.published_at is not None:
        raise Refused(actions.FROZEN)


def _numbered(rows, number):
    row = next((each for each in rows if each.number == number), None)
    if row is None:
        raise Http404
    return row


def _facts_of(row, form):
    return {name: getattr(row, name) for name in form.base_fields}


def _edit(request, round, form, save, *, title, then):
    """One form page of a round that is not published; a refusal stands above its fields."""
    if form.is_valid():
        try:
            save(**form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your changes are saved.")
            return redirect(then, round.reference)
    context = {"round": round, "form": form, "title": title, "then": then}
    return render(request, "grants/funds/judging_form.html", context)


# --- Who may apply, and who helped ---


@may("grants.change_round", Round)
def round_terms(request, round):
    _open(round)
    initial = _facts_of(round, TermsForm)
    initial["allows_several"] = "several" if round.allows_several else "one"
    initial["is_blind"] = "blind" if round.is_blind else "names"
    offered = {"tags": queries.workshop_tags(round), "wards": queries.wards_to_choose(round)}
    offered["loaded_at"] = loaded_at()
    form = TermsForm(_sent(request), initial=initial, **offered)

    save = partial(actions.change_round, round, by=request.user)
    return _edit(request, round, form, save, title="Who can apply", then="round")


# --- Criteria ---


@may("grants.change_round", Round, methods=("GET",))
def criteria(request, round):
    rows = queries.criteria_of(round)
    total = sum(row.weight for row in rows)
    context = {"round": round, "rows": rows, "total": total, "last": len(rows)}
    return render(request, "grants/funds/criteria.html", context)


@may("grants.change_round", Round)
def criterion_add(request, round):
    _open(round)
    general = {f"mark_{mark}": words for mark, words in MARKS}
    form = CriterionForm(_sent(request), initial=general)
    save = partial(actions.add_criterion, round, by=request.user)
    return _edit(request, round, form, save, title="Add a criterion", then="criteria")


@may("grants.change_round", Round)
def criterion(request, round, number):
    _open(round)
    row = _numbered(queries.criteria_of(round), number)
    form = CriterionForm(_sent(request), initial=CriterionForm.facts_of(row))
    save = partial(actions.change_criterion, round, number, by=request.user)
    return _edit(request, round, form, save, title="Change a criterion", then="criteria")


@may("grants.change_round", Round, methods=("POST",))
def criterion_delete(request, round, number):
    actions.delete_criterion(round, number, by=request.user)
    messages.success(request, "The criterion is deleted.")
    return redirect("criteria", round.reference)


@may("grants.change_round", Round, methods=("POST",))
def criterion_move(request, round, number):
    actions.move_criterion(round, number, by=request.user, up="up" in request.POST)
    return redirect("criteria", round.reference)


# --- Eligibility tests ---


@may("grants.change_round", Round, methods=("GET",))
def tests(request, round):
    rows = queries.tests_of(round)
    context = {"round": round, "rows": rows, "last": len(rows)}
    return render(request, "grants/funds/tests.html", context)


@may("grants.change_round", Round)
def test_add(request, round):
    _open(round)
    form = TestForm(_sent(request))
    save = partial(actions.add_test, round, by=request.user)
    return _edit(request, round, form, save, title="Add an eligibility test", then="tests")


@may("grants.change_round", Round)
def test(request, round, number):
    _open(round)
    row = _numbered(queries.tests_of(round), number)
    form = TestForm(_sent(request), initial=_facts_of(row, TestForm))
    save = partial(actions.change_test, round, number, by=request.user)
    return _edit(request, round, form, save, title="Change an eligibility test", then="tests")


@may("grants.change_round", Round, methods=("POST",))
def test_delete(request, round, number):
    actions.delete_test(round, number, by=request.user)
    messages.success(request, "The test is deleted.")
    return redirect("tests", round.reference)


@may("grants.change_round", Round, methods=("POST",))
def test_move(request, round, number):
    actions.move_test(round, number, by=request.user, up="up" in request.POST)
    return redirect("tests", round.reference)
