"""What the database itself refuses: to change or remove what must stay as it was, and to
promise more than a round has.

Each guard is (table, event, when): `event` on `table` is refused where `when`
holds for the OLD and NEW row. Both databases know the same guards.
"""

FORGETTING = """
    NEW.application_id = OLD.application_id AND NEW.sequence = OLD.sequence AND NEW.at = OLD.at
    AND NEW.verb = OLD.verb AND NEW.subject = OLD.subject AND NEW.from_state = OLD.from_state
    AND NEW.to_state = OLD.to_state AND NEW.seal = OLD.seal AND NEW.digest = OLD.digest
    AND NEW.by_id IS NULL AND NEW.note = '' AND NEW.salt = ''
"""  # a person may be forgotten; what happened may not

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
    OR (OLD.checked_at IS NOT NULL AND NEW.checked_by_id <> OLD.checked_by_id)
    OR (OLD.replaced_at IS NOT NULL AND NEW.replaced_at IS NULL)
"""  # another account is another row, and nobody has checked that one

WORDED = """
    OLD.approved_at IS NOT NULL OR NEW.kind <> OLD.kind OR NEW.version <> OLD.version
    OR NEW.text <> OLD.text OR NEW.written_at <> OLD.written_at
    OR NEW.written_by_id <> OLD.written_by_id
"""  # a change is another version; the only thing to come is that it is used
SIGNED_WITH = """
    OLD.ended_at IS NOT NULL OR NEW.name <> OLD.name OR NEW.role <> OLD.role
    OR NEW.picture <> OLD.picture OR NEW.sha256 <> OLD.sha256 OR NEW.added_at <> OLD.added_at
    OR NEW.added_by_id <> OLD.added_by_id
"""  # letters that wait were queued with it

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

PROVED = """
    OLD.proved_at IS NOT NULL AND (
        NEW.proved_at IS NULL OR NEW.proved_at <> OLD.proved_at
        OR NEW.condition_id <> OLD.condition_id OR NEW.name <> OLD.name
        OR NEW.sha256 <> OLD.sha256 OR NEW.added_by_id <> OLD.added_by_id
        OR ((NEW.file <> OLD.file OR NEW.removed_at IS NOT NULL) AND NEW.scan <> 'infected')
    )
"""  # what a tick rests on stays, with its bytes, unless a virus is found in them

PROVED_ACCOUNT = PROVED.replace("condition_id", "details_id")  # and what a check of an account

RESOLVED = """
    NEW.item_id <> OLD.item_id OR NEW.application_id <> OLD.application_id
    OR NEW.verdict <> OLD.verdict OR NEW.amount <> OLD.amount OR NEW.days <> OLD.days
    OR NEW.reasons <> OLD.reasons OR NEW.conditions <> OLD.conditions
    OR NEW.present <> OLD.present OR NEW.left <> OLD.left OR NEW.resolved_by_id <> OLD.resolved_by_id
    OR NEW.resolved_at <> OLD.resolved_at
    OR (OLD.replaced_at IS NOT NULL AND NEW.replaced_at IS NULL)
    OR (OLD.released_at IS NOT NULL AND NEW.released_at IS NULL)
"""  # a panel that thinks again resolves again
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

REVIEWED = """
    OLD.answered_at IS NOT NULL OR NEW.decision_id <> OLD.decision_id OR NEW.ground <> OLD.ground
    OR NEW.words <> OLD.words OR NEW.asked_at <> OLD.asked_at OR NEW.asked_by_id <> OLD.asked_by_id
    OR NEW.reference <> OLD.reference
"""  # what was asked stays, and so does what was answered
ASSESSED = """
    OLD.replaced_at IS NOT NULL OR NEW.application_id <> OLD.application_id
    OR NEW.route <> OLD.route OR NEW.reason <> OLD.reason OR NEW.assessed_at <> OLD.assessed_at
    OR NEW.assessed_by_id <> OLD.assessed_by_id
    OR (OLD.done_at IS NOT NULL AND (NEW.done_at IS NULL OR NEW.done_at <> OLD.done_at
        OR NEW.done_by_id <> OLD.done_by_id OR NEW.done_note <> OLD.done_note))
"""  # whether it is a subsidy is answered anew in another row; that it is done is noted once
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
ASKED_BACK = """
    OLD.decided_at IS NOT NULL OR OLD.dropped_at IS NOT NULL OR NEW.award_id <> OLD.award_id
    OR NEW.reference <> OLD.reference OR NEW.amount <> OLD.amount OR NEW.reasons <> OLD.reasons
    OR NEW.days_to_pay <> OLD.days_to_pay OR NEW.asked_at <> OLD.asked_at
    OR NEW.asked_by_id <> OLD.asked_by_id
"""  # who decides answers to exactly what was asked
SETTLED = """
    OLD.agreed_at IS NOT NULL OR OLD.dropped_at IS NOT NULL OR NEW.recovery_id <> OLD.recovery_id
    OR NEW.reference <> OLD.reference OR NEW.way <> OLD.way OR NEW.amount <> OLD.amount
    OR NEW."on" <> OLD."on" OR NEW.because <> OLD.because OR NEW.said_at <> OLD.said_at
    OR NEW.said_by_id <> OLD.said_by_id OR NEW.agreed_at IS NOT NULL AND ROUND(
        NEW.amount + COALESCE((
            SELECT SUM(amount) FROM grants_settlement
            WHERE recovery_id = NEW.recovery_id AND agreed_at IS NOT NULL
        ), 0), 2) > (SELECT amount FROM grants_moneyback WHERE id = NEW.recovery_id)
"""  # the second person agrees to exactly what the first one said; nobody pays back too much
HOSTED = """
    NEW.award_id <> OLD.award_id OR NEW.reference <> OLD.reference OR NEW.named_at <> OLD.named_at
    OR NEW.named_by_id <> OLD.named_by_id OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS NULL)
"""  # another host is another row; two records of one host may become one
AS_IN_LETTER = """
    NEW.award_id <> OLD.award_id OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind
    OR NEW.text <> OLD.text OR COALESCE(NEW."before", 0) <> COALESCE(OLD."before", 0)
"""  # what the letter asks for stays; whether it is met, and by when, may change
TOLD = (
    "EXISTS (SELECT 1 FROM grants_resolution WHERE id = OLD.resolution_id "
    "AND released_at IS NOT NULL)"
)  # what a co-op was told stays as it was told

# What the ledger says is promised in a round, in pounds; see `grants/ledger.py`.
LEDGER = """
    SELECT SUM(CASE kind WHEN 'commitment' THEN amount WHEN 'release' THEN -amount
        WHEN 'recovery' THEN -amount ELSE 0 END)
    FROM grants_ledgerentry JOIN grants_application
    ON grants_application.id = grants_ledgerentry.application_id
    WHERE grants_application.round_id = {round}
"""
PAID = """
    SELECT SUM(CASE kind WHEN 'payment' THEN amount WHEN 'return' THEN -amount
        WHEN 'recovery' THEN -amount ELSE 0 END)
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
    (NEW.kind = 'commitment'
        AND ROUND(NEW.amount + {PROMISED}, 2) > ({BUDGET.format(budget="budget")}))
    OR (NEW.kind = 'payment'
        AND ROUND(NEW.amount + {_sum(PAID)}, 2) > {
    _sum(LEDGER.format(round=ROUND_OF_AWARD) + " AND grants_application.id = NEW.application_id")
})
"""

# The moves of a place at a workshop; see `workshops/states.py`, which a test compares with this.
PLACE_MOVES = {
    "held": ("booked", "not_confirmed"),
    "asked": ("booked", "waiting", "not_confirmed"),
    "waiting": ("offered", "booked", "switched", "left_list", "not_reached", "session_cancelled"),
    "offered": (
        "booked",
        "switched",
        "waiting",
        "offer_declined",
        "offer_lapsed",
        "session_cancelled",
    ),
    "booked": (
        "cancelled_in_time",
        "cancelled_late",
        "told_us_after",
        "session_cancelled",
        "attended",
        "part_attended",
        "no_show",
    ),
    "attended": ("part_attended", "no_show", "taken_off"),
    "part_attended": ("attended", "no_show", "taken_off"),
    "no_show": ("attended", "part_attended"),
}
SESSION_MOVES = {
    "draft": ("published",),
    "published": ("postponed", "cancelled"),
    "postponed": ("published", "cancelled"),
}


def _wrong_move(moves):
    allowed = " OR ".join(
        f"(OLD.state = '{source}' AND NEW.state = '{target}')"
        for source, targets in moves.items()
        for target in targets
    )
    return f"OLD.state <> NEW.state AND NOT ({allowed})"


# A course is confirmed once, and who booked it stays; their name and address may be forgotten.
BOOKED_TOGETHER = """
    NEW.reference <> OLD.reference OR NEW.programme_id <> OLD.programme_id
    OR NEW.booked_at <> OLD.booked_at
    OR (OLD.confirmed_at IS NOT NULL AND (
        NEW.confirmed_at IS NULL OR NEW.confirmed_at <> OLD.confirmed_at
        OR COALESCE(NEW.booked_by_id, 0) <> COALESCE(OLD.booked_by_id, 0)
    ))
    OR ((NEW.name <> OLD.name OR NEW.email <> OLD.email OR NEW.link_key <> OLD.link_key)
        AND REPLACE(NEW.email, '@forgotten.invalid', '') = NEW.email)
"""

# What was cancelled stays where and when it was to be; and a session that is cancelled before it
# starts leaves nobody with a place. One that stopped early keeps those who came.
STAYS_OFF = """OLD.state = 'cancelled' AND (
    NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at OR NEW.place <> OLD.place
)"""
SOMEBODY_HOLDS_ON = """NEW.state = 'cancelled' AND OLD.state <> 'cancelled' AND EXISTS (
    SELECT 1 FROM workshops_place WHERE session_id = NEW.id AND (
        state IN ('held', 'asked', 'waiting', 'offered')
        OR (state = 'booked' AND NEW.cancelled_at <= NEW.starts_at)
    )
)"""
CALLED_OFF = f"({_wrong_move(SESSION_MOVES)}) OR ({STAYS_OFF}) OR ({SOMEBODY_HOLDS_ON})"
# A session that is not on takes nobody: neither on its list nor in a chair.
IS_OFF = """(SELECT state FROM workshops_session WHERE id = NEW.session_id) <> 'published'"""
# A chair more than there are for this way of coming, less those held back; a companion sits on
# one too. Who holds one already keeps it, whatever the number is now.
NO_CHAIR = """NEW.state IN ('held', 'offered', 'booked') AND (
    SELECT COALESCE(SUM(CASE WHEN with_companion THEN 2 ELSE 1 END), 0) FROM workshops_place
    WHERE session_id = NEW.session_id AND way = NEW.way AND state IN ('held', 'offered', 'booked')
    AND id <> COALESCE(NEW.id, 0)
) + (CASE WHEN NEW.with_companion THEN 2 ELSE 1 END) > (
    SELECT CASE WHEN is_online AND NEW.way = 'room' THEN 0
        WHEN is_online OR NEW.way = 'room' THEN capacity - held_back
        ELSE online_capacity - online_held_back END
    FROM workshops_session WHERE id = NEW.session_id
)"""
TAKES_MORE = """(
    OLD.state NOT IN ('held', 'offered', 'booked') OR OLD.way <> NEW.way
    OR (NEW.with_companion AND NOT OLD.with_companion)
)"""

HANDED_OUT = """
    NEW.session_id <> OLD.session_id OR NEW.title <> OLD.title OR NEW.link <> OLD.link
    OR NEW.audience <> OLD.audience OR NEW.is_for_after <> OLD.is_for_after
    OR NEW.accessible_as <> OLD.accessible_as OR NEW.version <> OLD.version
    OR NEW.name <> OLD.name OR NEW.sha256 <> OLD.sha256 OR NEW.reference <> OLD.reference
    OR NEW.added_at <> OLD.added_at OR NEW.added_by_id <> OLD.added_by_id
    OR (NEW.file <> OLD.file AND NEW.file <> '')
    OR (OLD.removed_at IS NOT NULL AND NEW.removed_at IS NULL)
"""  # another version is another row; it may be taken away, and its bytes then
HEARD = """
    OLD.published_at IS NOT NULL OR NEW.session_id <> OLD.session_id
    OR NEW.number <> OLD.number OR NEW.text <> OLD.text OR NEW.noted_at <> OLD.noted_at
    OR NEW.noted_by_id <> OLD.noted_by_id
"""  # what was heard stays, and what was answered in public
DONE_WITH = "EXISTS (SELECT 1 FROM workshops_listeningarchive WHERE session_id = NEW.session_id)"
# Nobody is done with a session where an idea has no answer, or where none was written down.
NOT_ANSWERED = """NOT EXISTS (
    SELECT 1 FROM workshops_idea WHERE session_id = NEW.session_id
) OR EXISTS (
    SELECT 1 FROM workshops_idea WHERE session_id = NEW.session_id AND published_at IS NULL
)"""
SAID_AND_DID = """
    OLD.withdrawn_at IS NOT NULL OR NEW.workshop_id <> OLD.workshop_id OR NEW.said <> OLD.said
    OR NEW.did <> OLD.did OR NEW.written_at <> OLD.written_at
    OR NEW.written_by_id <> OLD.written_by_id
"""  # what everybody has read stays; it may only be taken off the page
# A certificate is as it was issued: it is replaced once, and forgotten once and with all of it.
CERTIFIED = """
    NEW.place_id <> OLD.place_id OR NEW.code <> OLD.code OR NEW.digest <> OLD.digest
    OR NEW.state <> OLD.state OR COALESCE(NEW.minutes, -1) <> COALESCE(OLD.minutes, -1)
    OR NEW.title <> OLD.title OR NEW.sha256 <> OLD.sha256 OR NEW.issued_at <> OLD.issued_at
    OR (OLD.replaced_at IS NOT NULL AND (
        NEW.replaced_at IS NULL OR NEW.replaced_at <> OLD.replaced_at))
    OR (OLD.forgotten_at IS NOT NULL AND (
        NEW.forgotten_at IS NULL OR NEW.forgotten_at <> OLD.forgotten_at))
    OR ((NEW.name <> OLD.name OR NEW.html <> OLD.html OR NEW.pdf <> OLD.pdf)
        AND NOT (NEW.forgotten_at IS NOT NULL AND LENGTH(NEW.pdf) = 0 AND NEW.name = ''))
"""
# It is issued to somebody who came, by a register that somebody signed.
NOT_SEEN = """NOT EXISTS (
    SELECT 1 FROM workshops_place
    JOIN workshops_registersignature
    ON workshops_registersignature.session_id = workshops_place.session_id
    WHERE workshops_place.id = NEW.place_id AND workshops_place.state = NEW.state
)"""

GUARDS = [
    ("workshops_material", "UPDATE", HANDED_OUT),
    ("workshops_material", "DELETE", "1 = 1"),
    ("workshops_idea", "INSERT", DONE_WITH),
    ("workshops_idea", "UPDATE", HEARD),
    ("workshops_idea", "DELETE", "1 = 1"),
    ("workshops_listeningarchive", "INSERT", NOT_ANSWERED),
    ("workshops_listeningarchive", "UPDATE", "1 = 1"),
    ("workshops_listeningarchive", "DELETE", "1 = 1"),
    # What was said is written anew each time somebody answers, so that nobody sees the order.
    ("workshops_feedbackanswer", "UPDATE", "1 = 1"),
    ("workshops_feedbackgiven", "UPDATE", "1 = 1"),
    ("workshops_feedbackgiven", "DELETE", "1 = 1"),
    ("workshops_saiddid", "UPDATE", SAID_AND_DID),
    ("workshops_saiddid", "DELETE", "1 = 1"),
    ("workshops_certificate", "INSERT", NOT_SEEN),
    ("workshops_certificate", "UPDATE", CERTIFIED),
    ("workshops_certificate", "DELETE", "1 = 1"),
    ("workshops_session", "UPDATE", CALLED_OFF),
    ("workshops_session", "DELETE", "OLD.state <> 'draft'"),
    ("workshops_sessionchange", "UPDATE", "1 = 1"),
    ("workshops_sessionchange", "DELETE", "1 = 1"),
    ("workshops_timedmessage", "UPDATE", "1 = 1"),
    ("workshops_timedmessage", "DELETE", "1 = 1"),
    (
        "workshops_calendaritem",
        "UPDATE",
        "NEW.uid <> OLD.uid OR NEW.place_id <> OLD.place_id OR NEW.sequence < OLD.sequence",
    ),
    ("workshops_calendaritem", "DELETE", "1 = 1"),
    ("workshops_place", "UPDATE", _wrong_move(PLACE_MOVES)),
    ("workshops_place", "DELETE", "1 = 1"),
    ("workshops_offer", "UPDATE", "OLD.ended_at IS NOT NULL"),
    ("workshops_offer", "DELETE", "1 = 1"),
    ("workshops_coursebooking", "UPDATE", BOOKED_TOGETHER),
    ("workshops_coursebooking", "DELETE", "1 = 1"),
    ("workshops_guestforgotten", "UPDATE", "1 = 1"),
    ("workshops_guestforgotten", "DELETE", "1 = 1"),
    ("workshops_coursepart", "UPDATE", "1 = 1"),
    ("workshops_coursepart", "DELETE", "1 = 1"),
    ("workshops_assignment", "DELETE", "1 = 1"),
    (
        "workshops_assignment",
        "UPDATE",
        "OLD.ended_at IS NOT NULL OR NEW.session_id <> OLD.session_id "
        "OR NEW.facilitator_id <> OLD.facilitator_id OR NEW.fee_pence <> OLD.fee_pence "
        "OR NEW.despite <> OLD.despite",
    ),
    ("workshops_interest", "DELETE", "OLD.confirmed_at IS NOT NULL"),
    (
        "workshops_interest",
        "UPDATE",
        "(OLD.ended_at IS NOT NULL AND (NEW.ended_at IS NULL OR NEW.ended_at <> OLD.ended_at)) "
        "OR (OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS NULL)",
    ),
    ("workshops_programme", "UPDATE", "NEW.kind <> OLD.kind OR NEW.reference <> OLD.reference"),
    ("workshops_need", "DELETE", "1 = 1"),
    ("applicants_organisationdetails", "UPDATE", "1 = 1"),
    ("applicants_organisationdetails", "DELETE", "1 = 1"),
    ("applicants_merge", "UPDATE", "1 = 1"),
    ("applicants_merge", "DELETE", "1 = 1"),
    ("applicants_distinction", "UPDATE", "1 = 1"),
    ("applicants_distinction", "DELETE", "1 = 1"),
    ("workshops_attendancemark", "UPDATE", "1 = 1"),
    ("workshops_attendancemark", "DELETE", "1 = 1"),
    ("workshops_registersignature", "UPDATE", "1 = 1"),
    ("workshops_registersignature", "DELETE", "1 = 1"),
    ("grants_historyentry", "UPDATE", f"NOT ({FORGETTING})"),
    ("grants_historyentry", "DELETE", "1 = 1"),
    ("grants_historyhead", "UPDATE", "NEW.sequence <> OLD.sequence + 1"),
    ("grants_historyhead", "DELETE", "1 = 1"),
    ("grants_submission", "UPDATE", "1 = 1"),
    ("grants_submission", "DELETE", "1 = 1"),
    ("grants_message", "UPDATE", SAID),
    ("grants_message", "DELETE", "1 = 1"),
    ("grants_attachment", "UPDATE", SENT_FILE),
    ("grants_attachment", "DELETE", "1 = 1"),
    ("grants_conditionfile", "UPDATE", PROVED),
    ("grants_conditionfile", "DELETE", "1 = 1"),
    ("grants_changerequest", "UPDATE", "1 = 1"),
    ("grants_changerequest", "DELETE", "1 = 1"),
    ("grants_formversion", "UPDATE", "1 = 1"),
    ("grants_formversion", "DELETE", "1 = 1"),
    ("grants_datechange", "UPDATE", "1 = 1"),
    ("grants_datechange", "DELETE", "1 = 1"),
    ("grants_enquiry", "UPDATE", ANSWERED),
    ("grants_enquiry", "DELETE", "OLD.answered_at IS NOT NULL"),
    ("grants_extension", "UPDATE", "OLD.answered_at IS NOT NULL"),
    ("grants_extension", "DELETE", "OLD.answered_at IS NOT NULL"),
    ("grants_panel", "UPDATE", "OLD.signed_at IS NOT NULL"),
    ("grants_panel", "DELETE", "OLD.opened_at IS NOT NULL"),
    ("grants_resolution", "UPDATE", RESOLVED),
    ("grants_resolution", "DELETE", "1 = 1"),
    ("grants_resolutionreason", "UPDATE", "1 = 1"),
    ("grants_resolutionreason", "DELETE", "1 = 1"),
    ("grants_declaration", "UPDATE", "1 = 1"),
    ("grants_declaration", "DELETE", "1 = 1"),
    ("grants_conflict", "DELETE", "1 = 1"),
    ("grants_settling", "UPDATE", "1 = 1"),
    ("grants_settling", "DELETE", "1 = 1"),
    ("grants_tie", "DELETE", "1 = 1"),
    ("grants_eligibilitycheck", "UPDATE", FOUND),
    ("grants_eligibilitycheck", "DELETE", "1 = 1"),
    ("grants_diligencecheck", "UPDATE", FOUND),
    ("grants_diligencecheck", "DELETE", "1 = 1"),
    ("grants_risknote", "UPDATE", "1 = 1"),
    ("grants_risknote", "DELETE", "1 = 1"),
    ("grants_flag", "UPDATE", FLAGGED),
    ("grants_flag", "DELETE", "1 = 1"),
    ("grants_note", "UPDATE", "1 = 1"),
    ("grants_note", "DELETE", "1 = 1"),
    ("grants_releasedraft", "UPDATE", TOLD),
    ("grants_releasedraft", "DELETE", TOLD),
    ("grants_decision", "UPDATE", "1 = 1"),
    ("grants_decision", "DELETE", "1 = 1"),
    ("grants_decisionreceipt", "UPDATE", "1 = 1"),
    ("grants_decisionreceipt", "DELETE", "1 = 1"),
    ("grants_review", "UPDATE", REVIEWED),
    ("grants_review", "DELETE", "1 = 1"),
    ("grants_letterwording", "UPDATE", WORDED),
    ("grants_letterwording", "DELETE", "1 = 1"),
    ("grants_lettersignature", "UPDATE", SIGNED_WITH),
    ("grants_lettersignature", "DELETE", "1 = 1"),
    ("grants_subsidyassessment", "UPDATE", ASSESSED),
    ("grants_subsidyassessment", "DELETE", "1 = 1"),
    ("grants_subsidynotice", "UPDATE", "1 = 1"),
    ("grants_subsidynotice", "DELETE", "1 = 1"),
    ("grants_limitconfirmation", "UPDATE", CONFIRMED),
    ("grants_limitconfirmation", "DELETE", "1 = 1"),
    ("grants_declaredaward", "UPDATE", "1 = 1"),
    ("grants_declaredaward", "DELETE", "1 = 1"),
    ("grants_subsidystatement", "UPDATE", "1 = 1"),
    ("grants_subsidystatement", "DELETE", "1 = 1"),
    ("grants_enterpriselink", "UPDATE", LINKED),
    ("grants_enterpriselink", "DELETE", "1 = 1"),
    ("grants_databaseentry", "UPDATE", ENTERED),
    ("grants_databaseentry", "DELETE", "1 = 1"),
    ("grants_awardline", "UPDATE", "1 = 1"),
    ("grants_awardline", "DELETE", "1 = 1"),
    ("grants_condition", "UPDATE", AS_IN_LETTER),
    ("grants_condition", "DELETE", "1 = 1"),
    ("grants_letter", "UPDATE", "OLD.issued_at IS NOT NULL"),
    ("grants_letter", "DELETE", "OLD.issued_at IS NOT NULL"),
    ("grants_signature", "UPDATE", "1 = 1"),
    ("grants_signature", "DELETE", "1 = 1"),
    ("grants_offerextension", "UPDATE", "1 = 1"),
    ("grants_offerextension", "DELETE", "1 = 1"),
    ("grants_hosting", "UPDATE", HOSTED),
    ("grants_hosting", "DELETE", "1 = 1"),
    ("grants_assessment", "UPDATE", OPINION),
    ("grants_assessment", "DELETE", "OLD.filed_at IS NOT NULL"),
    ("grants_score", "UPDATE", FILED),
    ("grants_score", "DELETE", FILED),
    ("grants_moderation", "UPDATE", "1 = 1"),
    ("grants_moderation", "DELETE", "1 = 1"),
    ("grants_moderation_talked", "UPDATE", "1 = 1"),
    ("grants_moderation_talked", "DELETE", "1 = 1"),
    ("grants_redaction", "UPDATE", "1 = 1"),
    ("grants_redaction", "DELETE", "1 = 1"),
    ("grants_recommendation", "UPDATE", "1 = 1"),
    ("grants_recommendation", "DELETE", "1 = 1"),
    ("grants_moneyback", "UPDATE", ASKED_BACK),
    ("grants_moneyback", "DELETE", "1 = 1"),
    ("grants_settlement", "UPDATE", SETTLED),
    ("grants_settlement", "DELETE", "1 = 1"),
    ("grants_ledgerentry", "UPDATE", "1 = 1"),
    ("grants_ledgerentry", "DELETE", "1 = 1"),
    ("grants_payment", "UPDATE", PAYEE),
    ("grants_payment", "DELETE", "1 = 1"),
    ("grants_instalmenthold", "UPDATE", LET_GO),
    ("grants_instalmenthold", "DELETE", "1 = 1"),
    ("grants_instalmentcancellation", "UPDATE", "1 = 1"),
    ("grants_instalmentcancellation", "DELETE", "1 = 1"),
    ("grants_bankresult", "UPDATE", READ),
    ("grants_bankresult", "DELETE", "1 = 1"),
    ("grants_bankresultline", "UPDATE", LINE_READ),
    ("grants_bankresultline", "DELETE", "1 = 1"),
    ("grants_handmark", "UPDATE", SAID_BY_HAND),
    ("grants_handmark", "DELETE", "1 = 1"),
    ("grants_handmark_payments", "UPDATE", "1 = 1"),
    ("grants_handmark_payments", "DELETE", "1 = 1"),
    ("grants_bankdetails", "UPDATE", ACCOUNT),
    ("grants_bankdetails", "DELETE", "1 = 1"),
    ("grants_accountfile", "UPDATE", PROVED_ACCOUNT),
    ("grants_accountfile", "DELETE", "1 = 1"),
    ("grants_paymentrun", "DELETE", "1 = 1"),
    # The file itself may be encrypted anew, under a new key; its hash says that it is the same.
    ("grants_paymentrun", "UPDATE", "OLD.file_hash <> '' AND NEW.file_hash <> OLD.file_hash"),
]

# (table, event, when): live awards never exceed their round, whoever writes, and however many
# at once. An award is counted before its application's move to “offered” is saved, and with it.
LIMITS = [
    ("grants_award", "INSERT", BEYOND),
    ("grants_award", "UPDATE", f"{RAISED} AND {BEYOND}"),
    ("grants_round", "UPDATE", SHORT),
    ("grants_ledgerentry", "INSERT", TOO_FAR),
    ("workshops_place", "INSERT", NO_CHAIR),
    ("workshops_place", "UPDATE", f"{TAKES_MORE} AND {NO_CHAIR}"),
]
# (table, event, when): nobody gets into a session that is postponed or cancelled.
CLOSED = [
    (
        "workshops_place",
        "INSERT",
        f"NEW.state IN ('held', 'asked', 'waiting', 'offered', 'booked') AND {IS_OFF}",
    ),
    (
        "workshops_place",
        "UPDATE",
        f"OLD.state <> NEW.state AND NEW.state IN ('offered', 'booked') AND {IS_OFF}",
    ),
]
# (table, event, when): nothing is paid that somebody holds, or whose money was given back.
STOPS = [
    (
        "grants_payment",
        "INSERT",
        "EXISTS (SELECT 1 FROM grants_instalmentcancellation "
        "WHERE instalment_id = NEW.instalment_id) OR EXISTS (SELECT 1 FROM grants_instalmenthold "
        "WHERE instalment_id = NEW.instalment_id AND let_go_at IS NULL)",
    ),
]
# On PostgreSQL two writers don't see each other's rows: the second waits here for the first.
# A round that is being changed is locked by that very change.
FIRST_THE_ROUND = f"PERFORM 1 FROM grants_round WHERE id = {ROUND_OF_AWARD} FOR NO KEY UPDATE; "
WAIT = {
    "grants_award": FIRST_THE_ROUND,
    "workshops_place": "PERFORM 1 FROM workshops_session WHERE id = NEW.session_id "
    "FOR NO KEY UPDATE; ",
    "grants_ledgerentry": f"IF NEW.kind = 'commitment' THEN {FIRST_THE_ROUND}END IF; ",
}

# PostgreSQL can empty a whole table without looking at its rows; that is deletion too.
TABLES_KEPT = sorted({table for table, event, _when in GUARDS if event == "DELETE"})

SAYS = "This row is kept as it was."
TOO_MUCH = "The live awards of a round never exceed its budget."
TOO_MANY = "A session never has more people than chairs."
NOT_ON = "A session that is off takes nobody."
HELD = "An instalment that is held or cancelled is not paid."


# (table, event, when): a payment is refused while the law’s steps are not done.
STEPS = [("grants_payment", "INSERT", NOT_CLEARED)]
NOT_YET = "A payment waits until public money is settled."


def _step(table, event):
    return f"{table}_waits_{event.lower()}"


def _name(table, event):
    return f"{table}_keeps_{event.lower()}"


def _limit(table, event):
    return f"{table}_stays_within_{event.lower()}"


def _triggers():
    """(name, table, event, when, what it says, what comes first) of every guard and limit."""
    for table, event, when in GUARDS:
        yield _name(table, event), table, event, when, SAYS, ""
    for table, event, when in LIMITS:
        says = TOO_MANY if table == "workshops_place" else TOO_MUCH
        yield _limit(table, event), table, event, when, says, WAIT.get(table, "")
    for table, event, when in CLOSED:
        yield f"{table}_is_on_{event.lower()}", table, event, when, NOT_ON, WAIT.get(table, "")
    for table, event, when in STEPS:
        yield _step(table, event), table, event, when, NOT_YET, ""
    for table, event, when in STOPS:
        yield f"{table}_is_stopped_{event.lower()}", table, event, when, HELD, ""


def install(schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name, table, event, when, says, _first in _triggers():
            schema_editor.execute(
                f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} "
                f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{says}'); END"
            )
        return
    for name, table, event, when, says, first in _triggers():
        # The question stands in a function, since a trigger's own WHEN may not look at other rows.
        row = "OLD" if event == "DELETE" else "NEW"
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN {first}IF {when} THEN "
            f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {row}; END $$ LANGUAGE plpgsql"
        )
        schema_editor.execute(
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    schema_editor.execute(
        "CREATE OR REPLACE FUNCTION grants_refuse() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END "
        "$$ LANGUAGE plpgsql"
    )
    for table in TABLES_KEPT:
        schema_editor.execute(
            f"CREATE OR REPLACE TRIGGER {_name(table, 'TRUNCATE')} BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION grants_refuse()"
        )


def remove(schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name, *_rest in _triggers():
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        return
    truncations = [(_name(table, "TRUNCATE"), table) for table in TABLES_KEPT]
    for name, table, *_rest in [*_triggers(), *truncations]:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
