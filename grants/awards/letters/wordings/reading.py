"""Reads what an officer wrote: headings, paragraphs, lists, and words to be put in.

    # We would like to give you a grant
    Dear {recipient name},
    [only if money is given]
    ## When the money comes
    [table of payments]
    [end]

A {name} stands for one fact, a [line in brackets] for a block or for a part that is there only
sometimes, **two stars** make words bold. That is all: there is no logic, nothing is looked up
inside a fact, and every other sign is an ordinary sign. Nothing here knows which names there are;
`checking` does. Pure: text in, blocks or faults out, in time that grows with the text.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

LONGEST = 30_000  # letters
SIGNS = re.compile(r"\*\*|[{}]")
NUMBERED = re.compile(r"\d{1,3}[.)] ")
END = "end"
ONLY_IF = "only if "


class Fault(NamedTuple):
    """What is wrong, and in which line."""

    line: int
    what: str

    def __str__(self):
        return f"Line {self.line}: {self.what}"


class Words(NamedTuple):
    """Words as they were typed."""

    text: str
    is_bold: bool = False


class Put(NamedTuple):
    """The place of one fact; `typed` is its name as it was written."""

    name: str
    is_bold: bool = False
    line: int = 0
    typed: str = ""


@dataclass
class Block:
    """A heading (h1, h2), a paragraph (p), an item (ul, ol), or a block that we make (made)."""

    kind: str
    line: int
    inside: list = field(default_factory=list)  # of Words and Put; in a paragraph, None ends a line
    name: str = ""  # of a block that we make
    only_if: str = ""  # the part that it stands in


class Read(NamedTuple):
    """All that was read: what can be said, the names of its parts with their lines, the faults."""

    blocks: list
    parts: list  # of (line, name)
    faults: list


def name_of(typed):
    """How a name is compared: “ Organisation_Name ” is “organisation name”."""
    return " ".join(typed.replace("_", " ").split()).casefold()


def read(text):
    """Read a wording. What has faults must not be used."""
    reader = _Reader()
    if len(text) > LONGEST:
        return Read([], [], [Fault(1, f"Use {LONGEST:,} letters or fewer.")])
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        reader.take(number, line.strip())
    return reader.done()


class _Reader:
    def __init__(self):
        self.blocks, self.parts, self.faults = [], [], []
        self.open = None  # the paragraph that may go on
        self.part, self.part_line = "", 0

    def take(self, number, line):
        if not line:
            self.open = None
        elif line.startswith("[") and line.endswith("]"):
            self.open = None
            self._bracket(number, name_of(line[1:-1]))
        elif line.startswith("#"):
            self._heading(number, line)
        elif line.startswith(("- ", "• ")):
            self._add("ul", number, line[2:])
        elif NUMBERED.match(line):
            self._add("ol", number, NUMBERED.sub("", line, count=1))
        elif self.open is not None:
            self.open.inside += [None, *self._inside(number, line)]
        else:
            self.open = self._add("p", number, line)

    def done(self):
        if self.part:
            self._fault(self.part_line, "This part has no [end]. Write [end] below it.")
        return Read(self.blocks, self.parts, self.faults)

    def _fault(self, line, what):
        self.faults.append(Fault(line, what))

    def _add(self, kind, number, words):
        self.open = None
        block = Block(kind, number, self._inside(number, words), only_if=self.part)
        self.blocks.append(block)
        return block

    def _heading(self, number, line):
        signs = len(line) - len(line.lstrip("#"))
        words = line[signs:].strip()
        if signs > 2:
            self._fault(number, "A heading begins with # or ##, not with more.")
        elif not words:
            self._fault(number, "This heading has no words.")
        self._add(f"h{min(signs, 2)}", number, words)

    def _bracket(self, number, name):
        if name == END:
            if not self.part:
                self._fault(number, "This [end] ends nothing. Take it out.")
            self.part = ""
        elif name.startswith(ONLY_IF):
            if self.part:
                self._fault(number, "A part cannot stand inside another. Write [end] above it.")
            self.part, self.part_line = name.removeprefix(ONLY_IF), number
            self.parts.append((number, self.part))
        else:
            self.blocks.append(Block("made", number, name=name, only_if=self.part))

    def _inside(self, number, line):
        """Words and places of facts, in order."""
        inside, bold, place, at = [], None, None, 0  # bold: where in `inside` it began
        for found in SIGNS.finditer(line):
            words, sign, at = line[at : found.start()], found[0], found.end()
            is_bold = bold is not None
            if place is not None:
                if sign != "}":
                    break
                inside.append(self._put(number, words, is_bold))
                place = None
                continue
            if words:
                inside.append(Words(words, is_bold))
            if sign == "{":
                place = found.start()
            elif sign == "}":
                self._fault(number, "This } closes nothing. Take it out, or write { before it.")
                return inside
            else:
                bold = self._turn(number, inside, bold)
        if place is not None:
            self._not_closed(number, line[place:])
        elif bold is not None:
            self._fault(number, "The bold words do not end. Write ** after them, in the same line.")
        elif line[at:]:
            inside.append(Words(line[at:]))
        return inside

    def _turn(self, number, inside, began):
        """Bold begins or ends; between two pairs of stars there are words."""
        if began is None:
            return len(inside)
        if not any(isinstance(piece, Put) or piece.text.strip() for piece in inside[began:]):
            self._fault(number, "There is nothing between ** and **.")
        return None

    def _not_closed(self, number, rest):
        if rest.startswith("{{"):
            what = "Write one { before a name and one } after it, like {organisation name}."
        else:
            what = f"{_short(rest)} is not closed. Write one }} after the name."
        self._fault(number, what)

    def _put(self, number, name, is_bold):
        if not name_of(name):
            self._fault(number, "{} has no name in it. Write one, like {organisation name}.")
        return Put(name_of(name), is_bold, number, name.strip())


def _short(text):
    return text if len(text) <= 40 else f"{text[:39]}…"
