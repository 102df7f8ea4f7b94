"""Takes lines over as many pages as they need, and keeps what is to be drawn on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from applicants.paper.tagged_pdf import INK, Element, Line, Style, TaggedCanvas

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT, RIGHT = 22 * mm, PAGE_WIDTH - 22 * mm
TOP, BOTTOM = PAGE_HEIGHT - 30 * mm, 24 * mm  # between the head and the foot of a page
WHITE = HexColor("#ffffff")

Draw = Callable[[TaggedCanvas], None]


@dataclass(frozen=True)
class Picture:
    """A JPEG, and what it is to those who do not see it."""

    jpeg: bytes
    alt: str


class Flow:
    """The pages so far, and where the next line goes.

    Pages are drawn when all are known, so that each can say how many there are.
    """

    def __init__(
        self,
        document: Element,
        brand: Color,
        scale: float = 1,
        signature: Picture | None = None,
    ) -> None:
        self.document, self.brand, self.scale = document, brand, scale
        self.signature = signature
        self.on_brand = WHITE if is_readable(brand) else INK
        self.heading = brand if is_readable(brand) else INK
        self.tint = Color(*(1 - (1 - part) * 0.1 for part in brand.rgb()))
        self.group = document  # the list or quotation that is going on
        self.pages: list[list[Draw]] = [[]]
        self.y = TOP

    @property
    def room(self) -> float:
        """The height that is left on this page."""
        return self.y - BOTTOM

    def new_page(self) -> None:
        """Go on at the top of another page."""
        self.pages.append([])
        self.y = TOP

    def keep(self, height: float) -> None:
        """Start a new page where this much does not fit here, but would there."""
        if self.room + 0.001 < height <= TOP - BOTTOM and self.y < TOP:
            self.new_page()

    def space(self, height: float) -> None:
        """Leave a gap, except at the top of a page."""
        if self.y < TOP:
            self.y -= height

    def later(self, draw: Draw) -> None:
        """Have this drawn on the page that is being filled."""
        self.pages[-1].append(draw)

    def write(
        self,
        element: Element | None,
        lines: list[Line],
        style: Style,
        *,
        x: float | None = None,
        y: float | None = None,
        right: float | None = None,
    ) -> None:
        """Write lines here, or from a given top left corner, without moving on."""
        left = LEFT + style.x if x is None else x
        base = (self.y if y is None else y) - style.size * 0.95
        self.later(lambda canvas: canvas.write(element, lines, style, x=left, y=base, right=right))

    def fill(self, x: float, y: float, width: float, height: float, colour: Color) -> None:
        """A plain area or a rule, which is not read out."""

        def draw(canvas: TaggedCanvas) -> None:
            with canvas.artifact():
                canvas.setFillColor(colour)
                canvas.rect(x, y, width, height, stroke=0, fill=1)

        self.later(draw)

    def place(self, element: Element, lines: list[Line], style: Style, bar: float = 0) -> None:
        """Write lines over the pages, never one alone; a `bar` beside them marks a quotation."""
        while lines:
            count = min(len(lines), max(0, int(self.room / style.leading + 0.001)))
            if count < len(lines):
                count = min(count, max(len(lines) - 2, 1))
                if count < 2 and self.y < TOP:
                    self.new_page()
                    continue
            count = max(count, 1)
            if bar:
                height = count * style.leading + (bar if count == len(lines) else 0)
                self.fill(LEFT, self.y - height, 2.5, height, self.brand)
            self.write(element, lines[:count], style)
            self.y -= count * style.leading
            lines = lines[count:]


def is_readable(colour: Color) -> bool:
    """Whether words in this colour on white (or white on it) have the contrast WCAG asks for."""
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in colour.rgb()]
    light = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    return 1.05 / (light + 0.05) >= 4.5
