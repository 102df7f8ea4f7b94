"""What stays of a workshop: who had a place, what was handed out, heard and certified."""

from .guard import Guard, kept, within

# The moves of a place at a workshop; see `workshops/states.py`, which a test compares with this.
PLACE_MOVES = {
    "held": ("booked", "not_confirmed"),
    "asked": ("booked", "waiting", "requested", "not_confirmed"),
    "requested": ("booked", "declined", "unanswered", "withdrawn", "session_cancelled"),
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


# A course is confirmed once, and who booked it stays; their name, address and link may be forgotten.
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
# starts leaves nobody with a place. One that stopped early, and so ends then, keeps who came.
STAYS_OFF = """OLD.state = 'cancelled' AND (
    NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at OR NEW.place <> OLD.place
)"""
SOMEBODY_HOLDS_ON = """NEW.state = 'cancelled' AND OLD.state <> 'cancelled' AND EXISTS (
    SELECT 1 FROM workshops_place WHERE session_id = NEW.id AND (
        state IN ('held', 'asked', 'requested', 'waiting', 'offered')
        OR (state = 'booked' AND NEW.cancelled_at <> NEW.ends_at)
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
# An answer stays; only its words go, when somebody is forgotten.
ANSWERED = """
    NEW.booking_id <> OLD.booking_id OR NEW.given <> OLD.given OR NEW.declined <> OLD.declined
    OR NEW.answered_at <> OLD.answered_at OR NEW.answered_by_id <> OLD.answered_by_id
    OR (NEW.because <> OLD.because AND NEW.because <> 'What we told them is deleted.')
"""
WAIT_FOR_SESSION = "PERFORM 1 FROM workshops_session WHERE id = NEW.session_id FOR NO KEY UPDATE; "
TOO_MANY = "A session never has more people than chairs."
NOT_ON = "A session that is off takes nobody."

GUARDS = [
    *kept("workshops_material", update=HANDED_OUT),
    *kept("workshops_idea", insert=DONE_WITH, update=HEARD),
    *kept("workshops_listeningarchive", insert=NOT_ANSWERED),
    # What was said is written anew each time somebody answers, so that nobody sees the order.
    *kept("workshops_feedbackanswer", delete=None),
    *kept("workshops_feedbackgiven"),
    *kept("workshops_saiddid", update=SAID_AND_DID),
    *kept("workshops_certificate", insert=NOT_SEEN, update=CERTIFIED),
    *kept("workshops_session", update=CALLED_OFF, delete="OLD.state <> 'draft'"),
    *kept("workshops_sessionchange"),
    *kept("workshops_timedmessage"),
    *kept(
        "workshops_place",
        update=f"({_wrong_move(PLACE_MOVES)}) OR NEW.calendar_uid <> OLD.calendar_uid "
        "OR NEW.calendar_sequence < OLD.calendar_sequence",
    ),
    *kept("workshops_requestanswer", update=ANSWERED),
    *kept("workshops_offer", update="OLD.ended_at IS NOT NULL"),
    *kept("workshops_coursebooking", update=BOOKED_TOGETHER),
    *kept("workshops_guestforgotten"),
    *kept("workshops_coursepart"),
    *kept(
        "workshops_assignment",
        update="OLD.ended_at IS NOT NULL OR NEW.session_id <> OLD.session_id "
        "OR NEW.facilitator_id <> OLD.facilitator_id OR NEW.fee_pence <> OLD.fee_pence "
        "OR NEW.despite <> OLD.despite",
    ),
    *kept(
        "workshops_interest",
        update="(OLD.ended_at IS NOT NULL AND (NEW.ended_at IS NULL OR NEW.ended_at <> OLD.ended_at)) "
        "OR (OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS NULL)",
        delete="OLD.confirmed_at IS NOT NULL",
    ),
    *kept(
        "workshops_programme",
        update="NEW.kind <> OLD.kind OR NEW.reference <> OLD.reference",
        delete=None,
    ),
    *kept("workshops_need", update=None),
    *kept("workshops_attendancemark"),
    *kept("workshops_registersignature"),
    # Nobody sits where there is no chair.
    *within(
        "workshops_place",
        insert=NO_CHAIR,
        update=f"{TAKES_MORE} AND {NO_CHAIR}",
        first=WAIT_FOR_SESSION,
        says=TOO_MANY,
    ),
    # Nobody gets into a session that is postponed or cancelled.
    Guard(
        "workshops_place_is_on_insert",
        "workshops_place",
        "INSERT",
        f"NEW.state IN ('held', 'asked', 'requested', 'waiting', 'offered', 'booked') AND {IS_OFF}",
        NOT_ON,
        WAIT_FOR_SESSION,
    ),
    Guard(
        "workshops_place_is_on_update",
        "workshops_place",
        "UPDATE",
        f"OLD.state <> NEW.state AND NEW.state IN ('offered', 'booked') AND {IS_OFF}",
        NOT_ON,
        WAIT_FOR_SESSION,
    ),
]
