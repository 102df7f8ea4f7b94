"""The co-op’s pages about the conditions of its grant: what it sent for each, and sending more."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from applicants.access import Refused, may
from applicants.files.handing_out import hand_out, posted
from grants.applications.forms import AttachmentForm
from grants.applications.models import Application
from grants.applications.views.documents import facts_in, tell_of
from grants.awards.terms.models import Condition
from grants.awards.terms.queries import conditions_of

from . import actions, queries
from .models import ConditionFile

SHOWN = ("organisation", "round", "award")
OF_A_FILE = (
    "condition__award__application__organisation",
    "condition__award__application__round",
)


@may("grants.see_own_application", Application, methods=("GET",), with_=SHOWN)
def grant_conditions(request, application):
    """Every condition of a grant, with how it stands."""
    award = _offered(application)
    context = {"application": application, "conditions": conditions_of(award)}
    return render(request, "grants/awards/terms/evidence/grant_conditions.html", context)


@may("grants.see_own_application", Application, methods=("GET",), with_=SHOWN)
def evidence(request, application, number):
    """What the co-op sent for one condition, and what we said about it."""
    return _show(request, application, _condition_of(application, number), AttachmentForm())


@may("grants.send_evidence", Application, methods=("POST",), with_=SHOWN)
def evidence_send(request, application, number):
    """Send one file for a condition."""
    condition = _condition_of(application, number)
    form = AttachmentForm(*posted(request))
    if form.is_valid():
        try:
            sent = actions.send_evidence(condition, by=request.user, **facts_in(form))
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            tell_of(request, form, sent)
            return redirect("evidence", application.reference, number)
    return _show(request, application, condition, form)


@may("grants.send_evidence", ConditionFile, with_=OF_A_FILE)
def evidence_replace(request, sent):
    """Give a new file in the place of this one."""
    application, condition = sent.application, sent.condition
    if not queries.takes_files(application, condition):
        raise Refused(actions.SETTLED)
    form = AttachmentForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.send_evidence(
                condition, by=request.user, instead_of=sent, **facts_in(form)
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            tell_of(request, form, new)
            return redirect("evidence", application.reference, condition.number)
    context = {"application": application, "condition": condition, "sent": sent, "form": form}
    return render(request, "grants/awards/terms/evidence/evidence_replace.html", context)


@may("grants.send_evidence", ConditionFile, methods=("POST",), with_=OF_A_FILE)
def evidence_remove(request, sent):
    """Take a file away."""
    actions.remove_evidence(sent, by=request.user)
    messages.success(request, f"We’ve removed “{sent.name}”.")
    return redirect("evidence", sent.application.reference, sent.condition.number)


@may("grants.see_evidence", ConditionFile, methods=("GET",), with_=OF_A_FILE)
def evidence_file(request, sent):
    """Hand out a file."""
    return hand_out(sent, name=sent.name)


def _offered(application):
    award = getattr(application, "award", None)
    if award is None:
        raise Http404
    return award


def _condition_of(application, number):
    """A condition that somebody has to show; what ticks itself has no files."""
    rows = _offered(application).conditions.exclude(kind__in=Condition.OF_THEMSELVES)
    condition = get_object_or_404(rows.select_related("met_by", "missing_by"), number=number)
    condition.award = application.award
    return condition


def _show(request, application, condition, form):
    may_send = request.user.has_perm("grants.send_evidence", application)
    context = {
        "application": application,
        "condition": condition,
        "files": queries.files_of(condition),
        "form": form,
        "takes_files": may_send and queries.takes_files(application, condition),
    }
    return render(request, "grants/awards/terms/evidence/evidence.html", context)
