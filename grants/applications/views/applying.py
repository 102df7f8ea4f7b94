"""The applicant’s pages, from choosing who applies to the receipt."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now

from applicants import acting
from applicants.access import Refused, may
from grants.applications import actions, queries, sheet
from grants.applications.changes.queries import changes_asked_of, named_in
from grants.applications.copies import queries as copies
from grants.applications.forms import SendForm, StartForm, WithdrawForm
from grants.applications.messages.queries import unread_by_coop
from grants.applications.models import Application
from grants.applications.partners.shown import shares_in
from grants.applications.task_list import task_list_of
from grants.funds.models import Round

CASE = ("round", "organisation")


def posted(request):
    """What a form is filled with: nothing on a GET, so that it does not complain yet."""
    return request.POST if request.method == "POST" else None


@may("grants.start_application", Round)
def application_start(request, round):
    """Choose which co-op applies, and begin."""
    organisations = queries.organisations_that_may_apply(request.user)
    chosen = acting.choice_among(request, organisations)
    form = StartForm(posted(request), organisations=organisations, chosen=chosen)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            application = actions.start_application(
                organisation=form.cleaned_data["organisation"], round=round, by=request.user
            )
        except Refused as refusal:
            form.add_error("organisation", str(refusal))
            status = 409
        else:
            acting.remember(request, application.organisation)
            return redirect("application", application.reference)
    context = {
        "round": round,
        "form": form,
        "organisations": organisations,
        "is_open": round.is_open(),
        "has_closed": round.closes_at <= now(),
    }
    return render(request, "grants/applications/start.html", context, status=status)


@may("grants.see_own_application", Application, with_=CASE)
def application(request, application):
    """What there is to do before it can be sent."""
    if not application.is_draft:
        return redirect("progress", application.reference)
    draft = queries.draft_of(application)
    returned = changes_asked_of(application)
    can_edit = request.user.has_perm("grants.edit_application", application)
    context = {
        "application": application,
        "tasks": task_list_of(application, draft, can_edit=can_edit),
        "last_saved": max(draft.saved.values(), key=lambda row: row.saved_at, default=None),
        "returned": returned,
        "to_change": named_in(draft.form, returned.questions) if returned else [],
        "source": application.copied_from,
        "can_edit": can_edit,
        "unread": unread_by_coop(application),
        **sending_facts(application),
    }
    return render(request, "grants/applications/application.html", context)


@may("grants.submit_application", Application, with_=CASE)
def application_check(request, application):
    """Read it all once more, agree, and send."""
    if not application.is_draft:
        return redirect("application_sent", application.reference)
    form = SendForm(posted(request))
    problems = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.submit_application(application, by=request.user)
        except actions.NotReady as refusal:
            problems = refusal.problems
        except Refused as refusal:
            if not Application.objects.get(pk=application.pk).is_draft:  # sent a moment ago
                return redirect("application_sent", application.reference)
            form.add_error(None, str(refusal))
        else:
            return redirect("application_sent", application.reference)
    draft = queries.draft_of(application)
    attachments = queries.documents_that_count(application, draft)
    since_copy = None
    if application.copied_from_id and "all" not in request.GET:
        since_copy = copies.since_copy(application, reader=request.user, draft=draft)
    context = {
        "application": application,
        "form": form,
        "problems": problems,
        "missing": draft.problems,
        "shares": shares_in(application, draft),
        "terms_missed": queries.terms_missed(application, draft.answers),
        "open_keys": draft.open_keys,
        "can_change_documents": draft.may_change(""),
        "since_copy": since_copy,
        "sheet": sheet.sheet_of(
            draft.form, draft.typed, complete=draft.finished, files=attachments
        ),
        "attachments": attachments,
        "form_errors": bool(problems) or bool(form.errors),
        **sending_facts(application),
    }
    return render(request, "grants/applications/check.html", context)


def sending_facts(application):
    """Whether it can still be sent; one that was returned can be sent after the round closed."""
    is_returned = application.submitted_at is not None
    if is_returned:
        return {"is_returned": True, "is_closed": False}
    at = now()
    time = queries.time_left(application, at)
    return {
        "is_returned": False,
        "is_closed": time.is_past,
        "time": time,
        "can_ask": time.can_ask(at),
    }


@may("grants.withdraw_application", Application, with_=CASE)
def application_withdraw(request, application):
    """Ask once more, then take it back."""
    if application.state == Application.S.WITHDRAWN:
        return redirect("progress", application.reference)
    if application.state == Application.S.OFFERED:
        return redirect("offer", application.reference)  # where one says no thank you
    if "withdraw" not in [move.name for move in application.moves_for(request.user)]:
        raise Refused("This application can’t be withdrawn at this stage. Ring us to talk.")
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.withdraw_application(application, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, "You’ve withdrawn this application.")
        return redirect("progress", application.reference)
    context = {"application": application, "form": form}
    return render(request, "grants/applications/withdraw.html", context)
