"""Breaks words into lines of a given width."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from applicants.paper.markup import Run
from applicants.paper.tagged_pdf import Line, Piece, Style, width_of
from applicants.paper.typeface import LetterFont, font


def break_lines(runs: Iterable[Run], style: Style, width: float) -> list[Line]:
    """Fill lines word by word; a word that is wider than a line is cut.

    The lines are not to be changed: the paragraphs that stand in every letter are broken once.
    """
    runs = tuple(runs)
    if any(run.link for run in runs):  # each letter has links of its own
        return _LineBreaker(style, width).fill(runs)
    return list(_broken(runs, style, width))


@lru_cache(maxsize=512)
def _broken(runs: tuple[Run, ...], style: Style, width: float) -> tuple[Line, ...]:
    return tuple(_LineBreaker(style, width).fill(runs))


def fit(text: list[str], style: Style, width: float, height: float) -> tuple[Style, list[Line]]:
    """Set these lines of text small enough for the space, but never too small to read."""
    while True:
        lines = break_lines([Run("\n".join(text))], style, width)
        if len(lines) * style.leading <= height or style.size <= 8:
            return style, lines
        style = replace(style, size=style.size - 1, leading=style.leading - 1.3)


@lru_cache(maxsize=20_000)
def _wide(text: str, face: LetterFont, size: float) -> float:
    """How wide the text is; most words of a letter stand in every letter."""
    return face.stringWidth(text, size)


class _LineBreaker:
    def __init__(self, style: Style, width: float) -> None:
        self.style, self.limit = style, width
        self.lines: list[Line] = []
        self.line: Line = []
        self.used = 0.0
        self.word: Line = []  # of several pieces where its looks change inside
        self.space: Piece | None = None

    def fill(self, runs: Iterable[Run]) -> list[Line]:
        size = self.style.size
        for run in runs:
            face = self._face(run)
            for row, words in enumerate(run.text.split("\n")):
                if row:
                    self._end_word()
                    self._end_line()
                for column, word in enumerate(words.split(" ")):
                    if column:
                        self._end_word()
                        self.space = Piece(" ", face, run.link, _wide(" ", face, size))
                    if word:
                        self.word.append(Piece(word, face, run.link, _wide(word, face, size)))
        self._end_word()
        if self.line:
            self.lines.append(self.line)
        return self.lines

    def _face(self, run: Run) -> LetterFont:
        """Where the italic lacks a letter (Greek, Vietnamese), stand upright."""
        bold = run.bold or self.style.bold
        face = font(bold, run.italic)
        if run.italic and any(ord(char) not in face.face.charToGlyph for char in run.text):
            return font(bold)
        return face

    def _end_word(self) -> None:
        """Put the word on this line, or on the next where it does not fit."""
        if not self.word:
            return
        wide = self.word[0].width if len(self.word) == 1 else width_of(self.word)
        if self.line:
            gap = self.space.width if self.space else 0
            if self.used + gap + wide > self.limit:
                self._end_line()
            elif self.space:
                self._put(self.space)
        if wide > self.limit:
            self._cut_word()
        else:
            for piece in self.word:
                self._put(piece)
        self.word, self.space = [], None

    def _cut_word(self) -> None:
        """Cut an endless word where the line ends; no hyphen, so that it copies unchanged."""
        for piece in self.word:
            rest = piece.text
            while rest:
                fits = self._how_many_fit(rest, piece.font)
                if not fits and self.line:
                    self._end_line(inside_word=True)
                    continue
                head, rest = rest[: fits or 1], rest[fits or 1 :]
                wide = piece.font.stringWidth(head, self.style.size)
                self._put(Piece(head, piece.font, piece.link, wide))

    def _how_many_fit(self, text: str, face: LetterFont) -> int:
        room, low, high = self.limit - self.used, 0, min(len(text), 1000)
        while low < high:
            middle = (low + high + 1) // 2
            if face.stringWidth(text[:middle], self.style.size) <= room:
                low = middle
            else:
                high = middle - 1
        return low

    def _put(self, piece: Piece) -> None:
        last = self.line[-1] if self.line else None
        if last and last.font is piece.font and last.link is piece.link:
            last.text += piece.text
            last.width += piece.width
        else:
            self.line.append(piece)
        self.used += piece.width

    def _end_line(self, inside_word: bool = False) -> None:
        if self.line and not inside_word:
            # An unseen space: without it the words on both sides run together when read aloud.
            self.line[-1].text += " "
        self.lines.append(self.line)
        self.line, self.used, self.space = [], 0.0, None
