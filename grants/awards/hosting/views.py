"""Pages to name a body that holds the money, and what that body sees of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.applications.models import Application
from grants.awards.letters.models import Letter
from grants.awards.letters.sealed import paper_of
from grants.awards.queries import award_of
from grants.lifecycle import Stage

from . import actions, queries
from .forms import EndForm, HostForm
from .models import Hosting

NOT_FOUND = (
    "We know no registered body of this name that has somebody to sign for it. Look at how it "
    "is spelt, ask them to add themselves here, or ask us."
)


@may("grants.name_host", Application, with_=("organisation", "round"))
def offer_host(request, application):
    """A group that is not formed, or an officer, names the body that holds its money."""
    if award_of(application) is None:
        raise Http404
    form = HostForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        host = queries.host_named(form.cleaned_data["name"], but=application.organisation)
        try:
            if host is None:
                raise Refused(NOT_FOUND)
            actions.name_host(application, host=host, by=request.user)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"We’ve asked {host} to hold the money.")
            return redirect("offer_host", application.reference)
    context = {
        "application": application,
        "form": form,
        "hosting": queries.hosting_of(application),
        "is_open": application.state == Stage.OFFERED,
        "is_staff": request.user.is_fund_staff,
    }
    return render(request, "grants/awards/hosting/offer_host.html", context)


@may("grants.end_hosting", Hosting, with_=("host", "award__application__organisation"))
def hosting_end(request, hosting):
    """The body says no; or the group, or an officer, takes it off."""
    is_host = request.user.has_perm("grants.sign_as_host", hosting)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.end_hosting(hosting, **form.cleaned_data, by=request.user)
        messages.success(request, f"{hosting.host} doesn’t hold the money.")
        return (
            redirect("home") if is_host else redirect("offer_host", hosting.application.reference)
        )
    context = {"hosting": hosting, "application": hosting.application, "form": form}
    return render(request, "grants/awards/hosting/end.html", {**context, "is_host": is_host})


@may("grants.see_hosting", Hosting, methods=("GET",), with_=("host", "award__application__round"))
def hosting_letter(request, hosting):
    """The letter’s own bytes, for the body that is to sign it."""
    letter = _letter(hosting)
    if letter is None or hosting.ended_at:
        raise Http404
    name = f"{letter.get_kind_display()} {hosting.award.reference}.pdf"
    return HttpResponse(
        paper_of(letter),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _letter(hosting):
    letters = Letter.objects.filter(application=hosting.award.application, kind=Letter.Kind.OFFER)
    return letters.issued().order_by("-pk").first()
