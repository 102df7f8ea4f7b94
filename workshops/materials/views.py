"""Materials: handed out to those whom they are for, looked after by colleagues."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from applicants.access import Refused, anybody, may, public
from applicants.files.handing_out import hand_out, posted
from workshops.newcomers.links import by_link
from workshops.newcomers.queries import holder_of
from workshops.sessions.models import Session

from . import actions, queries
from .forms import MaterialForm
from .models import Material


@public
@never_cache
def material(request, reference):
    """A file, to be saved. For whom it is not, it is not there."""
    rows = Material.objects.visible_to(request.user).filter(link="")
    stored = get_object_or_404(rows, reference=reference)
    try:
        return hand_out(stored, name=stored.download_name)
    except Refused as refusal:
        if not request.user.is_authenticated:
            raise Http404 from refusal
        return render(request, "refused.html", {"refusal": str(refusal)}, status=409)


@anybody(methods=("GET",))
@by_link(holder_of)
def my_material(request, holder, file):
    """The same for somebody without an account, by their personal link."""
    rows = Material.objects.for_places(holder.own_places).filter(link="")
    rows = rows.filter(session=holder.booking.session_id)
    stored = get_object_or_404(rows, reference=file)
    try:
        return hand_out(stored, name=stored.download_name)
    except Refused as refusal:
        raise Http404 from refusal


@may("workshops.see_materials", Session, methods=("GET",))
def session_materials(request, session):
    """All that a session has to read, and whom each is for."""
    return _show(request, session, MaterialForm())


@may("workshops.manage_materials", Session, methods=("POST",))
def material_add(request, session):
    """Add a file or a link."""
    form = MaterialForm(*posted(request))
    if form.is_valid():
        facts = form.facts()
        add = actions.add_file if "file" in facts else actions.add_link
        try:
            added = add(session, by=request.user, **facts)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"“{added}” is there now, version {added.version}.")
            return redirect("workshops:session_materials", session.reference)
    return _show(request, session, form)


@may("workshops.manage_materials", Material, methods=("POST",), with_=("session",))
def material_withdraw(request, material):
    """Take it away."""
    actions.withdraw_material(material, by=request.user)
    messages.success(request, f"“{material}” is not shown any more.")
    return redirect("workshops:session_materials", material.session.reference)


def _show(request, session, form):
    context = {
        "session": session,
        "materials": queries.materials_of(session),
        "form": form if request.user.has_perm("workshops.manage_materials", session) else None,
    }
    return render(request, "workshops/materials/session.html", context)
