"""What can be asked about letters."""

from typing import NamedTuple

from django.db.models import Count, Q

from grants.awards.hosting.models import Hosting

from .models import ABOUT_MONEY, Kind, Letter

STUCK = Q(issued_at=None) & ~Q(problem="")


def letters_of(application):
    """Its letters, without their heavy parts."""
    return list(
        Letter.objects.filter(application=application)
        .only("reference", "kind", "issued_at", "problem")
        .order_by("pk")
    )


def letters_about_money(application):
    """What the body that holds its money may read too."""
    rows = Letter.objects.filter(application=application, kind__in=ABOUT_MONEY).issued()
    return list(rows.only("reference", "kind", "issued_at").order_by("pk"))


def hosting_whose_page_leads_to(letter, user):
    """The hosting by which somebody reads a letter of a case that is not their own, or None."""
    if user.is_fund_staff or user.membership_in(letter.application.organisation_id):
        return None
    rows = Hosting.objects.live().filter(award__application=letter.application_id)
    return rows.first()


def letter_of(application, kind):
    return next((letter for letter in letters_of(application) if letter.kind == kind), None)


class Progress(NamedTuple):
    """How far the letters of one kind are, or all of a round."""

    what: str
    total: int
    made: int
    stuck: int

    @property
    def waiting(self):
        return self.total - self.made - self.stuck


def progress_of(round, reader):
    """(all letters of a round, then each kind that it has): the same one query for any number."""
    rows = (
        Letter.objects.visible_to(reader)
        .filter(application__round=round)
        .values("kind")
        .annotate(
            total=Count("pk"),
            made=Count("pk", filter=Q(issued_at__isnull=False)),
            stuck=Count("pk", filter=STUCK),
        )
        .order_by("kind")
    )
    kinds = [
        Progress(Kind(row["kind"]).label, row["total"], row["made"], row["stuck"]) for row in rows
    ]
    sums = [sum(getattr(kind, name) for kind in kinds) for name in ("total", "made", "stuck")]
    return Progress("All", *sums), kinds


def stuck_letters(round, reader):
    """Those that could not be made, the one queued first at the top, without their heavy parts."""
    return (
        Letter.objects.visible_to(reader)
        .filter(STUCK, application__round=round)
        .select_related("application__organisation")
        .defer("pdf", "html", "words")
        .order_by("queued_at", "pk")
    )
