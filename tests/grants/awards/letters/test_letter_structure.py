"""The structure of letters: what a screen reader is told of each part."""

import io
import re

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from grants.awards.letters.models import Kind
from tests.paper import Reading, failures, said, squash

from .a_letter import letter, words


def test_the_structure_tree_is_the_structure_of_the_words():
    markup = """<h1>One</h1><p>See <a href="https://a.example/">this page</a> now.</p>
        <ul><li>Red</li><li><strong>Blue</strong> sky</li></ul><ol><li>First</li></ol>
        <blockquote><p>We bake.</p><p>Daily.</p></blockquote>
        <table><tr><th>When</th><th>How much</th></tr>
        <tr><th scope="row">May</th><td class="number">£5</td></tr></table>"""

    role, children = Reading(letter(markup)).tree()

    assert role == "Document"
    assert children[5:] == [
        ("H1", ["One"]),
        ("P", ["See ", ("Link", ["this page", ("OBJR", ["https://a.example/"])]), " now."]),
        ("L", [
            ("LI", [("Lbl", ["•"]), ("LBody", ["Red"])]),
            ("LI", [("Lbl", ["•"]), ("LBody", ["Blue sky"])]),
        ]),
        ("L", [("LI", [("Lbl", ["1."]), ("LBody", ["First"])])]),
        ("BlockQuote", [("P", ["We bake."]), ("P", ["Daily."])]),
        ("Table", [
            ("TR", [("TH", ["When"]), ("TH", ["How much"])]),
            ("TR", [("TH", ["May"]), ("TD", ["£5"])]),
        ]),
    ]  # fmt: skip


def test_heading_cells_say_what_they_head_and_lists_how_they_count():
    markup = """<table><tr><th>When</th><th>What</th></tr><tr><th scope="row">May</th><td>x</td>
        </tr></table><ul><li>a</li></ul><ol><li>b</li></ol>"""
    reading = Reading(letter(markup))

    table, bullets, numbers = list(reading.pdf.Root.StructTreeRoot.K.K)[5:]

    (when, what), (may, cell) = (row.K for row in table.K)
    assert [str(head.A.Scope) for head in (when, what, may)] == ["/Column", "/Column", "/Row"]
    assert "/A" not in cell
    assert str(bullets.A.ListNumbering) == "/Disc"
    assert str(numbers.A.ListNumbering) == "/Decimal"


def test_every_mark_and_link_finds_its_way_back_to_the_tree():
    markup = words("offer", conditions=["Keep receipts."] * 60)
    pdf = Reading(letter(markup)).pdf
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = dict(zip(numbers[::2], numbers[1::2], strict=True))

    for page in pdf.pages:
        for mark, element in enumerate(owners[page.StructParents]):
            kids = [
                kid if isinstance(kid, int) else kid.get("/MCID")
                for kid in element.K
                if isinstance(kid, int) or kid.get("/Type") == "/MCR"
            ]
            assert mark in kids
        for area in page.get("/Annots", []):
            element = owners[area.StructParent]
            assert element.S == "/Link"
            areas = [kid.Obj.objgen for kid in element.K if not isinstance(kid, int)]
            assert area.objgen in areas
            assert str(area.Contents) != ""


def test_a_link_over_two_lines_is_one_link():
    long = "a link with so many words that they do not fit on one line of the letter but go on"
    long += " on the next one"
    reading = Reading(letter(f'<p>Look: <a href="https://a.example/">{long}</a>.</p>'))

    (link,) = [kid for kid in reading.tree()[1][5][1] if isinstance(kid, tuple)]

    assert squash(said(link)) == long
    assert [kid for kid in link[1] if isinstance(kid, tuple)] == [
        ("OBJR", ["https://a.example/"]),
        ("OBJR", ["https://a.example/"]),
    ]


def test_title_language_and_bookmarks():
    pdf = Reading(letter("<h1>Yes</h1><h2>Why</h2><p>x</p>", title="Tŷ & Co", language="cy")).pdf

    assert str(pdf.docinfo["/Title"]) == "Tŷ & Co"
    assert str(pdf.docinfo["/Author"]) == "Co-operate Alderwick"
    assert str(pdf.Root.Lang) == "cy"
    assert pdf.Root.MarkInfo.Marked is True
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    xmp = pdf.Root.Metadata.read_bytes().decode()
    assert "Tŷ &amp; Co</rdf:li>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    with pdf.open_outline() as outline:
        (top,) = outline.root
        assert (top.title, [child.title for child in top.children]) == ("Yes", ["Why"])


def test_all_fonts_are_embedded_and_map_back_to_text():
    data = letter(
        "<h1>Greek</h1><p><em>italic</em> <em>Ελληνικά</em> <strong><em>both</em></strong></p>"
    )
    pdf = Reading(data).pdf

    fonts = {font.objgen: font for page in pdf.pages for font in page.Resources.Font.values()}

    assert b"Helvetica" not in data
    assert len(fonts) == 4
    for font in fonts.values():
        assert "/FontFile2" in font.FontDescriptor
        assert re.match(r"/[A-Z]{6}\+SourceSansPro", str(font.BaseFont))
        assert "<0000>" not in font.ToUnicode.read_bytes().decode()


@pytest.mark.parametrize("name", Kind.values)
def test_letters_pass_the_rules_of_pdf_ua(name):
    assert failures(letter(words(name))) == []


@pytest.mark.parametrize("name", Kind.values)
def test_each_kind_has_a_title_a_language_bookmarks_and_fonts_of_its_own(name):
    pdf = Reading(letter(words(name), title=f"A letter: {name}")).pdf

    assert (str(pdf.docinfo["/Title"]), str(pdf.Root.Lang)) == (f"A letter: {name}", "en-GB")
    with pdf.open_outline() as outline:
        assert len(outline.root) == 1
    for page in pdf.pages:
        fonts = page.Resources.Font.values()
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_the_rules_find_a_file_without_structure():
    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.drawString(100, 100, "Hello")
    canvas.save()

    assert "PDFUA1-TAGGED-DOCUMENT-001" in failures(target.getvalue())


def test_an_accent_of_its_own_stands_over_the_middle_of_its_letter():
    data = letter("<p>ẹ̀kọ́</p>", recipient=("Adébáyọ̀",))
    reading = Reading(data)
    code = pikepdf.parse_content_stream(reading.pdf.pages[0])

    steps = [float(operands[0][0]) for operands, operator in code if str(operator) == "TJ"]

    assert reading.spoken()[3:] == [
        ("P", "Adébáyọ̀"),
        ("P", "22 November 2026 Our reference: CDF-2026-0042"),
        ("P", "ẹ̀kọ́"),
    ]
    half_o, half_e = 542 / 2, 496 / 2
    assert steps == [half_o, -half_o, half_e, -half_e, half_o, -half_o]
    assert failures(data) == []


def test_the_same_words_give_the_same_bytes():
    first = letter(words("offer"))
    letter(words("decline"), recipient=("Somebody else",))

    assert letter(words("offer")) == first
    assert letter(words("offer", award="£4,001")) != first
    assert b"CreationDate" not in first
