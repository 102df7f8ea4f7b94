"""What was declared, found, noted and scored."""

from .guard import kept

FILED = (
    "EXISTS (SELECT 1 FROM grants_assessment WHERE id = OLD.assessment_id AND filed_at IS NOT NULL)"
)
OPINION = """
    OLD.filed_at IS NOT NULL AND (
        NEW.filed_at IS NULL OR NEW.filed_at <> OLD.filed_at OR NEW.total IS NULL
        OR NEW.total <> OLD.total OR NEW.application_id <> OLD.application_id
        OR NEW.assessor_id <> OLD.assessor_id OR NEW.started_at <> OLD.started_at
    )
"""  # what was filed stays; whether it counts may change
FOUND = """
    OLD.replaced_at IS NOT NULL OR NEW.application_id <> OLD.application_id
    OR NEW.result <> OLD.result OR NEW.reason <> OLD.reason OR NEW.evidence <> OLD.evidence
    OR NEW.condition <> OLD.condition OR NEW.checked_at <> OLD.checked_at
    OR NEW.checked_by_id <> OLD.checked_by_id
"""  # what was found stays readable; a correction is a new row
FLAGGED = """
    OLD.resolved_at IS NOT NULL OR NEW.application_id <> OLD.application_id
    OR NEW.reason <> OLD.reason OR NEW.raised_by_id <> OLD.raised_by_id
"""  # a flag is resolved once, and why it was raised stays

GUARDS = [
    *kept("grants_declaration"),
    *kept("grants_conflict", update=None),
    *kept("grants_settling"),
    *kept("grants_tie", update=None),
    *kept("grants_eligibilitycheck", update=FOUND),
    *kept("grants_diligencecheck", update=FOUND),
    *kept("grants_risknote"),
    *kept("grants_flag", update=FLAGGED),
    *kept("grants_note"),
    *kept("grants_assessment", update=OPINION, delete="OLD.filed_at IS NOT NULL"),
    *kept("grants_score", update=FILED, delete=FILED),
    *kept("grants_moderation"),
    *kept("grants_moderation_talked"),
    *kept("grants_redaction"),
    *kept("grants_recommendation"),
]
