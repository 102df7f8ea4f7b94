"""Letters, read back from the PDF as a screen reader would: by the structure tree."""

import html
import io
import re
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from django.template import Context, Engine
from reportlab.pdfgen.canvas import Canvas

from grants.paper import Letterhead, UnknownMarkup, UnprintableText, lay_out
from tests.paper import Reading, failures, said, squash

MM = 72 / 25.4
TEMPLATES = Path(__file__).parents[3] / "templates"
HEAD = Letterhead(
    name="Co-operate Alderwick",
    strapline="Grants and support for co-ops",
    colour="#0b5c4a",
    address=("Town Hall", "Market Square", "Alderwick AW1 1AA"),
    email="hello@alderwick.example",
    phone="01632 960 123",
)
RECIPIENT = ("Siân Ŵyn-O’Brien", "Tŷ Gwyn Bakery Co-operative Ltd", "14 Chapel Row", "AW3 9QT")
OFFER = {
    "fund": {"name": HEAD.name, "email": HEAD.email, "phone": HEAD.phone},
    "organisation_name": "Tŷ Gwyn Bakery Co-operative Ltd",
    "recipient_name": "Siân Ŵyn-O’Brien",
    "reference": "CDF-2026-0042",
    "round_name": "Grow Fund, autumn 2026",
    "amount": "£4,000",
    "days": "3 advice days",
    "purpose": "We will bake on two more days.\n\nThe money pays for:\nan oven,\nsix months’ rent.",
    "reasons": "Eleven members shaped the plan.\n\nOne worry: your rent may rise in April.",
    "instalments": [
        {
            "number": "1 of 2",
            "amount": "£2,500",
            "when": "When you accept",
            "needs": "Bank details",
        },
        {"number": "2 of 2", "amount": "£1,500", "when": "1 June 2027", "needs": "First report"},
    ],
    "conditions": ["Spend the grant on what you told us.", "Keep receipts over £250."],
    "reports": [{"name": "First report", "due": "1 June 2027"}],
    "respond_by": "5pm on 20 December 2026",
    "site_address": "https://fund.alderwick.example/",
    "contact_name": "Łukasz O'Brien",
    "contact_email": "lukasz@alderwick.example",
    "is_subsidy": True,
    "subsidy_amount": "£5,650",
    # What a letter about eligibility says beside.
    "tests": ["Most of the work will happen in Alderwick."],
    "workshop": {
        "title": "Is a co-op right for us?",
        "when": "6pm on 3 December 2026",
        "link": "https://fund.alderwick.example/workshops/right-for-us/",
    },
    "other_round": {
        "name": "Start Fund, autumn 2026",
        "closes": "5pm on 5 January 2027",
        "link": "https://fund.alderwick.example/rounds/start/",
    },
    "has_advice": True,
    "in_our_words": "The fund of Weirton may help.\n\nAsk for Bola.",
}
HOSTILE = [
    "<b>Co-op",
    '<img src="/etc/hostname">',
    '<a href="file:///etc/passwd">Bread</a>',
    "</para> & <para>Bread &amp; Butter",
    "{{ amount }} {% now 'Y' %}",
    "O'Brien & Söhne",
    "Tŷ Gwyn",
    "(Bread) \\ Tj ET",
]


def words(name, **changes):
    """The letter's words, from its template, with undefined names shown aloud."""
    engine = Engine(dirs=[TEMPLATES], string_if_invalid="UNDEFINED %s")
    return engine.get_template(f"letters/{name}.html").render(Context({**OFFER, **changes}))


def letter(markup, **changes):
    details = {
        "title": "Grant offer CDF-2026-0042",
        "reference": "CDF-2026-0042",
        "letterhead": HEAD,
        "recipient": RECIPIENT,
        "dated": "22 November 2026",
    }
    return lay_out(markup, **{**details, **changes})


# --- the words --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["offer", "decline", "ineligible"])
def test_the_pdf_says_what_the_page_says(name):
    markup = words(name)
    reading = Reading(letter(markup))
    opening = 5  # fund, strapline, how to reach it, recipient, date and reference

    spoken = " ".join(text for role, text in reading.spoken()[opening:] if role != "Lbl")

    plain = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?(strong|a)\b[^>]*>", "", markup)))
    assert "UNDEFINED" not in markup
    assert squash(spoken) == squash(plain)


def test_the_opening_names_the_fund_the_recipient_the_date_and_the_reference():
    spoken = Reading(letter("<h1>Hello</h1>")).spoken()

    assert spoken == [
        ("P", "Co-operate Alderwick"),
        ("P", "Grants and support for co-ops"),
        ("P", "Town Hall Market Square Alderwick AW1 1AA 01632 960 123 hello@alderwick.example"),
        ("P", " ".join(RECIPIENT)),
        ("P", "22 November 2026 Our reference: CDF-2026-0042"),
        ("H1", "Hello"),
    ]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_looks_like_markup_is_printed_as_it_was_typed(name):
    markup = words("offer", organisation_name=name, purpose=name, recipient_name=name)
    data = letter(markup, recipient=(name,), title=name, letterhead=HEAD)
    reading = Reading(data)

    spoken = reading.spoken()

    assert spoken[3] == ("P", squash(name))
    assert ("P", f"Dear {squash(name)},") in spoken
    assert str(reading.pdf.docinfo["/Title"]) == name
    links = [str(area.A.URI) for page in reading.pdf.pages for area in page.get("/Annots", [])]
    assert {link.split(":")[0] for link in links} == {"https", "mailto"}
    assert failures(data) == []


def test_parts_that_do_not_apply_are_left_out():
    markup = words("offer", is_subsidy=False, days="", conditions=[], reports=[])

    headings = [text for role, text in Reading(letter(markup)).spoken() if role == "H2"]

    assert headings == [
        "What it is for",
        "Why the panel said yes",
        "When the money comes",
        "What we will publish",
        "If your plans change",
        "If things go wrong",
        "What to do now",
        "Who to ask",
    ]


def test_help_without_money_promises_no_payment():
    markup = words("offer", amount="3 advice days", days="", instalments=[], is_subsidy=False)

    spoken = Reading(letter(markup)).spoken()

    assert ("H1", "We would like to help your co-op") in spoken
    assert ("H2", "When the money comes") not in spoken
    assert (
        "Tŷ Gwyn Bakery Co-operative Ltd a grant of 3 advice days from the Grow Fund"
        in spoken[7][1]
    )


def test_a_fund_that_names_no_one_signs_once():
    spoken = Reading(letter(words("decline", contact_name=HEAD.name))).spoken()

    assert spoken[-1] == ("P", "Yours sincerely, Co-operate Alderwick")
    assert not any("looks after" in text for _, text in spoken)


def test_the_review_date_is_said_when_there_is_one():
    assert "by <strong>5pm on 1 May 2027</strong>" in words(
        "decline", review_by="5pm on 1 May 2027"
    )
    assert "within 20 working days" in words("decline")


@pytest.mark.parametrize(
    ("typed", "named"), [("漢字 Co-op", "漢 (U+6F22), 字 (U+5B57)"), ("🍞", "🍞")]
)
def test_a_letter_without_a_shape_is_refused_and_named(typed, named):
    with pytest.raises(UnprintableText, match=re.escape(named)) as refusal:
        letter(words("offer", organisation_name=typed))

    assert set(refusal.value.characters) == set(typed) - set(" Co-op")


def test_text_from_other_keyboards_is_tidied_not_refused():
    typed = "Ty\u0302 Gwyn\u200b co\u2011op \u202aE\u0301\u202c\u2028Łódź\x07"

    spoken = Reading(letter(f"<h1>{typed}</h1>")).spoken()

    assert spoken[-1] == ("H1", "Tŷ Gwyn co-op É Łódź")


# --- the structure ----------------------------------------------------------------------------


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


@pytest.mark.parametrize("name", ["offer", "decline"])
def test_letters_pass_the_rules_of_pdf_ua(name):
    assert failures(letter(words(name))) == []


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
    assert letter(words("offer", amount="£4,001")) != first
    assert b"CreationDate" not in first


# --- the pages --------------------------------------------------------------------------------


def long_offer():
    needs = "Receipts and a short report, sent to us before the date. " * 3
    rows = [
        {"number": f"{n} of 150", "amount": f"£{n}", "when": "1 June 2027", "needs": needs}
        for n in range(1, 151)
    ]
    rows[40]["needs"] = "word " * 1500  # taller than a page
    return words("offer", instalments=rows, conditions=["Keep all receipts. " * 20] * 150)


def test_a_long_letter_repeats_the_heads_of_its_table_for_the_eye_only():
    data = letter(long_offer())
    reading = Reading(data)
    spoken, pages = reading.spoken(), len(reading.pdf.pages)

    table_pages = {n for n, _, text, *_ in reading.shown if re.search(r"of 150$|^word", text)}

    assert pages >= 30
    assert [text for role, text in spoken if role == "TH"].count("Amount") == 1
    assert reading.artifacts.count("Amount") == len(table_pages) - 1
    assert f"Page {pages} of {pages}" in reading.artifacts
    assert ("TD", squash("word " * 1500)) in spoken
    assert [text for role, text in spoken if role == "Lbl"][149] == "150."
    assert failures(data) == []


def test_nothing_runs_over_a_margin_or_into_the_foot():
    word = "Donaudampfschifffahrt" * 60
    markup = words(
        "offer",
        organisation_name=word,
        purpose=f"{word}\n\nhttps://a.example/{'x/' * 400}",
        instalments=[{"number": word, "amount": "£1", "when": word, "needs": word}] * 3,
        conditions=[word] * 3,
    )
    head = Letterhead(**{**vars(HEAD), "name": "Alderwick " * 15, "email": f"{word}@a.example"})

    reading = Reading(letter(markup, letterhead=head, recipient=(word, word), reference=word))

    for _, mark, text, x, y, width in reading.shown:
        assert x >= 22 * MM - 0.1, text
        assert x + width <= (210 - 22) * MM + 0.5, text
        assert y > (12 if isinstance(mark, str) else 24) * MM - 5, text
    assert ("LBody", word) in reading.spoken()


def test_the_address_alone_stands_in_the_window_of_the_envelope():
    recipient = (*RECIPIENT, "Tanyard", "Alderwick", "A very long line " * 6)

    reading = Reading(letter("<p>Hello</p>", recipient=recipient))

    def is_in_window(x, y):
        return x < 110 * MM and y > (297 - 80) * MM and y + 8 < (297 - 45) * MM

    seen = [text for page, _, text, x, y, _ in reading.shown if page == 0 and is_in_window(x, y)]
    assert squash("".join(f"{text} " for text in seen)) == squash(" ".join(recipient))


def test_an_address_too_long_for_the_window_is_printed_whole():
    recipient = tuple(f"Line {n}" for n in range(90))

    reading = Reading(letter("<h1>Hello</h1>", recipient=recipient))

    assert ("P", " ".join(recipient)) in reading.spoken()
    assert len(reading.pdf.pages) == 2


@pytest.mark.parametrize("count", range(20, 60))
def test_a_heading_never_stands_alone_at_the_foot_of_a_page(count):
    markup = f"<h1>Top</h1><p>{'line<br>' * count}</p><h2>Next</h2><p>Its words</p>"

    shown = Reading(letter(markup)).shown

    pages = {text: page for page, _, text, *_ in shown}
    assert pages["Next"] == pages["Its words"]


@pytest.mark.parametrize("count", range(20, 60))
def test_a_number_stands_beside_the_first_line_of_its_item(count):
    items = "".join(f"<li>First{n} {'words ' * 60}</li>" for n in range(5))

    shown = Reading(letter(f"<p>{'line<br>' * count}</p><ol>{items}</ol>")).shown

    numbers = [(page, y) for page, _, text, _, y, _ in shown if re.match(r"\d\.$", text)]
    firsts = [(page, y) for page, _, text, _, y, _ in shown if text.startswith("First")]
    assert numbers == firsts


def test_lines_do_not_run_into_each_other():
    shown = Reading(letter(words("offer"))).shown
    margin = [
        (page, y) for page, mark, _, x, y, _ in shown if isinstance(mark, int) and x < 22.1 * MM
    ]

    gaps = [above - below for (page, above), (other, below) in pairwise(margin) if page == other]

    assert min(gap for gap in gaps if gap > 0.01) > 12


@pytest.mark.parametrize(
    ("colour", "text"), [("#0b5c4a", [1, 1, 1]), ("#ffd400", [0.114, 0.165, 0.184])]
)
def test_words_on_the_fund_colour_have_contrast(colour, text):
    head = Letterhead(**{**vars(HEAD), "colour": colour})
    pdf = Reading(letter("<p>Hello</p>", letterhead=head)).pdf

    colour_now, on_band = None, []
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        if str(operator) == "rg":
            colour_now = [round(float(part), 3) for part in operands]
        if str(operator) == "Tm" and float(operands[5]) > (297 - 28) * MM:
            on_band.append(colour_now)

    assert on_band == [text, text]  # the fund's name and its strapline


# --- faults of a template ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "markup",
    [
        "<h1>Hello</h1><img src='/etc/hostname'>",
        "<script>alert(1)</script>",
        "<p>Open",
        "<p>Crossed <strong>tags</p></strong>",
        "Words outside",
        "<h2>Second first</h2>",
        "<ul><li><p>Too deep</p></li></ul>",
        "<li>No list</li>",
        "<tr><td>No table</td></tr>",
        "<table><tr><td>1</td></tr><tr><td>1</td><td>2</td></tr></table>",
        "<p><a href='file:///etc/passwd'>a</a></p>",
        "<p><a href='javascript:alert(1)'>a</a></p>",
        "<p><a href='/relative'>a</a></p>",
    ],
)
def test_a_fault_in_a_template_is_refused(markup):
    with pytest.raises(UnknownMarkup):
        letter(markup)
