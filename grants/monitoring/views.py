"""Pages about reports."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from applicants import kept_text
from applicants.access import Refused, may
from grants.applications.models import Application
from grants.awards.terms.schedule import plan_reports
from grants.lifecycle import ReportStage, Stage

from . import actions
from .answers import differences, fingerprint, lay_out
from .forms import ReportForm, ReviewForm
from .models import Report
from .queries import asked_changes, planned_lines


@may("grants.monitor_award", Application, with_=("organisation",))
def monitoring_start(request, application):
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.start_monitoring(application, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Monitoring has started, and the co-op knows the dates.")
            return redirect("case", reference=application.reference)
    can_start = application.state == Stage.ACCEPTED
    context = {
        "application": application,
        "form": form,
        "can_start": can_start,
        "reports": plan_reports(application.award.instalments.all(), localdate())
        if can_start
        else (),
    }
    return render(request, "grants/monitoring/monitoring_start.html", context)


@may("grants.see_report", Report, methods=("GET",))
def report(request, report):
    """The report to fill in for those who may, while it is due; to read for everybody else."""
    lines = planned_lines(report.award.application)
    if report.is_open and request.user.has_perm("grants.send_report", report):
        form = ReportForm(lines=lines, answers=report.answers)
        return _show_form(request, report, form, seen=fingerprint(report.answers))
    context = {"report": report, "laid": lay_out(report.answers, lines)}
    return render(request, "grants/monitoring/report.html", context)


@may("grants.send_report", Report, keeps_text=True)
def report_save(request, report):
    """Keep or send what was typed. Whatever is wrong with it, it is kept."""
    lines = planned_lines(report.award.application)
    if request.method != "POST":
        return _show_kept(request, report, lines)
    form = ReportForm(request.POST, lines=lines)
    is_sent = "later" not in request.POST and form.is_valid()
    act = actions.send_report if is_sent else actions.save_report
    try:
        act(report, answers=form.typed(), seen=request.POST.get("seen", ""), by=request.user)
    except actions.SavedByAnother as clash:
        return _show_clash(request, report, form, clash.answers)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show_form(request, report, form, seen=request.POST.get("seen", ""))
    kept_text.forget(request)
    if not is_sent and "later" not in request.POST:
        return _show_form(request, report, form, seen=fingerprint(form.typed()))
    said = "Thank you. We have your report." if is_sent else "Saved. Come back when you like."
    messages.success(request, said)
    return redirect("report", reference=report.reference)


def _show_kept(request, report, lines):
    """What was typed before a sign-in that ran out; else the report as it is."""
    kept = kept_text.kept(request)
    if kept is None or not report.is_open:
        return redirect("report", reference=report.reference)
    form = ReportForm(lines=lines, answers=ReportForm(kept, lines=lines).typed())
    return _show_form(request, report, form, seen=kept.get("seen", ""))


def _show_clash(request, report, form, theirs):
    """Somebody else saved meanwhile: the form keeps these words, and theirs stand above it."""
    mine = form.typed()
    context = {
        "seen": fingerprint(theirs),
        "theirs": differences(mine, theirs, form.lines),
        "status": 409,
    }
    return _show_form(request, report, ReportForm(lines=form.lines, answers=mine), **context)


def _show_form(request, report, form, *, seen, theirs=(), status=200):
    context = {
        "report": report,
        "form": form,
        "seen": seen,
        "theirs": theirs,
        "changes": asked_changes(report) if report.sent_at else None,
    }
    return render(request, "grants/monitoring/report_form.html", context, status=status)


@may("grants.review_report", Report)
def report_review(request, report):
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            said = _review(report, form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("case", reference=report.award.application.reference)
    context = {
        "report": report,
        "form": form,
        "laid": lay_out(report.answers, planned_lines(report.award.application)),
        "can_review": report.state == ReportStage.SENT,
    }
    return render(request, "grants/monitoring/report_review.html", context)


def _review(report, said, *, by):
    if said["outcome"] == ReviewForm.ACCEPT:
        actions.accept_report(report, by=by)
        return f"You accepted the {report.name.lower()}."
    actions.return_report(report, note=said["note"], by=by)
    return "You asked the co-op for changes."
