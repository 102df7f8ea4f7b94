"""Pages about who acts for an organisation: inviting, accepting, changing, leaving."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from applicants import actions, queries
from applicants.access import Refused, may, public
from applicants.actions.invitations import problem_with
from applicants.adapter import GOING_TO
from applicants.forms import InvitationForm, MemberForm
from applicants.models import Invitation, Membership, Organisation

from .sent import sent


@may("applicants.add_member", Organisation)
def member_add(request, organisation):
    form = InvitationForm(sent(request))
    if form.is_valid():
        try:
            invited = actions.invite_member(organisation, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(
                request, f"We’re sending {invited.email} an invitation. It works for 14 days."
            )
            return redirect("organisation", organisation.reference)
    context = {"form": form, "organisation": organisation}
    return render(request, "applicants/member_add.html", context)


@may("applicants.add_member", Organisation, methods=("POST",))
def invitation_withdraw(request, organisation, pk):
    invited = get_object_or_404(Invitation, pk=pk, organisation=organisation)
    actions.withdraw_invitation(invited, by=request.user)
    messages.success(request, f"The invitation to {invited.email} is withdrawn.")
    return redirect("organisation", organisation.reference)


@public
@never_cache
def invitation(request, token):
    """Shows what is asked; a mail program that opens links accepts nothing."""
    found = queries.invitation_with(token)
    if found is None:
        raise Http404
    user, here = request.user, request.path
    if not user.is_authenticated:
        request.session[GOING_TO] = here  # for whoever makes an account first
        refusal = None if found.is_open else "This invitation can’t be used any more."
    else:
        refusal = problem_with(found, user)
    context = {
        "invitation": found,
        "token": token,
        "refusal": refusal,
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': here})}",
        "sign_up": f"{reverse('account_signup')}?{urlencode({'next': here})}",
    }
    return render(request, "applicants/invitation.html", context, status=409 if refusal else 200)


@may("applicants.accept_invitation", methods=("POST",))
def invitation_accept(request, token):
    found = queries.invitation_with(token)
    if found is None:
        raise Http404
    actions.accept_invitation(found, by=request.user)
    request.session.pop(GOING_TO, None)
    messages.success(request, f"You act for {found.organisation} now.")
    return redirect("organisation", found.organisation.reference)


def _member(organisation, pk):
    live = Membership.objects.live().select_related("user", "organisation")
    return get_object_or_404(live, pk=pk, organisation=organisation)


@may("applicants.change_member", Organisation)
def member_change(request, organisation, pk):
    member = _member(organisation, pk)
    facts = {"role": member.role, "is_signatory": member.is_signatory}
    form = MemberForm(sent(request), initial=facts)
    if form.is_valid():
        try:
            actions.change_member(member, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, f"What {member.user} may do is saved.")
            return redirect("organisation", organisation.reference)
    context = {"form": form, "organisation": organisation, "member": member}
    return render(request, "applicants/member_change.html", context)


@may("applicants.change_member", Organisation)
def member_end(request, organisation, pk):
    member = _member(organisation, pk)
    if request.method == "POST":
        actions.end_membership(member, by=request.user)
        messages.success(request, f"{member.user} no longer acts for {organisation}.")
        return redirect("home" if member.user == request.user else organisation)
    context = {"organisation": organisation, "member": member}
    return render(request, "applicants/member_end.html", context)


@may("applicants.leave_organisation", Organisation)
def organisation_leave(request, organisation):
    member = queries.membership_of(request.user, organisation)
    if request.method == "POST":
        actions.leave_organisation(member, by=request.user)
        messages.success(request, f"You no longer act for {organisation}.")
        return redirect("home")
    return render(request, "applicants/organisation_leave.html", {"organisation": organisation})
