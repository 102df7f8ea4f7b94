"""Pages for officers: every co-op, records that may be one, joining them or telling them apart."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from applicants import actions, queries
from applicants.access import Refused, may
from applicants.duplicates import likely_duplicates
from applicants.forms import DifferentForm, MergeForm
from applicants.models import Organisation

from .sent import sent


@may("applicants.see_organisations", methods=("GET",))
def organisation_list(request):
    words = request.GET.get("words", "").strip()[:100]
    context = {
        "words": words,
        "organisations": queries.find_organisations(words),
        "most": queries.MOST_FOUND,
        "recoveries": queries.open_recoveries(),
        "pairs": likely_duplicates(),
        "told_apart": queries.told_apart(),
        "can_merge": request.user.has_perm("applicants.merge_organisations"),
    }
    return render(request, "applicants/organisation_list.html", context)


@may("applicants.merge_organisations", Organisation)
def organisation_merge(request, kept, other):
    """Both records side by side; the one of this address is kept."""
    merged = get_object_or_404(Organisation, reference=other, merged_into=None)
    form = MergeForm(sent(request))
    if form.is_valid():
        try:
            actions.merge_organisations(
                merged, into=kept, reason=form.cleaned_data["reason"], by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The two records are one now: {kept}.")
            return redirect(kept)
    context = {"form": form, "organisation": kept, "merged": merged}
    context |= both_records(kept, merged)
    return render(request, "applicants/organisation_merge.html", context)


@may("applicants.tell_organisations_apart", Organisation)
def organisation_different(request, one, other):
    """Both records side by side: they are different co-ops, and why."""
    other = get_object_or_404(Organisation, reference=other, merged_into=None)
    form = DifferentForm(sent(request))
    if form.is_valid():
        try:
            actions.tell_apart(one, other, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"It is noted that {one} and {other} are different co-ops.")
            return redirect("organisation_list")
    context = {"form": form, "organisation": one, "other": other, **both_records(one, other)}
    return render(request, "applicants/organisation_different.html", context)


def both_records(one, other):
    """Two records with their people, and what colleagues found of the two before."""
    return {
        "records": [(each, queries.members_of(each)) for each in (one, other)],
        "found_before": queries.told_apart_before(one, other),
    }
