"""Pages that look across the rooms: homes, lists, one whole case, the outbox."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now

from applicants.access import may, public
from grants.applications.models import Application
from grants.applications.partners.queries import partnerships_of
from grants.applications.partners.shown import budgets_sent, shares_sent
from grants.applications.queries import last_submission
from grants.assessment.notes.queries import add_marks
from grants.assessment.recommending.queries import recommendations_of
from grants.funds.queries import WAITING, rounds_for
from grants.lifecycle import Stage
from grants.permissions import left_by, open_links, standings_of
from workshops.queries import bookings_of, sessions_for

from . import demo, queries, steps, timeline
from .exports import case_rows, questions_for
from .progress import progress_of

READ = ("GET",)


@public
def home(request):
    """What waits for this person; for a visitor, what the fund offers."""
    user = request.user
    if not user.is_authenticated:
        context = {
            "rounds": rounds_for(user, now()).open_at(now())[:3],
            "sessions": sessions_for(user, now())[:3],
        }
        return render(request, "grants/casework/welcome.html", context)
    if not user.is_fund_staff:
        return render(request, "grants/casework/home_applicant.html", applicant_home(user))
    return render(request, "grants/casework/home_staff.html", staff_home(user))


def applicant_home(user):
    return {
        "memberships": sorted(
            user.memberships.live().select_related("organisation"),
            key=lambda membership: membership.organisation.name,
        ),
        "applications": queries.own_applications(user),
        "partnerships": partnerships_of(user) if user.memberships_by_organisation else [],
        "rounds": rounds_for(user, now()).open_at(now()),
        "bookings": bookings_of(user, now()),
    }


def staff_home(user):
    tiles = []
    if user.is_officer:
        tiles += queries.tiles_for_officer(user)
    if user.is_approver:
        tiles += queries.tiles_for_approver(user)
    if user.is_finance_preparer or user.is_finance_approver:
        tiles += queries.tiles_for_finance(user)
    return {
        "tiles": tiles,
        "to_assess": queries.to_assess(user) if user.is_assessor else [],
        "today": localdate(),
    }


@may("grants.see_cases", methods=READ)
def application_list(request):
    chosen = chosen_filters(request)
    cases = queries.find_cases(request.user, **chosen)
    counts = queries.counts_by_state(request.user, **{**chosen, "state": ""})
    total = counts.get(chosen["state"], 0) if chosen["state"] else sum(counts.values())
    page = Paginator(CountedPages(total), queries.PAGE).get_page(request.GET.get("page"))
    rows = queries.page_of_cases(cases, page.number, untold=left_by(request.user))
    return render(
        request,
        "grants/casework/application_list.html",
        {
            "cases": rows,
            "page_obj": page,
            "total": total,
            "stages": [
                {"code": code, "label": label, "count": counts[code]}
                for code, label in Stage.choices
                if counts.get(code)
            ],
            "everything": sum(counts.values()),
            "rounds": queries.rounds_to_choose(),
            "tags": add_marks(rows),
            "chosen": chosen,
            "query": urlencode({name: value for name, value in chosen.items() if value}),
            "may_export": request.user.has_perm("grants.export_cases"),
        },
    )


class CountedPages:
    """Lets the paginator number pages whose count is already known."""

    def __init__(self, total):
        self.total = total

    def __len__(self):
        return self.total

    def __getitem__(self, part):
        return []


def chosen_filters(request):
    """What the address asks for; what makes no sense is left out."""
    state = request.GET.get("state", "")
    return {
        "state": state if state in Stage.values else "",
        "round": request.GET.get("round", "")[:80],
        "words": request.GET.get("words", "").replace("\x00", "").strip()[:80],
        "flagged": "yes" if request.GET.get("flagged") == "yes" else "",
        "tag": request.GET.get("tag", "").replace("\x00", "")[:40],
    }


@may("grants.export_cases", methods=READ)
def case_export(request):
    chosen = chosen_filters(request)
    cases = queries.find_cases(request.user, **chosen)
    lines = case_rows(cases, questions_for(chosen["round"]), untold=left_by(request.user))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="applications-{localdate()}.csv"'
    return response


@may(
    "grants.see_case",
    Application,
    methods=READ,
    with_=("organisation", "round", "award", "copied_from"),
)
def case(request, application):
    file = queries.case_file(application)
    joint = last_submission(application) if application.is_joint else None
    is_to_judge = application.state in WAITING  # later no link keeps anybody from anything
    may_declare = request.user.has_perm("grants.declare_conflict", application)
    may_note = request.user.has_perm("grants.see_notes", application)
    context = {
        "application": application,
        "award": getattr(application, "award", None),
        "advice": recommendations_of(application),
        "file": file,
        "events": timeline.for_staff(file.events),
        "steps": steps.steps_for(application, request.user, file.reports),
        "may_read": request.user.has_perm("grants.see_answers", application),
        "shares": shares_sent(joint),
        "budgets": budgets_sent(joint),
        "may_note": may_note,
        "may_message": request.user.has_perm("grants.see_case_messages", application),
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


@may(
    "grants.see_own_application",
    Application,
    methods=READ,
    with_=("organisation", "round", "award"),
)
def progress(request, application):
    """Where an application stands, for the co-op."""
    if application.is_draft:
        return redirect("application", application.reference)
    return render(request, "grants/casework/progress.html", progress_of(application, request.user))


@may("grants.check_application", methods=READ)
def bank_checks(request):
    page = Paginator(queries.unchecked_bank_details(request.user), 50)
    context = {"page_obj": page.get_page(request.GET.get("page"))}
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
    words = request.GET.get("words", "").replace("\x00", "").strip()[:80]
    rows = queries.messages(request.user, state=state, words=words)
    page = Paginator(rows.defer("body"), 50).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "chosen": {"state": state, "words": words},
        "query": urlencode({"state": state, "words": words}),
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
