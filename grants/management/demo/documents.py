"""Papers that co-ops add to their applications: a quote from a shop, on one page."""

import hashlib
from io import BytesIO

from django.core.files.base import ContentFile
from reportlab.lib.pagesizes import A5
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from grants.applications.documents import add_attachment

MARGIN = 18 * mm


def add_documents(case, questions):
    """What the story says that the co-op added, each beside the question that asks for it."""
    for document in case.story.documents:
        page = page_of(document)
        add_attachment(
            case.application,
            file=ContentFile(page),
            name=document.name,
            content_type="application/pdf",
            sha256=hashlib.sha256(page).hexdigest(),
            question=questions.get(document.question),
            by=case.owner,
        )


def page_of(document):
    """The bytes of a PDF with these lines. The same lines, the same bytes."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=A5, invariant=True)
    canvas.setTitle(document.lines[0])
    text = canvas.beginText(MARGIN, A5[1] - MARGIN)
    for number, line in enumerate(document.lines):
        text.setFont("Helvetica-Bold" if number == 0 else "Helvetica", 13 if number == 0 else 11)
        text.setLeading(20)
        text.textLine(line)
    canvas.drawText(text)
    canvas.save()
    return target.getvalue()
