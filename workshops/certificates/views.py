"""Certificates: checked by anybody, read by whoever has one, looked after by colleagues."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from applicants.access import Refused, may, public
from workshops.models import Session, Workshop
from workshops.register.queries import signature_of

from . import actions, queries
from .forms import CheckForm, NameForm, WorkshopForm
from .guesses import count_wrong_guess, guesses_too_often
from .hours import in_words

TOO_OFTEN = "You have tried many codes. Wait ten minutes, then try again."
UNKNOWN = (
    "We don’t know this code. Look at the paper again: it is easy to miss a letter. "
    "If it still does not work, ring us."
)


@public
@never_cache
def certificate_check(request):
    """Type the code that stands on a certificate."""
    form = CheckForm(request.GET if "code" in request.GET else None)
    if not form.is_valid():
        return _ask(request, form)
    found, problem = _look_up(request, form.cleaned_data["code"])
    if found is None:
        form.add_error("code", problem)
        return _ask(request, form)
    return redirect("workshops:certificate", found.code)


def _ask(request, form, status=200):
    context = {"form": form}
    return render(request, "workshops/certificates/check.html", context, status=status)


def _look_up(request, typed):
    if guesses_too_often(request):
        return None, TOO_OFTEN
    found = queries.certificate_with(typed)
    if found is None:
        count_wrong_guess(request)
    return found, UNKNOWN


@public
@never_cache
def certificate(request, check):
    """What is true of a certificate now, for whoever was shown it."""
    found, problem = _look_up(request, check)
    if found is None:
        form = CheckForm({"code": check})
        form.is_valid()
        form.add_error("code", problem)
        return _ask(request, form, status=404)
    context = {
        "certificate": found,
        "session": found.place.session,
        "hours": in_words(found.minutes) if found.minutes else "",
    }
    return render(request, "workshops/certificates/checked.html", context)


@public
@never_cache
def certificate_page(request, check):
    """The certificate as it was issued, to look at and to print; while it holds."""
    found, _problem = _look_up(request, check)
    if found is None or found.standing != "holds":
        return redirect("workshops:certificate", check)
    return render(request, "workshops/certificates/certificate.html", {"certificate": found})


@public
@never_cache
def certificate_pdf(request, check):
    """The bytes as they were issued, while it holds."""
    found, _problem = _look_up(request, check)
    if found is None or found.standing != "holds":
        return redirect("workshops:certificate", check)
    return HttpResponse(
        bytes(found.pdf),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="certificate-{found}.pdf"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@may("workshops.see_register", Session, methods=("GET",))
def session_certificates(request, session):
    """Who came, and the certificate of each."""
    return _show(request, session, None)


@may("workshops.correct_name", Session, methods=("POST",))
def certificate_name(request, session):
    """Put right how somebody is called: their next certificate says so."""
    places = queries.certificates_of(session)
    form = NameForm(request.POST, places=places)
    if form.is_valid():
        try:
            place = actions.correct_name(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{place} gets a certificate with this name in a minute.")
            return redirect("workshops:session_certificates", session.reference)
    return _show(request, session, form)


def _show(request, session, form):
    can_correct = request.user.has_perm("workshops.correct_name", session)
    places = queries.certificates_of(session)
    context = {
        "session": session,
        "places": places,
        "signature": signature_of(session),
        "form": form or (NameForm(places=places) if can_correct else None),
        "action": reverse("workshops:certificate_name", args=[session.reference]),
    }
    return render(request, "workshops/certificates/session.html", context)


@may("workshops.describe_workshop", Workshop)
def workshop_about(request, workshop):
    """What its certificates say, and whether we listen there."""
    facts = {"covers": workshop.covers, "is_listening": workshop.is_listening}
    form = WorkshopForm(request.POST if request.method == "POST" else None, initial=facts)
    if form.is_valid():
        try:
            actions.describe_workshop(workshop, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("is_listening", str(refusal))
        else:
            messages.success(request, "Saved. Certificates from now on say so.")
            return redirect("workshops:workshop_tags")
    context = {"workshop": workshop, "form": form}
    return render(request, "workshops/certificates/workshop.html", context)
