"""Sets each kind of block: headings, paragraphs, quotations, list items, tables."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfutils

from applicants.paper.flow import BOTTOM, LEFT, RIGHT, TOP, Flow, Picture
from applicants.paper.lines import break_lines
from applicants.paper.markup import HEADINGS, Block, Figure, Run, Table
from applicants.paper.tagged_pdf import Element, Line, Style, width_of

BODY = Style(size=12, leading=17, after=8)
STYLES = {
    "h1": Style(size=24, leading=29, before=6, after=9, bold=True),
    "h2": Style(size=15, leading=20, before=10, after=4, bold=True),
    "h3": Style(size=12, leading=17, before=6, after=2, bold=True),
    "p": BODY,
    "address": BODY,
    "quote": replace(BODY, x=14),
    "li": replace(BODY, x=20, after=4),
    "th": Style(size=11.5, leading=15.5, bold=True),
    "td": Style(size=11.5, leading=15.5),
}
CELL_SIDE, CELL_ABOVE, CELL_BELOW = 6, 5, 6
RULE = 0.6
NO_LIMIT = 1_000_000
SIGNATURE_WIDTH, SIGNATURE_HEIGHT = 50 * mm, 15 * mm
BELOW_SIGNATURE = 2  # points, before the name
MOST_HELD = 6  # lines of the paragraph that goes with “Yours sincerely” to another page


@lru_cache(maxsize=4)
def styles_at(scale: float) -> dict[str, Style]:
    """How each kind of block looks, so many times as large as in a letter."""
    return {tag: style.times(scale) for tag, style in STYLES.items()}


def place_blocks(flow: Flow, blocks: Sequence[Block | Table | Figure]) -> None:
    """Place one block after the other; what belongs together is kept on one page."""
    styles = styles_at(flow.scale)
    ready = [_set(flow, block, styles) for block in blocks]
    pairs = list(zip(ready, [*ready[1:], None], strict=True))
    for block, following in reversed(pairs):
        block.hold(following)
    for block, following in pairs:
        block.place(flow, following)


def _set(
    flow: Flow, block: Block | Table | Figure, styles: dict[str, Style]
) -> _SetText | _SetTable | _SetPicture:
    if isinstance(block, Table):
        return _SetTable(block, styles)
    if isinstance(block, Figure):
        return _SetPicture(flow.signature, flow.scale)
    return _SetText(block, styles)


class _SetPicture:
    """A signature, between “Yours sincerely” and the name; nothing where nobody signs."""

    def __init__(self, picture: Picture | None, scale: float) -> None:
        self.picture, self.width, self.height, self.start = picture, 0.0, 0.0, 0.0
        if picture is not None:
            wide, high = pdfutils.readJPEGInfo(io.BytesIO(picture.jpeg))[:2]
            fit = min(SIGNATURE_WIDTH / wide, SIGNATURE_HEIGHT / high) * scale
            self.width, self.height = wide * fit, high * fit

    def hold(self, following: _SetText | _SetTable | _SetPicture | None) -> None:
        """It holds on to the name below."""
        self.start = self.height + (BELOW_SIGNATURE + following.start if following else 0)

    def place(self, flow: Flow, following: object = None) -> None:
        """Put it here, with what it is for those who do not see it."""
        if self.picture is None:
            return
        picture, width, height = self.picture, self.width, self.height
        flow.keep(self.start)
        y = flow.y - height
        box = f"[{LEFT:.2f} {y:.2f} {LEFT + width:.2f} {flow.y:.2f}]"
        element = Element("Figure", flow.document, alt=picture.alt, BBox=box)
        flow.later(
            lambda canvas: canvas.picture(
                element, picture.jpeg, x=LEFT, y=y, width=width, height=height
            )
        )
        flow.y = y
        flow.space(BELOW_SIGNATURE)


class _SetText:
    """A block whose lines are known."""

    def __init__(self, block: Block, styles: dict[str, Style]) -> None:
        self.block, self.style, self.after = block, styles[block.tag], styles["p"].after
        self.is_heading = block.tag in HEADINGS
        self.lines = break_lines(block.runs, self.style, RIGHT - LEFT - self.style.x)
        self.start = 0.0  # the height that must not be torn apart
        self.leads_to_signature = False

    def hold(self, following: _SetText | _SetTable | _SetPicture | None) -> None:
        """A heading holds on to its text, a lead-in to its list, an item to the next one."""
        short = len(self.lines) <= 3
        height = (len(self.lines) if short else 2) * self.style.leading
        self.leads_to_signature = isinstance(following, _SetPicture)
        if following is not None and (self.is_heading or self.leads_to_signature):
            height += self.style.after + following.start
        elif isinstance(following, _SetText) and following.leads_to_signature:
            # A page that holds nothing but a signature could stand below any letter.
            if len(self.lines) <= MOST_HELD:
                height = len(self.lines) * self.style.leading + self.style.after + following.start
        elif isinstance(following, _SetText) and short and following.block.tag == "li":
            alone = min(len(following.lines), 2) * following.style.leading
            held = alone if self.block.tag == "li" else following.start
            height += self.style.after + held
        self.start = self.style.before + height

    def place(self, flow: Flow, following: _SetText | _SetTable | _SetPicture | None) -> None:
        """Write it, as the element that its tag stands for."""
        block, style, bar = self.block, self.style, 0.0
        goes_on = isinstance(following, _SetText) and following.continues(block)
        flow.keep(self.start)
        flow.space(style.before)
        if self.is_heading:
            element = self._heading(flow)
            style = replace(style, colour=flow.heading)
        elif block.tag == "li":
            element = self._item(flow)
        elif block.tag == "quote":
            if block.is_first:
                flow.group = Element("BlockQuote", flow.document)
            element = Element("P", flow.group)
            bar = style.after if goes_on else 1
        else:
            element = Element("P", flow.document)
        flow.place(element, self.lines, style, bar)
        flow.space(style.after if goes_on or self.is_heading else self.after)

    def continues(self, block: Block) -> bool:
        """Whether this goes on with the list or quotation of the block before."""
        return self.block.tag == block.tag in ("li", "quote") and not self.block.is_first

    def _heading(self, flow: Flow) -> Element:
        words, level, top = self.block.text(), int(self.block.tag[1]) - 1, flow.y + 4
        flow.later(lambda canvas: canvas.bookmark(words, level=level, top=top))
        return Element(self.block.tag.upper(), flow.document)

    def _item(self, flow: Flow) -> Element:
        marker = self.block.marker
        if self.block.is_first:
            kind = "Disc" if marker == "•" else "Decimal"
            flow.group = Element("L", flow.document, ListNumbering=kind)
        item = Element("LI", flow.group)
        label = break_lines([Run(marker)], self.style, NO_LIMIT)
        flow.write(Element("Lbl", item), label, self.style, x=LEFT + 2)
        return Element("LBody", item)


@dataclass
class _Cell:
    role: str
    scope: str
    is_number: bool
    style: Style
    lines: list[Line]
    x: float
    right: float


class _SetTable:
    """A table whose columns and lines are known."""

    def __init__(self, table: Table, styles: dict[str, Style]) -> None:
        edges, self.after = _column_edges(table, styles), styles["p"].after
        self.rows = [[_set_cell(cell, edges[n], styles) for n, cell in enumerate(row)]
                     for row in table.rows]  # fmt: skip
        self.head = []
        for row in self.rows:
            if not all(cell.scope == "Column" for cell in row):
                break
            self.head.append(row)
        self.body = self.rows[len(self.head) :]
        # A head that fills half a page is not worth repeating.
        self.repeated = self.head if sum(map(_height, self.head)) < (TOP - BOTTOM) / 2 else []
        self.start = sum(map(_height, self.head)) + (_height(self.body[0]) if self.body else 0)
        self.start = min(self.start, (TOP - BOTTOM) / 3)

    def hold(self, following: object) -> None:
        """The head and the first row stay together; `start` says so already."""

    def place(self, flow: Flow, following: object = None) -> None:
        """Write the rows; on each further page the head is drawn again, for the eye only."""
        flow.keep(self.start)
        table = Element("Table", flow.document)
        for row in self.head:
            self._place_row(flow, table, row, flow.tint)
        for row in self.body:
            self._place_row(flow, table, row)
        flow.space(self.after + 4)

    def _place_row(
        self, flow: Flow, table: Element, row: list[_Cell], tint: Color | None = None
    ) -> None:
        line = Element("TR", table)
        elements = [
            Element(cell.role, line, **({"Scope": cell.scope} if cell.scope else {}))
            for cell in row
        ]
        rest = row
        while any(cell.lines for cell in rest):
            height, leading = _height(rest), max(cell.style.leading for cell in rest)
            fresh = TOP - BOTTOM - sum(map(_height, self.repeated))
            if height > flow.room and (height <= fresh or flow.room < 3 * leading):
                self._turn_page(flow)
            count = max(1, int((flow.room - CELL_ABOVE - CELL_BELOW) / leading))
            now = [replace(cell, lines=cell.lines[:count]) for cell in rest]
            _draw_row(flow, elements, now, tint)
            rest = [replace(cell, lines=cell.lines[count:]) for cell in rest]

    def _turn_page(self, flow: Flow) -> None:
        flow.new_page()
        for row in self.repeated:
            _draw_row(flow, [None] * len(row), row, flow.tint)


def _draw_row(
    flow: Flow, elements: Sequence[Element | None], row: list[_Cell], tint: Color | None
) -> None:
    """Write the cells side by side, with a rule below."""
    height = _height(row)
    if tint is not None:
        flow.fill(LEFT, flow.y - height, RIGHT - LEFT, height, tint)
    for element, cell in zip(elements, row, strict=True):
        right = cell.right if cell.is_number else None
        flow.write(element, cell.lines, cell.style, x=cell.x, y=flow.y - CELL_ABOVE, right=right)
    flow.y -= height
    flow.fill(LEFT, flow.y, RIGHT - LEFT, RULE, flow.brand)


def _height(row: list[_Cell]) -> float:
    tallest = max((len(cell.lines) * cell.style.leading for cell in row), default=0)
    return tallest + CELL_ABOVE + CELL_BELOW


def _set_cell(cell: Block, edges: tuple[float, float], styles: dict[str, Style]) -> _Cell:
    left, right = edges
    style = styles[cell.tag]
    lines = break_lines(cell.runs, style, right - left)
    return _Cell(cell.tag.upper(), cell.scope, cell.is_number, style, lines, left, right)


def _column_edges(table: Table, styles: dict[str, Style]) -> list[tuple[float, float]]:
    """Where the words of each column begin and end.

    A column that needs less than its fair share gets what it needs; the rest share the rest.
    """
    count = max(map(len, table.rows), default=1) or 1
    wanted = [1.0] * count
    for row in table.rows:
        for column, cell in enumerate(row):
            lines = break_lines(cell.runs, styles[cell.tag], NO_LIMIT)
            wanted[column] = max(wanted[column], *map(width_of, lines), 0)
    widths, left = [0.0] * count, RIGHT - LEFT - 2 * CELL_SIDE * count
    for done, column in enumerate(sorted(range(count), key=wanted.__getitem__)):
        widths[column] = min(wanted[column] + 0.1, left / (count - done))
        left -= widths[column]
    edges, x = [], LEFT
    for width in (size + left / count for size in widths):
        edges.append((x + CELL_SIDE, x + CELL_SIDE + width))
        x += width + 2 * CELL_SIDE
    return edges
