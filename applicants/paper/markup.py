"""Reads the small HTML of a paper: headings, paragraphs, lists, tables, links, a signature.

Any other tag is a fault of the template and is refused aloud. A tag that a person typed never
comes here as a tag: the template has escaped it, and it arrives as plain text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from html import unescape

from applicants.paper.tagged_pdf import Link

WORDS = {"h1", "h2", "h3", "p", "address", "li", "th", "td"}
HEADINGS = ("h1", "h2", "h3")
AROUND = {"ul", "ol", "table", "thead", "tbody", "tr", "blockquote"}
INSIDE = {"strong", "b", "em", "i", "a"}


class UnknownMarkup(ValueError):
    """A letter template uses mark-up that letters do not have."""


@dataclass(frozen=True)
class Run:
    """Words of one kind inside a block; a new line in the text is kept."""

    text: str
    bold: bool = False
    italic: bool = False
    link: Link | None = None


@dataclass
class Block:
    """A heading, a paragraph, a list item or a cell: words that are set as one."""

    tag: str
    runs: list[Run] = field(default_factory=list)
    marker: str = ""  # of a list item: a bullet or a number
    is_first: bool = False  # of a list or a quotation
    scope: str = ""  # of a heading cell: Column or Row
    is_number: bool = False  # of a cell: set to the right

    def text(self) -> str:
        """The words without their looks."""
        return self.marker + "".join(run.text for run in self.runs)


@dataclass
class Table:
    """Rows of cells."""

    rows: list[list[Block]] = field(default_factory=list)

    def text(self) -> str:
        """The words of all cells."""
        return "".join(cell.text() for row in self.rows for cell in row)


class Figure:
    """The place of the signature: an empty <figure>. The words never say which picture it is."""

    @staticmethod
    def text() -> str:
        """It has no words."""
        return ""


def read_markup(html: str) -> list[Block | Table | Figure]:
    """The blocks of a letter, in order."""
    reader = _Reader()
    reader.read(html)
    if reader.open:
        raise UnknownMarkup(f"<{reader.open[-1]}> is never closed.")
    tags = [block.tag for block in reader.blocks if isinstance(block, Block)]
    if next((tag for tag in tags if tag in HEADINGS), "h1") != "h1":
        raise UnknownMarkup("The first heading of a letter must be an <h1>.")
    return reader.blocks


def plain(text: str) -> str:
    """Text as a typeface has it: accents joined to their letters, unseen characters left out."""
    text = unicodedata.normalize("NFC", text).replace("\u2011", "-").replace("\ufe0f", "")
    if text.isprintable():
        return text
    kept = []
    for char in text:
        kind = unicodedata.category(char)
        if kind in ("Cc", "Zl", "Zp") or (kind == "Zs" and char not in "\xa0\u202f"):
            kept.append(" ")
        elif kind not in ("Cf", "Cs"):
            kept.append(char)
    return "".join(kept)


TAG_OR_WORDS = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>|<!--.*?-->|([^<]+)", re.DOTALL)
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


class _Reader:
    """Our templates escape what was typed, so a tag ends at the first `>` and nothing is guessed.

    Python’s own reader of HTML takes twice as long, for pages that nobody wrote carefully.
    """

    def __init__(self) -> None:
        self.blocks: list[Block | Table | Figure] = []
        self.open: list[str] = []
        self.block: Block | None = None
        self.link: Link | None = None
        self.is_fresh = True  # the list or quotation has no block yet
        self.count = 0

    def read(self, html: str) -> None:
        """Take the HTML tag by tag."""
        at = 0
        while at < len(html):
            found = TAG_OR_WORDS.match(html, at)
            if found is None:
                raise UnknownMarkup(f"This is neither a tag nor words: {html[at : at + 40]}")
            at = found.end()
            closes, tag, attributes, words = found.groups()
            if words:
                self._words(unescape(words))
            elif closes:
                self._close(tag)
            elif tag:
                self._open(tag, {k: unescape(v) for k, v in ATTRIBUTE.findall(attributes)})

    def _open(self, tag: str, given: dict[str, str]) -> None:
        """Open a block, or change how the next words look."""
        if tag == "br":
            self._add("\n")
            return
        if tag in WORDS:
            self._start_block(tag, given)
        elif tag == "a":
            self.link = Link(_safe_url(given.get("href", "")))
        elif tag == "table":
            self.blocks.append(Table())
        elif tag == "figure" and self.block is None:
            self.blocks.append(Figure())
        elif tag == "tr":
            self._table().rows.append([])
        elif tag in ("ul", "ol", "blockquote"):
            self.is_fresh, self.count = True, 0
        elif tag not in AROUND | INSIDE:
            raise UnknownMarkup(f"Letters have no <{tag}>.")
        self.open.append(tag)

    def _start_block(self, tag: str, given: dict[str, str]) -> None:
        if self.block is not None:
            raise UnknownMarkup(f"<{tag}> may not stand inside <{self.block.tag}>.")
        parent = self.open[-1] if self.open else ""
        if (tag == "li") != (parent in ("ul", "ol")) or (tag in ("th", "td")) != (parent == "tr"):
            raise UnknownMarkup(f"<{tag}> may not stand here.")
        block = self.block = Block("quote" if parent == "blockquote" else tag)
        block.is_number = "number" in given.get("class", "").split()
        if tag == "th":
            block.scope = "Row" if given.get("scope") == "row" else "Column"
        if parent in ("ul", "ol", "blockquote"):
            block.is_first, self.is_fresh = self.is_fresh, False
        if tag == "li":
            self.count += 1
            block.marker = f"{self.count}." if parent == "ol" else "•"

    def _close(self, tag: str) -> None:
        """Close what was opened last; a letter with crossed tags is a fault of its template."""
        if tag == "br":
            return
        if not self.open or self.open.pop() != tag:
            raise UnknownMarkup(f"</{tag}> does not close what was opened last.")
        if tag == "a":
            self.link = None
        elif tag == "table" and len({len(row) for row in self._table().rows}) != 1:
            raise UnknownMarkup("The rows of a table must have the same number of cells.")
        if tag in WORDS and self.block:
            block, self.block = self.block, None
            block.runs = _tidy(block.runs)
            if tag in ("th", "td"):
                self._table().rows[-1].append(block)
            elif block.runs:
                self.blocks.append(block)

    def _words(self, data: str) -> None:
        """Words; white space counts as one space, as in a browser."""
        text = re.sub(" +", " ", plain(data))
        if self.block is not None:
            self._add(text)
        elif text.strip():
            raise UnknownMarkup(f"These words stand outside a paragraph: {text.strip()[:40]}")

    def _add(self, text: str) -> None:
        if self.block is None:
            return
        bold = "strong" in self.open or "b" in self.open
        italic = "em" in self.open or "i" in self.open
        self.block.runs.append(Run(text, bold, italic, self.link))
        if self.link:
            self.link.words += text

    def _table(self) -> Table:
        if not self.blocks or not isinstance(self.blocks[-1], Table):
            raise UnknownMarkup("A row or a cell stands outside a table.")
        return self.blocks[-1]


def _tidy(runs: list[Run]) -> list[Run]:
    """Drop spaces at both ends and beside new lines."""
    tidy: list[Run] = []
    for run in runs:
        at_start = not tidy or tidy[-1].text.endswith((" ", "\n"))
        text = run.text.lstrip(" ") if at_start else run.text
        if text == "\n":
            if not tidy:
                continue
            tidy[-1] = replace(tidy[-1], text=tidy[-1].text.rstrip(" "))
        if text:
            tidy.append(run if text == run.text else replace(run, text=text))
    while tidy and not tidy[-1].text.rstrip(" \n"):
        tidy.pop()
    if tidy:
        tidy[-1] = replace(tidy[-1], text=tidy[-1].text.rstrip(" \n"))
    return tidy


def _safe_url(url: str) -> str:
    """Letters link to pages, mail and telephones, and to nothing on a disk."""
    if not re.match(r"(https?://|mailto:|tel:)[\x21-\x7e]+$", url):
        raise UnknownMarkup(f"A letter cannot link to: {url[:60]}")
    return url
