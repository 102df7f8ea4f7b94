"""Pages for officers: every co-op, records that may be one, and joining them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from applicants import actions, queries
from applicants.access import Refused, may
from applicants.duplicates import likely_duplicates
from applicants.forms import MergeForm
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
    context["records"] = [(one, queries.members_of(one)) for one in (kept, merged)]
    return render(request, "applicants/organisation_merge.html", context)
