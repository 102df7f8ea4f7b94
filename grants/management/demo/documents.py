"""Papers that co-ops send: a quote from a shop, a letter from a bank, on one page each."""

import hashlib
from io import BytesIO

from django.core.files.base import ContentFile
from reportlab.lib.pagesizes import A5
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from grants.applications.documents import add_attachment

MARGIN = 18 * mm


def facts_of(name, page):
    """What an action needs to know of a page that somebody sends."""
    return {
        "file": ContentFile(page),
        "name": name,
        "content_type": "application/pdf",
        "sha256": hashlib.sha256(page).hexdigest(),
    }


def add_documents(case, questions):
    """What the story says that the co-op added, each beside the question that asks for it."""
    for document in case.story.documents:
        add_attachment(
            case.application,
            **facts_of(document.name, page_of(document.lines)),
            question=questions.get(document.question),
            by=case.owner,
        )


def bank_letter(account, day):
    """A letter from a bank that there is not, about an account that there is not."""
    sort_code = "-".join(account.sort_code[start : start + 2] for start in (0, 2, 4))
    return page_of(
        [
            "Weir & Lock Savings Bank",
            "1 Lock Parade, Alderwick",
            "",
            f"{day.day} {day:%B %Y}",
            "To whom it may concern",
            "We confirm that this account is held with us:",
            "",
            f"Name: {account.name}",
            f"Sort code: {sort_code}",
            f"Account number: {account.number}",
            "",
            "Weir & Lock is made up for this demo, and so is the account.",
        ]
    )


def page_of(lines):
    """The bytes of a PDF with these lines. The same lines, the same bytes."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=A5, invariant=True)
    canvas.setTitle(lines[0])
    text = canvas.beginText(MARGIN, A5[1] - MARGIN)
    for number, line in enumerate(lines):
        text.setFont("Helvetica-Bold" if number == 0 else "Helvetica", 13 if number == 0 else 11)
        text.setLeading(20)
        text.textLine(line)
    canvas.drawText(text)
    canvas.save()
    return target.getvalue()
