"""Pages about an organisation: adding it, seeing it, correcting it."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants import actions, queries
from applicants.access import may
from applicants.forms import OrganisationForm
from applicants.models import Organisation

from .sent import sent


@may("applicants.start_organisation")
def organisation_start(request):
    form = OrganisationForm(sent(request))
    if form.is_valid():
        organisation = actions.start_organisation(by=request.user, **form.cleaned_data)
        messages.success(request, f"{organisation} is added. You act for it now.")
        return redirect("organisation", organisation.reference)
    return render(request, "applicants/organisation_start.html", {"form": form})


@may("applicants.see_organisation", Organisation)
def organisation(request, organisation):
    can_change = request.user.has_perm("applicants.change_organisation", organisation)
    context = {
        "organisation": organisation,
        "members": queries.members_of(organisation),
        "invitations": queries.open_invitations_of(organisation) if can_change else (),
        "can_change": can_change,
        "is_member": request.user.has_perm("applicants.leave_organisation", organisation),
    }
    return render(request, "applicants/organisation.html", context)


@may("applicants.change_organisation", Organisation)
def organisation_change(request, organisation):
    facts = {name: getattr(organisation, name) for name in OrganisationForm.base_fields}
    form = OrganisationForm(sent(request), initial=facts)
    if form.is_valid():
        actions.change_organisation(organisation, by=request.user, **form.cleaned_data)
        messages.success(request, "Your changes are saved.")
        return redirect("organisation", organisation.reference)
    context = {"form": form, "organisation": organisation}
    return render(request, "applicants/organisation_change.html", context)
