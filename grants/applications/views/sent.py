"""What was sent: the receipt, the answers to read, and the copy to keep."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from applicants.access import may
from grants.applications import queries, sheet
from grants.applications.models import Application
from grants.applications.partners.shown import budgets_sent, shares_in, shares_sent

CASE = ("round", "organisation")


@may("grants.see_own_application", Application, methods=("GET",), with_=CASE)
def application_sent(request, application):
    """The receipt: what arrived, and when."""
    submission = queries.last_submission(application)
    if submission is None:
        return redirect("application", application.reference)
    context = {
        "application": application,
        "submission": submission,
        "shares": shares_sent(submission),
        "budgets": budgets_sent(submission),
    }
    return render(request, "grants/applications/sent.html", context)


@may("grants.see_answers", Application, methods=("GET",), with_=CASE)
def application_answers(request, application):
    """The answers on one page, to read or print: as sent, or as they stand in the draft."""
    submission = None if application.is_draft else queries.last_submission(application)
    if submission:
        form, answers = queries.form_sent(submission), submission.answers
        attachments = queries.documents_sent(application, submission, reader=request.user)
    else:
        draft = queries.draft_of(application)
        form, answers = draft.form, draft.typed
        attachments = queries.documents_that_count(application, draft)
    context = {
        "application": application,
        "submission": submission,
        "sheet": sheet.sheet_of(form, answers, files=attachments),
        "shares": shares_sent(submission) if submission else shares_in(application, draft),
        "is_partner": request.user.has_perm("grants.see_as_partner", application),
        "attachments": attachments,
    }
    return render(request, "grants/applications/answers.html", context)


@may("grants.see_answers", Application, methods=("GET",), with_=CASE)
def application_copy(request, application, number):
    """A copy of one sending to keep, as PDF."""
    from grants.applications.receipts import receipt_for  # noqa: PLC0415 - no other page should load ReportLab

    submission = queries.submission_numbered(application, number)
    if submission is None:
        raise Http404
    name = f"{application.reference}-copy-{submission.number}.pdf"
    files = queries.files_sent_with(submission, reader=request.user)
    response = HttpResponse(receipt_for(submission, files), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
