"""Pages to stop a payment, to let it go, and to give it up."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.applications.models import Application
from grants.awards.terms.models import Instalment
from grants.payments.stages import InstalmentStage, listed, told

from . import actions
from .forms import CancelInstalmentForm, HoldForm, LetGoForm


def _instalment(application, number):
    found = told(listed(Instalment.objects.filter(award__application=application, number=number)))
    if not found:
        raise Http404
    return found[0]


def _stop(request, application, number, *, form, action, said, page, heading):
    """Ask why, then do it once; what is refused stands above the form with what was typed."""
    instalment = _instalment(application, number)
    if form.is_valid():
        try:
            action(instalment, because=form.cleaned_data["because"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("case", reference=application.reference)
    context = {
        "application": application,
        "instalment": instalment,
        "form": form,
        "heading": heading,
        "may_cancel": instalment.stage == InstalmentStage.HELD
        and instalment.hold.held_by != request.user
        and request.user.has_perm("grants.decide_on_stopped", application),
    }
    return render(request, f"grants/payments/holding/{page}.html", context)


def _typed(request):
    return request.POST if request.method == "POST" else None


@may("grants.stop_instalment", Application, with_=("organisation",))
def instalment_hold(request, application, number):
    return _stop(
        request,
        application,
        number,
        form=HoldForm(_typed(request)),
        action=actions.hold_instalment,
        said="The payment is on hold. Nobody can pay it until somebody lets it go.",
        page="instalment_hold",
        heading="Put a payment on hold",
    )


@may("grants.decide_on_stopped", Application, with_=("organisation",))
def instalment_cancel(request, application, number):
    return _stop(
        request,
        application,
        number,
        form=CancelInstalmentForm(_typed(request)),
        action=actions.cancel_instalment,
        said="The payment is cancelled, and the co-op gets a letter. Its money is free again.",
        page="instalment_cancel",
        heading="Cancel a payment",
    )


@may("grants.let_go_instalment", Application, with_=("organisation",))
def instalment_let_go(request, application, number):
    return _stop(
        request,
        application,
        number,
        form=LetGoForm(_typed(request)),
        action=actions.let_go_instalment,
        said="The payment is not on hold any more.",
        page="instalment_let_go",
        heading="Let a payment go on",
    )
