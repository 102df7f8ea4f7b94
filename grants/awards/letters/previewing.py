"""A letter to look at before anybody gets it: made like one, kept nowhere.

Only the preview imports this module, and only when it is asked for: it loads ReportLab.
"""

from typing import NamedTuple

from django.utils.timezone import localdate

from applicants.paper import UnknownMarkup, UnprintableText

from .issuing import NOT_LAID_OUT, as_pdf, words_on_paper
from .signatures.models import LetterSignature
from .wordings.composing import Gap, below_a_heading, compose
from .wordings.queries import made_up_in


class Made(NamedTuple):
    """The letter as HTML and PDF, or the problem with it; and which names examples fill."""

    words: dict
    html: str = ""
    pdf: bytes | None = None
    problem: str = ""
    made_up: tuple = ()

    @property
    def in_page(self):
        return below_a_heading(self.html)


def preview(shown, filled):
    """Make what a letter of this wording would be today, with these facts."""
    signature = LetterSignature.objects.in_use()
    words = words_on_paper(filled.words, dated_on=localdate(), signature=signature)
    try:
        html = compose(shown.kind, shown.text, words)
        pdf = as_pdf(html, shown.kind.label, words, signature)
    except (Gap, UnprintableText) as error:
        return Made(words, problem=str(error))
    except UnknownMarkup:
        return Made(words, problem=NOT_LAID_OUT)
    return Made(words, html, pdf, made_up=tuple(made_up_in(shown.kind, shown.text, filled)))
