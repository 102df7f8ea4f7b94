"""Pages about what the bank said: its files, and what two people write down by hand."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render

from applicants.access import Refused, may
from grants.money import total
from grants.payments.models import Outcome, PaymentRun
from grants.payments.queries import payments_in

from . import actions, queries
from .columns import is_enough
from .coming_back import repaid_alike
from .forms import AnswerForm, ColumnsForm, DropForm, ResultForm, SayForm
from .models import BankResult, BankResultLine, HandMark, Verdict
from .preview import preview_of
from .reading import table_of

ON_ONE_PAGE = 100


def _typed(request):
    return request.POST if request.method == "POST" else None


# The bank's file


@may("grants.see_results")
def result_list(request):
    return _show_list(request, ResultForm())


@may("grants.import_result", methods=("POST",))
def result_upload(request):
    form = ResultForm(request.POST, request.FILES)
    if form.is_valid():
        file, amounts = form.cleaned_data["file"], form.cleaned_data["amounts"]
        try:
            result = actions.upload_result(
                name=file.name, content=file.read(), amounts=amounts, by=request.user
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("result", reference=result.reference)
    return _show_list(request, form)


def _show_list(request, form):
    page = Paginator(queries.results_for(request.user), 20)
    context = {
        "form": form,
        "may_upload": request.user.has_perm("grants.import_result"),
        "page_obj": page.get_page(request.GET.get("page")),
        "marks": queries.marks_for(request.user)[:ON_ONE_PAGE],
    }
    return render(request, "grants/payments/results/result_list.html", context)


@may("grants.see_results", BankResult, with_=("uploaded_by", "applied_by"), methods=("GET",))
def result(request, result):
    """Before it is taken in, what would happen; after that, what did."""
    if result.is_waiting and not is_enough(result.columns):
        if request.user.has_perm("grants.import_result"):
            return redirect("result_columns", reference=result.reference)
        return render(request, "grants/payments/results/result_unread.html", {"result": result})
    if result.is_waiting:
        context = preview_of(result, request.user)
        return render(request, "grants/payments/results/result_preview.html", context)
    verdict = request.GET.get("lines")
    verdict = verdict if verdict in Verdict.values else None
    lines = Paginator(queries.lines_of(result, verdict), ON_ONE_PAGE)
    context = {
        "result": result,
        "verdict": verdict,
        "kinds": queries.kinds_of_lines(result),
        "is_unclear": result.lines.unmatched().exists(),
        "query": f"lines={verdict}" if verdict else "",
        "page_obj": lines.get_page(request.GET.get("page")),
        "may_answer": request.user.has_perm("grants.import_result"),
    }
    return render(request, "grants/payments/results/result.html", context)


@may("grants.import_result", BankResult)
def result_columns(request, result):
    if not result.is_waiting:
        return redirect("result", reference=result.reference)
    table = table_of(result.content)
    form = ColumnsForm(
        _typed(request),
        names=table.names,
        found=result.columns or table.columns,
        amounts=result.amounts,
    )
    if form.is_valid():
        amounts = form.cleaned_data["amounts"]
        actions.choose_columns(result, columns=form.columns, amounts=amounts, by=request.user)
        return redirect("result", reference=result.reference)
    context = {"result": result, "form": form, "first": table.cells[table.head + 1 :][:3]}
    return render(request, "grants/payments/results/result_columns.html", context)


@may("grants.import_result", BankResult, methods=("POST",))
def result_apply(request, result):
    seen = request.POST.get("seen", "")[:64]
    actions.apply_result(result, seen=seen, by=request.user)
    messages.success(request, "The file is taken in. Look below at what was found.")
    return redirect("result", reference=result.reference)


@may("grants.import_result", BankResult, methods=("POST",))
def result_discard(request, result):
    actions.discard_result(result, by=request.user)
    messages.success(request, f"{result.name} is thrown away. Nothing was changed by it.")
    return redirect("result_list")


# What nothing fits


@may("grants.see_results")
def unmatched_list(request):
    lines = Paginator(queries.unmatched_lines(request.user), ON_ONE_PAGE)
    context = {
        "page_obj": lines.get_page(request.GET.get("page")),
        "may_answer": request.user.has_perm("grants.import_result"),
    }
    return render(request, "grants/payments/results/unmatched_list.html", context)


@may("grants.import_result", BankResult)
def line_answer(request, result, number):
    line = get_object_or_404(BankResultLine, result=result, number=number)
    return _answer(request, result, BankResultLine.objects.filter(pk=line.pk), line=line)


@may("grants.import_result", BankResult)
def lines_answer(request, result):
    return _answer(request, result, result.lines.all())


def _answer(request, result, lines, line=None):
    form = AnswerForm(_typed(request))
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        actions.answer_lines(lines, answer=answer, by=request.user)
        messages.success(request, "It is set aside, with what you found out.")
        return redirect("result", reference=result.reference)
    context = {
        "result": result,
        "line": line,
        "how_many": lines.unmatched().count(),
        "form": form,
    }
    return render(request, "grants/payments/results/line_answer.html", context)


# By hand


@may("grants.record_result", PaymentRun)
def run_say(request, run):
    form = SayForm(_typed(request), payments=payments_in(run))
    if form.is_valid():
        try:
            mark = actions.say_result(run, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Written down. Somebody else has to confirm it.")
            return redirect("mark", reference=run.reference, number=mark.number)
    return render(request, "grants/payments/results/run_say.html", {"run": run, "form": form})


def _mark(run, number):
    rows = HandMark.objects.select_related("said_by", "confirmed_by", "dropped_by")
    return get_object_or_404(rows, run=run, number=number)


@may("grants.see_results", PaymentRun, methods=("GET",))
def mark(request, run, number):
    mark = _mark(run, number)
    may_answer = mark.is_waiting and request.user.has_perm("grants.record_result", run)
    payments = Paginator(queries.payments_to_judge(marks=mark), ON_ONE_PAGE)
    amounts = mark.payments.values_list("amount", flat=True)
    is_return = mark.is_waiting and mark.outcome == Outcome.RETURNED
    context = {
        "run": run,
        "mark": mark,
        "page_obj": payments.get_page(request.GET.get("page")),
        "total": total(amounts),
        "repaid": repaid_alike(payments.object_list) if is_return else [],
        "may_confirm": may_answer and mark.said_by_id != request.user.pk,
        "may_drop": may_answer,
    }
    return render(request, "grants/payments/results/mark.html", context)


@may("grants.record_result", PaymentRun, methods=("POST",))
def mark_confirm(request, run, number):
    actions.confirm_mark(_mark(run, number), by=request.user)
    messages.success(request, "Confirmed. We have written to each co-op that it is about.")
    return redirect("run", reference=run.reference)


@may("grants.record_result", PaymentRun)
def mark_drop(request, run, number):
    form = DropForm(_typed(request))
    mark = _mark(run, number)
    if form.is_valid():
        actions.drop_mark(mark, because=form.cleaned_data["because"], by=request.user)
        messages.success(request, "Nothing was changed by it.")
        return redirect("run", reference=run.reference)
    context = {"run": run, "mark": mark, "form": form}
    return render(request, "grants/payments/results/mark_drop.html", context)
