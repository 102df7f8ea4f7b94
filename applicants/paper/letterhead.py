"""The fund's letterhead, the address in the window, and the foot of each page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportlab.lib.units import mm

from applicants.paper.flow import BOTTOM, LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, Flow
from applicants.paper.lines import break_lines, fit
from applicants.paper.markup import Run, plain
from applicants.paper.tagged_pdf import Element, Style, TaggedCanvas

BAND = 28 * mm
# The window of a DL envelope shows 20 to 110 mm from the left, 45 to 80 mm from the top.
WINDOW_TOP, WINDOW_END = PAGE_HEIGHT - 47 * mm, PAGE_HEIGHT - 80 * mm
WINDOW_WIDTH = 86 * mm
CONTACT_X = 130 * mm  # to the right of the window
SMALL = Style(size=10, leading=13.5)
FOOT = Style(size=9, leading=12)


@dataclass(frozen=True)
class Letterhead:
    """Who writes: shown at the top of the first page."""

    name: str
    strapline: str
    colour: str
    address: tuple[str, ...]
    email: str
    phone: str

    @classmethod
    def of(cls, fund: Mapping[str, Any]) -> Letterhead:
        """The letterhead of the fund as the settings describe it."""
        return cls(
            fund["name"], fund["strapline"], fund["colour"],
            tuple(fund["address"]), fund["email"], fund["phone"],
        )  # fmt: skip

    def cleaned(self) -> Letterhead:
        """The same, with only characters that a typeface can have."""
        return Letterhead(
            plain(self.name), plain(self.strapline), self.colour,
            tuple(map(plain, self.address)), plain(self.email), plain(self.phone),
        )  # fmt: skip

    def words(self) -> list[str]:
        """All that is printed of it."""
        return [self.name, self.strapline, *self.address, self.email, self.phone]


def place_letterhead(flow: Flow, head: Letterhead) -> None:
    """The fund's name on a band of its colour; how to reach it, to the right of the window."""
    flow.fill(0, PAGE_HEIGHT - BAND, PAGE_WIDTH, BAND, flow.brand)
    width, on_band = RIGHT - LEFT, flow.on_brand
    name = Style(size=21, leading=26, bold=True, colour=on_band)
    style, lines = fit([head.name], name, width, name.leading)
    flow.write(Element("P", flow.document), lines, style, y=PAGE_HEIGHT - 8.5 * mm)
    if head.strapline:
        line = Style(size=11.5, leading=15, colour=on_band)
        style, lines = fit([head.strapline], line, width, line.leading)
        flow.write(Element("P", flow.document), lines, style, y=PAGE_HEIGHT - 18.5 * mm)
    contact = [part for part in (*head.address, head.phone, head.email) if part]
    style, lines = fit(contact, SMALL, RIGHT - CONTACT_X, WINDOW_TOP - WINDOW_END)
    flow.write(Element("P", flow.document), lines, style, x=CONTACT_X, y=WINDOW_TOP)


def place_opening(flow: Flow, recipient: Sequence[str], dated: str, reference: str) -> None:
    """The address where the window of the envelope shows it, then date and reference."""
    flow.y = WINDOW_TOP
    opening = Style(size=12, leading=16)
    address = [line for line in recipient if line.strip()]
    style, lines = fit(address, opening, WINDOW_WIDTH, WINDOW_TOP - WINDOW_END)
    flow.place(Element("P", flow.document), lines, style)
    flow.y = min(flow.y - 12, WINDOW_END - 6 * mm)
    style, lines = fit(_dated(dated, reference), opening, RIGHT - LEFT, 32)
    flow.place(Element("P", flow.document), lines, style)
    flow.space(8)


def _dated(dated: str, reference: str) -> list[str]:
    return [dated, f"Our reference: {reference}"] if reference else [dated]


def place_large_opening(
    flow: Flow, head: Letterhead, recipient: Sequence[str], dated: str, reference: str
) -> None:
    """The same in large print: one line below the other, as large as the text that follows."""
    large = Style(size=12, leading=17).times(flow.scale)
    flow.fill(0, PAGE_HEIGHT - BAND, PAGE_WIDTH, BAND, flow.brand)
    name = Style(size=28, leading=34, bold=True, colour=flow.on_brand)
    style, lines = fit([head.name], name, RIGHT - LEFT, name.leading)
    flow.write(Element("P", flow.document), lines, style, y=PAGE_HEIGHT - 9 * mm)
    flow.y = PAGE_HEIGHT - BAND - 14 * mm
    for line in (*recipient, *_dated(dated, reference)):
        lines = break_lines([Run(line)], large, RIGHT - LEFT)
        flow.place(Element("P", flow.document), lines, large)
    flow.space(large.leading)


def draw_furniture(
    canvas: TaggedCanvas, flow: Flow, head: Letterhead, about: str, number: int
) -> None:
    """What each page carries but no one needs to hear: rule, what it is, page number."""
    # Twice as large, so that the number of a page can be read in large print too.
    is_large = flow.scale > 1
    quiet = replace(FOOT.times(2 if is_large else 1), colour=flow.heading)
    foot = BOTTOM - (14 if is_large else 12) * mm
    parts = [(LEFT, None, foot, f"{head.name}  ·  {about}"),
             (0, RIGHT, foot, f"Page {number} of {len(flow.pages)}")]  # fmt: skip
    rules = [BOTTOM - 7 * mm]
    for x, right, y, text in parts:
        style, lines = fit([text], quiet, RIGHT - LEFT - 70, quiet.leading)
        canvas.write(None, lines[:1], style, x=x, y=y, right=right)
    if number > 1:
        rules.append(PAGE_HEIGHT - 20 * mm)
        style, lines = fit([head.name], replace(quiet, bold=True), RIGHT - LEFT, quiet.leading)
        canvas.write(None, lines[:1], style, x=LEFT, y=PAGE_HEIGHT - 17.5 * mm)
    with canvas.artifact("Pagination"):
        canvas.setFillColor(flow.brand)
        for y in rules:
            canvas.rect(LEFT, y, RIGHT - LEFT, 0.8, stroke=0, fill=1)
