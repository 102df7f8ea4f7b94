"""A ReportLab canvas that writes tagged PDF: a letter that a screen reader can read aloud.

ReportLab draws, but knows nothing of structure. This canvas adds what PDF/UA asks for: a tree
of elements (heading, paragraph, table cell) tied to the words on the page, page furniture
marked as not worth reading out, links that are part of the text, a title and a language.

Imported only where a paper is made, since ReportLab is large.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from typing import IO, Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfdoc, pdfutils
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

# --- words with a place -----------------------------------------------------------------------

INK = HexColor("#1d2a2f")
rl_config.useA85 = (
    False  # pages as bytes: letters of ASCII alone are larger by a quarter, and slower
)


@dataclass(frozen=True)
class Style:
    """How a piece of text looks, in points; `x` is the indent from the left margin."""

    size: float
    leading: float
    before: float = 0
    after: float = 0
    x: float = 0
    bold: bool = False
    colour: Color = INK

    def times(self, scale: float) -> Style:
        """The same, so many times as large."""
        sizes = ("size", "leading", "before", "after", "x")
        return replace(self, **{name: getattr(self, name) * scale for name in sizes})


@dataclass(eq=False)
class Link:
    """One `<a>`: two links to the same place are still two links."""

    url: str
    words: str = ""


@dataclass(slots=True)
class Piece:
    """Part of a line in one font, with its width."""

    text: str
    font: TTFont
    link: Link | None
    width: float


Line = list[Piece]
Places = list[tuple[Piece, float, float]]  # with x and y of each


def width_of(line: Line) -> float:
    """How wide the line is."""
    return sum(piece.width for piece in line)


def _with_accents_set_back(piece: Piece) -> Iterator[tuple[float, str]]:
    """The text in parts, and how far to step back before each, in thousandths of its size.

    Yoruba, for one, has accented letters that are no character of their own. Their accent
    is drawn around the end of the letter, so it must go back by half the letter's width.
    """
    if piece.text.isascii():
        yield 0, piece.text
        return
    letter = ""
    for part in re.split("([\u0300-\u036f]+)", piece.text):
        half = piece.font.face.getCharWidth(ord(letter)) / 2 if letter else 0
        if part and unicodedata.combining(part[0]):
            yield half, part
            yield -half, ""
        elif part:
            yield 0, part
            letter = part[-1]


# --- structure --------------------------------------------------------------------------------

# Which family of the PDF standard an attribute of this element belongs to.
ATTRIBUTE_OWNER = {"TH": "Table", "L": "List", "Figure": "Layout"}


class Element(pdfdoc.PDFObject):
    """One node of the structure tree, and the places on the pages that belong to it."""

    __RefOnly__ = 1  # ReportLab: always an object of its own

    def __init__(
        self, role: str, parent: Element | None = None, *, alt: str = "", **attributes: str
    ) -> None:
        self.role, self.parent, self.alt, self.attributes = role, parent, alt, attributes
        self.kids: list[Element | tuple[Sheet, int | pdfdoc.PDFObject]] = []
        self.links: dict[Link, Element] = {}
        if parent is not None:
            parent.kids.append(self)

    def link(self, link: Link) -> Element:
        """The one element for this link, though it may run over lines and pages."""
        if link not in self.links:
            self.links[link] = Element("Link", self)
        return self.links[link]

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """As it stands in the file; by hand, since a letter has hundreds of these."""
        parent = _pointer(document, self.parent or document.Catalog.StructTreeRoot)
        home = next((kid[0].page for kid in self.kids if isinstance(kid, tuple)), None)
        kids = " ".join(self._kid(document, kid, home) for kid in self.kids)
        parts = [f"/Type/StructElem/S/{self.role}/P {parent}/K[{kids}]"]
        if home is not None:
            parts.append(f"/Pg {_pointer(document, home)}")
        if self.alt:
            parts.append(f"/Alt {str(PDFString(self.alt).format(document), 'ascii')}")
        if self.attributes:
            named = "".join(_attribute(*one) for one in self.attributes.items())
            parts.append(f"/A<</O/{ATTRIBUTE_OWNER[self.role]}{named}>>")
        return f"<<{''.join(parts)}>>".encode("ascii")

    @staticmethod
    def _kid(document: pdfdoc.PDFDocument, kid: Any, home: pdfdoc.PDFPage | None) -> str:
        """An element, words on a page (by the number of their mark), or a link's area."""
        if isinstance(kid, Element):
            return _pointer(document, kid)
        sheet, content = kid
        if isinstance(content, int):
            if sheet.page is home:
                return str(content)
            return f"<</Type/MCR/Pg {_pointer(document, sheet.page)}/MCID {content}>>"
        page, area = _pointer(document, sheet.page), _pointer(document, content)
        return f"<</Type/OBJR/Pg {page}/Obj {area}>>"


class Sheet(pdfdoc.PDFObject):
    """A page as the structure tree sees it: which element each mark on it belongs to."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.marks: list[Element] = []  # the position is the number of the mark
        self.page: pdfdoc.PDFPage | None = None  # known when the page is closed

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """As it stands in the file."""
        return f"[{' '.join(_pointer(document, mark) for mark in self.marks)}]".encode("ascii")


def _attribute(name: str, value: str) -> str:
    return f"/{name}{value}" if value.startswith("[") else f"/{name}/{value}"


def _pointer(document: pdfdoc.PDFDocument, thing: pdfdoc.PDFObject) -> str:
    """How one object of the file names another; kept, since most are named several times."""
    if not hasattr(thing, "pointer"):
        thing.pointer = str(document.Reference(thing).format(document), "ascii")
    return thing.pointer


class _Page(pdfdoc.PDFPage):
    """A page that may also say where its structure is; ReportLab writes only keys it knows."""

    __NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]


class _Information(pdfdoc.PDFInfo):
    """Title and author without a date: the same letter must give the same bytes."""

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        entries = {"Title": self.title, "Author": self.author, "Producer": self.producer}
        return PDFDictionary({k: PDFString(v) for k, v in entries.items()}).format(document)


class _Jpeg(pdfdoc.PDFImageXObject):
    """A picture whose bytes go into the file unchanged."""

    def __init__(self, jpeg: bytes) -> None:
        super().__init__(f"picture-{hashlib.sha256(jpeg).hexdigest()}")
        self.width, self.height, colours = pdfutils.readJPEGInfo(io.BytesIO(jpeg))[:3]
        self.colorSpace = "DeviceGray" if colours == 1 else "DeviceRGB"
        self.bitsPerComponent, self._filters, self.streamContent = 8, ("DCTDecode",), jpeg


class TaggedCanvas(Canvas):
    """A canvas on which all that is drawn is either part of an element or an artifact."""

    def __init__(
        self, target: IO[bytes], *, title: str, author: str, language: str, font: TTFont
    ) -> None:
        # Without a first font of ours, a Helvetica that is not embedded gets into the file.
        super().__init__(
            target, pagesize=A4, pageCompression=1, invariant=1, pdfVersion=(1, 7),
            lang=language, initialFontName=font.fontName,
        )  # fmt: skip
        self.document = Element("Document")
        self._language = language
        self._sheet = Sheet()
        self._owners: list[Element | Sheet] = []  # the parent tree; the position is the key
        self._is_marking = False
        self._doc.info = _Information()
        self.setTitle(title)
        self.setAuthor(author)
        self.setViewerPreference("DisplayDocTitle", "true")

    # Drawing

    @contextmanager
    def part_of(self, element: Element) -> Iterator[None]:
        """What is drawn inside belongs to this element."""
        mark = len(self._sheet.marks)
        element.kids.append((self._sheet, mark))
        self._sheet.marks.append(element)
        with self._marked(f"/{element.role} <</MCID {mark}>> BDC"):
            yield

    def artifact(self, kind: str = "Layout") -> Any:
        """What is drawn inside is not read out: a rule, a colour, a page number."""
        return self._marked(f"/Artifact <</Type /{kind}>> BDC")

    @contextmanager
    def _marked(self, start: str) -> Iterator[None]:
        if self._is_marking:
            raise RuntimeError("Marked content must not stand inside marked content.")
        self._is_marking = True
        self._code.append(start)
        yield
        self._code.append("EMC")
        self._is_marking = False

    def write(
        self,
        element: Element | None,
        lines: Iterable[Line],
        style: Style,
        *,
        x: float,
        y: float,
        right: float | None = None,
    ) -> None:
        """Write lines from the baseline `y` down; `right` aligns them to that edge.

        Without an element they are page furniture.
        """
        placed = []
        for line in lines:
            across = x if right is None else right - width_of(line)
            for piece in line:
                placed.append((piece, across, y))
                across += piece.width
            y -= style.leading
        for link, group in groupby(placed, key=lambda place: place[0].link):
            pieces = list(group)
            if element is None:
                with self.artifact("Pagination"):
                    self._show(pieces, style)
            elif link is None:
                with self.part_of(element):
                    self._show(pieces, style)
            else:
                self._write_link(element.link(link), link, pieces, style)

    def _show(self, places: Places, style: Style) -> None:
        """The operators for text, written here: ReportLab's text object takes twice as long."""
        red, green, blue = style.colour.rgb()
        code = [f"BT {red:.3f} {green:.3f} {blue:.3f} rg"]
        for piece, x, y in places:
            code.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
            for back, text in _with_accents_set_back(piece):
                code += [f"[{back:g}] TJ"] if back else []
                for subset, glyphs in piece.font.splitString(text, self._doc):
                    name = piece.font.getSubsetInternalName(subset, self._doc)
                    code.append(f"{name} {style.size:g} Tf ({self._escape(glyphs)}) Tj")
        code.append("ET")
        self._code.append("\n".join(code))

    def _write_link(self, element: Element, link: Link, places: Places, style: Style) -> None:
        """Words underlined, and an area to click that the structure tree knows of."""
        with self.part_of(element):
            self._show(places, style)
            self.setStrokeColor(style.colour)
            self.setLineWidth(0.6)
            for piece, x, y in places:
                self.line(x, y - 1.8, x + piece.width, y - 1.8)
        for piece, x, y in places:
            area = [x, y - style.size * 0.25, x + piece.width, y + style.size * 0.8]
            annotation = PDFDictionary({
                "Type": PDFName("Annot"), "Subtype": PDFName("Link"), "Rect": PDFArray(area),
                "Border": PDFArray([0, 0, 0]), "F": 4, "StructParent": len(self._owners),
                "Contents": PDFString(link.words or link.url),
                "A": PDFDictionary({"S": PDFName("URI"), "URI": PDFString(link.url)}),
            })  # fmt: skip
            self._owners.append(element)
            self._annotationrefs.append(self._doc.Reference(annotation))
            element.kids.append((self._sheet, annotation))

    def picture(
        self, element: Element, jpeg: bytes, *, x: float, y: float, width: float, height: float
    ) -> None:
        """A JPEG, put into the file as it is: nothing is packed or unpacked for each letter."""
        image = _Jpeg(jpeg)
        name = self._doc.getXObjectName(image.name)
        if name not in self._doc.idToObject:
            self._doc.Reference(image, name)
            self._doc.addForm(image.name, image)
        self._formsinuse.append(image.name)
        with self.part_of(element):
            self._code.append(f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f} cm /{name} Do Q")

    def bookmark(self, words: str, *, level: int, top: float) -> None:
        """An entry in the reader's list of contents; the first level is 0."""
        key = f"heading-{len(self._destinations)}"
        self.bookmarkPage(key, fit="XYZ", left=0, top=top)
        self.addOutlineEntry(words, key, level)

    # Writing the file

    def _setXObjects(self, thing: Any) -> None:  # noqa: N802 (ReportLab's name)
        """ReportLab's one hook at the end of a page: tie the page to its elements."""
        super()._setXObjects(thing)
        if isinstance(thing, pdfdoc.PDFPage):
            thing.__class__ = _Page
            thing.StructParents, thing.Tabs = len(self._owners), PDFName("S")
            self._owners.append(self._sheet)
            self._sheet.page = thing
            self._sheet = Sheet()

    def save(self) -> None:
        """Close the last page, write the structure and the metadata, then the file."""
        if self._code:
            self.showPage()
        self._write_tree()
        catalogue = self._doc.Catalog
        catalogue.MarkInfo = PDFDictionary({"Marked": "true"})
        catalogue.Metadata = pdfdoc.XMP(creator=lambda _: self._metadata())
        super().save()

    def _write_tree(self) -> None:
        reference = self._doc.Reference
        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        self._doc.Catalog.StructTreeRoot = reference(root)
        numbers = [part for pair in enumerate(map(reference, self._owners)) for part in pair]
        root["K"] = reference(self.document)
        root["ParentTree"] = reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        root["ParentTreeNextKey"] = len(self._owners)

    def _metadata(self) -> bytes:
        """XMP, in UTF-8: the title, the language, and that this file means to follow PDF/UA-1."""
        title, language = escape(self._doc.info.title), escape(self._language)
        return (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
            '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
            f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
            f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>"
            "<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta>\n"
            '<?xpacket end="w"?>'
        ).encode()
