"""The figures of a year, on a page and as a file."""

from django.http import HttpResponse
from django.shortcuts import render

from applicants.access import may

from . import queries
from .sheet import sheet_of


def _year(request):
    """The year that the address asks for; this one, if it makes no sense."""
    known = {str(year): year for year in queries.years()}
    return known.get(request.GET.get("year", ""), queries.years()[0])


@may("workshops.see_figures", methods=("GET",))
def workshop_figures(request):
    context = {"figures": queries.figures_of(_year(request)), "years": queries.years()}
    return render(request, "workshops/reports/workshop_figures.html", context)


@may("workshops.see_figures", methods=("GET",))
def workshop_figures_csv(request):
    figures = queries.figures_of(_year(request))
    response = HttpResponse(sheet_of(figures), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="workshops-{figures.year}.csv"'
    return response
