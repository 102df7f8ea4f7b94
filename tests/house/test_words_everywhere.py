"""Every page and form: nothing undefined, and no words but ours."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

import applicants
import grants
import workshops
from applicants import account_forms

from .foreign import FOREIGN

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


READ_FROM_BANKS = HOUSE / "grants/payments/results/values.py"  # how banks call a payment; not ours


def test_no_message_says_successfully():
    for app in ("applicants", "workshops", "grants"):
        for path in (HOUSE / app).rglob("*.py"):
            if "node_modules" not in path.parts:
                said = path.read_text().lower().count("successful")
                assert said == (path == READ_FROM_BANKS), path


# --- Forms -----------------------------------------------------------------------------------

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
