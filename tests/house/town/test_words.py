"""Every page of the town: nothing undefined, a title of its own, complaints in our words."""

import html
import re

import pytest
from django.conf import settings
from django.template import engines

from tests.house import walking
from tests.house.foreign import FOREIGN
from tests.house.undefined import noting_undefined

# Components take these or leave them; each has its own words for when they are left out.
OPTIONAL = {
    "cancel",
    "change",
    "form",  # a page that only asks once more has none: see components/_confirm
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


def test_what_a_template_was_not_given_is_noted_and_shown_as_nothing():
    words = "{% if a %}no{% endif %}{{ b|default:'x' }}{{ given.c }}{% firstof d 'y' %}"
    with noting_undefined() as noted:
        page = engines["django"].from_string(words).render({"given": 1})

    assert page == "xy"
    assert noted.taken() == {"b", "given.c"}


@pytest.mark.django_db
def test_no_page_names_something_that_it_was_not_given(town):
    found = {name: page for name, page in town.undefined.items() if name not in OPTIONAL}

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
            reader = page.reader
            assert len(reader.ids) == len(set(reader.ids)), page
            assert set(reader.jumps) <= set(reader.ids), page


@pytest.mark.django_db
def test_an_empty_form_is_refused_in_our_words_with_links_that_lead_to_its_boxes(town):
    refused = 0
    for who, form in town.forms:
        page = walking.send(town, who, form.action, {})
        assert not FOREIGN.search(re.sub(r"<[^>]*>", " ", page.text)), page
        if "There is a problem" in page.text:
            refused += 1
            assert "<title>Error: " in page.text, page
            reader = page.reader
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
    """Every box of words keeps what is in it while another box is empty.

    All boxes of a form together, wherever it stands; and each box alone, once for every kind of
    form and whoever fills it in.
    """
    kept, seen = 0, set()
    for who, form in town.forms:
        names = [
            name
            for name in form.fields
            if f'name="{name}"' in boxes_of_words(town, who, form)
            and not NEVER_SHOWN_AGAIN.search(name)
        ]
        kind = (who, re.sub(r"[^/]*\d[^/]*", "…", form.action), *sorted(form.fields))
        alone = [[name] for name in names] if kind not in seen else []
        seen.add(kind)
        for filled in [names, *alone] if names else ():
            typed = {name: f"{TYPED}-{number:02}" for number, name in enumerate(filled)}
            page = walking.send(town, who, form.action, typed)
            if "There is a problem" in page.text:
                for name, words in typed.items():
                    assert words in page.text, f"{page}: {name}"
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
