"""Pages where names are covered, looked at, and told of when one was missed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from applicants.files.handing_out import hand_out
from grants.applications.models import Application
from grants.applications.queries import documents_sent
from grants.applications.views.writing import number_in
from grants.predicates import has_declared, must_not_know

from . import actions, queries
from .covering import pieces
from .forms import NameSeenForm, RedactForm

CASE = ("organisation", "round")


@may("grants.redact_application", Application, with_=CASE)
def case_redact(request, application):
    """The answers as they were sent, and what of them is covered for assessors."""
    refuse_where_names_are_seen(application)
    page = Page(application, request.user)
    form = page.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.redact(application, by=request.user, **form.facts)
        except actions.CoveredMeanwhile as clash:
            page = Page(application, request.user)
            form = page.form_beside(request.POST)
            form.add_error(None, str(clash))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("case_covered", application.reference)
    context = {
        "application": application,
        "standing": page.standing,
        "form": form,
        "answers": page.answers(form.ticked, form["hidden"].value() or ()),
        "files": page.documents,
    }
    return render(request, "grants/assessment/redacting/case_redact.html", context)


def refuse_where_names_are_seen(application):
    if not application.round.is_blind:
        raise Refused(actions.NOT_BLIND)
    if application.state not in actions.WHILE:
        raise Refused(actions.TOO_EARLY_OR_LATE)


class Page:
    """What the page of an application’s names is made from, read once."""

    def __init__(self, application, reader):
        self.application = application
        self.standing = queries.standing_of(application)
        submission = self.standing.submission
        self.given = queries.given_in(submission)
        self.proposed = queries.proposed_for(application, submission)
        self.documents = documents_sent(application, submission, reader=reader)

    def form(self, typed=None):
        facts = {"proposed": self.proposed, "given": self.given, "documents": self.documents}
        return RedactForm(typed, initial=self.initial(), **facts)

    def initial(self):
        newest = self.standing.newest
        at_first = [q.key for q, _text in self.given if queries.tells_by_itself(q)]
        return {
            "found": queries.ticked_at_first(self.proposed, newest),
            "more": queries.own_words(newest, self.proposed, [text for _q, text in self.given]),
            "hidden": newest.hidden if newest else at_first,
            "opened": newest.files if newest else [],
            "seen": self.standing.seen,
        }

    def form_beside(self, typed):
        """The form as it was typed, and beside it what a colleague covered meanwhile."""
        theirs, typed = self.form().initial, typed.copy()
        typed.setlist("found", dict.fromkeys([*typed.getlist("found"), *theirs["found"]]))
        lines = [*typed.get("more", "").splitlines(), *theirs["more"]]
        typed["more"] = "\n".join(dict.fromkeys(filter(None, map(str.strip, lines))))
        typed.setlist("hidden", dict.fromkeys([*typed.getlist("hidden"), *theirs["hidden"]]))
        typed["seen"] = theirs["seen"]
        return self.form(typed)

    def answers(self, words, hidden):
        """Each answer as it was sent, in pieces that are covered or not, and if it is hidden."""
        return [
            (question, pieces(text, words), question.key in hidden) for question, text in self.given
        ]


@may("grants.redact_application", Application, with_=CASE)
def case_covered(request, application):
    """What assessors will read, before an officer says that it is ready for them."""
    refuse_where_names_are_seen(application)
    standing = queries.standing_of(application)
    if standing.newest is None or standing.is_sent_since:
        return redirect("case_redact", application.reference)
    if request.method == "POST":
        actions.say_ready(application, seen=number_in(request.POST, "seen"), by=request.user)
        messages.success(request, "It is ready. Assessors read it without the name.")
        return redirect("case_assessors", application.reference)
    covered = queries.as_covered(standing.submission, standing.newest, reader=request.user)
    context = {"application": application, "standing": standing, "covered": covered}
    return render(request, "grants/assessment/redacting/case_covered.html", context)


@may("grants.assess_application", Application, with_=CASE)
def name_seen(request, application):
    """An assessor says that they could still read who it is."""
    if not must_not_know(request.user, application):
        raise Refused("You see who applies, so there is nothing to cover here for you.")
    if not has_declared(request.user, application):
        return redirect("assess", application.reference)
    form = NameSeenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.tell_of_name(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Thank you. An officer looks at it, and then it opens again.")
            return redirect("assess", application.reference)
    context = {"application": application, "form": form}
    return render(request, "grants/assessment/redacting/name_seen.html", context)


@may("grants.assess_application", Application, methods=("GET",), with_=CASE)
def covered_file(request, application, number):
    """A document that an officer opened to assessors, under a name that tells nothing."""
    if not must_not_know(request.user, application):
        raise Refused("You see who applies. Open the file from the page of the application.")
    if not has_declared(request.user, application):
        raise Refused("Say first whether you are close to anybody who applies.")
    covered = queries.covered_for(application, request.user)
    shown = covered.files_shown if covered else []
    file = next((each for each in shown if each.number == number), None)
    if file is None:
        raise Http404
    name = f"{application.reference}-file-{number}.{file.document.ending}"
    return hand_out(file.document, name=name)
