"""The typeface of letters, and how it gets into the file."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache, lru_cache

import font_source_sans_pro
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont


def font(bold: bool = False, italic: bool = False) -> LetterFont:
    """Source Sans: free, and one of few with Welsh, Polish, Turkish and Yoruba letters."""
    return _face(("Bold" if bold else "") + ("It" if italic else ""))


@cache
def _face(kind: str) -> LetterFont:
    made = LetterFont(
        f"Letter{kind}",
        font_source_sans_pro.font_files_ttf[f"SourceSansPro{kind}"],
        asciiReadable=True,  # always the whole of ASCII, so that font files can be kept
    )
    made.face.makeSubset = _kept_subsets(made.face.makeSubset)
    pdfmetrics.registerFont(made)
    return made


def _kept_subsets(make: Callable[[list[int]], bytes]) -> Callable[[list[int]], bytes]:
    """Cut the same characters out of a font file once: most letters use the same ones."""
    kept = lru_cache(maxsize=32)(lambda codes: make(list(codes)))
    return lambda codes: kept(tuple(codes))


def unprintable(text: str) -> list[str]:
    """The characters for which the typeface has no shape, each once, in order."""
    known = font().face.charToGlyph
    return [char for char in dict.fromkeys(text) if ord(char) not in known and char != "\n"]


class LetterFont(TTFont):
    """A font of which only the letters used are put in the file."""

    def splitString(  # noqa: N802 (ReportLab's name)
        self, text: str, doc: pdfdoc.PDFDocument, encoding: str = "utf-8"
    ) -> list[tuple[int, bytes]]:
        """Which letters stand in which subset: the whole of ASCII in the first, as itself."""
        if doc in self.state and text.isascii() and text.isprintable():
            return [(0, text.encode("ascii"))] if text else []
        return super().splitString(text, doc, encoding)

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:  # noqa: N802 (ReportLab's name)
        """Write the font; mend the table that gives the text back, and save time twice."""
        subsets = list(self.state[doc].subsets)
        names = [self.getSubsetInternalName(n, doc)[1:] for n in range(len(subsets))]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for name, codes in zip(names, subsets, strict=True):
            stream = doc.idToObject[fonts[name].ToUnicode.name]
            stream.content = _to_unicode(name, tuple(codes))
            stream.filters = [_KeptCompression()]
            fonts[name].Widths = _widths(self, tuple(codes))
            shapes = doc.idToObject[fonts[name].FontDescriptor.name].dict["FontFile2"]
            doc.idToObject[shapes.name].filters = [_KeptCompression()]


@lru_cache(maxsize=32)
def _compress_once(shapes: bytes) -> bytes:
    return zlib.compress(shapes)


class _KeptCompression(pdfdoc.PDFStreamFilterZCompress):
    """Most letters use the same characters, and so need the very same font file."""

    def encode(self, text: bytes) -> bytes:
        return _compress_once(text)


@lru_cache(maxsize=32)
def _widths(font: LetterFont, codes: tuple[int, ...]) -> str:
    """One text, since ReportLab is slow with numbers."""
    return f"[{' '.join(f'{font.face.getCharWidth(code):g}' for code in codes)}]"


@lru_cache(maxsize=32)
def _to_unicode(name: str, codes: tuple[int, ...]) -> bytes:
    """The table from slots to characters, in blocks of 100 as the PDF standard asks.

    ReportLab's own maps each unused slot to the character U+0000, which PDF/UA forbids.
    """
    pairs = [
        f"<{slot:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>"
        for slot, code in enumerate(codes)
        if code
    ]
    body = []
    for start in range(0, len(pairs), 100):
        block = pairs[start : start + 100]
        body += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    head = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def\n"
        f"/CMapName /{name} def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange"
    )
    foot = "endcmap CMapName currentdict /CMap defineresource pop end end"
    return "\n".join([head, *body, foot]).encode("ascii")
