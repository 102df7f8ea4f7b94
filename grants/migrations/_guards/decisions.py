"""What a panel resolved, what was decided and told, and its review."""

from .guard import kept

RESOLVED = """
    NEW.item_id <> OLD.item_id OR NEW.application_id <> OLD.application_id
    OR NEW.verdict <> OLD.verdict OR NEW.amount <> OLD.amount OR NEW.days <> OLD.days
    OR NEW.reasons <> OLD.reasons OR NEW.conditions <> OLD.conditions
    OR NEW.present <> OLD.present OR NEW.left <> OLD.left OR NEW.resolved_by_id <> OLD.resolved_by_id
    OR NEW.resolved_at <> OLD.resolved_at
    OR (OLD.replaced_at IS NOT NULL AND NEW.replaced_at IS NULL)
    OR (OLD.released_at IS NOT NULL AND NEW.released_at IS NULL)
"""  # a panel that thinks again resolves again
TOLD = (
    "EXISTS (SELECT 1 FROM grants_resolution WHERE id = OLD.resolution_id "
    "AND released_at IS NOT NULL)"
)  # what a co-op was told stays as it was told
REVIEWED = """
    OLD.answered_at IS NOT NULL OR NEW.decision_id <> OLD.decision_id OR NEW.ground <> OLD.ground
    OR NEW.words <> OLD.words OR NEW.asked_at <> OLD.asked_at OR NEW.asked_by_id <> OLD.asked_by_id
    OR NEW.reference <> OLD.reference
"""  # what was asked stays, and so does what was answered

GUARDS = [
    *kept("grants_panel", update="OLD.signed_at IS NOT NULL", delete="OLD.opened_at IS NOT NULL"),
    *kept("grants_resolution", update=RESOLVED),
    *kept("grants_resolutionreason"),
    *kept("grants_releasedraft", update=TOLD, delete=TOLD),
    *kept("grants_decision"),
    *kept("grants_decisionreceipt"),
    *kept("grants_review", update=REVIEWED),
]
