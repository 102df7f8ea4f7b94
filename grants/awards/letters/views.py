"""Pages to read a letter, keep it, have it made again, and see how far those of a round are."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from applicants.access import may
from grants.funds.models import Round
from grants.lifecycle import Stage

from . import actions, queries
from .models import Letter
from .sealed import page_of, paper_of

AT_ONCE = 50  # letters on a page of those that need somebody, and made again with one button


@may("grants.see_letter", Letter, methods=("GET",), with_=("application", "payment"))
def letter(request, letter):
    """A letter as a page: the same words as its PDF."""
    hosting = queries.hosting_whose_page_leads_to(letter, request.user)
    if letter.issued_at is None:
        context = {"letter": letter, "hosting": hosting}
        return render(request, "grants/awards/letters/letter_waiting.html", context)
    may_sign = request.user.has_perm("grants.accept_award", letter)
    is_open = letter.application.state == Stage.OFFERED
    context = {"letter": letter, "may_answer": may_sign and is_open, "hosting": hosting}
    context["html"] = page_of(letter)
    return render(request, "grants/awards/letters/letter.html", context)


@may("grants.make_letter_again", Letter, methods=("POST",), with_=("application",))
def letter_again(request, letter):
    """Try once more to make a letter that could not be made."""
    is_today = "today" in request.POST
    actions.make_letter_again(letter, by=request.user, in_todays_wording=is_today)
    messages.success(request, "The letter is being made again. Look again in a minute.")
    if "round" in request.POST:
        return redirect("round_letters", letter.application.round.reference)
    return redirect("case", letter.application.reference)


@may("grants.see_round_letters", Round, methods=("GET",))
def round_letters(request, round):
    """How many letters of a round are made, and which of them need somebody."""
    total, kinds = queries.progress_of(round, request.user)
    page = Paginator(queries.stuck_letters(round, request.user), AT_ONCE)
    context = {
        "round": round,
        "total": total,
        "kinds": kinds,
        "page_obj": page.get_page(request.GET.get("page")),
        "is_watched": "watch" in request.GET and total.waiting > 0,
        "at_once": AT_ONCE,
        "may_act": request.user.has_perm("grants.make_round_letters_again"),
    }
    return render(request, "grants/awards/letters/round_letters.html", context)


@may("grants.make_round_letters_again", Round, methods=("POST",))
def round_letters_again(request, round):
    """Try once more to make those that could not be made, the first of them if they are many."""
    stuck = list(queries.stuck_letters(round, request.user)[:AT_ONCE])
    is_today = "today" in request.POST
    actions.make_letters_again(stuck, by=request.user, in_todays_wording=is_today)
    count = len(stuck)
    said = f"{count} letter{'' if count == 1 else 's'} being made again. Look again in a minute."
    messages.success(request, said)
    return redirect("round_letters", round.reference)


@may("grants.see_letter", Letter, methods=("GET",), with_=("application",))
def letter_pdf(request, letter):
    """The letter's own bytes, as they were made and hashed."""
    if letter.issued_at is None:
        raise Http404
    name = f"{letter.get_kind_display()} {letter.application.reference}.pdf"
    return HttpResponse(
        paper_of(letter),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
