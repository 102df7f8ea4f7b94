"""Two records of one co-op become one, and no row is lost.

Each table that points at an organisation says in `WHEN_MERGED` what its rows do then: they
move, they stay with the old record, or an action of their own room sees to it. The old
record stays, leads to the one that is kept, and can be read for ever.
"""

from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.timezone import now

from applicants.access import Refused
from applicants.duplicates import as_they_are
from applicants.emails import queue_email
from applicants.models import ADDRESS, MOVES, STAYS, Distinction, Membership, Merge, Organisation

from .members import OWNER, begin_membership, end_row


def ways():
    """(field, what its rows do) for every foreign key to an organisation in the project."""
    for relation in Organisation._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue  # its own fields
        field = relation.field
        yield field, getattr(field.model, "WHEN_MERGED", {}).get(field.name)


def to_lock(merged, kept):
    """The keys of both, and of every organisation that the rows of another room lead to.

    A table says so in `LOCKED_WHEN_MERGED`: whoever works there locks those too, in order of keys,
    and a join that came to them later would wait for somebody who waits for it.
    """
    models = {field.model for field, _way in ways()}
    led_to = filter(None, (getattr(model, "LOCKED_WHEN_MERGED", "") for model in models))
    return {merged.pk, kept.pk}.union(*(import_string(path)(merged, kept) for path in led_to))


def merge_organisations(merged, *, into, reason, by):
    """An officer joins a second record into the one that is kept."""
    if merged.pk == into.pk:
        raise Refused("These are one record already.")
    try:
        with transaction.atomic():
            # Always in this order, so that two people cannot wait for each other.
            keys = to_lock(merged, into)
            rows = Organisation.objects.select_for_update().filter(pk__in=keys)
            found = {row.pk: row for row in rows.order_by("pk")}
            merged, kept = found[merged.pk], found[into.pk]
            if not to_lock(merged, kept) <= keys:
                raise Refused("Somebody linked one of these to a co-op just now. Look again.")
            if merged.merged_into_id or kept.merged_into_id:
                raise Refused("One of these was joined into another already. Look again.")
            people = {person.pk: person for one in (merged, kept) for person in one.people()}
            merge = Merge.objects.create(
                merged=merged, kept=kept, reason=reason, merged_by=by, moved=_move(merged, kept, by)
            )
            _take_over_address(merged, kept)
            merged.merged_into, merged.merged_at = kept, merge.merged_at
            merged.save(update_fields=["merged_into", "merged_at"])
            queue_email(
                "applicants/organisations_merged",
                people.values(),
                key=str(merge.pk),
                merged=merged,
                organisation=kept,
            )
    except IntegrityError as clash:
        raise Refused(
            "Both records hold something that there can only be one of. Nothing was changed."
        ) from clash
    return kept


def _take_over_address(merged, kept):
    """Letters go on reaching it: an address that only the old record has is taken over.

    An address belongs to its postcode, so none is put together from two records.
    """
    if merged.address and not kept.address and kept.postcode in ("", merged.postcode):
        for name in ADDRESS:
            setattr(kept, name, getattr(merged, name))
        kept.save(update_fields=ADDRESS)


def tell_apart(one, other, *, reason, by):
    """An officer looked at two records that look alike: they are different co-ops.

    Said twice of the same names and numbers, it is said once.
    """
    if one.pk == other.pk:
        raise Refused("This is one and the same record.")
    with transaction.atomic():
        rows = Organisation.objects.select_for_update().filter(pk__in=[one.pk, other.pk])
        first, second = rows.order_by("pk")
        if first.merged_into_id or second.merged_into_id:
            raise Refused("One of these was joined into another already. Look again.")
        distinction, _is_new = Distinction.objects.get_or_create(
            first=first,
            second=second,
            as_they_were=as_they_are(first, second),
            defaults={"reason": reason, "found_by": by},
        )
    return distinction


def _move(merged, kept, by):
    """Let the rows of every table do what it says; return {table: how many moved}."""
    moved = {}
    for field, way in ways():
        if way is None:
            raise LookupError(f"{field} does not say what happens when organisations merge.")
        if way == STAYS:
            continue
        if way == MOVES:
            rows = field.model.objects.filter(**{field.name: merged})
            number = rows.update(**{field.name: kept})
        else:
            number = import_string(way)(merged, kept, by=by)
        if number:
            moved[str(field.model._meta.verbose_name_plural)] = number
    return moved


def carry_over_members(merged, kept, *, by):
    """Its people act for the kept one. Nobody comes to own it, or to sign for it, by a merge.

    Where the kept one has no owner who can sign in, its new people stay what they were.
    """
    rows = list(merged.memberships.live().select_related("user").order_by("pk"))
    already = set(kept.memberships.live().values_list("user_id", flat=True))
    has_owner = kept.memberships.live().filter(role=OWNER, user__is_active=True).exists()
    moved = 0
    for row in rows:
        end_row(row, by=by)
        if row.user_id in already:
            continue
        role = Membership.Role.EDITOR if has_owner and row.role == OWNER else row.role
        signs = row.is_signatory and not has_owner
        begin_membership(kept, user=row.user, role=role, is_signatory=signs, by=by)
        moved += 1
    return moved


def end_invitations(merged, kept, *, by):
    """Nobody was asked to act for the kept one: an owner asks them again."""
    merged.invitations.unanswered().update(withdrawn_at=now(), withdrawn_by=by)
    return 0


def refuse_while_recovering(merged, kept, *, by):
    for one in (merged, kept):
        if one.recoveries.open().exists():
            raise Refused(f"Somebody asks for a new owner of {one}. Answer that first.")
    return 0
