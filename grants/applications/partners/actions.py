"""What can be done with partners: ask, answer, ask again, remove."""

import secrets
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email, queue_emails, render_message
from applicants.models import Email
from grants import history
from grants.applications.changes.refusing import refuse_other_partners
from grants.applications.models import Application, SectionAnswers
from grants.applications.queries import draft_of
from grants.applications.shares import LEAD, handed_over
from grants.funds.models import Question

from .models import Partner
from .queries import editors_of, partners_of, people_of_partners

MOST_PARTNERS = 8
MOST_ASKED = 30  # in the life of one draft, so that nobody sends the world mail through us
SHORTLY = 10 * 60


@contextmanager
def drafting(application):
    """Lock the draft: its partners change one at a time, and never while it is sent."""
    with transaction.atomic():
        locked = Application.objects.select_for_update().get(pk=application.pk)
        if not locked.is_draft:
            raise Refused("This application is no longer a draft, so its partners can’t change.")
        yield locked


def add_partner(application, *, name, email, does, by):
    """The lead asks somebody to apply together with it."""
    with drafting(application) as application:
        refuse_other_partners(application)
        partners = partners_of(application)
        if len(partners) >= MOST_PARTNERS:
            raise Refused(f"You can have up to {MOST_PARTNERS} partners.")
        if not partners:  # what stands in the budget so far is the lead's own
            application.is_joint = True
            application.save(update_fields=["is_joint"])
            hand_over(application, lambda owner: owner or LEAD)
        partner = _ask(application, name=name, email=email, does=does, by=by)
        history.record(application, verb="ask_partner", by=by, subject=name[:60])
    return partner


def _ask(application, *, name, email, does, by):
    """A new row and a new link. The link stands in the email and nowhere else."""
    if application.partners.count() >= MOST_ASKED:
        raise Refused("You have asked many partners already. Ring us, and we’ll help.")
    token = secrets.token_hex(24)
    try:
        with transaction.atomic():
            partner = Partner.objects.create(
                application=application,
                reference=secrets.token_hex(8),
                name=name,
                email=email,
                does=does,
                token_hash=Partner.hash_of(token),
                asked_by=by,
            )
    except IntegrityError as clash:
        raise Refused(
            "You have asked a partner with this name or email address. Change it, or go back."
        ) from clash
    _send_link(partner, token)
    return partner


def _send_link(partner, token):
    """The address need not have an account; what holds a link is for its reader alone."""
    subject, body = render_message("grants/partner_asked", {"partner": partner, "token": token})
    Email.objects.create(
        event="grants/partner_asked",
        to=partner.email,
        key=partner.token_hash,
        about=partner.application.reference,
        subject=subject,
        body=body,
        is_private=True,
    )


def ask_again(partner, *, by):
    """The lead asks once more: with a new link, or to read what changed since they said yes."""
    with drafting(partner.application) as application:
        partner = _locked(partner)
        if (now() - partner.asked_at).total_seconds() < SHORTLY:
            raise Refused(f"You asked {partner.name} a few minutes ago. Give them a little time.")
        if partner.declined_at is not None:  # that they said no stays on record
            _remove(partner)
            facts = {"name": partner.name, "email": partner.email, "does": partner.does}
            partner = _ask(application, by=by, **facts)
        else:
            partner.asked_at, partner.asked_by = now(), by
            if partner.organisation is None:
                token = secrets.token_hex(24)
                partner.token_hash = Partner.hash_of(token)
                _send_link(partner, token)
            else:
                _tell_partner(partner, "partner_changed")
            partner.save(update_fields=["asked_at", "asked_by", "token_hash"])
        history.record(application, verb="ask_partner_again", by=by, subject=partner.name[:60])
    return partner


def take_up(partner, *, organisation, by):
    """Somebody with the link says for which organisation they answer, and may read from now on."""
    by.forget()
    membership = by.memberships_by_organisation.get(organisation.pk)
    if membership is None or not membership.can_edit or by.is_fund_staff:
        raise PermissionDenied
    with drafting(partner.application) as application:
        partner = _locked(partner)
        if partner.organisation_id == organisation.pk:
            return partner
        if partner.organisation_id is not None or partner.declined_at or partner.has_run_out:
            raise Refused("This link has been used or has run out. Ask the lead for a new one.")
        if application.organisation_id == organisation.pk:
            raise Refused(f"{organisation} leads this application, so it can’t be a partner too.")
        partner.organisation = organisation
        try:
            with transaction.atomic():
                partner.save(update_fields=["organisation"])
        except IntegrityError as clash:
            raise Refused(f"{organisation} is a partner in this application already.") from clash
        history.record(application, verb="take_up_partner", by=by, subject=partner.name[:60])
    by.forget()
    return partner


def confirm_partner(partner, *, seen, by):
    """The partner says yes to its own lines of the budget; said twice, it is said once.

    seen: the hash of the lines that the person was shown.
    """
    with drafting(partner.application) as application:
        partner = _answered_by(partner, by)
        lines = draft_of(application).share(partner.name).hash
        if lines != seen:
            raise Refused("Your part of the budget has just changed. Read it again, then answer.")
        if partner.confirmed_at is not None and partner.confirmed_lines == lines:
            return partner
        partner.confirmed_at, partner.confirmed_by = now(), by
        partner.confirmed_lines = lines
        partner.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_lines"])
        history.record(application, verb="confirm_partner", by=by, subject=partner.name[:60])
        _tell_lead(partner, application, key=f"{partner.pk}/{partner.confirmed_at.isoformat()}")
    return partner


def decline_partner(partner, *, reason, by):
    """The partner says no, or leaves before the application is sent."""
    with drafting(partner.application) as application:
        partner = _answered_by(partner, by)
        return _decline(partner, application, reason, by)


def decline_link(partner, *, reason, by):
    """Somebody with the link says no, without naming an organisation."""
    with drafting(partner.application) as application:
        partner = _locked(partner)
        if partner.organisation_id is not None or partner.declined_at or partner.has_run_out:
            raise Refused("This link has been used or has run out. You need not do anything.")
        return _decline(partner, application, reason, by)


def _decline(partner, application, reason, by):
    partner.declined_at, partner.declined_by, partner.reason = now(), by, reason
    partner.save(update_fields=["declined_at", "declined_by", "reason"])
    history.record(
        application, verb="decline_partner", by=by, note=reason, subject=partner.name[:60]
    )
    _tell_lead(partner, application, key=f"{partner.pk}/no")
    by.forget()
    return partner


def remove_partner(partner, *, by):
    """The lead takes a partner off the list; its budget lines wait for another owner."""
    with drafting(partner.application) as application:
        refuse_other_partners(application)
        partner = _locked(partner)
        _remove(partner)
        if partner.organisation_id and not partner.declined_at:
            _tell_partner(partner, "partner_removed")
        is_joint = Partner.objects.standing().filter(application=application).exists()
        if is_joint:
            hand_over(application, lambda owner: "" if owner == partner.name else owner)
        else:
            Application.objects.filter(pk=application.pk).update(is_joint=False)
            hand_over(application, lambda owner: None)
        history.record(application, verb="remove_partner", by=by, subject=partner.name[:60])
    return partner


def _remove(partner):
    partner.removed_at = now()
    partner.save(update_fields=["removed_at"])


def _locked(partner):
    """The row as it stands now; the draft's lock keeps others away."""
    found = Partner.objects.standing().select_related("organisation").filter(pk=partner.pk).first()
    if found is None:
        raise Refused("The lead has taken this partner off the application.")
    return found


def _answered_by(partner, by):
    partner = _locked(partner)
    by.forget()
    if not by.has_perm("grants.answer_as_partner", partner):
        raise PermissionDenied
    if partner.declined_at is not None:
        raise Refused("Your organisation has said no to this. Ask the lead to ask you again.")
    return partner


def hand_over(application, owners):
    """Give the budget lines that are typed so far to other owners."""
    keys = list(
        Question.objects.filter(
            section__round=application.round_id, kind=Question.Kind.BUDGET
        ).values_list("section", "number")
    )
    for row in SectionAnswers.objects.filter(
        application=application, section__in=[section for section, _number in keys]
    ):
        before = dict(row.answers)
        for section, number in keys:
            if section == row.section_id and isinstance(row.answers.get(str(number)), list):
                row.answers[str(number)] = handed_over(row.answers[str(number)], owners)
        if row.answers != before:  # a page that is open elsewhere sees that it is out of date
            row.version += 1
            row.save(update_fields=["answers", "version"])


def _tell_partner(partner, event):
    queue_email(
        f"grants/{event}",
        editors_of(partner.organisation),
        key=f"{partner.pk}/{now().isoformat()}",
        about=partner.application.reference,
        partner=partner,
    )


def _tell_lead(partner, application, *, key):
    queue_email(
        "grants/partner_answered",
        editors_of(application.organisation),
        key=key,
        about=application.reference,
        partner=partner,
    )


def tell_partners(event, application, *, key, who_write=False, **facts):
    """Everybody who acts for a partner hears of it, in words of their own and each once.

    who_write: only those who may answer for it.
    """
    facts |= {"key": key, "about": application.reference, "application": application}
    queue_emails(
        [
            (f"grants/{event}", person, {**facts, "partner": partner})
            for person, partner in people_of_partners(application, who_write=who_write)
        ]
    )


def carry_over_partnerships(merged, kept, *, by):
    """Two records become one: nobody comes to be a partner of itself by that."""
    both = [merged.pk, kept.pk]
    joined = Partner.objects.joined().filter(organisation__in=both)
    if (clash := joined.filter(application__organisation__in=both).first()) is not None:
        raise Refused(
            f"One of these leads {clash.application} and the other is a partner in it. "
            "Settle that first."
        )
    return Partner.objects.filter(organisation=merged).update(organisation=kept)
