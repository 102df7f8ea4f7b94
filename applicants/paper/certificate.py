"""Lays a certificate out: one wide page, made to be held up or shown on a wall.

The words are the same small HTML as of a letter. What comes before the first <h2> is the
certificate itself, on the left; the last <h2> and its words stand at the foot of it, and what
comes between beside it, on a tinted panel. A paragraph all in <strong> is who or what it is
about, and is set large: the first one largest.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm

from applicants.paper import UnprintableText
from applicants.paper.flow import Flow
from applicants.paper.letterhead import Letterhead
from applicants.paper.lines import break_lines, fit
from applicants.paper.markup import Block, Run, UnknownMarkup, plain, read_markup
from applicants.paper.tagged_pdf import Element, Line, Style, TaggedCanvas
from applicants.paper.typeface import font, unprintable

WIDTH, HEIGHT = landscape(A4)
BAND, EDGE = 30 * mm, 20 * mm
PANEL = WIDTH - 92 * mm  # where the tinted panel begins
LEFT, RIGHT = EDGE, PANEL - 10 * mm
BESIDE, END = PANEL + 9 * mm, WIDTH - 12 * mm
TOP, BOTTOM = HEIGHT - BAND - 17 * mm, 22 * mm
SMALLER = (1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58)
Ready = tuple[Block, Style, list[Line]]
STYLES = {
    "h1": Style(size=21, leading=26, after=16, bold=True),
    "name": Style(size=42, leading=48, before=3, after=12, bold=True),
    "about": Style(size=25, leading=31, before=3, after=12, bold=True),
    "p": Style(size=16, leading=22, after=5),
    "h2": Style(size=15, leading=20, before=3, after=7, bold=True),
    "small": Style(size=13, leading=18, after=6),
    "li": Style(size=14, leading=19, x=15, after=7),
}


def lay_out_certificate(
    html: str, *, title: str, letterhead: Letterhead, foot: str, language: str = "en-GB"
) -> bytes:
    """The certificate as a tagged PDF of one page; the same words give the same bytes."""
    said = read_markup(html)
    blocks = [block for block in said if isinstance(block, Block)]
    if len(blocks) != len(said):
        raise UnknownMarkup("A certificate has headings, paragraphs and lists only.")
    head, foot = letterhead.cleaned(), plain(foot)
    if missing := unprintable("".join([*head.words(), foot, *(b.text() for b in blocks)])):
        raise UnprintableText(missing)
    target = io.BytesIO()
    canvas = TaggedCanvas(
        target, title=plain(title), author=head.name, language=language, font=font()
    )
    canvas.setPageSize((WIDTH, HEIGHT))
    flow = Flow(canvas.document, HexColor(head.colour))
    _place_head(flow, head)
    heads = [n for n, block in enumerate(blocks) if block.tag == "h2"] or [len(blocks)]
    first, last = heads[0], heads[-1] if len(heads) > 1 else len(blocks)
    end = _set(flow, blocks[last:], RIGHT - LEFT, 1, is_small=True)
    foot_at = BOTTOM + _height(end)
    _place_column(flow, blocks[:first], left=LEFT, right=RIGHT, down_to=foot_at, is_small=False)
    _place_column(flow, blocks[first:last], left=BESIDE, right=END, down_to=BOTTOM, is_small=True)
    _place(flow, end, left=LEFT, y=foot_at)
    _place_foot(flow, head, foot)
    for draw in flow.pages[0]:
        draw(canvas)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _place_head(flow: Flow, head: Letterhead) -> None:
    flow.fill(PANEL, 0, WIDTH - PANEL, HEIGHT - BAND, flow.tint)
    flow.fill(0, HEIGHT - BAND, WIDTH, BAND, flow.brand)
    name = Style(size=27, leading=33, bold=True, colour=flow.on_brand)
    style, lines = fit([head.name], name, WIDTH - 2 * EDGE, name.leading)
    flow.write(Element("P", flow.document), lines, style, x=LEFT, y=HEIGHT - 7.5 * mm)
    if head.strapline:
        small = Style(size=13, leading=17, colour=flow.on_brand)
        style, lines = fit([head.strapline], small, WIDTH - 2 * EDGE, small.leading)
        flow.write(Element("P", flow.document), lines, style, x=LEFT, y=HEIGHT - 19 * mm)


def _place_column(
    flow: Flow,
    blocks: Sequence[Block],
    *,
    left: float,
    right: float,
    down_to: float,
    is_small: bool,
) -> None:
    """One block below the other, as large as leaves room for all of them."""
    for scale in SMALLER:
        ready = _set(flow, blocks, right - left, scale, is_small=is_small)
        if _height(ready) <= TOP - down_to:
            break
    _place(flow, ready, left=left, y=TOP)


def _height(ready: list[Ready]) -> float:
    return sum(
        style.before + len(lines) * style.leading + style.after for _block, style, lines in ready
    )


def _place(flow: Flow, ready: list[Ready], *, left: float, y: float) -> None:
    for block, style, lines in ready:
        y -= style.before
        element = _element(flow, block, left, y, style)
        flow.write(element, lines, style, x=left + style.x, y=y)
        y -= len(lines) * style.leading + style.after


def _set(
    flow: Flow, blocks: Sequence[Block], width: float, scale: float, *, is_small: bool
) -> list[Ready]:
    ready, large = [], ["name", "about"]
    for block in blocks:
        is_large = block.tag == "p" and not is_small and all(
            run.bold for run in block.runs if run.text.strip()
        )  # fmt: skip
        look = block.tag
        if is_large:
            look = large.pop(0) if len(large) > 1 else large[0]
        elif block.tag == "p" and is_small:
            look = "small"
        style = STYLES[look].times(scale)
        if look in ("h1", "h2", "name"):
            style = replace(style, colour=flow.heading)
        ready.append((block, style, break_lines(block.runs, style, width - style.x)))
    return ready


def _element(flow: Flow, block: Block, left: float, y: float, style: Style) -> Element:
    """Where a block stands in the tree; a heading is in the reader's list of contents too."""
    if block.tag != "li":
        if block.tag in ("h1", "h2"):
            words, level = block.text(), int(block.tag[1]) - 1
            flow.later(lambda canvas: canvas.bookmark(words, level=level, top=y + 4))
        return Element("P" if block.tag == "p" else block.tag.upper(), flow.document)
    if block.is_first:
        flow.group = Element("L", flow.document, ListNumbering="Disc")
    item = Element("LI", flow.group)
    label = break_lines([Run(block.marker)], style, style.x)
    flow.write(Element("Lbl", item), label, style, x=left, y=y)
    return Element("LBody", item)


def _place_foot(flow: Flow, head: Letterhead, foot: str) -> None:
    """Whose it is and its code once more, for the eye only."""
    flow.fill(LEFT, 15.5 * mm, RIGHT - LEFT, 0.8, flow.brand)
    style = Style(size=9.5, leading=12, colour=flow.heading)
    contact = "  ·  ".join(filter(None, (foot, head.email, head.phone)))
    style, lines = fit([contact], style, RIGHT - LEFT, style.leading)
    flow.write(None, lines[:1], style, x=LEFT, y=13 * mm)
