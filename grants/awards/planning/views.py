"""Pages to plan what a held offer is made of, before it is released."""

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.applications.models import Application
from grants.awards.releasing.actions import BadTerms, edit_terms
from grants.awards.releasing.queries import line_about
from grants.awards.releasing.views import NOTHING_HELD
from grants.awards.reviews.queries import officers_to_tell
from grants.awards.terms.checking import MOST_CONDITIONS, MOST_LINES
from grants.awards.terms.schedule import MOST_INSTALMENTS
from grants.fields import in_days
from grants.money import in_pounds

from . import queries
from .forms import ConditionRow, InstalmentRow, LineRow
from .plan_form import PlanForm
from .rows import Rows

SHOWN = ("organisation", "round")
LEADS = {
    "payments": "Together the payments are {money}, to the penny.",
    "lines": "The money adds up to {money}, and the adviser days to {days}.",
    "conditions": "Say of each whether it holds money back or goes on.",
}
SAVED = "Saved. Somebody else must read the words and the terms now."


def _offer_about(application):
    line = line_about(application)
    if line is None or not line.resolution.is_funding:
        raise Refused(NOTHING_HELD)
    return line, queries.terms_of(line)


def _typed(request):
    return request.POST if request.method == "POST" else None


def _version(request):
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else -1


@may("grants.prepare_release", Application, methods=("GET",), with_=SHOWN)
def terms(request, application):
    """What the offer is made of: what we give, when we pay, what must come first."""
    line, _planned = _offer_about(application)
    context = {"application": application, "line": line, **queries.what_is_planned(line)}
    return render(request, "grants/awards/planning/terms.html", context)


@may("grants.prepare_release", Application, with_=SHOWN)
def terms_plan(request, application):
    """Split the money anew: in equal parts, by date, or by condition."""
    line, planned = _offer_about(application)
    start, _last = queries.first_and_last_day()
    form = PlanForm(_typed(request), amount=line.resolution.amount, start=start)
    if request.method == "POST" and form.is_valid():
        new = queries.with_payments(planned, *form.plan)
        try:
            edit_terms(line.resolution, terms=new, version=_version(request), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, "Planned. Look at each payment, and change what is not right."
            )
            return redirect("terms_payments", application.reference)
    context = {"application": application, "line": line, "form": form}
    return render(request, "grants/awards/planning/plan.html", context)


@may("grants.prepare_release", Application, with_=SHOWN)
def terms_payments(request, application):
    """Each payment with its amount, its date and what is needed first."""
    line, planned = _offer_about(application)
    start, last = queries.first_and_last_day()
    rows = Rows(
        InstalmentRow,
        _typed(request),
        initial=[
            {"amount": one.amount, "due_on": one.due_on, "after_report": bool(one.after_report)}
            for one in planned.instalments
        ],
        most=MOST_INSTALMENTS,
        prefix="payment",
        start=start,
        last=last,
    )

    def change(rows):
        filled = enumerate((row.planned for row in rows.filled), 1)
        return replace(planned, instalments=[replace(one, number=at) for at, one in filled])

    return _edit(request, line, rows, change, "payments")


@may("grants.prepare_release", Application, with_=SHOWN)
def terms_lines(request, application):
    """What the award gives: money, adviser days and space."""
    line, planned = _offer_about(application)
    rows = Rows(
        LineRow,
        _typed(request),
        initial=[
            {
                "kind": one.kind,
                "description": one.description,
                "amount": one.amount,
                "quantity": one.quantity,
                "unit": one.unit if one.kind == "space" else "",
                "each": one.each if one.kind == "space" else None,
            }
            for one in planned.lines
        ],
        most=MOST_LINES,
        prefix="line",
    )

    def change(rows):
        return replace(planned, lines=[row.planned for row in rows.filled])

    return _edit(request, line, rows, change, "lines")


@may("grants.prepare_release", Application, with_=SHOWN)
def terms_conditions(request, application):
    """What they must do or show, when, and who looks after it."""
    line, planned = _offer_about(application)
    start, last = queries.first_and_last_day()
    agreed = line.resolution.conditions
    rows = Rows(
        ConditionRow,
        _typed(request),
        initial=[
            {
                "text": one.text,
                "kind": one.kind,
                "before": one.before,
                "due_on": one.due_on,
                "owner": one.owner,
                "evidence": one.evidence,
            }
            for one in planned.conditions
        ],
        most=MOST_CONDITIONS,
        prefix="condition",
        fixed=len(agreed),
        agreed=agreed,
        payments=len(planned.instalments),
        people=officers_to_tell(application),
        start=start,
        last=last,
    )

    def change(rows):
        return replace(planned, conditions=[row.planned for row in rows.filled])

    return _edit(request, line, rows, change, "conditions")


def _edit(request, line, rows, change, part):
    """Show the rows of one part; save them, or say beside each what is wrong."""
    application = line.application
    if request.method == "POST" and not rows.wants_more and rows.is_valid():
        new = change(rows)
        try:
            edit_terms(line.resolution, terms=new, version=_version(request), by=request.user)
        except BadTerms as bad:
            for problem in bad.problems:
                is_here = problem.part == part
                rows.say(problem.row if is_here else None, problem.field, problem.sentence)
        except Refused as refusal:
            rows.say(None, None, str(refusal))
        else:
            messages.success(request, SAVED)
            return redirect("terms", application.reference)
    said = line.resolution
    lead = LEADS[part].format(money=in_pounds(said.amount), days=in_days(said.days))
    context = {
        "application": application,
        "line": line,
        "rows": rows,
        "form_errors": rows.has_problems,
        "lead": lead,
    }
    return render(request, f"grants/awards/planning/{part}.html", context)
