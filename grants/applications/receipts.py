"""The copy of what was sent, to keep: a tagged PDF made when somebody asks for it.

It is made from the frozen submission alone, so the same sending always gives the same bytes.
Imported only where the copy is made: ReportLab is large.
"""

from django.conf import settings
from django.template.loader import render_to_string

from applicants.paper import Letterhead, lay_out
from applicants.paper.markup import plain
from applicants.paper.stand_ins import with_stand_ins
from applicants.paper.typeface import unprintable
from grants.templatetags.words import day

from .partners.shown import shares_sent
from .queries import files_sent_with, form_sent
from .sheet import sheet_of

TEMPLATE = "grants/applications/receipt.html"


def receipt_for(submission, files=None):
    """The bytes of the copy. files: the documents sent, as the reader may see them."""
    application = submission.application
    files = files_sent_with(submission) if files is None else files
    words = {
        "application": application,
        "submission": submission,
        "sheet": sheet_of(form_sent(submission), submission.answers, files=files),
        "shares": shares_sent(submission),
        "files": files,
        "fund": settings.FUND,
    }
    organisation = with_stand_ins(plain(submission.organisation_name))
    return lay_out(
        in_html(words),
        title=f"Copy of application {application.reference}: {organisation}",
        reference=application.reference,
        letterhead=Letterhead.of(settings.FUND),
        recipient=(organisation,),
        dated=day(submission.submitted_at),
    )


def in_html(words, template=TEMPLATE):
    """A copy in the tags of paper; it says so where signs had to be replaced."""
    html = render_to_string(template, words)
    if unprintable(plain(html)):
        html = render_to_string(template, {**words, "has_stand_ins": True})
    return with_stand_ins(plain(html))
