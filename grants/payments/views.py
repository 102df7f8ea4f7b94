"""Pages about payment runs."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.money import total

from . import actions
from .books.forecast import forecast_of, unpaid_instalments
from .books.places import places_for
from .choosing import GONE, payable, what_was_chosen
from .files.profiles import profile_now
from .forms import CHOOSE, CancelRunForm, ChoiceForm, RunForm
from .limits import is_within
from .models import PaymentRun
from .month_end import came_back, first_of, runs_under_way
from .next_step import events_of, next_step, steps_of, what_is_missing, what_is_void
from .queries import (
    UNDER_WAY,
    history_of_run,
    let_go_in,
    not_ready_to_pay,
    payments_in,
    ready_to_pay,
    runs_for,
)
from .results.queries import marks_for, marks_of, unmatched_lines

ON_ONE_PAGE = 100
RUNS_ON_ONE_PAGE = 10
MONTHS_SHOWN = 3
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=us-ascii",
    "xml": "application/xml; charset=utf-8",
}


def typed(request):
    """What was sent with a form, or nothing when the page is only opened."""
    return request.POST if request.method == "POST" else None


@may("grants.see_payments")
def payment_home(request):
    return _show_home(request, ChoiceForm(), page=request.GET.get("list"))


@may("grants.prepare_payment_run", methods=("POST",))
def run_choose(request):
    """How many were chosen, and what they come to; or another page of the list to tick in."""
    form = ChoiceForm(request.POST)
    if "list" in request.POST:
        return _show_home(request, form, page=request.POST["list"])
    if form.is_valid() and form.keys == []:
        form.add_error("instalments", CHOOSE)
    if not form.is_valid():
        return _show_home(request, form)
    return _show_chosen(request, form.keys, RunForm(request.POST) if _day_in(request) else None)


@may("grants.prepare_payment_run", methods=("POST",))
def run_prepare(request):
    form = RunForm(request.POST)
    if form.is_valid():
        try:
            instalments = payable(form.keys, by=request.user)
            facts = {name: form.cleaned_data[name] for name in ("seen", "pay_on")}
            run = actions.prepare_payment_run(instalments, **facts, by=request.user)
        except actions.NotADay as refusal:
            form.add_error("pay_on", str(refusal))
        except Refused as refusal:
            return _choose_again(request, form.keys, str(refusal))
        else:
            messages.success(request, f"{run} is ready for somebody else to approve.")
            return redirect("run", reference=run.reference)
    if "instalments" in form.errors:
        return _choose_again(request, [], GONE)
    return _show_chosen(request, form.keys, form)


def _show_chosen(request, keys, form=None):
    """What was chosen, before it is a run; `form` is one with a problem."""
    try:
        chosen = what_was_chosen(keys, by=request.user, most=ON_ONE_PAGE)
    except Refused as refusal:
        return _choose_again(request, keys, str(refusal))
    form = form or RunForm()
    # What is sent next is what is shown now.
    sent = ",".join(map(str, chosen.keys))
    context = {"form": form, "chosen": chosen, "sent": sent, "more": chosen.number - ON_ONE_PAGE}
    return render(request, "grants/payments/run_prepare.html", context)


def _day_in(request):
    """The day as it was typed, which goes along while somebody changes what they chose."""
    names = (f"pay_on_{part}" for part in ("day", "month", "year"))
    return {name: request.POST[name] for name in names if name in request.POST}


def _choose_again(request, keys, why):
    """The list, with what was ticked still ticked."""
    which = ChoiceForm.ALL if keys is None else ChoiceForm.TICKED
    form = ChoiceForm({"which": which, "kept": ",".join(map(str, keys or ()))})
    form.add_error(None, why)
    return _show_home(request, form)


def _show_home(request, form, page=None):
    user = request.user
    page = int(page) if page and page.isdecimal() and len(page) < 6 else 1
    ready = first_of(ready_to_pay(user), ON_ONE_PAGE, page=page or 1, payer=user)
    waiting = first_of(not_ready_to_pay(user), ON_ONE_PAGE)
    ticked, here = set(form.ticked), {instalment.pk for instalment in ready.shown}
    for instalment in ready.shown:
        instalment.is_ticked = instalment.pk in ticked
        instalment.is_mine_to_leave = instalment.account_checked_by == user.pk
    for instalment in waiting.shown:
        instalment.missing = what_is_missing(instalment)
    form.count_all(*ready.payable)
    to_approve, under_way = runs_under_way(user)
    over = Paginator(runs_for(user).exclude(state__in=UNDER_WAY), RUNS_ON_ONE_PAGE)
    forecast = forecast_of(unpaid_instalments())
    context = {
        "form": form,
        "may_prepare": user.has_perm("grants.prepare_payment_run"),
        "ready": ready,
        "elsewhere": sorted(ticked - here),
        "typed_day": _day_in(request),
        "waiting": waiting,
        "to_approve": to_approve,
        "under_way": under_way,
        "came_back": came_back(user),
        "marks": marks_for(user),
        "unmatched": unmatched_lines(user).count(),
        "forecast": forecast.first_months(MONTHS_SHOWN),
        "places": places_for(user, "payment_home"),
        "page_obj": over.get_page(request.GET.get("page")),
    }
    return render(request, "grants/payments/payment_home.html", context)


@may("grants.see_payments", PaymentRun, with_=("prepared_by", "approved_by"), methods=("GET",))
def run(request, run):
    payments = payments_in(run)
    in_all = total(payment.amount for payment in payments)
    context = {
        "run": run,
        "payments": payments,
        "total": in_all,
        "void": what_is_void(run, payments),
        "moves": [move.name for move in run.moves_for(request.user)],
        "marks": marks_of(run),
        "may_say": run.exported_at and request.user.has_perm("grants.record_result", run),
        "is_within": is_within(request.user, in_all) and not let_go_in(run, request.user),
        "may_download": run.exported_at and request.user.has_perm("grants.export_payment_run", run),
        "profile": run.file_kind or profile_now().name,
        "next_step": next_step(run, payments, request.user),
        "steps": steps_of(run),
        "events": events_of(history_of_run(run)),
    }
    return render(request, "grants/payments/run.html", context)


@may("grants.approve_payment_run", PaymentRun, methods=("POST",))
def run_approve(request, run):
    actions.approve_payment_run(run, by=request.user)
    messages.success(request, f"You approved {run}.")
    return redirect("run", reference=run.reference)


@may("grants.prepare_payment_run", PaymentRun)
def run_cancel(request, run):
    form = CancelRunForm(typed(request))
    if form.is_valid():
        actions.cancel_payment_run(run, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, f"{run} is cancelled. Its payments are due again.")
        return redirect("run", reference=run.reference)
    return render(request, "grants/payments/run_cancel.html", {"run": run, "form": form})


@may("grants.export_payment_run", PaymentRun, methods=("POST",))
def run_export(request, run):
    actions.export_payment_run(run, by=request.user)
    messages.success(request, "The payment file is made. Download it and take it to the bank.")
    return redirect("run", reference=run.reference)


@may("grants.export_payment_run", PaymentRun, methods=("POST",))
def run_download(request, run):
    file = actions.download_payment_file(run, by=request.user)
    return HttpResponse(
        file,
        content_type=CONTENT_TYPES[run.file_ending],
        headers={
            "Content-Disposition": f'attachment; filename="{run.file_name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
