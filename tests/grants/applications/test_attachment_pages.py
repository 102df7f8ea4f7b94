"""Adding a document, and who may open it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants.applications import actions
from grants.models import Attachment
from tests import factories
from tests.factories import client_for

from .pages import page, text_of

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nOur rules"


def add_file(client, application, content=PDF, name="Rheolau Tŷ Gwyn.pdf"):
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return client.post(page("attachment_add", application), {"file": file}, follow=True)


def test_a_document_is_kept_and_handed_out_to_be_saved(begun):
    application, client = begun

    text = text_of(add_file(client, application))
    attachment = Attachment.objects.get()
    response = client.get(reverse("attachment", args=[attachment.reference]))

    assert "Rheolau Tŷ Gwyn.pdf" in text
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''Rheolau%20T%C5%B7%20Gwyn.pdf"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response.headers["Cache-Control"]
    assert "Rheolau" not in attachment.file.name
    attachment.file.delete(save=False)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("rules.html", b"<script>", "The selected file must be a PDF, DOCX, XLSX, ODT, JPG or PNG"),
        ("rules.pdf", b"", "The selected file is empty"),
        ("rules.pdf", b"%PDF-" + b"x" * 10_485_760, "The selected file must be smaller than 10MB"),
        ("rules.pdf", b"<script>", "The selected file is not what its name says"),
    ],
)
def test_a_wrong_file_is_refused_in_words(begun, name, content, sentence):
    application, client = begun

    text = text_of(add_file(client, application, content, name))

    assert "<title>Error: Add documents" in text
    assert sentence in text
    assert not Attachment.objects.exists()


def test_no_file_at_all_is_a_sentence_too(begun):
    application, client = begun

    for posted in ({}, {"file": "not a file"}):
        text = text_of(client.post(page("attachment_add", application), posted))
        assert "Select a file" in text


def test_a_document_is_removed_by_its_own_co_op_only(begun):
    application, client = begun
    add_file(client, application)
    attachment = Attachment.objects.get()
    address = reverse("attachment_remove", args=[attachment.reference])

    assert client_for(factories.person()).post(address).status_code == 404
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    gone = client.get(reverse("attachment", args=[attachment.reference]))

    assert gone.status_code == 404
    assert application.history.filter(verb="remove_file").count() == 1
    attachment.file.delete(save=False)


def test_a_document_whose_bytes_are_gone_is_not_found(begun):
    application, client = begun
    add_file(client, application)
    attachment = Attachment.objects.get()
    attachment.file.storage.delete(attachment.file.name)

    response = client.get(reverse("attachment", args=[attachment.reference]))

    assert response.status_code == 404


def test_documents_open_for_those_who_see_the_case():
    application = factories.draft()
    add_file(client_for(application.started_by), application)
    attachment = Attachment.objects.get()
    address = reverse("attachment", args=[attachment.reference])
    officer, finance = factories.staff("is_officer"), factories.staff("is_finance_preparer")
    assert client_for(officer).get(address).status_code == 404  # nobody sent it yet

    actions.submit_application(application, by=application.started_by)

    handed_out = client_for(officer).get(address)
    assert b"".join(handed_out.streaming_content) == PDF
    assert client_for(finance).get(address).status_code == 404
    attachment.file.delete(save=False)
