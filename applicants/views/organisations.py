"""Pages about an organisation: adding it, seeing it, correcting it."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants import actions, queries
from applicants.access import Refused, may, onward
from applicants.forms import OrganisationDetailsForm, OrganisationForm, RegisteredForm
from applicants.models import Organisation

from .sent import sent


@may("applicants.start_organisation")
def organisation_start(request):
    form = OrganisationForm(sent(request))
    if form.is_valid():
        organisation = actions.start_organisation(by=request.user, **form.cleaned_data)
        messages.success(request, f"{organisation} is added. You act for it now.")
        return redirect(onward(request) or organisation)
    return render(request, "applicants/organisation_start.html", {"form": form})


@may("applicants.see_organisation", Organisation)
def organisation(request, organisation):
    if organisation.merged_into_id:
        return redirect(organisation.merged_into)
    can_change = request.user.has_perm("applicants.change_organisation", organisation)
    context = {
        "organisation": organisation,
        "members": queries.members_of(organisation),
        "invitations": queries.open_invitations_of(organisation) if can_change else (),
        "history": queries.earlier_details_of(organisation),
        "recovery": queries.open_recovery_of(organisation),
        "can_change": can_change,
        "is_member": request.user.has_perm("applicants.leave_organisation", organisation),
    }
    return render(request, "applicants/organisation.html", context)


@may("applicants.change_organisation", Organisation)
def organisation_change(request, organisation):
    facts = {name: getattr(organisation, name) for name in OrganisationDetailsForm.base_fields}
    form = OrganisationDetailsForm(sent(request), initial=facts)
    if form.is_valid():
        actions.change_organisation(organisation, by=request.user, **form.cleaned_data)
        messages.success(request, "Your changes are saved.")
        return redirect(organisation)
    context = {"form": form, "organisation": organisation}
    return render(request, "applicants/organisation_change.html", context)


@may("applicants.change_organisation", Organisation)
def organisation_registered(request, organisation):
    """“We’ve registered!”: one record, its new name, and what stays."""
    form = RegisteredForm(
        sent(request),
        members=queries.members_of(organisation),
        initial={"name": organisation.name, "legal_form": organisation.legal_form},
    )
    if form.is_valid():
        try:
            actions.register_organisation(organisation, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("carrying_on", str(refusal))
        else:
            messages.success(request, "Well done! Your new details are saved.")
            return redirect("home" if not form.keeps(request.user) else organisation)
    context = {"form": form, "organisation": organisation}
    return render(request, "applicants/organisation_registered.html", context)
