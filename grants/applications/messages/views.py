"""The messages about one application, on the co-op's side and on the fund's."""

from django.contrib import messages as notes
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from applicants import kept_text
from applicants.access import may

from . import actions, queries
from .forms import MessageForm
from .models import Thread

CASE = ("round", "organisation")


@may("grants.see_own_messages", Thread, with_=CASE, keeps_text=True)
def messages(request, application):
    """The co-op reads and writes."""
    return thread(request, application, "messages")


@may("grants.see_case_messages", Thread, with_=CASE, keeps_text=True)
def case_messages(request, application):
    """The fund reads and writes."""
    return thread(request, application, "case_messages")


def thread(request, application, page):
    may_write = request.user.has_perm("grants.write_message", application)
    kept = kept_text.kept(request) if request.method == "GET" else None
    form = MessageForm(
        request.POST if request.method == "POST" else None,
        initial={"text": kept.get("text", "")} if kept else None,
    )
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        if form.is_valid():
            actions.send_message(application, by=request.user, **form.cleaned_data)
            kept_text.forget(request)
            notes.success(request, "We’ve sent your message.")
            return redirect(page, application.reference)
    listed = queries.messages_of(application)
    is_staff = page == "case_messages"
    waiting = [one for one in listed if one.read_at is None and one.is_from_fund != is_staff]
    context = {
        "application": application,
        "form": form,
        "form_errors": bool(form.errors),
        "listed": listed,
        "waiting": {one.pk for one in waiting},
        "may_write": may_write,
        "is_staff": is_staff,
        "is_kept": kept is not None,
    }
    return render(request, "grants/applications/messages/messages.html", context)


@may("grants.write_message", Thread, methods=("POST",))
def messages_read(request, application):
    """Take the mark “new” off what the other side wrote."""
    actions.mark_read(application, by=request.user)
    notes.success(request, "We’ve marked these messages as read.")
    page = "case_messages" if request.user.is_fund_staff else "messages"
    return redirect(page, application.reference)


@may("grants.see_threads", methods=("GET",))
def message_list(request):
    """Every case that has messages, those that wait for an answer first."""
    page = Paginator(queries.threads_listed(request.user), 50)
    context = {"page_obj": page.get_page(request.GET.get("page"))}
    return render(request, "grants/applications/messages/message_list.html", context)
