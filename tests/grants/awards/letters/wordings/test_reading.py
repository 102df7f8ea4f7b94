"""What an officer wrote, read: whatever it is, it is words or a fault, and never code."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import assume, example, given, strategies as st

from applicants.paper.markup import read_markup
from grants.awards.letters.models import Kind
from grants.awards.letters.wordings.checking import faults_in
from grants.awards.letters.wordings.composing import compose, delivered, gaps
from grants.awards.letters.wordings.reading import LONGEST, Put, Words, read
from grants.awards.letters.wordings.vocabulary import VOCABULARIES
from tests.grants.awards.letters.a_letter import FACTS

REMINDER = VOCABULARIES[Kind.REMINDER]
SOUND = "# {what is missing}\nPlease do it by {due date}.\n"
OFFER = delivered(Kind.OFFER)

# Pieces of which anything can be built that looks a little like a wording, or like an attack.
PIECES = [
    "{", "}", "{{", "}}", "**", "*", "#", "##", "- ", "1. ", "[", "]", "\n", "\r\n", "\n\n", " ",
    "[end]", "[only if money is given]", "[only if no money is given]", "[table of payments]",
    "[list of conditions]", "[signature]", "{money}", "{organisation name}", "{answer by}",
    "{Organisation_Name}", "{what we give}", "{{ x.__class__ }}", "{organisation name.__class__}",
    "{% now 'Y' %}", "{# no #}", "{organisation name|upper}", "<b>", "</p>", "<img src=x>", "&lt;",
    "https://a.example/?q=1&b=2.", "javascript:alert(1)", "Tŷ Gwyn", "O'Brien & Söhne", "\x00",
]  # fmt: skip
anything = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30).map("".join)


def said(vocabulary, text):
    return [str(fault) for fault in faults_in(vocabulary, text)]


# --- what is read ----------------------------------------------------------------------------


def test_headings_paragraphs_lists_and_bold_words():
    wording = read("# Yes\nDear {recipient name},\nhello\n\n- **one**\n- two\n1. first\n## Why")

    assert [(block.kind, block.line) for block in wording.blocks] == [
        ("h1", 1), ("p", 2), ("ul", 5), ("ul", 6), ("ol", 7), ("h2", 8),
    ]  # fmt: skip
    assert wording.blocks[1].inside == [
        Words("Dear "), Put("recipient name", line=2, typed="recipient name"), Words(","), None,
        Words("hello"),
    ]  # fmt: skip
    assert wording.blocks[2].inside == [Words("one", is_bold=True)]
    assert wording.faults == []


def test_it_becomes_the_small_html_that_papers_have():
    text = (
        f"{SOUND}See **{{page}}** or https://a.example/x, today.\n- a\n- b\n\n1. c\n\n[what to do]"
    )

    assert compose(Kind.REMINDER, text, FACTS) == (
        "<h1>your 6 month report</h1>\n"
        "<p>Please do it by 1 June 2027.<br>"
        'See <strong><a href="https://fund.alderwick.example/reports/">'
        "https://fund.alderwick.example/reports/</a></strong> or "
        '<a href="https://a.example/x">https://a.example/x</a>, today.</p>\n'
        "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<ol>\n<li>c</li>\n</ol>\n"
        "<p>Answer eight short questions.</p>\n\n<p>Or ring us, and we write it down.</p>"
    )


@pytest.mark.parametrize("name", ["{due date}", "{ Due  Date }", "{due_date}", "{DUE DATE}"])
def test_a_name_may_be_written_in_several_ways(name):
    text = SOUND.replace("{due date}", name)

    assert said(REMINDER, text) == []
    assert "by 1 June 2027." in compose(Kind.REMINDER, text, FACTS)


@pytest.mark.parametrize("kind", Kind.values)
def test_the_wording_that_we_came_with_has_no_fault_and_leaves_no_gap(kind):
    assert said(VOCABULARIES[kind], delivered(kind)) == []
    assert gaps(kind, delivered(kind), FACTS) == []


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{organisatoin name}", "There is no {organisatoin name}. The nearest that we have is "
         "{organisation name}."),
        ("{{ x.__class__ }}", "Write one { before a name and one } after it, like "
         "{organisation name}."),
        ("{organisation name.__class__}", "There is no {organisation name.__class__}. The "
         "nearest that we have is {organisation name}."),
        ("{organisation name|upper}", "There is no {organisation name|upper}. The nearest that we "
         "have is {organisation name}."),
        ("{% now %}", "There is no {% now %}. The nearest that we have is {our site}."),
        ("{due date", "{due date is not closed. Write one } after the name."),
        ("{due **date}", "{due **date} is not closed. Write one } after the name."),
        ("due date}", "This } closes nothing. Take it out, or write { before it."),
        ("{}", "{} has no name in it. Write one, like {organisation name}."),
        ("**bold", "The bold words do not end. Write ** after them, in the same line."),
        ("** **", "There is nothing between ** and **."),
        ("###  Small", "A heading begins with # or ##, not with more."),
        ("##", "This heading has no words."),
        ("[table of payments]", "There is no [table of payments]. The nearest that we have is "
         "[who to ask]."),
        ("[only if it rains]", "This part has no [end]. Write [end] below it."),
        ("[end]", "This [end] ends nothing. Take it out."),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(line, fault):
    faults = said(REMINDER, f"{SOUND}{line}")

    assert f"Line 3: {fault}" in faults


def test_an_unknown_part_is_named_with_the_nearest():
    text = OFFER.replace("[only if money is given]", "[only if mony is given]")

    assert said(VOCABULARIES[Kind.OFFER], text)[0] == (
        "Line 1: There is no [only if mony is given]. The nearest that we have is "
        "[only if money is given]."
    )


def test_a_part_inside_a_part_is_refused():
    text = "[only if money is given]\n[only if reports are due]\n# x\n[end]"

    assert said(VOCABULARIES[Kind.OFFER], text)[0] == (
        "Line 2: A part cannot stand inside another. Write [end] above it."
    )


def test_what_is_not_always_there_stands_in_its_part():
    text = OFFER.replace("**{what we give}**", "{what we give}, which is {money},")

    (fault,) = said(VOCABULARIES[Kind.OFFER], text)

    assert fault.endswith(
        "Not every letter has {money}. Put it into a part: write [only if money is given] above "
        "and [end] below."
    )


@pytest.mark.parametrize(
    ("kind", "gone", "fault"),
    [
        ("offer", "{what we give}", "This letter must say {what we give}, whatever parts it has."),
        ("offer", "[table of payments]",
         "This letter must say [table of payments] if money is given."),
        ("offer", "{gross value}", "This letter must say {gross value} if it is a subsidy."),
        ("decline", "[our reasons]", "This letter must say [our reasons], whatever parts it has."),
        ("subsidy_confirmation", "{date given}",
         "This letter must say {date given}, whatever parts it has."),
        ("recovery", "{amount to pay back}",
         "This letter must say {amount to pay back}, whatever parts it has."),
    ],
)  # fmt: skip
def test_what_a_letter_is_for_cannot_be_left_out(kind, gone, fault):
    assert f"Line 1: {fault}" in said(VOCABULARIES[kind], delivered(kind).replace(gone, "it"))


def test_what_must_be_said_does_not_count_in_a_part_that_may_not_be_there():
    text = OFFER.replace("{what we give}", "it").replace(
        "This is what you told us", "This is {what we give}. You told us"
    )

    assert "must say {what we give}" in said(VOCABULARIES[Kind.OFFER], text)[0]


def test_a_letter_begins_with_its_heading_whatever_parts_it_has():
    only_with_money = OFFER.replace("# We would like to help your co-op", "Hello")

    for text in ("", "\n\n", f"Hello\n{SOUND}", f"## {SOUND}"):
        assert any("begins with its heading" in fault for fault in said(REMINDER, text))
    assert any(
        "begins with its heading" in fault
        for fault in said(VOCABULARIES[Kind.OFFER], only_with_money)
    )


def test_too_long_a_wording_is_refused_and_the_longest_is_checked_at_once():
    assert said(REMINDER, "a" * (LONGEST + 1)) == ["Line 1: Use 30,000 letters or fewer."]
    for worst in ("{", "{a}", "**", "- a\n", "[a]\n", "{é", "[only if money is given]\n"):
        assert said(VOCABULARIES[Kind.OFFER], worst * (LONGEST // len(worst)))
    unlike = "".join(f"{{{chr(0x4E00 + n)}}}" for n in range(LONGEST // 3))
    assert len(said(VOCABULARIES[Kind.OFFER], unlike)) == 20


# --- whatever is written ---------------------------------------------------------------------

KNOWN_TAGS = {
    "h1", "h2", "p", "br", "strong", "a", "ul", "ol", "li", "blockquote", "table", "thead",
    "tbody", "tr", "th", "td", "figure",
}  # fmt: skip


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.links, self.text = set(), set(), ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links |= {value for name, value in attrs if name == "href"}
        assert {name for name, _ in attrs} <= {"href", "class", "scope"}

    def handle_data(self, data):
        self.text += data


@given(anything)
@example("{" * 50)
@example("[]\n[ ]\n[only if ]\n[only if]")
def test_reading_never_breaks(text):
    for vocabulary in (REMINDER, VOCABULARIES[Kind.OFFER]):
        for fault in faults_in(vocabulary, text):
            assert fault.line >= 1
            assert fault.what[0] != fault.what[0].lower() or fault.what[0] in "{["


@given(anything, st.text(min_size=1, max_size=30), st.booleans())
@example("<b>Co-op {organisation name}", "</p><script>", True)
def test_what_is_accepted_makes_a_letter_from_any_facts(text, typed, is_there):
    """No fact and no line of the wording becomes a tag, and the paper takes what comes out."""
    assume(typed.strip())
    wording = f"{OFFER}\n\n{text}"
    assume(not faults_in(VOCABULARIES[Kind.OFFER], wording))
    facts = {
        **FACTS,
        **dict.fromkeys(["organisation_name", "recipient_name", "award", "purpose"], typed),
        "pounds": is_there and "£4,000",
        "purpose": is_there and typed,
        "conditions": [typed] if is_there else [],
        "is_subsidy": is_there,
    }

    html = compose(Kind.OFFER, wording, facts)
    seen = Tags(html)
    blocks = read_markup(html)

    assert seen.tags <= KNOWN_TAGS
    assert {link.split(":")[0] for link in seen.links} <= {"http", "https", "mailto"}
    assert blocks
    assert blocks[0].tag == "h1"
    assert " ".join(typed.split()) in " ".join(seen.text.split())


@given(st.text(alphabet=st.characters(exclude_characters="{}*\r\n"), min_size=1))
def test_every_name_that_is_not_on_the_list_is_refused(name):
    known = {fact.name for fact in REMINDER.facts}
    assume(" ".join(name.replace("_", " ").split()).casefold() not in known)

    assert faults_in(REMINDER, f"{SOUND}{{{name}}}")


@given(st.text(alphabet=st.characters(exclude_characters="{}*#[]\r\n\x00", codec="utf-8")))
def test_ordinary_words_come_out_as_they_were_written(line):
    assume(not re.match(r"\s*([-•] |\d{1,3}[.)] )", line))
    assume(line.strip())

    seen = Tags(compose(Kind.REMINDER, f"{SOUND}\n\n{line}", FACTS))

    assert seen.text.endswith(line.strip())


def test_a_fact_is_never_read_as_a_wording():
    facts = {**FACTS, "about": "{due date} **x** [signature]"}

    assert compose(Kind.REMINDER, SOUND, facts).startswith("<h1>{due date} **x** [signature]</h1>")
