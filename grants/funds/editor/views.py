"""The pages of the form editor. A refusal of one button is said on the page of the whole form."""

from functools import partial, wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from applicants.access import Refused, may
from grants.funds.models import Question, Round, question_code

from . import actions, queries
from .forms import MoveForm, NewSectionForm, QuestionForm, RuleForm, SectionForm
from .kinds import FOR
from .layout import Gone

PERMISSION = "grants.change_round"
BANK_PAGE = 30


def editing(view):
    """Pages of a form that can still be changed. What is refused is said beside the whole form."""

    @wraps(view)
    def opened(request, round, **kwargs):
        if round.published_at is not None:
            raise Refused(actions.PUBLISHED)
        try:
            return view(request, round, **kwargs)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return back_to(round)

    return opened


def back_to(round, place=""):
    """The whole form, at the place where the change was made."""
    address = reverse("round_form", args=[round.reference])
    return redirect(f"{address}#{place}" if place else address)


def _sent(request):
    return request.POST if request.method == "POST" else None


def _new_code(request):
    """The code for a copy, as the page was given it."""
    return NewSectionForm.base_fields["code"].clean(request.POST.get("code"))


def _kept(form, deed):
    """Do it; what the action refuses is said in the form, and what was typed stays."""
    try:
        return deed()
    except Gone:
        raise
    except Refused as refusal:
        form.add_error("options" if "options" in form.fields else None, str(refusal))
        return None


@may(PERMISSION, Round, methods=("GET",))
def round_form(request, round):
    layout = queries.layout_of(round)
    context = {
        "round": round,
        "parts": queries.shown(layout),
        "is_open": round.published_at is None,
        "new_code": question_code(),
        "asks": len(layout.questions),
    }
    return render(request, "grants/funds/editor/form.html", context)


# --- Sections ---


@may(PERMISSION, Round)
@editing
def form_section_add(request, round):
    form = NewSectionForm(_sent(request))
    if form.is_valid():
        deed = partial(actions.add_section, round, by=request.user, **form.cleaned_data)
        section = _kept(form, deed)
        if section:
            return back_to(round, f"s-{section.code}")
    context = {"form": form, "round": round, "heading": "Add a section"}
    return render(request, "grants/funds/editor/section.html", context)


@may(PERMISSION, Round)
@editing
def form_section(request, round, code):
    _layout, section = queries.section_in(round, code)
    form = SectionForm(_sent(request), initial={"title": section.title})
    if form.is_valid():
        actions.rename_section(round, code=code, by=request.user, **form.cleaned_data)
        return back_to(round, f"s-{code}")
    context = {"form": form, "round": round, "heading": "Rename a section"}
    return render(request, "grants/funds/editor/section.html", context)


@may(PERMISSION, Round, methods=("POST",))
@editing
def form_section_move(request, round, code):
    typed = request.POST.get("place", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 4):
        raise Refused("Choose where the section goes.")
    actions.move_section(round, code=code, place=int(typed), by=request.user)
    return back_to(round, f"s-{code}")


@may(PERMISSION, Round, methods=("POST",))
@editing
def form_section_copy(request, round, code):
    new_code = _new_code(request)
    copy = actions.copy_section(round, code=code, new_code=new_code, by=request.user)
    messages.success(request, "This is the copy. Change what it is called.")
    return redirect("form_section", round.reference, copy.code)


@may(PERMISSION, Round)
@editing
def form_section_delete(request, round, code):
    if request.method == "POST":
        actions.delete_section(round, code=code, by=request.user)
        messages.success(request, "The section is deleted.")
        return back_to(round)
    _layout, section = queries.section_in(round, code)
    context = {"round": round, "section": section}
    return render(request, "grants/funds/editor/section_delete.html", context)


# --- Questions ---


@may(PERMISSION, Round, methods=("GET",))
@editing
def form_question_kinds(request, round, code):
    _layout, section = queries.section_in(round, code)
    kinds = [{"code": kind.value, "label": kind.label, "text": FOR[kind]} for kind in Question.Kind]
    context = {"round": round, "section": section, "kinds": kinds}
    return render(request, "grants/funds/editor/kinds.html", context)


@may(PERMISSION, Round)
@editing
def form_question_add(request, round, code, kind):
    _layout, section = queries.section_in(round, code)
    if kind not in Question.Kind.values:
        raise Http404
    form = QuestionForm(kind, _sent(request), criteria=round.criteria.order_by("number"))
    if form.is_valid():
        new = {"kind": kind, "code": form.cleaned_data["code"], "criteria": form.chosen_criteria}
        facts = {**new, **form.facts(), "section": code, "by": request.user}
        question = _kept(form, partial(actions.add_question, round, **facts))
        if question:
            return back_to(round, f"q-{question.code}")
    context = {"round": round, "section": section, "form": form, "heading": "Add a question"}
    return render(request, "grants/funds/editor/question.html", context)


@may(PERMISSION, Round)
@editing
def form_question(request, round, code):
    _layout, question = queries.question_in(round, code)
    criteria = round.criteria.order_by("number")
    form = QuestionForm(question.kind, _sent(request), criteria=criteria, question=question)
    if form.is_valid():
        chosen = {"criteria": form.chosen_criteria, "by": request.user}
        deed = partial(actions.change_question, round, code=code, **chosen, **form.facts())
        if _kept(form, deed):
            return back_to(round, f"q-{code}")
    heading = f"Change question {question.number}"
    context = {"round": round, "form": form, "heading": heading}
    return render(request, "grants/funds/editor/question.html", context)


@may(PERMISSION, Round)
@editing
def form_question_rule(request, round, code):
    layout, question = queries.question_in(round, code)
    form = RuleForm(question, layout.before(question), _sent(request))
    if form.is_valid():
        deed = partial(actions.set_rule, round, code=code, rule=form.rule, by=request.user)
        if _kept(form, deed):
            return back_to(round, f"q-{code}")
    context = {"round": round, "question": question, "form": form}
    return render(request, "grants/funds/editor/rule.html", context)


@may(PERMISSION, Round)
@editing
def form_question_move(request, round, code):
    layout, question = queries.question_in(round, code)
    form = MoveForm(_sent(request), places=layout.places_for(question))
    if form.is_valid():
        actions.move_question(round, code=code, by=request.user, **form.cleaned_data)
        return back_to(round, f"q-{code}")
    context = {"round": round, "question": question, "form": form}
    return render(request, "grants/funds/editor/move.html", context)


@may(PERMISSION, Round, methods=("POST",))
@editing
def form_question_copy(request, round, code):
    new_code = _new_code(request)
    copy = actions.copy_question(round, code=code, new_code=new_code, by=request.user)
    messages.success(request, "This is the copy. Change what it asks.")
    return redirect("form_question", round.reference, copy.code)


@may(PERMISSION, Round)
@editing
def form_question_delete(request, round, code):
    if request.method == "POST":
        actions.delete_question(round, code=code, by=request.user)
        messages.success(request, "The question is deleted.")
        return back_to(round)
    _layout, question = queries.question_in(round, code)
    context = {"round": round, "question": question}
    return render(request, "grants/funds/editor/question_delete.html", context)


@may(PERMISSION, Round)
@editing
def form_bank(request, round, code):
    layout, section = queries.section_in(round, code)
    if request.method == "POST":
        chosen = request.POST.get("question", "")[:20]
        question = actions.use_question(round, section=code, code=chosen, by=request.user)
        return back_to(round, f"q-{question.code}")
    words = request.GET.get("words", "").replace("\x00", "").strip()[:80]
    found = Paginator(queries.bank(layout, words), BANK_PAGE)
    context = {
        "round": round,
        "section": section,
        "page_obj": found.get_page(request.GET.get("page")),
        "words": words,
        "query": urlencode({"words": words}),
    }
    return render(request, "grants/funds/editor/bank.html", context)
