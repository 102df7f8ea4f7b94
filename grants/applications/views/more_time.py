"""More time for one application: the co-op asks, an officer answers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.timezone import now

from applicants import kept_text
from applicants.access import Refused, may
from grants.applications import actions, queries
from grants.applications.forms import MoreTimeAnswerForm, MoreTimeForm
from grants.applications.models import Application, Extension


@may("grants.ask_for_more_time", Application, with_=("round", "organisation"), keeps_text=True)
def more_time_ask(request, application):
    """Ask to send a draft later than the round closes."""
    if not application.is_draft or application.submitted_at is not None:
        return redirect("application", application.reference)
    is_sent = request.method == "POST"
    form = MoreTimeForm(request.POST if is_sent else kept_text.kept(request))
    if is_sent and form.is_valid():
        try:
            actions.ask_for_more_time(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            kept_text.forget(request)
            messages.success(request, "We have your request. We’ll email your group our answer.")
            return redirect("application", application.reference)
    time = queries.time_left(application, now())
    context = {
        "application": application,
        "form": form,
        "time": time,
        "can_ask": time.can_ask(now()) or is_sent,
    }
    return render(request, "grants/applications/more_time_ask.html", context)


@may("grants.answer_on_more_time", methods=("GET",))
def more_time_list(request):
    """Co-ops that wait to hear whether they get more time."""
    page = Paginator(queries.requests_for_more_time(request.user), 50)
    context = {"page_obj": page.get_page(request.GET.get("page"))}
    return render(request, "grants/applications/more_time_list.html", context)


@may(
    "grants.answer_on_more_time",
    Extension,
    with_=("application__round", "application__organisation", "asked_by"),
)
def more_time(request, extension):
    """Give one co-op more time, or say no."""
    form = MoreTimeAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            answer_on_more_time(extension, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your answer is given, and we email their group.")
            return redirect("more_time_list")
    context = {
        "extension": extension,
        "form": form,
        "time": queries.time_left(extension.application, now()),
    }
    return render(request, "grants/applications/more_time.html", context)


def answer_on_more_time(extension, *, decision, until, answer, by):
    if decision == "yes":
        return actions.give_more_time(extension, until=until, answer=answer, by=by)
    return actions.refuse_more_time(extension, answer=answer, by=by)
