"""The history, and what a co-op sent, asked and was answered."""

from .guard import kept

FORGETTING = """
    NEW.application_id = OLD.application_id AND NEW.sequence = OLD.sequence AND NEW.at = OLD.at
    AND NEW.verb = OLD.verb AND NEW.subject = OLD.subject AND NEW.from_state = OLD.from_state
    AND NEW.to_state = OLD.to_state AND NEW.seal = OLD.seal AND NEW.digest = OLD.digest
    AND NEW.by_id IS NULL AND NEW.note = '' AND NEW.salt = ''
"""  # a person may be forgotten; what happened may not
ANSWERED = """
    OLD.answered_at IS NOT NULL AND (
        NEW.answered_at IS NULL OR NEW.answered_at <> OLD.answered_at
        OR NEW.round_id <> OLD.round_id OR NEW.asked_at <> OLD.asked_at
        OR NEW.text <> OLD.text OR NEW.wording <> OLD.wording OR NEW.answer <> OLD.answer
        OR NEW.answered_by_id <> OLD.answered_by_id
    )
"""  # what everybody has read stays; whoever asked may be forgotten
SAID = """
    NEW.application_id <> OLD.application_id OR NEW.text <> OLD.text OR NEW.uuid <> OLD.uuid
    OR NEW.sent_by_id <> OLD.sent_by_id OR NEW.is_from_fund <> OLD.is_from_fund
    OR NEW.subject <> OLD.subject
    OR NEW.sent_at <> OLD.sent_at OR OLD.read_at IS NOT NULL
"""  # what was said was said; that it was read is noted once
SENT_FILE = """
    OLD.sent_at IS NOT NULL AND (
        NEW.sent_at IS NULL OR NEW.application_id <> OLD.application_id OR NEW.name <> OLD.name
        OR NEW.sha256 <> OLD.sha256 OR NEW.question <> OLD.question
        OR (NEW.file <> OLD.file AND NOT (NEW.file = '' AND NEW.scan = 'infected'))
    )
"""  # what was sent stays, with its bytes, unless a virus is found in them

GUARDS = [
    *kept("grants_historyentry", update=f"NOT ({FORGETTING})"),
    *kept("grants_historyhead", update="NEW.sequence <> OLD.sequence + 1"),
    *kept("grants_submission"),
    *kept("grants_message", update=SAID),
    *kept("grants_attachment", update=SENT_FILE),
    *kept("grants_changerequest"),
    *kept("grants_formversion"),
    *kept("grants_datechange"),
    *kept("grants_enquiry", update=ANSWERED, delete="OLD.answered_at IS NOT NULL"),
    *kept(
        "grants_extension",
        update="OLD.answered_at IS NOT NULL",
        delete="OLD.answered_at IS NOT NULL",
    ),
]
