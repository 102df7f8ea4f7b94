"""Listening sessions: what we heard and answered, for everybody; and what is still to answer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now

from applicants.access import Refused, may, public
from workshops.sessions.models import Session

from . import actions, queries
from .forms import AnswerForm, IdeaForm
from .models import answers_due_on


@public
def session_ideas(request, reference):
    """What people said, and what we answered."""
    session = get_object_or_404(queries.listening_sessions(request.user), reference=reference)
    due = answers_due_on(session)
    context = {
        "session": session,
        "ideas": queries.ideas_of(session),
        "due_on": due,
        "is_overdue": due < localdate(),
    }
    return render(request, "workshops/listening/ideas.html", context)


@may("workshops.see_ideas")
def listening_list(request):
    """Sessions where we listened: what is overdue first."""
    context = {"listened": queries.listened(now())}
    return render(request, "workshops/listening/listening_list.html", context)


@may("workshops.note_ideas", Session)
def session_listening(request, session):
    """Write down what people say, see what is to answer, and be done with it."""
    form = IdeaForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.note_idea(session, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is written down.")
            return redirect("workshops:session_listening", session.reference)
    return _show(request, session, form)


@may("workshops.note_ideas", Session)
def idea_answer(request, session, number):
    """Answer one idea in public."""
    idea = get_object_or_404(session.ideas.select_related("session", "owner"), number=number)
    form = AnswerForm(
        request.POST if request.method == "POST" else None, owners=queries.possible_owners()
    )
    if form.is_valid():
        try:
            actions.publish_answer(idea, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The answer is published.")
            return redirect("workshops:session_listening", session.reference)
    context = {"session": session, "idea": idea, "form": form}
    return render(request, "workshops/listening/answer.html", context)


@may("workshops.note_ideas", Session, methods=("POST",))
def listening_archive(request, session):
    """Each idea has its answer and its owner: be done with it."""
    actions.archive_listening(session, by=request.user)
    messages.success(request, "It is done with. Ideas and answers stay on their page.")
    return redirect("workshops:session_listening", session.reference)


def _show(request, session, form):
    ideas = queries.ideas_of(session)
    context = {
        "session": session,
        "ideas": ideas,
        "to_answer": sum(idea.published_at is None for idea in ideas),
        "due_on": answers_due_on(session),
        "archive": queries.archive_of(session),
        "is_over": now() >= session.ends_at,
        "form": form,
    }
    return render(request, "workshops/listening/session.html", context)
