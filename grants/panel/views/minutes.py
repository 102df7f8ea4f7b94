"""The pages of the minutes: drafted, corrected, signed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from applicants.models import StaffRole
from grants.panel import actions
from grants.panel.forms import MinutesForm
from grants.panel.models import Panel
from grants.predicates import chairs


@may("grants.see_panel", Panel, with_=("round", "opened_by", "signed_by"))
def panel_minutes(request, panel):
    """Read the minutes; an officer or the chair drafts and corrects them until they are signed."""
    may_write = panel.signed_at is None and request.user.has_perm("grants.write_minutes", panel)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    if request.method == "POST" and "begin" in request.POST:
        actions.begin_minutes(panel, by=request.user)
        return redirect("panel_minutes", panel.reference)
    form = MinutesForm(
        request.POST if request.method == "POST" else None,
        initial={"text": panel.minutes, "version": panel.minutes_version},
        label_suffix="",
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_minutes(panel, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The minutes are saved.")
            return redirect("panel_minutes", panel.reference)
    context = {
        "panel": panel,
        "form": form,
        "form_errors": bool(form.errors),
        "may_write": may_write,
        "may_sign": panel.is_open and request.user.has_perm("grants.sign_minutes", panel),
        "signs_from": chairs(request.user, panel) and request.user.waits_for(StaffRole.APPROVER),
    }
    return render(request, "grants/panel/panel_minutes.html", context)


@may("grants.sign_minutes", Panel, with_=("round",))
def minutes_sign(request, panel):
    """The chair reads the minutes once more and signs them."""
    if request.method == "POST":
        version = request.POST.get("version", "")
        actions.sign_minutes(
            panel,
            version=int(version) if version.isdecimal() and len(version) < 9 else -1,
            by=request.user,
        )
        messages.success(request, "You have signed the minutes. Nothing of this panel changes now.")
        return redirect("panel_minutes", panel.reference)
    return render(request, "grants/panel/minutes_sign.html", {"panel": panel})
