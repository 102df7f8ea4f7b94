"""The letters that went: each page and each PDF against its hash, and what was signed under one."""

from django.db.models import Exists, OuterRef

from grants.awards.letters.models import Letter
from grants.awards.models import Award


def letters():
    return Letter.objects.issued()


def faults_of_letters():
    """An issued letter never changes, and an offer is accepted as its letter states it."""
    kept = ("reference", "html", "page_sha256", "pdf", "sha256")
    for letter in letters().only(*kept).order_by("pk").iterator(50):
        if not letter.is_page_as_made:
            yield f"{letter}: its page is not as it was made."
        if not letter.is_paper_as_made:
            yield f"{letter}: its PDF is not as it was made."
    theirs = letters().filter(
        application=OuterRef("application"), sha256=OuterRef("accepted_letter_hash")
    )
    accepted = Award.objects.exclude(accepted_letter_hash="").filter(~Exists(theirs))
    for award in accepted.order_by("pk"):
        yield f"{award}: it was accepted by a letter that is not there."
