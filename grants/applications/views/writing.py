"""The pages where the answers are written: one section, and the files of one question."""

from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from applicants import kept_text
from applicants.access import Refused, may
from grants.applications import actions, queries, sheet
from grants.applications.changes.queries import changes_asked_of
from grants.applications.copies.queries import marks_for
from grants.applications.fields import MORE, TableWidget
from grants.applications.forms import AttachmentForm
from grants.applications.models import Application
from grants.applications.section_form import SectionForm
from grants.funds.models import Question
from grants.templatetags.words import clock

from .documents import tell_of

CASE = ("round", "organisation")


def saves_itself(request):
    """Whether it is the page's script that asks, and not a person who pressed a button."""
    return request.method == "POST" and "X-Autosave" in request.headers


def own_draft(request, reference):
    """Where a section's writer looks. A save by itself shows nothing, so it reads little."""
    if saves_itself(request):
        return queries.draft_to_save(request.user, reference)
    own = Application.objects.own_of(request.user).select_related(*CASE)
    return own.filter(reference=reference).first()


@may("grants.edit_application", Application, with_=CASE, first=own_draft, keeps_text=True)
def section(request, application, number):
    """The questions of one section."""
    if saves_itself(request):
        return autosave(request, application, number)
    draft = queries.draft_of(application)
    part = section_numbered(draft.form, number)
    if request.method == "POST":
        return save_section(request, application, draft, part)
    if not application.is_draft:
        return redirect("application_answers", application.reference)
    if not draft.asked_in(part):  # nothing here, given the answers so far
        return redirect(page_after(request, application, draft, part))
    row = draft.saved.get(part.pk)
    kept = kept_text.kept(request)
    filled_in = queries.filled_in(application, part) if row is None and not kept else {}
    if kept:
        answers, version = SectionForm(part, kept, draft=draft).typed(), version_in(kept)
    elif row:
        answers, version = row.answers, row.version
    else:
        answers, version = {key: one.answer for key, one in filled_in.items()}, 0
    form = SectionForm(part, answers=answers, draft=draft)
    show_more_lines(form, request.GET.get("more"))
    context = {"version": version, "is_kept": kept is not None, "last_saved": row}
    return show_section(request, application, form, filled_in=filled_in, **context)


def show_more_lines(form, name):
    """Give a table more empty lines, as its button asks."""
    widget = form.fields[name].widget if name in form.fields else None
    if isinstance(widget, TableWidget):
        widget.spare += MORE


def save_section(request, application, draft, part):
    """Keep what was typed, whatever it is; then say what is missing, or go on."""
    form = SectionForm(part, request.POST, draft=draft)
    is_complete, version = form.is_valid(), version_in(request.POST)
    try:
        version = keep(request, application, form).version
    except actions.SavedByAnother as clash:
        return show_clash(request, application, draft, form, clash.theirs)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show_section(request, application, form, version=version)
    if elsewhere := sent_elsewhere(request, application, part):
        return redirect(elsewhere)
    for question in files_missing(draft, part):
        is_complete = False
        form.add_error(None, f"Add a file for “{question.text}”")
    if not is_complete:
        return show_section(request, application, form, version=version, is_saved=True)
    return redirect(page_after(request, application, draft, part))


def keep(request, application, form):
    saved = actions.save_section(
        application,
        form.section,
        answers=form.typed(),
        sound=form.sound,
        version=version_in(request.POST),
        by=request.user,
    )
    kept_text.forget(request)
    return saved


def autosave(request, application, number):
    """Keep what stands on the page, as its script asks every few seconds; answer in data."""
    part = section_numbered(queries.form_for_saving(application, number), number)
    form = SectionForm(part, request.POST)
    form.full_clean()
    try:
        saved = keep(request, application, form)
    except actions.SavedByAnother as clash:
        context = {"theirs": clash.theirs, "is_own": clash.theirs.saved_by_id == request.user.pk}
        words = render_to_string("grants/applications/_clash.txt", context).strip()
        return JsonResponse({"problem": words, "is_clash": True}, status=409)
    except Refused as refusal:
        return JsonResponse({"problem": str(refusal), "is_clash": False}, status=409)
    return JsonResponse({"version": saved.version, "saved_at": clock(saved.at)})


def section_numbered(form, number):
    for part in form:
        if part.number == number:
            return part
    raise Http404


def sent_elsewhere(request, application, part):
    """Where the button that saved leads, when it was not “Save and continue”."""
    if "later" in request.POST:
        return reverse("application", args=[application.reference])
    if number := number_in(request.POST, "files"):
        return reverse("question_files", args=[application.reference, number])
    if "more" in request.POST:
        more = urlencode({"more": request.POST["more"]})
        path = reverse("section", args=[application.reference, part.number])
        return f"{path}?{more}#{quote(request.POST['more'])}"
    if "remove" in request.POST:
        attachment = queries.live_attachments(application).filter(reference=request.POST["remove"])
        for one in attachment:
            actions.remove_attachment(one, by=request.user)
            messages.success(request, f"We’ve removed “{one.name}”.")
        return reverse("section", args=[application.reference, part.number])
    return None


def files_missing(draft, part):
    """The questions of a section that want a file and have none."""
    wanted = [q for q in part.asked if q.kind == Question.Kind.FILES and q.is_required]
    keys = {q.key for q in draft.asked_in(part)} if wanted else set()
    return [q for q in wanted if q.key in keys and not draft.files.get(q.key)]


def version_in(data):
    """The version that the page showed; anything else counts as never saved."""
    return number_in(data, "version")


def number_in(data, name):
    """A whole number that the page itself put into a form, or 0."""
    typed = data.get(name, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0


def page_after(request, application, draft, part):
    """Back to checking when they came from there, else the next section, else the list.

    A section that turns out to ask nothing sends people on by itself.
    """
    if request.GET.get("then") == "check":
        return reverse("application_check", args=[application.reference])
    later = next((each for each in draft.form if each.number > part.number), None)
    if later is None:
        return reverse("application", args=[application.reference])
    return reverse("section", args=[application.reference, later.number])


def show_section(request, application, form, *, version, status=200, filled_in=None, **context):
    questions = context.pop("questions", None) or form.questions()
    for asked in questions:
        asked["filled_in"] = (filled_in or {}).get(asked["question"].key)
    add_files(application, questions)
    if form.closed:
        add_what_was_asked(application, form, questions)
    elif application.copied_from_id:
        context |= add_what_was_copied(request, application, form, questions)
    context = {
        "application": application,
        "section": form.section,
        "form": form,
        "questions": questions,
        "version": version,
        "form_errors": bool(form.errors),
        "has_open": not all(asked["is_closed"] for asked in questions),
        "has_closed": any(asked["is_closed"] for asked in questions),
        **context,
    }
    return render(request, "grants/applications/section.html", context, status=status)


def add_files(application, questions):
    """Give the questions that ask for files the documents that stand there."""
    asking = [asked for asked in questions if asked["question"].kind == Question.Kind.FILES]
    documents = list(queries.live_attachments(application)) if asking else []
    for asked in asking:
        question = asked["question"]
        asked["files"] = [each for each in documents if each.question == question.key]
        asked["has_room"] = len(asked["files"]) < question.rows


def add_what_was_asked(application, form, questions):
    """In a returned application: what we said about an answer, or that it stays, as it stands."""
    request = changes_asked_of(application)
    for asked in questions:
        question, files = asked["question"], asked.get("files", ())
        if asked["is_closed"]:
            typed = form.draft.typed.get(question.key)
            asked["stays"] = sheet.shown(question, typed, files=files)
        elif request is not None:
            asked["said"] = request.questions.get(question.key, "")


def add_what_was_copied(request, application, form, questions):
    """In an application that started from another: how each question stands to the older one."""
    row = form.draft.saved.get(form.section.pk)
    source, marks = marks_for(
        application,
        form.section,
        form.typed() if form.is_bound else form.initial_answers(),
        sound=form.sound if form.is_bound else row.sound if row else (),
        reader=request.user,
    )
    for asked in questions:
        asked["mark"] = marks.get(asked["question"].key)
    return {"source": source}


def show_clash(request, application, draft, form, theirs):
    """Somebody saved first: show both, and let this person save what is right."""
    mine = form.typed()
    form = SectionForm(form.section, answers=mine, draft=draft)
    questions = form.questions()
    for asked in questions:
        key = asked["question"].key
        if key in mine and theirs.answers.get(key) != mine[key]:
            asked["theirs"] = sheet.shown(asked["question"], theirs.answers.get(key))
    return show_section(
        request,
        application,
        form,
        version=theirs.version,
        status=409,
        theirs=theirs,
        is_own=theirs.saved_by_id == request.user.pk,
        questions=questions,
        form_errors=True,
    )


@may("grants.edit_application", Application, with_=CASE)
def question_files(request, application, number):
    """The files of one question: what is there, and one more."""
    if not application.is_draft:
        return redirect("application_answers", application.reference)
    question, part = queries.file_question(application, number)
    if question is None:
        raise Http404
    if not queries.draft_of(application).is_open(question):
        return redirect("section", application.reference, part.number)
    is_sent = request.method == "POST"
    form = AttachmentForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, question=question
    )
    if is_sent and form.is_valid():
        try:
            attachment = actions.add_attachment(
                application,
                file=form.cleaned_data["file"],
                question=question,
                by=request.user,
                **form.document._asdict(),
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            tell_of(request, form, attachment)
            return redirect(
                f"{reverse('section', args=[application.reference, part.number])}#q{number}"
            )
    listed = queries.live_attachments(application).filter(question=question.key)
    context = {
        "application": application,
        "section": part,
        "question": question,
        "form": form,
        "attachments": listed,
        "can_reuse": bool(queries.documents_to_reuse(application, question)),
    }
    return render(request, "grants/applications/question_files.html", context)
