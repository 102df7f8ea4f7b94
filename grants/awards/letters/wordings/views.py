"""Pages on which officers write what letters say, and see it before anybody gets it."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from applicants.access import Refused, may
from grants.awards.letters.signatures.models import LetterSignature

from . import actions, queries
from .forms import CaseForm, WordingForm
from .vocabulary import VOCABULARIES


@may("grants.see_wordings", methods=("GET",))
def wording_list(request):
    """Each kind of letter, and which wording it has."""
    context = {
        "lines": queries.overview(),
        "signature": LetterSignature.objects.in_use(),
        "may_write": request.user.has_perm("grants.write_wording"),
    }
    return render(request, "grants/awards/letters/wordings/wording_list.html", context)


@may("grants.write_wording")
def wording_edit(request, letter_kind):
    """Write what letters of a kind say, beside the names that may be put in."""
    kind = queries.kind_named(letter_kind)
    if request.method == "POST":
        form = WordingForm(request.POST, kind=kind)
    else:
        form = WordingForm(initial={"text": _start(request, kind).text}, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.write_wording(kind, text=form.cleaned_data["text"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("letter_wording", kind, row.version if row else 0)
    context = {
        "kind": kind,
        "form": form,
        "vocabulary": VOCABULARIES[kind],
        "versions": queries.versions_of(kind),
    }
    return render(request, "grants/awards/letters/wordings/wording_edit.html", context)


def _start(request, kind):
    """The version to begin with: the one that was asked for, or the newest."""
    number = request.GET.get("from", "")
    if number.isascii() and number.isdecimal() and len(number) < 6:
        return queries.version_of(kind, int(number))
    return queries.newest_of(kind)


# The page may show a PDF of our own, and that PDF may stand in a page of our own: nothing else.
@csp_replace({"object-src": [SELF], "frame-src": [SELF]})
@may("grants.see_wordings", methods=("GET",))
def wording(request, letter_kind, version):
    """One version, filled with the facts of a case: as a page and as a PDF side by side."""
    shown = queries.version_of(queries.kind_named(letter_kind), version)
    form = CaseForm(request.GET if "case" in request.GET else None)
    case = _case(request, form)
    context = {
        "shown": shown,
        "form": form,
        "case": case,
        "cases": queries.cases_for(shown.kind, request.user),
        **_preview(shown, case),
        "versions": queries.versions_of(shown.kind),
        "is_own": shown.row is not None and shown.row.written_by_id == request.user.pk,
        "may_use": request.user.has_perm("grants.use_wording"),
        "may_write": request.user.has_perm("grants.write_wording"),
    }
    return render(request, "grants/awards/letters/wordings/wording.html", context)


def _case(request, form):
    """The case that was asked for; a form that names none that there is says so."""
    if not form.is_bound or not form.is_valid() or not form.cleaned_data["case"]:
        return None
    case = queries.case_named(form.cleaned_data["case"], request.user)
    if case is None:
        form.add_error("case", "There is no such case. Choose one from the list")
    return case


def _preview(shown, case):
    from grants.awards.letters.previewing import preview  # noqa: PLC0415 - no other page should load ReportLab

    made = preview(shown, queries.preview_of(shown.kind, case))
    return {"made": made, "made_up": made.made_up if case else []}


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@may("grants.see_wordings", methods=("GET",))
def wording_pdf(request, letter_kind, version):
    """The preview as a PDF."""
    shown = queries.version_of(queries.kind_named(letter_kind), version)
    form = CaseForm(request.GET)
    case = _case(request, form)
    made = _preview(shown, case)["made"]
    if not form.is_valid() or made.pdf is None:
        raise Http404
    name = f"Preview {shown.kind.value} {shown.number}.pdf"
    return HttpResponse(
        made.pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@may("grants.use_wording", methods=("POST",))
def wording_use(request, letter_kind, version):
    """Use this wording from now on."""
    shown = queries.version_of(queries.kind_named(letter_kind), version)
    if shown.row is None:
        raise Refused("This is the wording that we came with. Save it as yours first.")
    actions.use_wording(shown.row, by=request.user)
    said = f"{shown.kind.label}: new letters use version {shown.number} from now on."
    messages.success(request, said)
    return redirect("letter_wordings")
