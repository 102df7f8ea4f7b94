"""What a round has, what is promised in it, and what comes back."""

from .guard import Guard, kept, within

ASKED_BACK = """
    OLD.decided_at IS NOT NULL OR OLD.dropped_at IS NOT NULL OR NEW.award_id <> OLD.award_id
    OR NEW.reference <> OLD.reference OR NEW.amount <> OLD.amount OR NEW.reasons <> OLD.reasons
    OR NEW.days_to_pay <> OLD.days_to_pay OR NEW.is_unasked <> OLD.is_unasked
    OR NEW.asked_at <> OLD.asked_at
    OR NEW.asked_by_id <> OLD.asked_by_id
"""  # who decides answers to exactly what was asked
SETTLED = """
    OLD.agreed_at IS NOT NULL OR OLD.dropped_at IS NOT NULL OR NEW.recovery_id <> OLD.recovery_id
    OR NEW.reference <> OLD.reference OR NEW.way <> OLD.way OR NEW.amount <> OLD.amount
    OR COALESCE(NEW.corrects_id, 0) <> COALESCE(OLD.corrects_id, 0)
    OR NEW."on" <> OLD."on" OR NEW.because <> OLD.because OR NEW.said_at <> OLD.said_at
    OR NEW.said_by_id <> OLD.said_by_id
    OR (NEW.agreed_at IS NOT NULL AND NEW.way = 'let_go' AND ROUND(
        NEW.amount + COALESCE((
            SELECT SUM(CASE way WHEN 'undone' THEN -amount ELSE amount END) FROM grants_settlement
            WHERE recovery_id = NEW.recovery_id AND agreed_at IS NOT NULL
        ), 0), 2) > (SELECT amount FROM grants_moneyback WHERE id = NEW.recovery_id))
    OR (NEW.agreed_at IS NOT NULL AND NEW.way = 'came' AND NEW.amount > ROUND(COALESCE((
        SELECT SUM(CASE kind WHEN 'payment' THEN grants_ledgerentry.amount
            WHEN 'correction' THEN grants_ledgerentry.amount
            WHEN 'return' THEN -grants_ledgerentry.amount
            WHEN 'recovery' THEN -grants_ledgerentry.amount ELSE 0 END)
        FROM grants_moneyback JOIN grants_award ON grants_award.id = grants_moneyback.award_id
        JOIN grants_ledgerentry ON grants_ledgerentry.application_id = grants_award.application_id
        WHERE grants_moneyback.id = NEW.recovery_id
    ), 0), 2))
    OR (NEW.agreed_at IS NOT NULL AND NEW.way = 'undone' AND NOT EXISTS (
        SELECT 1 FROM grants_settlement WHERE id = NEW.corrects_id AND way = 'came'
        AND agreed_at IS NOT NULL AND amount = NEW.amount AND recovery_id = NEW.recovery_id
    ))
"""  # the second person agrees to exactly what the first one said; no more comes than is out
# What the ledger says is promised in a round, in pounds; see `grants/ledger.py`.
LEDGER = """
    SELECT SUM(CASE kind WHEN 'commitment' THEN amount WHEN 'correction' THEN amount
        WHEN 'release' THEN -amount WHEN 'recovery' THEN -amount ELSE 0 END)
    FROM grants_ledgerentry JOIN grants_application
    ON grants_application.id = grants_ledgerentry.application_id
    WHERE grants_application.round_id = {round}
"""
PAID = """
    SELECT SUM(CASE kind WHEN 'payment' THEN amount WHEN 'correction' THEN amount
        WHEN 'return' THEN -amount WHEN 'recovery' THEN -amount ELSE 0 END)
    FROM grants_ledgerentry WHERE application_id = NEW.application_id
"""
RECOVERED = """
    SELECT SUM(CASE kind WHEN 'recovery' THEN amount WHEN 'correction' THEN -amount ELSE 0 END)
    FROM grants_ledgerentry WHERE application_id = NEW.application_id
"""
LIVE = """
    SELECT {what} FROM grants_award JOIN grants_application
    ON grants_application.id = grants_award.application_id
    WHERE grants_application.state IN ('offered', 'accepted', 'in_monitoring', 'closed')
    AND grants_application.round_id = {round}
"""
BUDGET = """
    SELECT {budget} FROM grants_round WHERE id = (
        SELECT round_id FROM grants_application WHERE id = NEW.application_id
    )
"""
ROUND_OF_AWARD = "(SELECT round_id FROM grants_application WHERE id = NEW.application_id)"


def _sum(query):
    return f"ROUND(COALESCE(({query}), 0), 2)"


def _days(round, *, but=""):
    """The advice days that the live awards of a round take."""
    return _sum(LIVE.format(what="SUM(grants_award.days)", round=round) + but)


PROMISED = _sum(LEDGER.format(round=ROUND_OF_AWARD))
OTHERS = _sum(
    LEDGER.format(round=ROUND_OF_AWARD) + " AND grants_application.id <> NEW.application_id"
)
OWN = _sum(LEDGER.format(round=ROUND_OF_AWARD) + " AND grants_application.id = NEW.application_id")
OTHER_DAYS = _days(ROUND_OF_AWARD, but=" AND grants_award.id <> COALESCE(NEW.id, 0)")
# The award that is being written takes its round beyond what it has.
BEYOND = f"""(
    ROUND(NEW.amount + {OTHERS}, 2) > ({BUDGET.format(budget="budget")})
    OR ROUND(NEW.days + {OTHER_DAYS}, 2) > ({BUDGET.format(budget="budget_days")})
)"""
RAISED = "(NEW.amount > OLD.amount OR NEW.days > OLD.days)"
# The budget that is being written is cut below what is promised.
SHORT = f"""
    (NEW.budget < OLD.budget AND NEW.budget < {_sum(LEDGER.format(round="NEW.id"))})
    OR (NEW.budget_days < OLD.budget_days AND NEW.budget_days < {_days("NEW.id")})
"""
# A promise beyond the budget, and a payment beyond what was promised to that one.
TOO_FAR = f"""
    (NEW.kind IN ('commitment', 'correction')
        AND ROUND(NEW.amount + {PROMISED}, 2) > ({BUDGET.format(budget="budget")}))
    OR (NEW.kind = 'payment' AND ROUND(NEW.amount + {_sum(PAID)}, 2) > {OWN})
"""
# What comes back, or is given up, is no more than there is of it, by whichever way it comes.
TOO_MUCH_BACK = f"""
    (NEW.kind IN ('return', 'recovery') AND NEW.amount > {_sum(PAID)})
    OR (NEW.kind = 'release' AND NEW.amount > ROUND({OWN} - {_sum(PAID)}, 2))
    OR (NEW.kind = 'correction' AND NEW.amount > {_sum(RECOVERED)})
"""
# On PostgreSQL two writers don't see each other's rows: the second waits here for the first.
# A round that is being changed is locked by that very change.
FIRST_THE_ROUND = f"PERFORM 1 FROM grants_round WHERE id = {ROUND_OF_AWARD} FOR NO KEY UPDATE; "
FIRST_FOR_A_PROMISE = f"IF NEW.kind IN ('commitment', 'correction') THEN {FIRST_THE_ROUND}END IF; "
TOO_MUCH = "The live awards of a round never exceed its budget."

GUARDS = [
    *kept("grants_moneyback", update=ASKED_BACK),
    *kept("grants_settlement", update=SETTLED),
    *kept("grants_ledgerentry"),
    # Live awards never exceed their round, whoever writes, and however many at once. An award is
    # counted before its application's move to “offered” is saved, and with it.
    *within(
        "grants_award",
        insert=BEYOND,
        update=f"{RAISED} AND {BEYOND}",
        first=FIRST_THE_ROUND,
        says=TOO_MUCH,
    ),
    *within("grants_round", update=SHORT, says=TOO_MUCH),
    *within("grants_ledgerentry", insert=TOO_FAR, first=FIRST_FOR_A_PROMISE, says=TOO_MUCH),
    Guard(
        "grants_ledgerentry_comes_back_once_insert",
        "grants_ledgerentry",
        "INSERT",
        TOO_MUCH_BACK,
        "What comes back or is given up never exceeds what there is of it.",
    ),
]
