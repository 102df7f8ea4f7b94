"""What an award asks for and promises: its letters, its conditions, who signed."""

from .guard import kept

PROVED = """
    OLD.proved_at IS NOT NULL AND (
        NEW.proved_at IS NULL OR NEW.proved_at <> OLD.proved_at
        OR NEW.condition_id <> OLD.condition_id OR NEW.name <> OLD.name
        OR NEW.sha256 <> OLD.sha256 OR NEW.added_by_id <> OLD.added_by_id
        OR ((NEW.file <> OLD.file OR NEW.removed_at IS NOT NULL) AND NEW.scan <> 'infected')
    )
"""  # what a tick rests on stays, with its bytes, unless a virus is found in them
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
SIGNED = """
    OLD.has_counted OR NEW.award_id <> OLD.award_id OR NEW.signed_by_id <> OLD.signed_by_id
    OR COALESCE(NEW.hosting_id, 0) <> COALESCE(OLD.hosting_id, 0) OR NEW.name <> OLD.name
    OR NEW.capacity <> OLD.capacity OR NEW.signed_at <> OLD.signed_at
    OR NEW.letter_hash <> OLD.letter_hash OR NEW.confirmations <> OLD.confirmations
"""  # the only thing to come is that it was one of those that made the offer accepted
HOSTED = """
    NEW.award_id <> OLD.award_id OR NEW.reference <> OLD.reference OR NEW.named_at <> OLD.named_at
    OR NEW.named_by_id <> OLD.named_by_id OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS NULL)
"""  # another host is another row; two records of one host may become one
AS_IN_LETTER = """
    NEW.award_id <> OLD.award_id OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind
    OR NEW.text <> OLD.text OR COALESCE(NEW."before", 0) <> COALESCE(OLD."before", 0)
"""  # what the letter asks for stays; whether it is met, and by when, may change

GUARDS = [
    *kept("grants_conditionfile", update=PROVED),
    *kept("grants_letterwording", update=WORDED),
    *kept("grants_lettersignature", update=SIGNED_WITH),
    *kept("grants_awardline"),
    *kept("grants_condition", update=AS_IN_LETTER),
    *kept("grants_letter", update="OLD.issued_at IS NOT NULL", delete="OLD.issued_at IS NOT NULL"),
    *kept("grants_signature", update=SIGNED),
    *kept("grants_offerextension"),
    *kept("grants_hosting", update=HOSTED),
]
