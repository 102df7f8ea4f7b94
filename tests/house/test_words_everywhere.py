"""Every page and form: nothing undefined, and no words but ours."""

import html
import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template import engines

import applicants
import grants
import workshops
from applicants import account_forms

from . import walking
from .undefined import undefined_names

HOUSE = Path(settings.BASE_DIR)
TEMPLATES = HOUSE / "templates"


# --- Words that we do not use ----------------------------------------------------------------

UNWELCOME = re.compile(r"success(fully|ful)\b|\bclick here\b|\binvalid\b|\bsubmit your\b", re.I)


def shown_words(path):
    """The text of a template, without its tags and comments."""
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", path.read_text(), flags=re.S)
    return re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", " ", text, flags=re.S)


def test_no_template_uses_words_that_we_do_not_use(tmp_path):
    planted = tmp_path / "planted.html"
    planted.write_text("<p class='x'>Saved successfully.</p>")
    assert UNWELCOME.search(shown_words(planted))

    for path in [*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")]:
        found = UNWELCOME.search(shown_words(path))
        assert not found, f"{path}: {found}"


def test_no_message_says_successfully():
    for app in ("applicants", "workshops", "grants"):
        for path in (HOUSE / app).rglob("*.py"):
            if "node_modules" not in path.parts:
                assert "successful" not in path.read_text().lower(), path


# --- Forms -----------------------------------------------------------------------------------

# Django's own sentences, which say that something is wrong and not what to do.
FOREIGN = re.compile(
    r"This field is required|This value is required|Ensure (this|that)|Enter a valid value|"
    r"Select a valid choice|Enter a whole number|Enter a number\.|Enter a valid date|"
    r"Enter a valid email|Enter a valid URL|Enter a complete value|No file was submitted|"
    r"The submitted file is empty|Enter a valid JSON|Please correct|%\("
)


RUBBISH = ["", None, [], "x" * 100_000, "-1", "1e999", "rubbish", ["rubbish"], ["31", "2", "2026"]]


def form_classes():
    """Every form class of ours."""
    found = set()
    for package in (applicants, workshops, grants):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.rpartition(".")[2] in ("forms", "account_forms"):
                classes = vars(importlib.import_module(module.name)).values()
                found |= {
                    one
                    for one in classes
                    if isinstance(one, type)
                    and issubclass(one, forms.BaseForm)
                    and one.__module__ == module.name
                }
    return sorted(found, key=lambda one: (one.__module__, one.__name__))


def foreign_sentences(form_class):
    for name, field in form_class.base_fields.items():
        if getattr(field, "queryset", field) is None:
            continue  # what there is to choose from is known to the page only; see below
        for typed in rubbish_for(field):
            try:
                field.clean(typed)
            except ValidationError as problem:
                for message in problem.messages:
                    if FOREIGN.search(message):
                        yield name, message


def rubbish_for(field):
    """A box of several parts, such as a date, is always given so many parts."""
    if not isinstance(field.widget, forms.MultiWidget):
        return RUBBISH
    parts = len(field.widget.widgets)
    return [[one] * parts for one in RUBBISH if isinstance(one, str)]


class Planted(forms.Form):
    name = forms.CharField(max_length=10)
    number = forms.IntegerField()


def test_a_planted_form_in_django_s_words_is_found():
    said = {message for _name, message in foreign_sentences(Planted)}

    assert "This field is required." in said
    assert "Enter a whole number." in said
    assert any(message.startswith("Ensure this value") for message in said)


@pytest.mark.django_db
def test_every_form_speaks_in_our_words():
    classes = [one for one in form_classes() if one.__module__ != account_forms.__name__]

    assert len(classes) > 20
    for form_class in classes:
        assert not list(foreign_sentences(form_class)), form_class


def test_every_box_of_the_account_forms_has_our_words():
    """allauth fills these boxes in when a form is made, so `words` is what there is to read."""
    elsewhere = {
        "username",  # taken away again: people sign in with an address
        "name",  # has its words in applicants.forms.SignupForm
    }
    for form_class in form_classes():
        if form_class.__module__ != account_forms.__name__:
            continue
        needed = {name for name, field in form_class.base_fields.items() if field.required}
        assert needed - elsewhere <= set(form_class.words), form_class
        for words in form_class.words.values():
            assert not FOREIGN.search(words["empty"])


# --- Pages -----------------------------------------------------------------------------------

# Components take these or leave them; each has its own words for when they are left out.
OPTIONAL = {
    "cancel",
    "change",
    "form.passwordless.auto_id",
    "level",
    "list_id",
    "problem.message",  # there is no form, so there is no problem: see components/_error_summary
    "size",
    "text",
    "value",
    "what",
    "widget.attrs.class",
}


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    """Every test of it carries the mark: a database is made only when one that runs asks for it."""
    with walking.a_town(django_db_blocker) as town:
        with django_db_blocker.unblock():
            engine = engines["django"].engine
            engine.string_if_invalid = "UNDEFINED[%s]"
            town.pages = list(walking.walk(town))
            engine.string_if_invalid = ""
        yield town


@pytest.mark.django_db
def test_no_page_names_something_that_it_was_not_given(town):
    found = {}
    for page in town.pages:
        for name in undefined_names(page.text) - OPTIONAL:
            found.setdefault(name, str(page))

    assert found == {}


@pytest.mark.django_db
def test_every_page_has_a_title_of_its_own_and_one_heading(town):
    titles = {}
    for page in town.pages:
        if page.type != "text/html" or page.status in (301, 302):
            continue
        title = html.unescape(re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)[1])
        assert title.endswith(f" – {settings.FUND['name']}"), page
        assert not title.startswith(" –"), page
        assert len(re.findall(r"<h1\b", page.text)) == 1, page
        if page.status == 200:
            titles.setdefault(title, set()).add(page.name)
    shared = {title: names for title, names in titles.items() if len(names) > 1}

    assert shared == SAME_TITLE


SAME_TITLE = {
    # Both say the same: an email is on its way.
    "Check your email – Co-operate Alderwick": {
        "account_email_verification_sent",
        "account_reset_password_done",
    }
}


@pytest.mark.django_db
def test_no_page_repeats_an_id_or_points_at_nothing(town):
    for page in town.pages:
        if page.type == "text/html" and page.status == 200:
            reader = walking.read(page)
            assert len(reader.ids) == len(set(reader.ids)), page
            assert set(reader.jumps) <= set(reader.ids), page


@pytest.mark.django_db
def test_an_empty_form_is_refused_in_our_words_with_links_that_lead_to_its_boxes(town):
    refused = 0
    for who, form in walking.forms_of(town.pages):
        page = walking.send(town, who, form.action, {})
        assert not FOREIGN.search(re.sub(r"<[^>]*>", " ", page.text)), page
        if "There is a problem" in page.text:
            refused += 1
            assert "<title>Error: " in page.text, page
            reader = walking.read(page)
            assert len(reader.ids) == len(set(reader.ids)), page
            assert set(reader.jumps) <= set(reader.ids), page
            # More than "skip to main content": something in the summary leads to a box, or
            # what is wrong is about the whole form.
            summary = page.text.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
            assert "<li>" in summary, page

    assert refused > 60


NEVER_SHOWN_AGAIN = re.compile(r"password|code|credential|sort_code|account")


TYPED = "Kept words 77"


@pytest.mark.django_db
def test_what_was_typed_comes_back_with_the_complaint(town):
    """Every box of words keeps what is in it while another box is empty."""
    kept = 0
    for who, form in walking.forms_of(town.pages):
        for name in form.fields:
            is_words = f'name="{name}"' in boxes_of_words(town, who, form)
            if not is_words or NEVER_SHOWN_AGAIN.search(name):
                continue
            page = walking.send(town, who, form.action, {name: TYPED})
            if "There is a problem" in page.text:
                assert TYPED in page.text, f"{page}: {name}"
                kept += 1

    assert kept > 40


def boxes_of_words(town, who, form):
    """The tags of a form's page into which people write, as one text."""
    found = town.__dict__.setdefault("boxes", {})
    if (who, form.action) not in found:
        text = "".join(
            page.text for page in town.pages if page.who == who and page.address == form.action
        )
        tags = re.findall(r"<(?:textarea|input)\b[^>]*>", text)
        found[who, form.action] = "".join(
            tag for tag in tags if 'type="text"' in tag or tag.startswith("<textarea")
        )
    return found[who, form.action]
