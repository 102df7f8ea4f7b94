"""Pages where colleagues write to one another about a case."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render

from applicants.access import Refused, may
from grants.applications.models import Application

from . import actions, queries
from .forms import FlagForm, NoteForm, ResolveForm, TagsForm

CASE = ("organisation", "round")


@may("grants.see_notes", Application, with_=CASE)
def case_notes(request, application):
    """Flags, tags and notes; a note is written here."""
    may_write = request.user.has_perm("grants.write_note", application)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        if form.is_valid():
            actions.write_note(application, by=request.user, **form.cleaned_data)
            messages.success(request, "Your note is kept.")
            return redirect("case_notes", application.reference)
    context = {
        "application": application,
        "form": form,
        "may_write": may_write,
        "flags": queries.flags_on(application),
        "tags": queries.tags_on(application),
        "page_obj": Paginator(queries.notes_on(application), 50).get_page(request.GET.get("page")),
    }
    return render(request, "grants/assessment/notes/case_notes.html", context)


@may("grants.write_note", Application, with_=CASE)
def case_flag(request, application):
    """Raise a flag."""
    form = FlagForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.raise_flag(application, by=request.user, **form.cleaned_data)
        messages.success(request, "The flag is raised.")
        return redirect("case_notes", application.reference)
    context = {"application": application, "form": form}
    return render(request, "grants/assessment/notes/case_flag.html", context)


@may("grants.write_note", Application, with_=CASE)
def case_flag_resolve(request, application, pk):
    """Say why a flag is no longer needed."""
    flag = get_object_or_404(application.flags.select_related("raised_by"), pk=pk)
    form = ResolveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.resolve_flag(flag, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The flag is resolved.")
            return redirect("case_notes", application.reference)
    context = {"application": application, "flag": flag, "form": form}
    return render(request, "grants/assessment/notes/case_flag_resolve.html", context)


@may("grants.write_note", Application, with_=CASE)
def case_tags(request, application):
    """Choose the tags of a case, or add one to the list."""
    tags = queries.tags_on(application)
    form = TagsForm(
        request.POST if request.method == "POST" else None,
        known=queries.tags_to_choose(),
        initial={"tags": tags},
    )
    if request.method == "POST" and form.is_valid():
        try:
            changes = form.changes(request.POST.getlist("before"))
            actions.tag_case(application, by=request.user, **changes)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The tags are saved.")
            return redirect("case_notes", application.reference)
    context = {"application": application, "tags": tags, "form": form}
    return render(request, "grants/assessment/notes/case_tags.html", context)
