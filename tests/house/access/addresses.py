"""Where each page of the world stands."""

import pytest
from django.urls import reverse

from applicants.models import Email
from grants.casework.papers import own_pages
from grants.models import Skill
from workshops.feedback.slips import slip_for
from workshops.interest.links import token_for
from workshops.register.tickets import ticket_of

pytestmark = pytest.mark.django_db

PAGES = {name: (address, view) for name, address, view in own_pages()}


def _owner_s_row(world, application):
    return application.organisation.memberships.get(user=application.started_by).pk


# Pages about a row that has no reference of its own: where its number comes from.
PKS = {
    "person": lambda world, application: application.started_by_id,
    "person_forget": lambda world, application: application.started_by_id,
    "person_close": lambda world, application: application.started_by_id,
    "case_assessor_end": lambda world, application: application.assignments.first().pk,
    "case_assessor_move": lambda world, application: application.assignments.first().assessor_id,
    "assessor": lambda world, application: application.assignments.first().assessor_id,
    "practice": lambda world, application: world.training_case.pk,
    "training_make": lambda world, application: application.round.fund_id,
    "skill_remove": lambda world, application: Skill.objects.get().pk,
    "case_flag_resolve": lambda world, application: application.flags.get().pk,
    "member_change": _owner_s_row,
    "member_end": _owner_s_row,
    "invitation_withdraw": lambda world, application: world.invitation.pk,
}


def address_of(name, world, *, is_missing=False):
    """Where a page of the world stands, or where the same page of nothing would."""
    address, view = PAGES[name]
    application = world.application
    kwargs = {}
    if "reference>" in address:
        shown = view.model.__name__ if view.model else PUBLIC_RECORDS[name]
        kwargs["reference"] = RECORDS[shown](world, name).reference
    if "<int:number>" in address:
        kwargs["number"] = 2 if name == "line_answer" else 1  # the first line names the columns
    if name in ("evidence", "evidence_send"):
        kwargs["number"] = world.evidence.condition.number
    if "<slug:code>" in address:
        section = application.round.sections.get(number=1)
        part = section if "/sections/" in address else section.questions.get(number=1)
        kwargs["code"] = part.code
    kwargs |= {"code": "account"} if name == "case_look_up" else {}
    if "<slug:kind>" in address:
        kwargs["kind"] = "table"
    kwargs |= {"letter_kind": "offer"} if "<slug:letter_kind>" in address else {}
    kwargs |= {"version": 0} if "<int:version>" in address else {}
    if name in PKS:
        kwargs["pk"] = PKS[name](world, application)
    kwargs |= {part: value for part, value in others(world).items() if f"{part}>" in address}
    if name == "email":
        kwargs["uuid"] = Email.objects.filter(about=application.reference).first().uuid
    kwargs |= links(name, world)
    if is_missing:
        kwargs["reference"] = "nothing-of-the-kind"
    prefix = "workshops:" if address.startswith("workshops/") else ""
    return reverse(prefix + name, kwargs=kwargs)


def others(world):
    """What a page is about besides its own record, by its name in the address."""
    return {
        "case": world.application.reference,
        "kept": world.try_out.reference,
        "other": world.other_record.reference,
        "token": world.invitation.token,
        "check": world.certificate.code,
        "slip": slip_for(world.certificate.place),
        "file": world.material.reference,
        "ticket": ticket_of(world.booking.places.first()),
    }


def links(name, world):
    """The token in the link that leads to this page, if it is not that of an invitation."""
    if name == "partner_link":
        return {"token": world.link}
    if name == "interest_mine":
        return {"token": token_for(world.interest)}
    if name in world.tokens:
        return {"token": world.tokens[name]}
    return {"token": world.tokens["my"]} if name.startswith("my_") else {}


def the_application(world, name):
    return world.application


# The record that a page shows, by the model that its view names; the page may choose which.
RECORDS = {
    "Attachment": lambda world, name: world.application.attachments.get(),
    "ConditionFile": lambda world, name: world.evidence,
    "Organisation": lambda world, name: world.application.organisation,
    "Letter": lambda world, name: world.application.letters.get(kind="offer"),
    "PaymentRun": lambda world, name: world.marked if "mark" in name else world.run,
    "BankResult": lambda world, name: world.bank_result,
    "Report": lambda world, name: world.report,
    "Panel": lambda world, name: world.panel,
    "Session": lambda world, name: world.booking.session,
    "Workshop": lambda world, name: world.booking.session.workshop,
    "Material": lambda world, name: world.material,
    "Booking": lambda world, name: world.booking,
    "Programme": lambda world, name: world.course.programme,
    "CourseBooking": lambda world, name: world.course,
    "Round": lambda world, name: world.application.round,
    "Review": lambda world, name: world.review,
    "MoneyBack": lambda world, name: world.recovery,
    "RouteProposal": lambda world, name: world.application.route_proposals.get(),
    "Settlement": lambda world, name: world.came,
    "Enquiry": lambda world, name: world.enquiry,
    "Extension": lambda world, name: world.extension,
    "Application": the_application,
    "Award": the_application,
    "Thread": the_application,
    "PaidCase": the_application,
    "Hosting": lambda world, name: world.hosting,
    "Conflict": lambda world, name: world.conflict,
    "Tie": lambda world, name: world.tie,
    "EnterpriseLink": lambda world, name: world.group,
    "Partner": lambda world, name: world.application.partners.get(),
    "SavedView": lambda world, name: world.view,
    "Need": lambda world, name: world.need,
}

PUBLIC_RECORDS = {
    "round": "Round",
    "round_questions": "Round",
    "round_enquiries": "Round",
    "can_we_apply": "Round",
    "session": "Session",
    "session_ideas": "Session",
    "material": "Material",
    "workshop_feed": "Workshop",
    "programme": "Programme",
    "programme_feed": "Programme",
}
