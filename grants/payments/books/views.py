"""Pages about the books: the report, the forecast, the ledger, and the trail of one award."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from applicants.access import may
from grants.awards.models import Award
from grants.funds.actions import set_cost_codes
from grants.funds.models import Fund, Round
from grants.involvement import conflicts_of
from grants.sheets.workbooks import WORKBOOK, workbook_of

from .chart import chart_of
from .chosen import Chosen, year_in_words
from .files import LEDGER, csv_lines, file_name, ledger_rows, report_headings, report_rows
from .forecast import forecast_of, unpaid_instalments
from .forms import CostCodesForm
from .places import places_for
from .report import Asked, Grouping, report_of
from .rows import choices, page_of, rows_for
from .trail import story_of

READ = ("GET",)
ROWS = 50


# --- The report ---


@may("grants.see_ledger", methods=READ)
def money_report(request):
    """How much there was to give, what was promised and paid, and what is left."""
    asked = Asked.of(request.GET)
    report = report_of(asked)
    context = {
        "asked": asked,
        "report": report,
        "groupings": [
            {"label": label, "query": asked.but(by=by).query, "is_here": by == asked.by}
            for by, label in Grouping.choices
        ],
        "years": [(year, year_in_words(year)) for year in reversed(report.years)],
        "places": places_for(request.user, "money_report"),
    }
    return render(request, "grants/payments/books/money_report.html", context)


@may("grants.see_ledger", methods=READ)
def money_report_csv(request):
    asked = Asked.of(request.GET)
    lines = csv_lines(report_headings(asked), report_rows(report_of(asked)))
    return _as_text(lines, file_name(f"report by {Grouping(asked.by).label}", asked.year, "csv"))


@may("grants.see_ledger", methods=READ)
def money_report_workbook(request):
    asked = Asked.of(request.GET)
    file = workbook_of(report_headings(asked), report_rows(report_of(asked)))
    name = f"report by {Grouping(asked.by).label}"
    return _as_workbook(file, file_name(name, asked.year, "xlsx"))


# --- The forecast ---


@may("grants.see_ledger", methods=READ)
def money_forecast(request):
    """What is still to be paid, by month; of one fund if the address says so."""
    instalments, fund = unpaid_instalments(), Chosen.of(request.GET).fund
    if fund:
        instalments = instalments.filter(award__application__round__fund__name=fund)
    forecast = forecast_of(instalments)
    context = {
        "forecast": forecast,
        "chart": chart_of(forecast),
        "fund_chosen": fund,
        "funds": Fund.objects.order_by("name").values_list("name", flat=True),
        "places": places_for(request.user, "money_forecast"),
    }
    return render(request, "grants/payments/books/money_forecast.html", context)


# --- The ledger ---


@may("grants.see_ledger", methods=READ)
def ledger(request):
    """Every row that fits, the newest first, with what was left to pay after each."""
    chosen = Chosen.of(request.GET)
    rows = chosen.narrow(rows_for(request.user))
    balance, number = rows.balance_and_number()
    page = Paginator(range(number), ROWS).get_page(request.GET.get("page"))
    context = {
        "rows": page_of(rows, page.number, ROWS, request.user),
        "page_obj": page,
        "number": number,
        "balance": balance,
        "chosen": chosen,
        "query": chosen.query,
        "choices": choices(),
        "hides_some": bool(conflicts_of(request.user)),
        "places": places_for(request.user, "ledger"),
    }
    return render(request, "grants/payments/books/ledger.html", context)


@may("grants.see_ledger", methods=READ)
def ledger_csv(request):
    chosen = Chosen.of(request.GET)
    lines = csv_lines(LEDGER, ledger_rows(chosen.narrow(rows_for(request.user))))
    return _as_text(lines, file_name("ledger", chosen.year, "csv"))


@may("grants.see_ledger", methods=READ)
def ledger_workbook(request):
    chosen = Chosen.of(request.GET)
    file = workbook_of(LEDGER, ledger_rows(chosen.narrow(rows_for(request.user))))
    return _as_workbook(file, file_name("ledger", chosen.year, "xlsx"))


def _as_text(lines, name):
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _as_workbook(file, name):
    return FileResponse(file, as_attachment=True, filename=name, content_type=WORKBOOK)


# --- One award ---


@may(
    "grants.see_case",
    Award,
    methods=READ,
    with_=("application__organisation", "application__round__fund", "accepted_by"),
)
def award_money(request, award):
    """From the decision to the bank: all that happened to the money of one award."""
    context = {
        "award": award,
        "application": award.application,
        "story": story_of(award, request.user),
        "back": reverse("case", args=[award.reference]),
    }
    return render(request, "grants/payments/books/award_money.html", context)


# --- Cost codes ---


@may("grants.set_cost_codes")
def cost_codes(request):
    """Under which codes the accounts keep each fund and round, from today on."""
    rounds = Prefetch("rounds", Round.objects.order_by("-opens_at"), to_attr="shown_rounds")
    funds = list(Fund.objects.order_by("name").prefetch_related(rounds))
    form = CostCodesForm(request.POST if request.method == "POST" else None, funds=funds)
    if form.is_valid():
        of_funds, of_rounds = form.codes
        set_cost_codes(funds=of_funds, rounds=of_rounds, by=request.user)
        messages.success(request, "Your changes are saved. They count from now on.")
        return redirect("cost_codes")
    context = {"form": form, "places": places_for(request.user, "cost_codes")}
    return render(request, "grants/payments/books/cost_codes.html", context)
