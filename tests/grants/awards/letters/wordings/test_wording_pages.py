"""The pages on which officers write what letters say."""

import io

import pikepdf
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from grants.awards.letters.models import Kind
from grants.awards.letters.wordings.actions import use_wording, write_wording
from grants.awards.letters.wordings.composing import delivered
from grants.models import LetterWording
from tests import factories
from tests.factories.cases import colleague
from tests.paper import Reading, squash

pytestmark = pytest.mark.django_db

EDIT = "/letters/wording/reminder/"


@pytest.fixture
def client():
    return factories.client_for(colleague("is_officer"))


def in_words(more):
    return f"{delivered(Kind.REMINDER)}\n{more}\n"


def said(response):
    return Reading(response.content).spoken()


# --- writing -----------------------------------------------------------------------------------


def test_an_officer_writes_sees_and_uses_a_wording(client):
    page = client.get(EDIT)
    assert "# A reminder: {what is missing}" in page.text
    assert "{organisation name}" in page.text

    saved = client.post(EDIT, {"text": in_words("We like {organisation name}.")})
    assert saved.url == "/letters/wording/reminder/1/"
    shown = client.get(saved.url)
    assert "We like Tŷ Gwyn Bakery Co-operative Limited." in shown.text
    assert "Nobody gets it yet." in shown.text
    assert "Use this wording" not in shown.text  # whoever wrote it does not say so
    assert client.post("/letters/wording/reminder/1/use/").status_code == 409
    before = factories.queued_letter(Kind.REMINDER)
    approver = factories.client_for(colleague("is_approver"))
    assert "Use this wording from now on" in approver.get(saved.url).text
    used = approver.post("/letters/wording/reminder/1/use/")
    after = factories.queued_letter(Kind.REMINDER, key="2", of=before.application)
    factories.issue_letters()

    assert used.url == "/letters/wording/"
    for letter in (before, after):
        letter.refresh_from_db()
    assert "We like" not in before.html
    assert f"We like {after.application.organisation.name}." in after.html
    row = LetterWording.objects.get()
    assert (row.written_by.is_officer, row.approved_by.is_approver) == (True, True)
    assert "Version 1" in client.get("/letters/wording/").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write what the letter says"),
        ("# {organisatoin name}", "Line 1: There is no {organisatoin name}. The nearest that we "
         "have is {organisation name}."),
        ("# {{ x.__class__ }}", "Line 1: Write one { before a name and one } after it, like "
         "{organisation name}."),
        ("# {due date", "Line 1: {due date is not closed. Write one } after the name."),
        ("# Hello", "Line 1: This letter must say {due date}, whatever parts it has."),
        ("Hello", "Line 1: A letter begins with its heading"),
        ("# " + "a" * 30_001, "Use 30,000 letters or fewer."),
        ("a" * 90_000, "This is too long. Use 80,000 letters or fewer."),
    ],
)  # fmt: skip
def test_a_fault_is_a_sentence_beside_the_words_and_nothing_is_lost(client, typed, sentence):
    response = client.post(EDIT, {"text": typed})

    assert response.status_code == 200
    assert sentence in response.context["form"].errors["text"][0] or any(
        sentence in each for each in response.context["form"].errors["text"]
    )
    assert response.context["form"]["text"].value() == typed
    assert not LetterWording.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"text": ["a", "b"]}, {"text": "\x00"}, {"text": " "}])
def test_rubbish_is_a_sentence_and_no_fault(client, sent):
    response = client.post(EDIT, sent)

    assert response.status_code == 200
    assert response.context["form"].errors


def test_mark_up_and_pictures_are_plain_words(client):
    typed = in_words('<b>Bold</b> <img src="/etc/hostname"> ![x](/etc/passwd) <script>alert(1)')

    page = client.get(client.post(EDIT, {"text": typed}).url)

    assert "&lt;b&gt;Bold&lt;/b&gt; &lt;img src=&quot;/etc/hostname&quot;&gt;" in page.text
    assert "<script>alert" not in page.text
    spoken = said(client.get("/letters/wording/reminder/1/pdf/"))
    assert spoken[-1] == ("P", squash(typed.splitlines()[-1]))


def test_the_same_words_twice_are_one_version(client):
    for _ in range(2):
        client.post(EDIT, {"text": in_words("More.")})
    assert LetterWording.objects.get().version == 1

    assert client.post(EDIT, {"text": in_words("Less.")}).url == "/letters/wording/reminder/2/"


def test_the_wording_that_it_came_with_is_no_version_and_can_be_taken_up_again(client):
    untouched = client.post(EDIT, {"text": delivered(Kind.REMINDER).replace("\n", "\r\n")})
    assert untouched.url == "/letters/wording/reminder/0/"
    assert client.post("/letters/wording/reminder/0/use/").status_code == 409
    factories.letter_wording(Kind.REMINDER)

    begun = client.get(f"{EDIT}?from=0")
    assert begun.context["form"]["text"].value() == delivered(Kind.REMINDER)
    client.post(EDIT, {"text": delivered(Kind.REMINDER)})
    factories.client_for(colleague("is_approver")).post("/letters/wording/reminder/2/use/")

    letter = factories.queued_letter(Kind.REMINDER)
    assert letter.wording.version == 2


@pytest.mark.parametrize(
    "address",
    ["nothing/", "offer/7/", "offer/99999999999/", "nothing/0/", "nothing/0/pdf/", "offer/1/pdf/",
     "offer/?from=9"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(f"/letters/wording/{address}").status_code == 404


@pytest.mark.parametrize("begin", ["x", "-1", "1.5", "٣", "9" * 40, ""])
def test_rubbish_in_the_address_begins_with_the_newest(client, begin):
    assert client.get(EDIT, {"from": begin}).status_code == 200


# --- seeing it ---------------------------------------------------------------------------------


def test_the_preview_shows_a_real_case_as_page_and_as_paper(client):
    application = factories.offered()
    factories.letter_wording(used=False)
    address = reverse("letter_wording", args=["offer", 1])

    page = client.get(address, {"case": f" {application.reference.lower()} "})
    paper = client.get(f"{address}pdf/", {"case": application.reference})

    name = application.organisation.name
    assert f"We offer <strong>{name}</strong>" in page.text.replace("&#x27;", "'")
    assert f'data="{address}pdf/?case={application.reference}"' in page.text
    assert "These are examples" not in page.text
    assert any(f"We offer {name} a grant of £4,000 and 3 advice days" in text
               for _, text in said(paper))  # fmt: skip
    assert "We are glad." in said(paper)[-1][1]
    assert application.letters.count() == 1  # a preview is kept nowhere


def test_a_preview_says_what_is_made_up(client):
    application = factories.accepted()

    page = client.get("/letters/wording/remittance/0/", {"case": application.reference})

    assert list(page.context["made_up"]) == [
        "amount paid", "date paid", "table of what is paid", "end of account", "bank reference",
        "paid in all", "still to come", "next payment", "next amount", "next date",
        "list of what we need next",
    ]  # fmt: skip
    assert "has no such letter yet. These are examples here: amount paid, date paid" in page.text
    assert application.organisation.name in page.context["made"].html


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_can_be_seen_with_made_up_facts(client, kind):
    page = client.get(f"/letters/wording/{kind}/0/")
    paper = client.get(f"/letters/wording/{kind}/0/pdf/")

    assert "All the facts below are made up." in page.text
    assert not page.context["made"].problem
    assert paper.headers["Content-Type"] == "application/pdf"
    assert pikepdf.open(io.BytesIO(paper.content)).Root.MarkInfo.Marked is True


def test_a_gap_is_named_before_anybody_gets_the_letter(client):
    application = factories.submitted(of=factories.organisation(name="田中 bakers"))

    page = client.get("/letters/wording/reminder/0/", {"case": application.reference})
    paper = client.get("/letters/wording/reminder/0/pdf/", {"case": application.reference})

    assert "Our typeface has no shape for: 田 (U+7530), 中 (U+4E2D)" in page.text
    assert paper.status_code == 404


@pytest.mark.parametrize("asked", ["CDF-9999-0001", "x" * 30, "<b>"])
def test_a_case_that_is_not_there_is_a_sentence(client, asked):
    page = client.get("/letters/wording/offer/0/", {"case": asked})

    assert page.status_code == 200
    assert page.context["form"].errors["case"]
    assert client.get("/letters/wording/offer/0/pdf/", {"case": asked}).status_code == 404


def test_a_case_that_a_conflict_closes_fills_no_preview():
    application = factories.offered()
    officer = colleague("is_officer")
    from grants.assessment.actions import declare_conflict

    declare_conflict(application, by=officer, reason="My aunt.")
    client = factories.client_for(officer)

    page = client.get("/letters/wording/offer/0/", {"case": application.reference})

    assert page.context["form"].errors["case"] == [
        "There is no such case. Choose one from the list"
    ]
    assert application.organisation.name not in page.text


def test_only_the_preview_may_hold_a_pdf_and_only_our_own(client):
    page = client.get("/letters/wording/offer/0/")
    paper = client.get("/letters/wording/offer/0/pdf/")
    other = client.get("/letters/wording/")

    policy = page.headers["Content-Security-Policy"]
    assert "object-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "frame-ancestors 'self'" in paper.headers["Content-Security-Policy"]
    assert paper.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert paper.headers["X-Content-Type-Options"] == "nosniff"
    assert "object-src 'none'" in other.headers["Content-Security-Policy"]
    assert other.headers["X-Frame-Options"] == "DENY"


def test_a_very_long_wording_flows_over_pages(client):
    text = in_words("\n\n".join(f"{n}. {'A long condition. ' * 12}" for n in range(120)))

    client.post(EDIT, {"text": text})

    paper = client.get("/letters/wording/reminder/1/pdf/")
    reading = Reading(paper.content)
    assert len(reading.pdf.pages) >= 8
    assert [text for role, text in reading.spoken() if role == "Lbl"][-1] == "120."


# --- actions and guards ------------------------------------------------------------------------


def test_the_last_wording_that_was_approved_is_used():
    officer = colleague("is_officer")
    first = write_wording(Kind.REMINDER, text=in_words("One."), by=officer)
    second = write_wording(Kind.REMINDER, text=in_words("Two."), by=officer)

    reader = colleague("is_approver")
    use_wording(second, by=reader)
    for _click in range(2):
        use_wording(first, by=reader)
    with pytest.raises(Refused, match="It was used before"):
        use_wording(second, by=reader)  # an old tab

    assert LetterWording.objects.in_use(Kind.REMINDER) == first
    assert LetterWording.objects.in_use(Kind.OFFER) is None


def test_the_action_itself_refuses_a_fault():
    with pytest.raises(Refused, match=r"There is no \{x\}"):
        write_wording(Kind.REMINDER, text="# {x}", by=colleague("is_officer"))


@pytest.mark.database
@pytest.mark.parametrize("change", [{"text": "# Other"}, {"version": 9}, {"approved_at": None}])
def test_a_wording_is_never_changed_or_removed(change):
    row = factories.letter_wording()

    for write in (lambda rows: rows.update(**change), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            write(LetterWording.objects.filter(pk=row.pk))


@pytest.mark.database
def test_who_writes_words_does_not_use_them_and_the_database_says_so_too():
    row = factories.letter_wording(used=False)

    with pytest.raises(Refused, match="You wrote this, so somebody else must read it"):
        use_wording(row, by=row.written_by)
    facts = {"approved_at": now(), "approved_by": row.written_by}
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterWording.objects.filter(pk=row.pk).update(**facts)
    assert LetterWording.objects.in_use(Kind.OFFER) is None


def test_colleagues_are_told_of_new_words():
    writer, reader, other = (factories.staff("is_officer") for _each in range(3))
    row = factories.letter_wording(Kind.RECOVERY, used=False, by=writer)

    use_wording(row, by=reader)

    told = Email.objects.filter(event="grants/wording_used")
    assert {mail.to for mail in told} >= {writer.email, other.email}
    assert reader.email not in {mail.to for mail in told}
    mail = told.get(to=other.email)
    assert f"{writer.name} wrote it, and {reader.name} read it" in mail.body
    assert "/letters/wording/recovery/1/" in mail.body


@pytest.mark.parametrize(
    "typed",
    ["sort code 10-79-99", "account 88837491", "1 0 7 9 9 9", "**10**-79-99", "1079\n9988",
     "GB29 NWBK 6016 1331 9268 19", "\uff11\uff10\uff17\uff19\uff19\uff19", "10\u200b79\u200b99"],
)  # fmt: skip
def test_no_account_stands_in_the_words_that_ask_for_money(client, typed):
    text = f"{delivered(Kind.RECOVERY)}\nOur bank has changed: {typed}\n"

    response = client.post("/letters/wording/recovery/", {"text": text})

    faults = response.context["form"].errors["text"]
    assert "looks like an account. Leave it out: [how to pay] says where to pay" in faults[0]
    assert not LetterWording.objects.exists()


def test_years_sums_and_phone_numbers_are_no_account(client):
    text = f"{delivered(Kind.RECOVERY)}\nBefore 4 May 2027, up to £10,000: ring 020 7946 0018.\n"

    assert client.post("/letters/wording/recovery/", {"text": text}).status_code == 302


@pytest.mark.parametrize("role", ["is_approver", "is_assessor", "is_finance_preparer"])
def test_other_colleagues_write_no_letters(role):
    assert factories.client_for(factories.staff(role)).get(EDIT).status_code == 403


@pytest.mark.parametrize("role", ["is_auditor", "is_assessor", "is_finance_preparer"])
def test_only_officers_and_approvers_say_that_words_are_used(role):
    client = factories.client_for(factories.staff(role))

    assert client.post("/letters/wording/offer/1/use/").status_code == 403
