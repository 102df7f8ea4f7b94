"""The pack as a tagged PDF: the words of its page, then every application in full.

Imported only where it is made: ReportLab is large.
"""

from django.conf import settings
from django.utils.timezone import now

from applicants.paper import Letterhead, lay_out
from applicants.paper.markup import plain
from applicants.paper.stand_ins import with_stand_ins
from grants.applications.receipts import in_html
from grants.templatetags.words import day

TEMPLATE = "grants/panel/pack_paper.html"


def pack_on_paper(pack, *, is_large=False):
    """The bytes of the pack, in letter size or in large print."""
    panel, reader = pack.panel, with_stand_ins(plain(str(pack.reader)))
    return lay_out(
        in_html({"pack": pack, "panel": panel, "is_paper": True}, TEMPLATE),
        title=f"Pack for the panel of {with_stand_ins(plain(str(panel.round)))}",
        reference="",
        letterhead=Letterhead.of(settings.FUND),
        recipient=("Pack of", reader),
        dated=f"Made on {day(now())}",
        foot=f"Pack of {reader}",
        is_large=is_large,
    )
