"""What can be done with saved views: a person’s own, so no case’s history tells of them."""

import secrets

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from applicants.access import Refused

from .filters import Filters
from .models import SavedView

MOST_VIEWS = 30  # of one person: a list of more helps nobody
TAKEN = "You have a saved view with this name already. Choose another name."


def save_view(*, name, query, is_shared, by):
    """Keep what the list is narrowed to; the same kept twice is one view."""
    by.forget()
    if not by.has_perm("grants.save_view"):
        raise PermissionDenied
    query = Filters.of(query).query
    own = SavedView.objects.filter(owner=by)
    same = own.filter(name=name, query=query, is_shared=is_shared).first()
    if same is not None:
        return same
    if own.count() >= MOST_VIEWS:
        raise Refused(f"You have {MOST_VIEWS} saved views. Delete one that you no longer need.")
    facts = {"name": name, "query": query, "is_shared": is_shared}
    try:
        with transaction.atomic():
            return SavedView.objects.create(reference=secrets.token_hex(8), owner=by, **facts)
    except IntegrityError as clash:
        raise Refused(TAKEN) from clash


def change_view(view, *, name, is_shared, by):
    """Give a saved view another name, share it, or keep it to oneself again."""
    try:
        with transaction.atomic():
            view = _locked(view, by)
            view.name, view.is_shared = name, is_shared
            view.save(update_fields=["name", "is_shared"])
    except IntegrityError as clash:
        raise Refused(TAKEN) from clash
    return view


def delete_view(view, *, by):
    """Forget a saved view; the cases that it found stay as they are."""
    with transaction.atomic():
        _locked(view, by).delete()


def _locked(view, by):
    by.forget()
    locked = SavedView.objects.select_for_update().filter(pk=view.pk).first()
    if locked is None:
        raise Refused("This saved view is not there any more.")
    if not by.has_perm("grants.change_view", locked):
        raise PermissionDenied
    return locked
