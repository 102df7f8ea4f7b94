"""A page about somebody’s own account, beside those for signing in."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants import actions
from applicants.access import may
from applicants.forms import HomePostcodeForm

from .sent import sent


@may("applicants.change_own_account")
def home_postcode(request):
    """Your home postcode, which nobody else sees."""
    form = HomePostcodeForm(sent(request), initial={"postcode": request.user.home_postcode})
    if form.is_valid():
        actions.keep_home_postcode(by=request.user, **form.cleaned_data)
        messages.success(request, "Your home postcode is saved.")
        return redirect("home_postcode")
    return render(request, "applicants/home_postcode.html", {"form": form})
