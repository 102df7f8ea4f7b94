"""A month end: three files for three kinds of bank, what the bank says, and a change that stops it.

Finance works at two screens. What a bank would read in each file is read here too, by readers that
know nothing of how it was written.
"""

import csv
import io
import re
from decimal import Decimal

from playwright.sync_api import expect

from grants.casework.demo import PASSWORD
from tests.grants.payments.files.test_pain001 import NAMES, read as read_xml
from tests.grants.payments.files.test_standard18 import read as read_bacs
from tests.paper import Reading

from .by_hand import follow, heading, look_again_until, mail_to, press
from .looking import Listener, faults_of
from .what_they_write import BANK_LETTER

FUND = "Co-operate Alderwick"
PREPARER, PAYER = "zofia@alderwick.example", "michael@alderwick.example"
AUDITOR, BAKER = "ruth@alderwick.example", "siwan@tygwynbakehouse.example"
GARDEN, PUPPETS, BAKEHOUSE = (
    "Kiln Hill Kitchen Garden",
    "Fernhill Puppet Theatre",
    "Tŷ Gwyn Bakehouse",
)
READING_ROOM = "Ropewalk Reading Room"
TREASURER, SECRETARY = "delphine@ropewalkreadingroom.example", "arjun@ropewalkreadingroom.example"


def test_three_kinds_of_file_reach_the_bank_and_come_back(window_apart, service_apart):
    preparer, payer = window_apart(PREPARER), window_apart(PAYER)
    heard = [Listener(preparer), Listener(payer)]
    paid = {}

    for kind, coop in (("csv", GARDEN), ("standard18", PUPPETS), ("pain001", BAKEHOUSE)):
        service_apart.take_setting("PAYMENT_PROFILE", kind)
        run, file = send_to_the_bank(preparer, payer, coop)
        paid[coop] = READERS[kind](file)
        assert download(preparer) == file, "the file of a run never changes"
        expect(preparer.get_by_text("The payment file was downloaded")).to_have_count(2)
        expect(preparer.get_by_role("heading", level=1)).to_contain_text(f"{run} Sent to the bank")

    assert {coop: (name, account, amount) for coop, (name, account, amount, _) in paid.items()} == {
        GARDEN: ("Kiln Hill Kitchen Garden", "938611 07806039", Decimal(800)),
        PUPPETS: ("FERNHILL PUPPET TH", "938600 42368003", Decimal(1000)),
        BAKEHOUSE: ("Ty Gwyn Bakehouse Limited", "827999 73988638", Decimal(1500)),
    }
    say_what_became_of_them(preparer, paid)
    it_is_where_finance_looks(preparer)
    the_co_ops_hear_of_it(window_apart)
    advice = read_the_advice(window_apart(BAKER), paid[BAKEHOUSE])
    follow_the_penny(window_apart(AUDITOR), run, paid[BAKEHOUSE])
    assert "Ty Gwyn" not in advice, "a bank wants plain letters; a letter writes the name"
    assert [listener.taken() for listener in heard] == [[], []]


def test_a_changed_account_stops_the_run_it_was_in(window_apart):
    preparer, payer = window_apart(PREPARER), window_apart(PAYER)
    run = approved_run(preparer, payer, READING_ROOM)

    give_another_account(window_apart(TREASURER))

    open_run(preparer, run)
    expect(preparer.get_by_text("changed its bank details after this run")).to_be_visible()
    expect(preparer.get_by_role("button", name="Make the payment file")).to_have_count(0)
    assert faults_of(preparer, FUND) == []
    follow(preparer, "Cancel this run")
    preparer.get_by_label(re.compile("Why")).fill("They gave another account. We ring them first.")
    press(preparer, re.compile("Cancel"))
    expect(preparer.get_by_role("heading", level=1)).to_contain_text("Cancelled")

    follow(preparer, "Payments")
    row = preparer.get_by_role("row").filter(has_text=READING_ROOM)
    expect(row.get_by_text("An officer has to check the bank details")).to_be_visible()
    expect(row.get_by_text("so we wait until")).to_be_visible()
    expect(preparer.get_by_label(READING_ROOM)).to_have_count(0)
    for person in (TREASURER, SECRETARY):
        assert "ends in 1166" in mail_to(window_apart(), person, "Bank details")


# --- A run ---------------------------------------------------------------------------------


def approved_run(preparer, payer, coop):
    """One prepares it, and cannot approve it; another does."""
    preparer.goto("/payments/")
    preparer.get_by_label(coop).check()
    press(preparer, "Continue")
    expect(preparer.get_by_text("There is no payment run yet.")).to_be_visible()
    assert faults_of(preparer, FUND) == []
    press(preparer, "Prepare the payment run")
    run = re.search(r"RUN-\d{4}-\d{4}", preparer.get_by_role("heading", level=1).inner_text())[0]
    expect(preparer.get_by_role("button", name="Approve these payments")).to_have_count(0)
    open_run(payer, run)
    press(payer, "Approve these payments")
    expect(payer.get_by_text(f"You approved {run}.")).to_be_visible()
    return run


def send_to_the_bank(preparer, payer, coop):
    run = approved_run(preparer, payer, coop)
    open_run(preparer, run)
    press(preparer, "Make the payment file")
    expect(preparer.get_by_text("The payment file is made.")).to_be_visible()
    assert faults_of(preparer, FUND) == []
    return run, download(preparer)


def open_run(page, run):
    page.goto("/payments/")
    follow(page, run)
    heading(page, run)


def download(page):
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the payment file").click()
    page.reload()
    return download.value.path().read_bytes()


# --- What a bank reads in a file: name, account, amount, reference ---------------------------


def of_columns(file):
    [line] = csv.DictReader(io.StringIO(file.decode("utf-8-sig")))
    account = f"{line['Sort code']} {line['Account number']}"
    return line["Payee name"], account, Decimal(line["Amount"]), line["Reference"]


def of_bacs(file):
    [(sort_code, account, amount, reference, name)] = read_bacs(file.decode("ascii"))["payments"]
    return name, f"{sort_code} {account}", amount, reference


def of_xml(file):
    [payment] = read_xml(file.decode())

    def said(element):
        return payment.findtext(f".//p:{element}", None, NAMES)

    account = payment.findtext(".//p:CdtrAcct//p:Id/p:Othr/p:Id", None, NAMES)
    sort_code = said("MmbId")
    return (
        said("Cdtr/p:Nm"),
        f"{sort_code} {account}",
        Decimal(said("InstdAmt")),
        said("EndToEndId"),
    )


READERS = {"csv": of_columns, "standard18": of_bacs, "pain001": of_xml}


# --- What the bank says ----------------------------------------------------------------------


def say_what_became_of_them(page, lines):
    """Two were paid and one failed; a line fits nothing. The same file again changes nothing."""
    page.goto("/payments/")
    follow(page, "What the bank says")
    today = page.evaluate("new Date().toLocaleDateString('en-GB')")
    told = [("Account closed" if coop == PUPPETS else "", *line) for coop, line in lines.items()]
    rows = ["Reference;Amount;Date;Status;Reason"]
    rows += [
        f"{reference};£{amount:,.2f};{today};{'Failed' if why else 'Paid'};{why}"
        for why, _name, _account, amount, reference in told
    ]
    rows.append(f"TEA AND BISCUITS;12.40;{today};Paid;")
    upload(page, "\r\n".join(rows))
    assert faults_of(page, FUND) == []
    press(page, re.compile("Take"))
    expect(page.get_by_text("The file is taken in.")).to_be_visible()
    tea = page.get_by_role("row").filter(has_text="12.40")
    expect(tea).to_be_visible()
    expect(page.get_by_text("TEA AND BISCUITS")).to_have_count(0)  # no words of others are kept

    follow(page, "What the bank says")
    upload(page, "\r\n".join(rows))
    expect(page.get_by_text("Uploading the same file again changes nothing")).to_be_visible()


def upload(page, text):
    page.get_by_label("Choose the file from your bank").set_input_files(
        {
            "name": "what-became-of-them.csv",
            "mimeType": "text/csv",
            "buffer": text.encode("utf-8-sig"),
        }
    )
    page.get_by_label("Without a minus, such as 4,000.00").check()
    press(page, "Look at this file")


def it_is_where_finance_looks(page):
    page.goto("/payments/")
    row = page.get_by_role("row").filter(has_text=PUPPETS).filter(has_text="Account closed")
    expect(row).to_be_visible()
    expect(page.get_by_label(PUPPETS)).to_be_visible()
    for coop in (GARDEN, BAKEHOUSE):
        expect(page.get_by_label(coop)).to_have_count(0)


def the_co_ops_hear_of_it(window_apart):
    """Who was paid reads how much and for what; who was not reads why, and what to do."""
    reader = window_apart()
    assert "£1,500" in mail_to(reader, BAKER, "We have paid £1,500")
    assert "Account closed" in mail_to(
        reader, "zuzana@fernhillpuppettheatre.example", "did not go through"
    )


def read_the_advice(page, paid):
    """The letter about the payment, as a page and as the paper, which say the same."""
    *_, reference = paid
    follow(page, re.compile(f"^{BAKEHOUSE}"))
    look_again_until(page, page.get_by_role("link", name="Payment advice"))
    follow(page, "Payment advice")
    letter = page.get_by_role("article")
    for words in ("£1,500", reference, "8638", BAKEHOUSE):
        expect(letter.get_by_text(words).first).to_be_visible()
    assert faults_of(page, FUND) == []
    address = page.get_by_role("button", name="Open as PDF").get_attribute("href")
    said = Reading(page.context.request.get(address).body()).spoken()
    paper = " ".join(words for _role, words in said)
    for words in ("We have paid £1,500", reference, BAKEHOUSE):
        assert words in paper
    return paper


# --- From a penny to its decision ----------------------------------------------------------


def follow_the_penny(page, run, paid):
    """An auditor finds the row, who decided, and the three people who looked before it left."""
    *_, reference = paid
    page.goto("/payments/ledger/")
    page.get_by_label("Co-op, grant or run").fill(run)
    press(page, "Show")
    row = page.get_by_role("row").filter(has_text=BAKEHOUSE)
    expect(row).to_contain_text("£1,500")
    row.get_by_role("link").first.click()
    heading(page, f"The money of {BAKEHOUSE}")
    expect(page.get_by_text("How it was decided")).to_be_visible()
    for words in (reference, "Zofia", "Michael", "Siân"):
        expect(page.get_by_text(words).first).to_be_visible()
    assert faults_of(page, FUND) == []


# --- An account changes ----------------------------------------------------------------------


def give_another_account(page):
    """It asks for the password again, and says that the money waits."""
    follow(page, re.compile(f"^{READING_ROOM}"))
    follow(page, "Change bank details")
    press(page, "Change the bank details")
    password = page.get_by_label("Your password")
    name = page.get_by_label("Name on the account")
    expect(password.or_(name).first).to_be_visible()
    if password.count():
        password.fill(PASSWORD)
        press(page, "Continue")
    name.fill("Ropewalk Reading Room")
    page.get_by_label("Sort code").fill("20-09-15")
    page.get_by_label("Account number").fill("41011166")
    press(page, "Save bank details")
    expect(page.get_by_text("the account ending in 1166")).to_be_visible()
    letter = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": BANK_LETTER}
    page.get_by_label("Choose a file").set_input_files(letter)
    press(page, "Send this file")
    expect(page.get_by_text("Ends in 1166")).to_be_visible()
    expect(page.get_by_text("so we wait until")).to_be_visible()
    assert faults_of(page, FUND) == []
