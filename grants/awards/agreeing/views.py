"""The pages on which a co-op reads and answers its offer, and an officer gives more time."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now

from applicants import kept_text
from applicants.access import Refused, after_fresh_sign_in, may
from grants.applications.messages.actions import send_message
from grants.applications.messages.forms import MessageForm
from grants.applications.models import Application
from grants.awards.hosting.models import Hosting
from grants.awards.hosting.queries import hosting_of
from grants.awards.letters.queries import letters_about_money
from grants.awards.queries import award_of
from grants.awards.subsidy.queries import standing_in
from grants.lifecycle import Stage
from grants.templatetags.words import moment

from . import actions, queries
from .forms import ExtendForm, SignForm, TurnDownForm, what_they_confirm

CASE = ("organisation", "round")
THEIR_CASE = ("award__application__organisation", "award__application__round")


@may("grants.see_own_application", Application, methods=("GET",), with_=queries.with_offer)
def offer(request, application):
    """The offer in short, with its letter: who must sign, who has, and how to answer."""
    award = _award(application)
    hosting, letter = (getattr(application, name, None) for name in ("hosted", "offer_letter"))
    standing = queries.standing_of(application, letter, hosting)
    user, is_open = request.user, application.state == Stage.OFFERED
    is_late = bool(letter and letter.issued_at) and now() > award.respond_by
    may_answer = is_open and not is_late
    context = {
        "application": application,
        "award": award,
        "before_payment": [one for one in award.conditions.all() if one.before],
        "letter": letter,
        "hosting": hosting,
        "standing": standing,
        "signatures": queries.signatures_of(award, hosting),
        "extensions": queries.extensions_of(award) if application.has_more_time else [],
        "public_money": standing_in(application) if is_open or award.accepted_at else None,
        "may_confirm": user.has_perm("grants.confirm_limit", application),
        "is_open": is_open,
        "is_late": is_late,
        "may_answer": may_answer,
        "may_sign": may_answer and user.has_perm("grants.sign_offer", application),
        "has_signed": standing.own.has_signed(user),
        "may_turn_down": is_open and user.has_perm("grants.turn_down_award", application),
        "may_ask": user.has_perm("grants.ask_about_offer", application),
        "may_name_host": may_answer and user.has_perm("grants.name_host", application),
        "may_add_people": user.has_perm("applicants.change_organisation", application.organisation),
    }
    return render(request, "grants/awards/agreeing/offer.html", context)


def _award(application):
    award = award_of(application)
    if award is None:
        raise Http404
    return award


@may("grants.sign_offer", Application, with_=CASE, keeps_text=True)
@after_fresh_sign_in(keeps_text=True)
def offer_sign(request, application):
    """A signatory of the co-op signs."""
    return _sign(request, application, None)


@may("grants.see_hosting", Hosting, methods=("GET",), with_=("host", *THEIR_CASE))
def hosting(request, hosting):
    """What a body is asked to hold money for, and what it agrees to by signing."""
    application = hosting.award.application
    if hosting.ended_at:
        context = {"hosting": hosting, "application": application}
        return render(request, "grants/awards/hosting/over.html", context)
    award = _award(application)
    letter = queries.letter_in_force(application)
    standing = queries.standing_of(application, letter, hosting)
    is_open = application.state == Stage.OFFERED and now() <= award.respond_by
    context = {
        "hosting": hosting,
        "application": application,
        "award": award,
        "before_payment": [one for one in award.conditions.all() if one.before],
        "letter": letter,
        "standing": standing,
        "signatures": queries.signatures_of(award, hosting),
        "is_open": is_open,
        "may_sign": is_open and request.user.has_perm("grants.sign_as_host", hosting),
        "has_signed": standing.host.has_signed(request.user),
        "may_give_account": request.user.has_perm("grants.enter_bank_details", hosting),
        "letters": letters_about_money(application) if award.payee_id == hosting.host_id else [],
    }
    return render(request, "grants/awards/agreeing/hosting.html", context)


@may("grants.sign_as_host", Hosting, with_=("host", *THEIR_CASE), keeps_text=True)
@after_fresh_sign_in(keeps_text=True)
def hosting_sign(request, hosting):
    """A signatory of the body that is to hold the money signs."""
    return _sign(request, hosting.award.application, hosting)


def _sign(request, application, hosting):
    """The page to sign on. Whoever has signed, or comes too late, is led back to see why."""
    award = _award(application)
    back = ("hosting", hosting.reference) if hosting else ("offer", application.reference)
    host = hosting.host if hosting else None
    letter = queries.letter_in_force(application)
    form = _sign_form(request, application, award, letter, host)
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("name", "capacity")}
        facts |= {"letter_hash": form.cleaned_data["letter"], "confirmations": form.words}
        try:
            signed = actions.sign_offer(application, **facts, hosting=hosting, by=request.user)
        except actions.AnotherLetter as refusal:
            form = _with_letter(form, letter)
            form.add_error(None, str(refusal))
        except actions.SameName as refusal:
            form.add_error("name", str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            kept_text.forget(request)
            messages.success(request, _thanks(signed))
            return redirect(*back)
    context = {
        "application": application,
        "award": award,
        "hosting": hosting,
        "letter": letter,
        "form": form,
        "standing": queries.standing_of(application, letter, hosting or hosting_of(application)),
        "is_open": application.state == Stage.OFFERED and now() <= award.respond_by,
    }
    return render(request, "grants/awards/agreeing/sign.html", context)


def _sign_form(request, application, award, letter, host):
    kept = kept_text.kept(request) if request.method == "GET" else None
    initial = {"letter": letter.sha256 if letter else ""}
    if kept:
        initial |= {name: kept.get(name, "") for name in ("name", "capacity")}
    return SignForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        organisation=host or application.organisation,
        words=what_they_confirm(application, host),
    )


def _with_letter(form, letter):
    """The same words once more, under the letter that is in force now, which is not ticked yet."""
    data = form.data.copy()
    data["letter"] = letter.sha256 if letter else ""
    data.pop("agree", None)
    form.data = data
    return form


def _thanks(application):
    if application.state == Stage.ACCEPTED:
        return "The offer is accepted. Congratulations!"
    return "Thank you. You have signed. We tell you when the others have."


@may("grants.ask_about_offer", Application, with_=CASE, keeps_text=True)
def offer_ask(request, application):
    """Ask about the offer. It becomes a message, and the officer sees until when it is open."""
    award = _award(application)
    kept = kept_text.kept(request) if request.method == "GET" else None
    form = MessageForm(
        request.POST if request.method == "POST" else None,
        initial={"text": kept.get("text", "")} if kept else None,
    )
    form.fields["text"].label = "Your question"
    form.fields["text"].error_messages["required"] = "Write your question"
    if form.is_valid():
        about = f"The offer, to answer by {moment(award.respond_by)}"
        send_message(application, **form.cleaned_data, subject=about, by=request.user)
        kept_text.forget(request)
        messages.success(request, "We’ve sent your question. You find our answer here.")
        return redirect("messages", application.reference)
    context = {"application": application, "award": award, "form": form}
    return render(request, "grants/awards/agreeing/ask.html", context)


@may("grants.turn_down_award", Application, with_=CASE, keeps_text=True)
def offer_turn_down(request, application):
    """A signatory says no thank you, with a reason."""
    award = _award(application)
    kept = kept_text.kept(request) if request.method == "GET" else None
    form = TurnDownForm(
        request.POST if request.method == "POST" else None,
        initial={"reason": kept.get("reason", "")} if kept else None,
    )
    if application.state != Stage.OFFERED:
        return redirect("offer", application.reference)  # which says how it ended
    if form.is_valid():
        actions.turn_down_award(application, **form.cleaned_data, by=request.user)
        kept_text.forget(request)
        messages.success(request, "You’ve said no thank you. Thank you for telling us.")
        return redirect("offer", application.reference)
    context = {"application": application, "award": award, "form": form}
    return render(request, "grants/awards/agreeing/turn_down.html", context)


@may("grants.extend_offer", Application, with_=CASE)
def offer_extend(request, application):
    """An officer gives a co-op more time to answer."""
    award = _award(application)
    form = ExtendForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.extend_offer(application, **form.cleaned_data, by=request.user)
        except actions.WrongDay as refusal:
            form.add_error("until", str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "They have more time, and we email everybody there.")
            return redirect("case", application.reference)
    hosting = hosting_of(application)
    letter = queries.letter_in_force(application)
    context = {
        "application": application,
        "award": award,
        "form": form,
        "standing": queries.standing_of(application, letter, hosting),
        "extensions": queries.extensions_of(award),
        "latest": actions.latest_day(award),
        "is_open": application.state == Stage.OFFERED,
    }
    return render(request, "grants/awards/agreeing/extend.html", context)
