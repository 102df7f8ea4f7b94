"""What a browser is given: no code in the pages, nothing unescaped, and a token in every form."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from applicants.emails import deliver_due_emails, queue_email
from applicants.models import Email
from grants.models import Letter
from tests import factories

HOUSE = Path(settings.BASE_DIR)
TEMPLATES = sorted((HOUSE / "templates").rglob("*.html"))
CODE = [
    path
    for app in ("applicants", "workshops", "grants")
    for path in sorted((HOUSE / app).rglob("*.py"))
    if "node_modules" not in path.parts and "migrations" not in path.parts
]

# --- The templates, read ---------------------------------------------------------------------

# A block of data is not code: a browser runs neither of these, and our policy allows them.
SCRIPT_WITHOUT_ADDRESS = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE | re.DOTALL
)
FORBIDDEN = {
    "a style in the page": re.compile(r"<style|\sstyle\s*=\s*[\"']", re.IGNORECASE),
    "a script in the page": SCRIPT_WITHOUT_ADDRESS,
    "a handler in the page": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an address that runs code": re.compile(r"javascript:", re.IGNORECASE),
    "something from another site": re.compile(r"(src|srcset|action)=[\"'](https?:)?//"),
    "a window that can steer ours": re.compile(r"target=[\"']_blank"),
    "unescaped words": re.compile(r"\|\s*safe\b|autoescape\s+off|safeseq"),
}
ALLOWED = {
    # A hint is written by us, or joined from escaped parts (applications/question_fields.py).
    ("components/_field.html", "unescaped words"),
    # Made from an escaped template, kept with its hash, and shown as it was sent.
    ("grants/awards/letters/letter.html", "unescaped words"),
    ("workshops/certificates/certificate.html", "unescaped words"),
    # The same before it is sent: composed by us, which escapes all that people typed.
    ("grants/awards/letters/_as_it_would_go.html", "unescaped words"),
    ("grants/awards/letters/wordings/wording.html", "unescaped words"),
}
PLANTED = [
    ("<p style='color: red'>", "a style in the page"),
    ("<style>p { color: red }</style>", "a style in the page"),
    ("<script>alert(1)</script>", "a script in the page"),
    ('<script type="module">\nalert(1)</script>', "a script in the page"),
    ('<button type="button"\n        onclick="go()">', "a handler in the page"),
    ('<a href="JavaScript:go()">', "an address that runs code"),
    ('<script src="https://cdn.example/x.js">', "something from another site"),
    ('<img src="//cdn.example/x.png">', "something from another site"),
    ('<a href="/" target="_blank">', "a window that can steer ours"),
    ("{{ name | safe }}", "unescaped words"),
    ("{% autoescape  off %}", "unescaped words"),
]


def breaches(text):
    return [rule for rule, pattern in FORBIDDEN.items() if pattern.search(text)]


@pytest.mark.parametrize(("text", "rule"), PLANTED)
def test_the_reader_finds_a_planted_breach(text, rule):
    assert breaches(f"<p>Words.</p>\n{text}\n") == [rule]


def test_the_templates_break_no_rule():
    found = {
        (str(path.relative_to(HOUSE / "templates")), rule)
        for path in TEMPLATES
        for rule in breaches(path.read_text())
    }

    assert found == ALLOWED


def test_every_form_that_is_posted_carries_a_token():
    for path in TEMPLATES:
        text = path.read_text()
        for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL):
            is_posted = re.search(r'method="post"', form)
            assert bool(is_posted) == ("csrf_token" in form), f"{path}: {form[:80]}"


# The places that call words safe, each with its reason.
SAFE_WORDS = {
    (
        "grants/applications/question_fields.py",
        "mark_safe",
    ),  # one literal <br> between escaped lines
    ("grants/applications/question_fields.py", "format_html"),  # escapes what it is given
    ("grants/applications/question_fields.py", "format_html_join"),
}
WAYS_ROUND = {"mark_safe", "SafeString", "SafeText", "format_html", "format_html_join"}
WAYS_ROUND |= {"csrf_exempt", "xframe_options_exempt", "csp_exempt", "eval", "exec"}


def names_called(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            function = node.func
            yield (
                function.attr
                if isinstance(function, ast.Attribute)
                else getattr(function, "id", "")
            )
        elif isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                yield getattr(decorator, "id", getattr(decorator, "attr", ""))


def test_no_code_goes_round_the_escaping_unseen():
    assert set(names_called("@csrf_exempt\ndef view(request): html.mark_safe(x)")) >= {
        "mark_safe",
        "csrf_exempt",
    }

    found = {
        (str(path.relative_to(HOUSE)), name)
        for path in CODE
        for name in names_called(path.read_text())
        if name in WAYS_ROUND
    }

    assert found == SAFE_WORDS


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["account_login", "account_signup", "account_reset_password", "account_logout"]
)
def test_the_account_pages_ask_for_the_token_too(name):
    assert Client(enforce_csrf_checks=True).post(reverse(name)).status_code == 403


# --- Letters and mail -------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_name_cannot_add_lines_to_the_head_of_an_email():
    thief = "Mina\r\nBcc: thief@example.org\r\nSubject: Win"
    person = factories.person(name=thief)
    of = factories.organisation(name=thief, owner=person)
    queue_email("applicants/person_added", person, key="1", organisation=of, by=person)

    while deliver_due_emails():
        pass

    sent = mail.outbox[-1]
    head = sent.message().as_bytes().partition(b"\n\n")[0].lower()
    assert sent.recipients() == [person.email]
    assert b"\nbcc:" not in head
    assert head.count(b"subject:") <= 2  # the true one may hold the word
    assert "\n" not in sent.subject
    assert Email.objects.get(to=person.email).state == Email.State.SENT


@pytest.mark.django_db
def test_words_that_look_like_a_template_stay_words_in_mail_and_letters():
    owner = factories.person(name="Olu {{ 'ran'|upper }} {% now 'Y' %}")
    application = factories.offered(
        of=factories.organisation(owner=owner, name="<b>{{ 'ran'|upper }}")
    )

    letter = Letter.objects.get(application=application)
    bodies = "".join(Email.objects.filter(to=owner.email).values_list("body", flat=True))

    assert "{{ &#x27;ran&#x27;|upper }} {% now &#x27;Y&#x27; %}" in letter.html
    assert "&lt;b&gt;{{ &#x27;ran&#x27;|upper }}" in letter.html
    assert "<b>{{ 'ran'|upper }}" in bodies  # mail is plain text: nothing is escaped, nothing runs
    assert "RAN" not in bodies + letter.html
