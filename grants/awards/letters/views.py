"""Pages to read a letter, keep it, and have it made again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from applicants.access import may
from grants.lifecycle import Stage

from . import actions
from .models import Letter


@may("grants.see_letter", Letter, methods=("GET",), with_=("application",))
def letter(request, letter):
    """A letter as a page: the same words as its PDF."""
    if letter.issued_at is None:
        return render(request, "grants/awards/letters/letter_waiting.html", {"letter": letter})
    may_sign = request.user.has_perm("grants.accept_award", letter)
    is_open = letter.application.state == Stage.OFFERED
    context = {"letter": letter, "may_answer": may_sign and is_open}
    return render(request, "grants/awards/letters/letter.html", context)


@may("grants.make_letter_again", Letter, methods=("POST",), with_=("application",))
def letter_again(request, letter):
    """Try once more to make a letter that could not be made."""
    actions.make_letter_again(letter, by=request.user)
    messages.success(request, "The letter is being made again. Look again in a minute.")
    return redirect("case", letter.application.reference)


@may("grants.see_letter", Letter, methods=("GET",), with_=("application",))
def letter_pdf(request, letter):
    """The letter's own bytes, as they were made and hashed."""
    if letter.issued_at is None:
        raise Http404
    name = f"{letter.get_kind_display()} {letter.application.reference}.pdf"
    return HttpResponse(
        bytes(letter.pdf),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
