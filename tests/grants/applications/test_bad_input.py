"""What people, and worse, send by mistake or on purpose: a clear sentence, and nothing lost.

Everything here goes the way of a real request, from the boxes of the page to the paper.
"""

import csv
import html
import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from grants.applications import actions
from grants.applications.receipts import receipt_for
from grants.funds.actions import publish_round
from grants.models import Attachment, Question, SectionAnswers
from tests import factories
from tests.applicants.files.test_checking import ATTACKS, FILES, zipped
from tests.factories import client_for
from tests.paper import Reading

from .pages import page as address

pytestmark = pytest.mark.django_db

Kind = Question.Kind
SECTION_1, SECTION_2 = 1, 2


def text_of(response):
    return html.unescape(response.text)


def kept(application, number):
    """What is kept of a section, by the key of the question."""
    return SectionAnswers.objects.get(application=application, section__number=number).answers


# --- Emoji, and text from the right ------------------------------------------------------------

HAND = "Bread 🍞 for everybody 👩🏽‍🍳"
ARABIC = "شكرا لكم جدا، نخبز الخبز"
HEBREW = "לחם טוב"
TRICK = "Total \u202egnp.exe\u202c"
STRANGE = "\n".join([HAND, ARABIC, HEBREW, "日本語", TRICK, "Ẹ kú iṣẹ́, diolch, dziękuję"])


@pytest.fixture
def strange():
    """A draft whose words come from all over the world, and its co-op’s name too."""
    of = factories.organisation(name="Tŷ Gwyn 🌾 خبز")
    application = factories.draft(of=of)
    client = client_for(application.started_by)
    row = SectionAnswers.objects.get(application=application, section__number=SECTION_2)
    lines = {
        f"q3-{number}-{name}": cell
        for number, line in enumerate(row.answers["3"])
        for name, cell in line.items()
    }
    client.post(
        address("section", application, SECTION_2),
        {"version": row.version, "q2": STRANGE, **lines, "q3-0-what": "Ovens 🔥 فرن"},
    )
    return application, client


def test_words_of_any_script_come_through_to_the_check_page_and_the_export(strange):
    application, client = strange

    checked = text_of(client.get(address("application_check", application)))
    again = text_of(client.get(address("section", application, SECTION_2)))
    client.post(address("application_check", application), {"is_agreed": "on"})
    officer = client_for(factories.staff("is_officer"))
    answers = text_of(officer.get(address("application_answers", application)))
    response = officer.get(reverse("case_export"), {"round": application.round.reference})
    exported = b"".join(response.streaming_content).decode("utf-8-sig")

    assert kept(application, SECTION_2)["2"] == STRANGE
    for line in STRANGE.split("\n"):
        for page in (checked, again, answers):
            assert line in page
    for page in (checked, answers):
        assert "Tŷ Gwyn 🌾 خبز" in page
        assert "Ovens 🔥 فرن" in page
    assert any(STRANGE in row for row in csv.reader(io.StringIO(exported, newline="")))


def test_the_paper_says_in_words_what_it_cannot_draw(strange):
    application, _client = strange
    application = actions.submit_application(application, by=application.started_by)
    submission = application.submissions.get()

    paper = receipt_for(submission)
    said = " ".join(words for _role, words in Reading(paper).spoken())

    assert "Bread [bread] for everybody [woman] [cooking]" in said
    assert "[Arabic letters]" in said
    assert "[Hebrew letters]" in said
    assert "[Chinese, Japanese or Korean letters]" in said
    assert "Total gnp.exe" in said  # the sign that turns text around is left out
    assert "Ẹ kú iṣẹ́, diolch, dziękuję" in said
    assert "Tŷ Gwyn [ear of rice]" in said
    assert "Ovens [fire] [Arabic letters]" in said
    assert "We can’t print some of the signs or letters" in said
    assert not re.search(r"[□☐\ufffd]", said)


# --- 100,000 words -----------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["word", "كلمات", "パン"])
def test_100_000_words_are_kept_for_the_writer_and_refused_with_a_number(begun, word):
    application, client = begun
    words = " ".join([word] * 100_000)

    page = text_of(
        client.post(address("section", application, SECTION_2), {"version": 0, "q2": words})
    )

    assert "Use 100 words or fewer. You have written 100,000." in page
    assert kept(application, SECTION_2) == {"2": words, "3": []}
    assert words in text_of(client.get(address("section", application, SECTION_2)))


def test_a_page_that_saves_itself_keeps_100_000_words_too(begun):
    application, client = begun
    words = "word " * 100_000

    response = client.post(
        address("section", application, SECTION_2),
        {"version": 0, "q2": words},
        headers={"X-Autosave": "1"},
    )

    assert response.status_code == 200
    assert kept(application, SECTION_2)["2"] == words


@pytest.mark.parametrize(("words", "is_taken"), [(110, True), (111, False)])
def test_a_tenth_more_than_the_limit_can_be_sent_and_no_more(words, is_taken):
    application = factories.draft()
    client = client_for(application.started_by)
    row = SectionAnswers.objects.get(application=application, section__number=SECTION_2)
    actions.save_section(
        application,
        row.section,
        answers={**row.answers, "2": ""},
        sound=["3"],
        version=row.version,
        by=application.started_by,
    )
    lines = {
        f"q3-{number}-{name}": cell
        for number, line in enumerate(row.answers["3"])
        for name, cell in line.items()
    }

    client.post(
        address("section", application, SECTION_2),
        {"version": row.version + 1, "q2": "word " * words, **lines},
    )
    client.post(address("application_check", application), {"is_agreed": "on"})

    application.refresh_from_db()
    assert application.is_draft != is_taken


def test_more_than_anybody_types_is_refused_with_a_page_that_says_so(begun):
    application, client = begun

    response = client.post(
        address("section", application, SECTION_2), {"version": 0, "q2": "x" * 9_000_000}
    )

    assert response.status_code == 413
    assert "That is too large" in response.text
    assert not SectionAnswers.objects.exists()


# --- Characters that no keyboard types ---------------------------------------------------------

ODD = "a\x00b\x07c\x1b[31md\x7fe\x9ff"
CLEAN = "abc[31mdef"
CHOICES = [{"value": CLEAN, "label": "This one"}]


@pytest.fixture
def every_kind():
    """A draft whose first section asks a question of every kind that is answered on its page."""
    round = factories.the_round()
    about = round.sections.get(number=SECTION_1)
    about.questions.all().delete()
    for number, kind in enumerate((k for k in Kind.values if k != Kind.FILES), start=11):
        is_table = kind in Question.TABLES
        options = [{"name": "what", "label": "What"}] if is_table else CHOICES
        Question.objects.create(
            section=about, number=number, text=f"{kind}?", kind=kind, options=options, rows=2
        )
    application = factories.draft(
        ready=False, round=publish_round(round, by=factories.staff("is_officer"))
    )
    return application, client_for(application.started_by)


def boxes_of(application):
    """Every box of the first section, with the same odd words in each."""
    boxes = {}
    for question in Question.objects.filter(section__round=application.round, number__gt=10):
        name = f"q{question.number}"
        if question.is_table:
            boxes[f"{name}-0-what"] = ODD
        elif question.kind == Kind.DATE:
            boxes |= {f"{name}_{part}": ODD for part in ("day", "month", "year")}
        else:
            boxes[name] = ODD
    return boxes


@pytest.mark.parametrize("headers", [{}, {"X-Autosave": "1"}])
def test_no_kind_of_question_keeps_what_no_keyboard_types(every_kind, headers):
    application, client = every_kind
    body = {"version": 0, **boxes_of(application)}

    response = client.post(address("section", application, SECTION_1), body, headers=headers)

    assert response.status_code == 200
    answers = kept(application, SECTION_1)
    assert len(answers) == len(Kind.values) - 1
    words = json.dumps(answers, ensure_ascii=False)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", words)
    assert words.count(CLEAN) >= len(answers)  # and all that was typed is still there
    page = client.get(address("section", application, SECTION_1)).text
    assert CLEAN in page
    assert "\x00" not in page


# --- Files -------------------------------------------------------------------------------------

BOMB = b"0" * (201 * 1024 * 1024)
TOO_MUCH = "The selected file holds too much. Save a smaller copy and try again"


def bomb(ending):
    inside = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}[ending]
    return zipped(**{inside: BOMB})


@pytest.fixture
def asked_for_a_file():
    """A draft with a section half written, whose other question asks for a file."""
    round = factories.the_round()
    about = round.sections.get(number=SECTION_1)
    Question.objects.create(section=about, number=4, text="Your rules", kind=Kind.FILES, rows=2)
    application = factories.draft(
        ready=False, round=publish_round(round, by=factories.staff("is_officer"))
    )
    client = client_for(application.started_by)
    # “Add a file” saves what stands on the page first.
    client.post(
        address("section", application, SECTION_1),
        {"version": 0, "q1": "Weir Lane Bakers", "files": "4"},
    )
    return application, client


def send_file(client, where, name, content):
    file = SimpleUploadedFile("x", content, content_type="application/pdf")
    file._name = name  # as a browser may send it, path and all
    return client.post(where, {"file": file})


def assert_refused(response, application, client, sentence):
    assert response.status_code == 200
    said = html.unescape(re.sub("<[^>]*>", "", response.text))
    assert said.count(sentence) == 2  # on top, and beside the button
    assert not Attachment.objects.exists()
    page = text_of(client.get(address("section", application, SECTION_1)))
    assert 'value="Weir Lane Bakers"' in page


@pytest.mark.parametrize(("name", "content", "sentence"), ATTACKS, ids=[a[0] for a in ATTACKS])
def test_an_attack_meets_a_sentence_and_the_answers_stay(asked_for_a_file, name, content, sentence):
    application, client = asked_for_a_file

    for where in (
        address("question_files", application, 4),
        address("attachment_add", application),
    ):
        assert_refused(send_file(client, where, name, content), application, client, sentence)


@pytest.mark.parametrize("ending", ["docx", "xlsx", "odt"])
def test_a_zip_bomb_of_any_kind_meets_a_sentence(asked_for_a_file, ending):
    application, client = asked_for_a_file

    response = send_file(
        client, address("question_files", application, 4), f"plan.{ending}", bomb(ending)
    )

    assert_refused(response, application, client, TOO_MUCH)


def test_a_file_that_is_too_large_is_read_to_its_end_and_not_kept(asked_for_a_file):
    application, client = asked_for_a_file
    large = b"%PDF-1.7" + b"0" * (11 * 1024 * 1024)

    response = send_file(client, address("question_files", application, 4), "plan.pdf", large)

    sentence = "The selected file must be smaller than 10MB"
    assert_refused(response, application, client, sentence)


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.pdf",
        r"C:\Windows\rules.pdf",
        '"; filename="evil.html.pdf',
        "rules%0D%0ASet-Cookie: a=b.pdf",
        "<img src=x onerror=alert(1)>.pdf",
        "=cmd|' /C calc'!A0.pdf",
        "\u202efdp.exe.pdf",
        "🍞 خبز.pdf",
        "x" * 300 + ".pdf",
    ],
)
def test_a_hostile_name_is_only_a_name(asked_for_a_file, name):
    application, client = asked_for_a_file

    response = send_file(
        client, address("question_files", application, 4), name, FILES["rules.pdf"]
    )
    attachment = Attachment.objects.get()
    page = client.get(address("section", application, SECTION_1)).text
    handed_out = client.get(reverse("attachment", args=[attachment.reference]))

    assert response.status_code == 302
    assert attachment.name.endswith(".pdf")
    assert len(attachment.name) <= 120
    assert attachment.name.isprintable()
    assert not set("/\\") & set(attachment.name)
    assert re.fullmatch(r"attachments/\w{32}", attachment.file.name)
    assert "<img src=x" not in page
    assert html.escape(attachment.name) in page
    disposition = handed_out.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename")
    assert disposition.count("filename") == 1 or 'filename=\\"' in disposition
    assert b"".join(handed_out.streaming_content) == FILES["rules.pdf"]
    attachment.file.delete(save=False)


def test_what_is_larger_than_all_that_we_take_is_refused_unread(begun):
    application, _client = begun

    response = Client().generic(
        "POST", address("attachment_add", application), CONTENT_LENGTH=str(600 * 1024 * 1024)
    )

    assert response.status_code == 413


# --- Postcodes ---------------------------------------------------------------------------------


@pytest.fixture
def asked_where():
    round = factories.the_round()
    about = round.sections.get(number=SECTION_1)
    Question.objects.create(section=about, number=4, text="Where?", kind=Kind.POSTCODE)
    application = factories.draft(
        ready=False, round=publish_round(round, by=factories.staff("is_officer"))
    )
    return application, client_for(application.started_by)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("AX1 1AA", "No UK postcode begins with AX. Check its first letters"),
        ("zy9 9zy", "No UK postcode begins with ZY. Check its first letters"),
        ("QQ1 1AA", "Enter a full UK postcode, like LS1 4AP"),
        ("LS1", "Enter a full UK postcode, like LS1 4AP"),
        ("\u0661\u0662", "Enter a full UK postcode, like LS1 4AP"),
        ("x" * 5000, "Enter a full UK postcode, like LS1 4AP"),
    ],
)
def test_a_postcode_that_does_not_exist_is_said_and_kept(asked_where, typed, sentence):
    application, client = asked_where

    response = client.post(
        address("section", application, SECTION_1),
        {"version": 0, "q1": "Weir Lane Bakers", "q4": typed},
    )

    assert text_of(response).count(sentence) == 2
    assert kept(application, SECTION_1) == {"1": "Weir Lane Bakers", "4": typed}
