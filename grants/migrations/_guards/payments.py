"""Where a payment goes, who says so, and what a bank did with it."""

from .awards import PROVED
from .guard import Guard, kept

PAYEE = """
    NEW.run_id <> OLD.run_id OR NEW.instalment_id <> OLD.instalment_id
    OR NEW.bank_details_id <> OLD.bank_details_id OR NEW.amount <> OLD.amount
    OR NEW.reference <> OLD.reference OR NEW.details_hash <> OLD.details_hash
    OR NEW.prepared_by_id <> OLD.prepared_by_id OR NEW.bank_checked_by_id <> OLD.bank_checked_by_id
    OR (OLD.approved_by_id IS NOT NULL AND NEW.approved_by_id <> OLD.approved_by_id)
    OR (OLD.cancelled_at IS NOT NULL AND NEW.cancelled_at IS NULL)
    OR (OLD.because <> '' AND NEW.because <> OLD.because)
""" + "".join(
    f"""OR (OLD.{what}_at IS NOT NULL AND (
        NEW.{what}_at IS NULL OR NEW.{what}_at <> OLD.{what}_at
        OR NEW.{what}_on <> OLD.{what}_on OR NEW.{what}_by_id <> OLD.{what}_by_id))
    """
    for what in ("paid", "failed", "returned")
)  # what a bank did is written once; a payment goes where it was prepared to go; a correction is a new row
ACCOUNT = """
    NEW.organisation_id <> OLD.organisation_id OR NEW.account_name <> OLD.account_name
    OR NEW.last_four <> OLD.last_four OR NEW.entered_by_id <> OLD.entered_by_id
    OR NEW.roll_number <> OLD.roll_number OR NEW.usable_from < OLD.usable_from
    OR (OLD.checked_at IS NOT NULL AND (
        NEW.checked_at IS NULL OR NEW.checked_by_id IS NULL
        OR NEW.checked_by_id <> OLD.checked_by_id))
    OR (OLD.replaced_at IS NOT NULL AND NEW.replaced_at IS NULL)
    OR (NEW.follows_id IS NULL) <> (OLD.follows_id IS NULL) OR NEW.follows_id <> OLD.follows_id
"""  # another account is another row, and nobody has checked that one
# Whose checked accounts an account can take the place of: its own record's, and those of records
# that were joined into that one.
CHECKED_BEFORE = """
    SELECT 1 FROM grants_bankdetails AS earlier
    JOIN applicants_organisation ON applicants_organisation.id = earlier.organisation_id
    WHERE earlier.checked_at IS NOT NULL AND (
        earlier.organisation_id = NEW.organisation_id
        OR applicants_organisation.merged_into_id = NEW.organisation_id
    )
"""
FOLLOWS_ANOTHER = f"""
    NEW.follows_id IS NOT NULL AND NOT EXISTS ({CHECKED_BEFORE} AND earlier.id = NEW.follows_id)
"""
FOLLOWS_NONE = f"NEW.follows_id IS NULL AND EXISTS ({CHECKED_BEFORE})"
PROVED_ACCOUNT = PROVED.replace("condition_id", "details_id")  # and what a check of an account
LET_GO = """
    OLD.let_go_at IS NOT NULL OR NEW.instalment_id <> OLD.instalment_id
    OR NEW.because <> OLD.because OR NEW.held_at <> OLD.held_at OR NEW.held_by_id <> OLD.held_by_id
"""  # a hold ends once, and why it was there stays
READ = """
    NEW.reference <> OLD.reference OR NEW.sha256 <> OLD.sha256 OR NEW.name <> OLD.name
    OR NEW.uploaded_at <> OLD.uploaded_at OR NEW.uploaded_by_id <> OLD.uploaded_by_id
    OR OLD.applied_at IS NOT NULL OR OLD.discarded_at IS NOT NULL
"""  # a bank's file is taken in or thrown away once, and its hash stays
LINE_READ = """
    OLD.answered_at IS NOT NULL OR NEW.answered_at IS NULL OR NEW.result_id <> OLD.result_id
    OR NEW.number <> OLD.number OR NEW.fingerprint <> OLD.fingerprint
    OR NEW.verdict <> OLD.verdict OR NEW.why <> OLD.why OR NEW.reference <> OLD.reference
    OR NEW.amount_text <> OLD.amount_text OR NEW.date_text <> OLD.date_text
    OR NEW.status_text <> OLD.status_text OR NEW.reason_text <> OLD.reason_text
    OR NEW.payment_id <> OLD.payment_id
"""  # what a bank wrote stays; what became of a line that nothing fits is added once
SAID_BY_HAND = """
    OLD.confirmed_at IS NOT NULL OR OLD.dropped_at IS NOT NULL OR NEW.run_id <> OLD.run_id
    OR NEW.number <> OLD.number OR NEW.outcome <> OLD.outcome OR NEW.happened_on <> OLD.happened_on
    OR NEW.because <> OLD.because OR NEW.evidence <> OLD.evidence OR NEW.said_at <> OLD.said_at
    OR NEW.said_by_id <> OLD.said_by_id
"""  # a second person answers to exactly what the first one said
HELD = "An instalment that is held or cancelled is not paid."
IS_STOPPED = """
    EXISTS (SELECT 1 FROM grants_instalmentcancellation WHERE instalment_id = NEW.instalment_id)
    OR EXISTS (
        SELECT 1 FROM grants_instalmenthold
        WHERE instalment_id = NEW.instalment_id AND let_go_at IS NULL
    )
"""
# A payment copies who checked its account, so that a constraint can compare three people.
CHECKED_BY_ANOTHER = """
    NOT EXISTS (
        SELECT 1 FROM grants_bankdetails WHERE grants_bankdetails.id = NEW.bank_details_id
        AND grants_bankdetails.checked_by_id = NEW.bank_checked_by_id
    )
"""
WHO_CHECKED = "A payment names the person who checked its account."
OF_ANOTHER = """
    NOT EXISTS (
        SELECT 1 FROM grants_instalment
        JOIN grants_award ON grants_award.id = grants_instalment.award_id
        JOIN grants_bankdetails ON grants_bankdetails.organisation_id = grants_award.payee_id
        WHERE grants_instalment.id = NEW.instalment_id
        AND grants_bankdetails.id = NEW.bank_details_id
    )
"""
WHOSE_ACCOUNT = "A payment goes to an account of whoever the award is paid to."

GUARDS = [
    *kept("grants_payment", update=PAYEE),
    *kept("grants_instalmenthold", update=LET_GO),
    *kept("grants_instalmentcancellation"),
    *kept("grants_bankresult", update=READ),
    *kept("grants_bankresultline", update=LINE_READ),
    *kept("grants_handmark", update=SAID_BY_HAND),
    *kept("grants_handmark_payments"),
    *kept("grants_bankdetails", update=ACCOUNT),
    # It never takes the place of itself, of one that nobody checked, or of another co-op's; and
    # none takes the place of a checked one without a word, since that one would not wait.
    Guard(
        "grants_bankdetails_follow_their_own_insert",
        "grants_bankdetails",
        "INSERT",
        FOLLOWS_ANOTHER,
        "An account takes the place of a checked one of the same co-op.",
    ),
    Guard(
        "grants_bankdetails_say_what_they_follow_insert",
        "grants_bankdetails",
        "INSERT",
        FOLLOWS_NONE,
        "An account says which checked one it takes the place of.",
    ),
    *kept("grants_accountfile", update=PROVED_ACCOUNT),
    # The file itself may be encrypted anew, under a new key; its hash says that it is the same.
    *kept("grants_paymentrun", update="OLD.file_hash <> '' AND NEW.file_hash <> OLD.file_hash"),
    # Nothing is paid that somebody holds, or whose money was given back.
    Guard("grants_payment_is_stopped_insert", "grants_payment", "INSERT", IS_STOPPED, HELD),
    Guard(
        "grants_payment_names_who_checked_insert",
        "grants_payment",
        "INSERT",
        CHECKED_BY_ANOTHER,
        WHO_CHECKED,
    ),
    Guard(
        "grants_payment_to_the_payee_insert", "grants_payment", "INSERT", OF_ANOTHER, WHOSE_ACCOUNT
    ),
]
