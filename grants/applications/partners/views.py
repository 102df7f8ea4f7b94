"""Applying together: the lead's list of partners, and the pages of a partner."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables

from applicants import acting
from applicants.access import Refused, may
from grants.applications.models import Application
from grants.applications.queries import draft_of, organisations_that_may_apply
from grants.applications.shares import lines_in_words

from . import actions, queries
from .forms import DeclineForm, PartnerForm, TakeUpForm
from .models import Partner

CASE = ("round", "organisation")
PARTNER = ("application__round", "application__organisation", "organisation", "confirmed_by")


def posted(request):
    return request.POST if request.method == "POST" else None


@may("grants.see_partners", Application, methods=("GET",), with_=CASE)
def partners(request, application):
    """Who applies together, what each does and asks for, and who has said yes."""
    draft = draft_of(application)
    may_edit = request.user.has_perm("grants.change_partners", application)
    context = {
        "application": application,
        "partners": queries.with_standing(queries.partners_of(application), draft),
        "lead_share": draft.lead_share,
        "total": draft.request.words,
        "may_change": may_edit and application.is_draft,
        "is_lead": request.user.has_perm("grants.see_own_application", application),
    }
    return render(request, "grants/applications/partners/partners.html", context)


@may("grants.change_partners", Application, with_=CASE)
def partner_add(request, application):
    """Ask somebody to apply together with you."""
    form = PartnerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            partner = actions.add_partner(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"We’ve asked {partner.name}.")
            return redirect("partners", application.reference)
    context = {"application": application, "form": form}
    return render(request, "grants/applications/partners/partner_add.html", context)


@may("grants.change_partners", Partner, methods=("POST",), with_=PARTNER)
def partner_again(request, partner):
    """Ask them once more."""
    actions.ask_again(partner, by=request.user)
    messages.success(request, f"We’ve asked {partner.name} again.")
    return redirect("partners", partner.application.reference)


@may("grants.change_partners", Partner, with_=PARTNER)
def partner_remove(request, partner):
    """Ask once more, then take them off."""
    if request.method == "POST":
        actions.remove_partner(partner, by=request.user)
        messages.success(request, f"{partner.name} is no longer a partner.")
        return redirect("partners", partner.application.reference)
    context = {"partner": partner, "application": partner.application}
    return render(request, "grants/applications/partners/partner_remove.html", context)


@sensitive_variables("token")
@may("grants.open_partner_link")
def partner_link(request, token):
    """What the link in the email opens: who asks, and for whom you answer."""
    partner = queries.partner_with(token)
    mine = organisations_that_may_apply(request.user)
    if partner is not None and partner.organisation in mine:
        return redirect("partner", partner.reference)
    if partner is None or not partner.can_be_taken_up:
        return render(request, "grants/applications/partners/gone.html", status=404)
    is_no = "decline" in request.POST
    chosen = acting.choice_among(request, mine)
    form = TakeUpForm(None if is_no else posted(request), organisations=mine, chosen=chosen)
    no_form = DeclineForm(posted(request) if is_no else None)
    if request.method == "POST" and (no_form if is_no else form).is_valid():
        try:
            if is_no:
                actions.decline_link(partner, by=request.user, **no_form.cleaned_data)
                messages.success(request, "We’ve told them that you said no.")
                return redirect("home")
            actions.take_up(partner, by=request.user, **form.cleaned_data)
            acting.remember(request, form.cleaned_data["organisation"])
            return redirect("partner", partner.reference)
        except Refused as refusal:
            (no_form if is_no else form).add_error(None, str(refusal))
    context = {
        "partner": partner,
        "application": partner.application,
        "organisations": mine,
        "form": no_form if is_no else form,
        "choose": form,
        "no_form": no_form,
    }
    return render(request, "grants/applications/partners/link.html", context)


@may("grants.see_as_partner", Partner, methods=("GET",), with_=PARTNER)
def partner(request, partner):
    """The partner's own page: what it does in the work, its lines of the budget, its answer."""
    draft = draft_of(partner.application)
    queries.with_standing([partner], draft)
    may_answer = request.user.has_perm("grants.answer_as_partner", partner)
    context = {
        "partner": partner,
        "application": partner.application,
        "lines": lines_in_words(partner.share),
        "may_answer": may_answer and partner.application.is_draft,
    }
    return render(request, "grants/applications/partners/partner.html", context)


@may("grants.answer_as_partner", Partner, methods=("POST",), with_=PARTNER)
def partner_confirm(request, partner):
    """Say yes."""
    actions.confirm_partner(partner, seen=request.POST.get("seen", ""), by=request.user)
    messages.success(request, "Thank you. We’ve told the lead that you said yes.")
    return redirect("partner", partner.reference)


@may("grants.answer_as_partner", Partner, with_=PARTNER)
def partner_decline(request, partner):
    """Say no, or leave."""
    form = DeclineForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.decline_partner(partner, by=request.user, **form.cleaned_data)
        messages.success(request, "We’ve told the lead that you said no.")
        return redirect("home")
    context = {"partner": partner, "application": partner.application, "form": form}
    return render(request, "grants/applications/partners/partner_decline.html", context)
