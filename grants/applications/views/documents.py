"""The pages of an application’s documents: add, replace, reuse, remove, and hand out."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from applicants.access import Refused, may
from applicants.files.handing_out import hand_out, posted
from grants.applications import actions, queries
from grants.applications.forms import AttachmentForm, ReuseForm
from grants.applications.models import Application, Attachment

CASE = ("round", "organisation")
WITH_CASE = ("application__round", "application__organisation")


@may("grants.edit_application", Application, with_=CASE)
def attachment_add(request, application):
    """Add a document that no question asks for, or go on to change one."""
    if not application.is_draft:
        return redirect("application_answers", application.reference)
    form = AttachmentForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            attachment = actions.add_attachment(application, by=request.user, **facts_in(form))
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            tell_of(request, form, attachment)
            return redirect("attachment_add", application.reference)
    context = {
        "application": application,
        "form": form,
        "attachments": queries.live_attachments(application).filter(question=""),
        "can_change": queries.draft_of(application).may_change(""),
        "can_reuse": bool(queries.documents_to_reuse(application)),
    }
    return render(request, "grants/applications/attachment_add.html", context)


@may("grants.edit_application", Attachment, with_=WITH_CASE)
def attachment_replace(request, attachment):
    """Give a new file in the place of this one."""
    application = attachment.application
    if not application.is_draft:
        return redirect("application_answers", application.reference)
    question = queries.question_for_files(application, attachment.question)
    form = AttachmentForm(*posted(request), question=question)
    back = page_of(application, question)
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.replace_attachment(attachment, by=request.user, **facts_in(form))
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            tell_of(request, form, new)
            return redirect(back)
    context = {"application": application, "attachment": attachment, "form": form, "back": back}
    return render(request, "grants/applications/attachment_replace.html", context)


@may("grants.edit_application", Application, with_=CASE)
def attachment_reuse(request, application):
    """Choose a document that the co-op gave with an earlier application."""
    if not application.is_draft:
        return redirect("application_answers", application.reference)
    question = queries.question_for_files(application, request.GET.get("question", ""))
    back = page_of(application, question)
    listed = queries.documents_to_reuse(application, question)
    form = ReuseForm(posted(request)[0], listed=listed)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["document"]
        try:
            actions.reuse_attachment(application, chosen, question=question, by=request.user)
        except Refused as refusal:
            form.add_error("document", str(refusal))
        else:
            messages.success(request, f"We’ve added “{chosen.name}”.")
            return redirect(back)
    context = {"application": application, "question": question, "form": form, "back": back}
    return render(request, "grants/applications/attachment_reuse.html", context)


@may("grants.edit_application", Attachment, methods=("POST",), with_=WITH_CASE)
def attachment_remove(request, attachment):
    """Take a document out of a draft."""
    actions.remove_attachment(attachment, by=request.user)
    messages.success(request, f"We’ve removed “{attachment.name}”.")
    return redirect(where_it_stands(attachment))


@may("grants.see_attachment", Attachment, methods=("GET",), with_=("application__round",))
def attachment(request, attachment):
    """Hand out a document."""
    return hand_out(attachment, name=attachment.name)


def facts_in(form):
    """What an action needs to know of the file that was sent."""
    return {"file": form.cleaned_data["file"], **form.document._asdict()}


def tell_of(request, form, attachment):
    """Say that it is kept, and what may still be wrong with it."""
    messages.success(request, f"We’ve kept “{attachment.name}”.")
    if attachment.is_waiting:
        messages.info(request, "We’ll scan it for viruses soon. You can go on.")
    if form.may_be_locked:
        messages.warning(
            request,
            f"“{attachment.name}” may ask for a password. If it does, replace it with a copy "
            "that doesn’t, or we can’t read it.",
        )


def where_it_stands(attachment):
    """The page on which the co-op sees this document."""
    application = attachment.application
    return page_of(application, queries.question_for_files(application, attachment.question))


def page_of(application, question):
    if question is None:
        return reverse("attachment_add", args=[application.reference])
    page = reverse("section", args=[application.reference, question.section.number])
    return f"{page}#q{question.number}"
