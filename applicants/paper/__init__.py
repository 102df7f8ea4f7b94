"""Lays a paper out: the same small HTML that a page can show becomes a tagged PDF.

The words of letters and receipts come from templates; nothing here writes prose. Text that
people typed is never read as mark-up: the template escapes it, `markup` gives it back as plain
text, and the text is measured and drawn as it is.

Imported only where a paper is made, since ReportLab is large: see `docs/architecture.md`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.colors import HexColor

from applicants.paper.blocks import place_blocks
from applicants.paper.flow import Flow, Picture
from applicants.paper.letterhead import (
    Letterhead,
    draw_furniture,
    place_large_opening,
    place_letterhead,
    place_opening,
)
from applicants.paper.markup import UnknownMarkup, plain, read_markup
from applicants.paper.tagged_pdf import TaggedCanvas
from applicants.paper.typeface import font, unprintable

__all__ = ["Letterhead", "Picture", "UnknownMarkup", "UnprintableText", "lay_out"]


LARGE = 1.6  # the smallest words of a letter are 11.5 points: so none is under 18


class UnprintableText(ValueError):
    """The letter holds characters for which its typeface has no shape."""

    def __init__(self, characters: Sequence[str]) -> None:
        self.characters = tuple(characters)
        named = ", ".join(f"{char} (U+{ord(char):04X})" for char in self.characters)
        super().__init__(
            f"This letter cannot be made yet. Our typeface has no shape for: {named}. "
            "Please spell those words in another way, then make the letter again."
        )


def lay_out(
    html: str,
    *,
    title: str,
    reference: str,
    letterhead: Letterhead,
    recipient: tuple[str, ...],
    dated: str,
    language: str = "en-GB",
    foot: str = "",
    is_large: bool = False,
    signature: Picture | None = None,
) -> bytes:
    """The letter as a tagged PDF; the same words always give the same bytes.

    foot: what each page says that it is, where that is not the reference.
    is_large: in large print, 18 points and more.
    signature: what stands where the words have an empty <figure>.
    """
    blocks = read_markup(html)
    head = letterhead.cleaned()
    recipient, dated, reference = tuple(map(plain, recipient)), plain(dated), plain(reference)
    foot = plain(foot) or reference
    words = [*head.words(), *recipient, dated, reference, foot, *(block.text() for block in blocks)]
    missing = unprintable("".join(words))
    if missing:
        raise UnprintableText(missing)

    target = io.BytesIO()
    canvas = TaggedCanvas(
        target, title=plain(title), author=head.name, language=language, font=font()
    )
    flow = Flow(canvas.document, HexColor(head.colour), LARGE if is_large else 1, signature)
    if is_large:
        place_large_opening(flow, head, recipient, dated, reference)
    else:
        place_letterhead(flow, head)
        place_opening(flow, recipient, dated, reference)
    place_blocks(flow, blocks)
    for number, page in enumerate(flow.pages, start=1):
        draw_furniture(canvas, flow, head, foot, number)
        for draw in page:
            draw(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()
