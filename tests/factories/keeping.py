"""What colleagues keep for themselves."""

from grants.casework.actions import save_view

from .cases import colleague


def saved_view(*, name="To check", query="state=submitted", is_shared=False, by=None):
    """A view of the list of cases that an officer saved."""
    by = by or colleague("is_officer")
    return save_view(name=name, query=query, is_shared=is_shared, by=by)
