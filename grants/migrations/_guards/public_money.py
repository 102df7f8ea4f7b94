"""What the law on subsidies asks for, and what was done about it."""

from .guard import Guard, kept

ASSESSED = """
    OLD.replaced_at IS NOT NULL OR NEW.application_id <> OLD.application_id
    OR NEW.route <> OLD.route OR NEW.reason <> OLD.reason OR NEW.assessed_at <> OLD.assessed_at
    OR NEW.assessed_by_id <> OLD.assessed_by_id
    OR COALESCE(NEW.proposal_id, 0) <> COALESCE(OLD.proposal_id, 0)
    OR (OLD.done_at IS NOT NULL AND (NEW.done_at IS NULL OR NEW.done_at <> OLD.done_at
        OR NEW.done_by_id <> OLD.done_by_id OR NEW.done_note <> OLD.done_note))
"""  # whether it is a subsidy is answered anew in another row; that it is done is noted once
PROPOSED = """
    OLD.agreed_at IS NOT NULL OR OLD.dropped_at IS NOT NULL
    OR (NEW.agreed_at IS NULL AND NEW.dropped_at IS NULL) OR NEW.reference <> OLD.reference
    OR NEW.application_id <> OLD.application_id OR NEW.route <> OLD.route
    OR NEW.reason <> OLD.reason OR NEW.proposed_at <> OLD.proposed_at
    OR NEW.proposed_by_id <> OLD.proposed_by_id
"""  # what an officer proposed stays as it was, and is answered once
# Nobody alone takes an offer out of the limit of the law.
NOT_AGREED = """
    NEW.route <> 'minimal' AND EXISTS (
        SELECT 1 FROM grants_application WHERE grants_application.id = NEW.application_id
        AND grants_application.state IN ('offered', 'accepted', 'in_monitoring')
    ) AND NOT EXISTS (
        SELECT 1 FROM grants_routeproposal WHERE grants_routeproposal.id = NEW.proposal_id
        AND grants_routeproposal.application_id = NEW.application_id
        AND grants_routeproposal.route = NEW.route
        AND grants_routeproposal.proposed_by_id = NEW.assessed_by_id
        AND grants_routeproposal.agreed_at IS NOT NULL
    )
"""
TWO_DECIDE = "After an offer two people decide on another route."
CONFIRMED = """
    OLD.replaced_at IS NOT NULL OR NEW.replaced_at IS NULL OR NEW.award_id <> OLD.award_id
    OR NEW.notice_id <> OLD.notice_id OR NEW.counted_from <> OLD.counted_from
    OR NEW.declared <> OLD.declared OR NEW.own <> OLD.own OR NEW.gross_value <> OLD.gross_value
    OR NEW.allowed <> OLD.allowed OR NEW.name <> OLD.name OR NEW.confirmed_at <> OLD.confirmed_at
    OR NEW.confirmed_by_id <> OLD.confirmed_by_id
"""  # what a signatory confirmed stays; a correction is a new row
ENTERED = """
    OLD.replaced_at IS NOT NULL OR NEW.replaced_at IS NULL OR NEW.award_id <> OLD.award_id
    OR NEW.entry <> OLD.entry OR NEW.entered_on <> OLD.entered_on
    OR NEW.recorded_at <> OLD.recorded_at OR NEW.recorded_by_id <> OLD.recorded_by_id
"""
LINKED = """
    OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.first_id <> OLD.first_id
    OR NEW.second_id <> OLD.second_id OR NEW.reason <> OLD.reason
    OR NEW.linked_at <> OLD.linked_at OR NEW.linked_by_id <> OLD.linked_by_id
"""  # who was one enterprise stays to be read; it may only end
# A payment leaves only where public money is settled: not a subsidy, confirmed, or done.
NOT_CLEARED = """
    NOT EXISTS (
        SELECT 1 FROM grants_instalment
        JOIN grants_award ON grants_award.id = grants_instalment.award_id
        LEFT JOIN grants_subsidyassessment ON
            grants_subsidyassessment.application_id = grants_award.application_id
            AND grants_subsidyassessment.replaced_at IS NULL
        WHERE grants_instalment.id = NEW.instalment_id AND (
            grants_subsidyassessment.route = 'not_subsidy'
            OR grants_subsidyassessment.done_at IS NOT NULL
            OR (COALESCE(grants_subsidyassessment.route, 'minimal') = 'minimal' AND EXISTS (
                SELECT 1 FROM grants_limitconfirmation
                WHERE grants_limitconfirmation.award_id = grants_award.id
                AND grants_limitconfirmation.replaced_at IS NULL
            ))
        )
    )
"""
NOT_YET = "A payment waits until public money is settled."

GUARDS = [
    *kept("grants_subsidyassessment", update=ASSESSED),
    Guard(
        "grants_subsidyassessment_takes_two_insert",
        "grants_subsidyassessment",
        "INSERT",
        NOT_AGREED,
        TWO_DECIDE,
    ),
    *kept("grants_routeproposal", update=PROPOSED),
    *kept("grants_subsidynotice"),
    *kept("grants_limitconfirmation", update=CONFIRMED),
    *kept("grants_declaredaward"),
    *kept("grants_subsidystatement"),
    *kept("grants_enterpriselink", update=LINKED),
    *kept("grants_databaseentry", update=ENTERED),
    # A payment is refused while the law’s steps are not done.
    Guard("grants_payment_waits_insert", "grants_payment", "INSERT", NOT_CLEARED, NOT_YET),
]
