"""Pages to plan more dates: a copy of a session, or a series by a rule."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now

from applicants.access import Refused, may
from workshops.sessions.actions import add_session
from workshops.sessions.models import Session

from . import actions, queries
from .forms import CopyForm, DatesForm, SeriesForm


@may("workshops.plan_series", Session, with_=("workshop",))
def session_copy(request, session):
    """All of it but the date."""
    form = CopyForm(request.POST if request.method == "POST" else None, session=session)
    if form.is_valid():
        try:
            made = add_session(by=request.user, **form.facts())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The copy is added. Publish it when it is ready.")
            return redirect("workshops:session", made.reference)
    context = {"session": session, "form": form}
    return render(request, "workshops/planning/session_copy.html", context)


@may("workshops.plan_series", Session, with_=("workshop",))
def session_series(request, session):
    """A rule, then the dates that it gives, each of which can be left out; then they are made."""
    form = SeriesForm(request.POST if request.method == "POST" else None, initial=_like(session))
    dates, choice = [], None
    if form.is_valid():
        dates = queries.dates_with_clashes(session, form.rule(), now())
        choice = DatesForm(request.POST if "make" in request.POST else None, dates=dates)
        if choice.is_valid():
            try:
                made = actions.plan_series(session, dates=choice.chosen(), by=request.user)
            except Refused as refusal:
                choice.add_error(None, str(refusal))
            else:
                what = "draft is" if len(made) == 1 else "drafts are"
                messages.success(
                    request, f"{len(made)} {what} made. Publish each when it is ready."
                )
                return redirect("workshops:session_list")
    context = {
        "session": session,
        "form": form if choice is None else choice,
        "typed": _typed(request, form),
        "choice": choice,
        "impossible": [each for each in dates if each.problem],
    }
    return render(request, "workshops/planning/session_series.html", context)


def _typed(request, form):
    """The rule as it was typed, box by box, to be sent once more with the chosen dates."""
    return [(name, value) for name, value in request.POST.items() if _is_of(form, name)]


def _is_of(form, name):
    return name in form.fields or name.rpartition("_")[0] in ("first", "until")


def _like(session):
    starts, ends = localtime(session.starts_at), localtime(session.ends_at)
    return {"starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}", "every": 1}
