"""Everything that happens while nobody is looking.

Each task sweeps rows that actions wrote, and may run twice or late without harm. Where it takes
several steps, one that fails keeps no other from its turn.
"""

from celery import shared_task

from applicants.emails import deliver_due_emails
from applicants.sweeping import in_turn
from workshops.booking.actions import fill_all_sessions
from workshops.forgetting.actions import forget_old_guests
from workshops.interest.actions import sweep_interest
from workshops.materials import actions as materials
from workshops.messages.actions import send_due_messages
from workshops.needs.actions import look_after_needs
from workshops.requests.actions import look_after_requests

from .applications import documents, reminders
from .applications.equality.actions import sweep_equality_answers
from .assessment.actions import find_links_after_filing
from .assessment.board import reminders as scores
from .awards.agreeing import reminders as offers
from .awards.agreeing.actions import lapse_offers
from .awards.subsidy import reminders as public_money
from .awards.terms.evidence import actions as evidence
from .awards.terms.freeing import free_by_date
from .payments.accounts.evidence import actions as account_files


@shared_task
def deliver_emails():
    """Send waiting messages until none is due."""
    while deliver_due_emails():
        pass


@shared_task
def render_letters():
    """Make queued letters until none is waiting."""
    from .awards.letters.issuing import make_queued_letters  # noqa: PLC0415 - only workers load ReportLab

    while make_queued_letters():
        pass


@shared_task
def remind_drafts():
    """Tell co-ops when the deadline of a draft is near, or has passed."""
    reminders.remind_drafts()


@shared_task
def remind_assessors():
    """Tell assessors when the day for their scores is near, has come, or has passed."""
    scores.remind_assessors()


@shared_task
def remind_signatories():
    """Tell those who have not signed an offer when its last day is near, and officers that day."""
    offers.remind_signatories()


@shared_task
def remind_to_confirm():
    """Tell co-ops that have not confirmed their public money, so that we can pay."""
    public_money.remind_to_confirm()


@shared_task
def find_links():
    """Put before an officer what joins somebody to a co-op only since they filed their scores."""
    find_links_after_filing()


@shared_task
def scan_files():
    """Ask the virus scanner about the files that wait for it."""
    in_turn(
        [
            documents.scan_waiting_files,
            evidence.scan_evidence,
            account_files.scan_account_files,
            materials.scan_materials,
        ]
    )


@shared_task
def forget_removed_files():
    """At night: empty the files that were removed long enough ago."""
    in_turn(
        [
            documents.forget_removed_files,
            evidence.forget_removed_evidence,
            account_files.forget_account_files,
            materials.forget_removed_materials,
        ]
    )


@shared_task
def issue_certificates():
    """Make the certificates of those who came, once the register is signed."""
    from workshops.certificates.making import issue_due_certificates  # noqa: PLC0415 - only workers load ReportLab

    issue_due_certificates()


@shared_task
def fill_places():
    """Offers of a place that ran out go to the next on the waiting list."""
    fill_all_sessions()


@shared_task
def tell_of_sessions():
    """What people hear before and after a session that they booked, by its timetable."""
    send_due_messages()


@shared_task
def daily():
    """The morning round: end offers that nobody answered in time, release what is due soon, forget
    what people needed at a workshop a month ago, or why they asked to come, and who came without
    an account long ago."""
    in_turn(
        [
            lapse_offers,
            free_by_date,
            sweep_equality_answers,
            sweep_interest,
            look_after_needs,
            look_after_requests,
            forget_old_guests,
        ]
    )
