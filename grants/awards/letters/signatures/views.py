"""The page on which an officer gives the signature of letters."""

from base64 import b64encode

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import may

from . import actions
from .forms import SignatureForm
from .models import LetterSignature


@may("grants.write_wording")
def signature(request):
    """See the signature that letters carry, or give another one."""
    form = SignatureForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        actions.add_signature(**form.cleaned_data, by=request.user)
        messages.success(request, "New letters carry this signature from now on.")
        return redirect("letter_signature")
    current = LetterSignature.objects.in_use()
    picture = current and b64encode(bytes(current.picture)).decode("ascii")
    context = {"form": form, "current": current, "picture": picture}
    return render(request, "grants/awards/letters/signatures/signature.html", context)


@may("grants.write_wording", methods=("POST",))
def signature_end(request):
    """Have new letters without a signature."""
    actions.end_signature(by=request.user)
    messages.success(request, "New letters carry no signature from now on.")
    return redirect("letter_signature")
