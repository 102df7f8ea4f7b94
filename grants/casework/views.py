"""Pages that look across the rooms: homes, lists, one whole case, the outbox."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now

from applicants.access import Refused, may, public
from applicants.models import LegalForm
from grants.applications.models import Application
from grants.applications.partners.queries import partnerships_of
from grants.applications.partners.shown import budgets_sent, shares_sent
from grants.applications.queries import last_submission
from grants.assessment.notes.queries import add_marks
from grants.assessment.recommending.queries import recommendations_of
from grants.awards.hosting.queries import hostings_to_answer
from grants.awards.subsidy.queries import with_public_money
from grants.closure.recovering.queries import with_recoveries
from grants.funds.models import Round
from grants.funds.queries import WAITING, rounds_for
from grants.involvement import left_by, open_links, standings_of
from grants.lifecycle import ApplicationLifecycle, Stage
from grants.payments.stages import InstalmentStage
from grants.sheets.workbooks import WORKBOOK, workbook_of
from workshops.queries import bookings_of, sessions_on

from . import actions, board, demo, listing, queries, searching, steps, tiles, timeline, today
from .assistance import assistance_lines
from .exports import case_lines, case_rows, headings, questions_for
from .filters import Filters, words_in
from .forms import SavedViewForm
from .models import SavedView
from .progress import progress_of
from .today.who import approver

READ = ("GET",)


@public
def home(request):
    """What waits for this person; for a visitor, what the fund offers."""
    user = request.user
    if not user.is_authenticated:
        context = {
            "rounds": rounds_for(user, now()).open_at(now())[:3],
            "sessions": sessions_on(user, now())[:3],
        }
        return render(request, "grants/casework/welcome.html", context)
    if not user.is_fund_staff:
        return render(request, "grants/casework/home_applicant.html", applicant_home(user))
    return render(request, "grants/casework/home_staff.html", staff_home(user))


def applicant_home(user):
    return {
        "memberships": sorted(
            user.memberships_by_organisation.values(),
            key=lambda membership: membership.organisation.name,
        ),
        "applications": queries.own_applications(user),
        "partnerships": partnerships_of(user) if user.memberships_by_organisation else [],
        "hostings": hostings_to_answer(user) if user.memberships_by_organisation else [],
        "rounds": rounds_for(user, now()).open_at(now()),
        "bookings": bookings_of(user, now()),
    }


def staff_home(user):
    found = today.Today(user)
    shown = []
    if user.is_officer:
        shown += tiles.tiles_for_officer(user, found)
    if approver(user):
        shown += tiles.tiles_for_approver(found)
    if user.is_finance_preparer or user.is_finance_approver:
        shown += tiles.tiles_for_finance(user)
    things = found.things
    return {
        "waiting": [(role.label, since) for role in user.roles if (since := user.waits_for(role))],
        "things": things[: today.TEN],
        "more": len(things[today.TEN :]),
        "has_a_list": today.has_a_list(user),
        "tiles": shown,
        "to_assess": queries.to_assess(user) if user.is_assessor else [],
        "today": localdate(),
    }


@may("applicants.see_home", methods=READ)
def today_list(request):
    """All that waits for this colleague, of which home shows the top."""
    page = Paginator(today.things_for(request.user), 50).get_page(request.GET.get("page"))
    return render(request, "grants/casework/today.html", {"page_obj": page})


@may("grants.see_cases", methods=READ)
def application_list(request):
    filters = Filters.of(request.GET)
    counts = listing.counts_by_state(request.user, filters)
    total = counts.get(filters.state, 0) if filters.state else sum(counts.values())
    page = Paginator(CountedPages(total), listing.PAGE).get_page(request.GET.get("page"))
    cases = listing.find_cases(request.user, filters)
    rows = listing.page_of_cases(cases, page.number, untold=left_by(request.user))
    context = {
        "cases": rows,
        "tags": add_marks(rows),
        "page_obj": page,
        "total": total,
        "stages": [
            {
                "code": code,
                "label": label,
                "count": counts[code],
                "query": filters.but(state=code).query,
            }
            for code, label in Stage.choices
            if counts.get(code)
        ],
        "everything": sum(counts.values()),
        "query_of_all": filters.but(state="").query,
        "query_of_flagged": filters.but(flagged="" if filters.flagged else "yes").query,
        "chosen": filters,
        "query": filters.query,
        "may_export": request.user.has_perm("grants.export_cases"),
        "may_save": request.user.has_perm("grants.save_view"),
    }
    return render(request, "grants/casework/application_list.html", context | offered(request))


def offered(request):
    """What the filters of a page offer to choose from."""
    choices = listing.choices_for(request.user)
    return {"choices": choices, "legal_forms": LegalForm.choices}


class CountedPages:
    """Lets the paginator number pages whose count is already known."""

    def __init__(self, total):
        self.total = total

    def __len__(self):
        return self.total

    def __getitem__(self, part):
        return []


@may("grants.export_cases", methods=READ)
def case_export(request):
    """The list as it is narrowed and ordered on the screen, as a CSV file."""
    filters = Filters.of(request.GET)
    cases = listing.find_cases(request.user, filters)
    lines = case_lines(cases, questions_for(filters.round), left_by(request.user))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="applications-{localdate()}.csv"'
    return response


@may("grants.export_cases", methods=READ)
def case_workbook(request):
    """The same as a workbook, in which days are days and amounts are numbers."""
    filters = Filters.of(request.GET)
    cases = listing.find_cases(request.user, filters)
    questions = questions_for(filters.round)
    file = workbook_of(headings(questions), case_rows(cases, questions, left_by(request.user)))
    name = f"applications-{localdate()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=WORKBOOK)


@may("grants.see_subsidies", methods=READ)
def subsidy_csv(request):
    """All help that was given, for an auditor, as a CSV file."""
    lines = assistance_lines(request.user)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="subsidies-{localdate()}.csv"'
    return response


@may("grants.see_cases", methods=READ)
def search(request):
    """One box for a name, a number, or words that somebody wrote."""
    words = words_in(request.GET.get("words", ""))
    found = searching.search(request.user, words)
    return render(request, "grants/casework/search.html", {"words": words, "found": found})


@may("grants.see_cases", Round, methods=READ, with_=("fund",))
def round_board(request, round):
    """All of a round at a glance: the stages, what stands at each, and its promise."""
    filters = Filters.of(request.GET).but(state="", round=round.reference)
    context = {
        "round": round,
        "board": board.board_of(round, request.user, filters),
        "chosen": filters,
    }
    return render(request, "grants/casework/round_board.html", context | offered(request))


@may("grants.save_view")
def saved_view_add(request):
    """Keep what the list is narrowed to under a name."""
    query = Filters.of(request.GET).query
    form = SavedViewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.save_view(query=query, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "Your view is saved. It stands above the list.")
            return back_to_list(query)
    context = {"form": form, "query": query}
    return render(request, "grants/casework/saved_view_add.html", context)


@may("grants.change_view", SavedView)
def saved_view(request, view):
    """Give a saved view another name, or share it."""
    facts = {"name": view.name, "is_shared": view.is_shared}
    form = SavedViewForm(request.POST if request.method == "POST" else None, initial=facts)
    if form.is_valid():
        try:
            actions.change_view(view, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "Your view is saved.")
            return back_to_list(view.query)
    context = {"form": form, "view": view, "query": Filters.of(view.query).query}
    return render(request, "grants/casework/saved_view.html", context)


@may("grants.change_view", SavedView, methods=("POST",))
def saved_view_delete(request, view):
    actions.delete_view(view, by=request.user)
    messages.success(request, "Your view is deleted. The cases stay as they are.")
    return redirect("application_list")


def back_to_list(query):
    query = Filters.of(query).query
    return redirect(reverse("application_list") + (f"?{query}" if query else ""))


def whole_case(cases):
    """Cases as the page of one shows them, to its colleagues or to its co-op."""
    named = ("organisation", "round", "award__payee", "copied_from")
    return with_public_money(cases.select_related(*named))


@may("grants.see_case", Application, methods=READ, with_=whole_case)
def case(request, application):
    award = getattr(application, "award", None)
    file = queries.case_file(application)
    joint = last_submission(application) if application.is_joint else None
    is_to_judge = application.state in WAITING  # later no link keeps anybody from anything
    may_declare = request.user.has_perm("grants.declare_conflict", application)
    may_note = request.user.has_perm("grants.see_notes", application)
    is_stopped = any(one.stage == InstalmentStage.HELD for one in file.instalments)
    context = {
        "application": application,
        "award": award,
        "public_money": file.public_money,
        "advice": recommendations_of(application),
        "file": file,
        "events": timeline.for_staff(file.events),
        "has_receipt": (award is not None or application.state == Stage.DECLINED)
        and request.user.has_perm("grants.see_scores", application),  # as for the receipt
        "steps": steps.steps_for(application, request.user, file.reports),
        "may_read": request.user.has_perm("grants.see_answers", application),
        "shares": shares_sent(joint),
        "budgets": budgets_sent(joint),
        "may_note": may_note,
        "may_message": request.user.has_perm("grants.see_case_messages", application),
        "may_change_schedule": application.state in ApplicationLifecycle.SIGNED
        and request.user.has_perm("grants.change_schedule", application),
        "may_decide_on_stopped": is_stopped
        and request.user.has_perm("grants.decide_on_stopped", application),
        "may_let_go": is_stopped and request.user.has_perm("grants.let_go_instalment", application),
        "may_declare": may_declare,
        "links": open_links(request.user, application) if may_declare and is_to_judge else (),
        "standing": standings_of(request.user).get(application.pk, ""),
    }
    return render(request, "grants/casework/case.html", context)


@may("grants.see_case", Application, methods=READ)
def case_history(request, application):
    entries = Paginator(queries.history_of(application), 50).get_page(request.GET.get("page"))
    context = {
        "application": application,
        "page_obj": entries,
        "events": timeline.for_staff(entries),
        "is_first_page": entries.number == 1,
    }
    return render(request, "grants/casework/history.html", context)


def whole_progress(cases):
    return with_recoveries(whole_case(cases))


@may("grants.see_own_application", Application, methods=READ, with_=whole_progress)
def progress(request, application):
    """Where an application stands, for the co-op."""
    if application.is_draft:
        return redirect("application", application.reference)
    return render(request, "grants/casework/progress.html", progress_of(application, request.user))


@may("grants.check_application", methods=READ)
def bank_checks(request):
    page = Paginator(queries.unchecked_bank_details(request.user), 50)
    context = {
        "page_obj": page.get_page(request.GET.get("page")),
        "not_shown": queries.accounts_not_shown(request.user)[:50],
    }
    return render(request, "grants/casework/bank_checks.html", context)


@may("grants.see_cases", methods=READ)
def decisions_overdue(request):
    """Cases that were promised a decision by an earlier day."""
    page = Paginator(queries.decisions_overdue(request.user), 50)
    context = {"page_obj": page.get_page(request.GET.get("page"))}
    return render(request, "grants/casework/decisions_overdue.html", context)


@may("grants.review_report", methods=READ)
def reports_to_read(request):
    page = Paginator(queries.reports_to_read(request.user), 50)
    context = {"page_obj": page.get_page(request.GET.get("page"))}
    return render(request, "grants/casework/reports_to_read.html", context)


@may("grants.see_messages", methods=READ)
def outbox(request):
    state = request.GET.get("state", "")
    words = words_in(request.GET.get("words", ""))
    rows = queries.messages(request.user, state=state, words=words)
    page = Paginator(rows.defer("body"), 50).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "chosen": {"state": state, "words": words},
        "query": urlencode({"state": state, "words": words}),
        "may_see_wordings": request.user.has_perm("grants.see_wordings"),
    }
    return render(request, "grants/casework/outbox.html", context)


@may("grants.see_messages", methods=READ)
def email(request, uuid):
    message = get_object_or_404(queries.messages(request.user), uuid=uuid)
    return render(request, "grants/casework/email.html", {"message": message})


@public
def demo_logins(request):
    """Who can sign in to the demo. Only a developer's own machine serves this page."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "grants/casework/demo.html", {"logins": demo.logins()})


@public
def demo_mail(request):
    """The messages that would have been sent. Only a developer's own machine serves this page."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "grants/casework/demo_mail.html", {"messages_sent": demo.mail()})
