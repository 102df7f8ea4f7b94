"""A joint application on paper and on pages: whose each budget line is, who said yes, and when."""

import csv
import io
import re

import pytest
from django.db import connection
from django.urls import reverse

from applicants.actions import change_organisation
from applicants.models import User
from grants.applications.receipts import receipt_for
from grants.casework.exports import case_lines, questions_for
from grants.models import Application, Partner
from grants.templatetags.words import moment
from tests import factories
from tests.factories import client_for, staff
from tests.factories.people import owner_of
from tests.paper import Reading, failures

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(elm):
    """Alder leads, Elm is its partner, and it is sent."""
    return factories.submitted(of=factories.organisation(name="Alder Bakers"), joint=[elm])


def page(person, name, *args):
    return client_for(person).get(reverse(name, args=args)).text


def cells_of(text, label):
    """What the cells under one heading of a table say, from the top down."""
    cells = re.findall(rf'<td[^>]* data-label="{re.escape(label)}">(.*?)</td>', text, re.DOTALL)
    return [" ".join(cell.split()) for cell in cells]


def yes_of(partner):
    return f"{partner.confirmed_by} said yes for Elm Millers at {moment(partner.confirmed_at)}"


WHOSE = ["Alder Bakers", "Alder Bakers", "Elm Millers"]


def test_the_check_page_says_whose_each_line_is_and_who_said_yes_when(elm):
    draft = factories.draft(of=factories.organisation(name="Alder Bakers"), joint=[elm])

    text = page(draft.started_by, "application_check", draft.reference)

    assert cells_of(text, "Whose is it?") == WHOSE
    assert yes_of(Partner.objects.get()) in text


@pytest.mark.parametrize("name", ["application_sent", "application_answers", "case", "progress"])
def test_pages_of_what_was_sent_say_the_same_where_they_show_it(sent, name):
    person = staff("is_officer") if name == "case" else sent.submitted_by

    text = page(person, name, sent.reference)

    if name == "progress":
        assert cells_of(text, "Whose is it?") == []
    else:
        assert cells_of(text, "Whose is it?") == WHOSE
        assert yes_of(Partner.objects.get()) in text


def test_the_copy_says_whose_each_line_is_and_who_said_yes_when(sent):
    data = receipt_for(sent.submissions.get())
    spoken = [words for _role, words in Reading(data).spoken()]

    assert spoken.count("Alder Bakers") >= 3  # the head, who applies, two lines
    assert yes_of(Partner.objects.get()) in " ".join(spoken)
    assert "Whose is it?" in spoken
    assert failures(data) == []


def test_an_application_of_one_co_op_has_no_such_column():
    sent = factories.submitted()
    officer = staff("is_officer")

    for person, name in ((sent.submitted_by, "application_sent"), (officer, "case")):
        text = page(person, name, sent.reference)
        assert cells_of(text, "Whose is it?") == []
        assert "Who applies together" not in text


# --- What was sent stays as it was sent ------------------------------------------------------


def test_the_copy_stays_the_same_to_the_byte_whatever_is_called_otherwise_later(sent, elm):
    before = client_for(sent.submitted_by).get(copy_of(sent)).content

    change_organisation(sent.organisation, name="Alder Bread Limited", by=sent.started_by)
    change_organisation(elm, name="Elm Flour Limited", by=owner_of(elm))
    factories.dates_moved(sent.round)

    assert client_for(sent.submitted_by).get(copy_of(sent)).content == before
    said = " ".join(words for _role, words in Reading(before).spoken())
    assert "Alder Bakers" in said
    assert "Alder Bread" not in said


def copy_of(application):
    return reverse("application_copy", args=[application.reference, 1])


def test_a_line_keeps_its_owner_s_name_on_the_pages_of_what_was_sent(sent):
    change_organisation(sent.organisation, name="Alder Bread Limited", by=sent.started_by)

    for person, name in (
        (sent.submitted_by, "application_sent"),
        (staff("is_officer"), "case"),
    ):
        assert cells_of(page(person, name, sent.reference), "Whose is it?") == WHOSE


# --- The export ------------------------------------------------------------------------------


def exported():
    text = "".join(case_lines(Application.objects.order_by("pk"), questions_for("")))
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline="")))


def test_the_export_says_whose_each_line_is_and_lists_the_partners(sent):
    alone = factories.submitted(round=sent.round)

    single, joint = exported()

    lines = joint["What do you need?"].split("\n")
    assert lines == [
        "money | Ovens | 4000 | yes | Alder Bakers",
        "days | Advice | 3 | yes | Alder Bakers",
        "money | Flour | 500 | yes | Elm Millers",
    ]
    partner = Partner.objects.get()
    day = partner.confirmed_at.date()
    assert joint["Partners"] == (
        f"Elm Millers | {partner.confirmed_by} said yes for Elm Millers | {day}"
    )
    assert single["Reference"] == alone.reference
    assert single["Partners"] == ""
    assert single["What do you need?"].split("\n")[0] == "money | Ovens | 4000 | yes"


def test_a_partner_s_name_that_looks_like_a_formula_is_words_in_the_export():
    factories.submitted(joint=[factories.organisation(name="=1+1")])

    [line] = exported()

    assert line["Partners"].startswith("'=1+1 | ")


def test_the_export_asks_the_same_number_of_questions_for_three_joint_ones(
    sent, django_assert_num_queries
):
    columns = questions_for("")
    asked = []

    def count(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        "".join(case_lines(Application.objects.all(), columns))
    few = len(asked)
    for _ in range(2):
        factories.submitted(joint=[factories.organisation()], round=sent.round)

    with django_assert_num_queries(few):
        "".join(case_lines(Application.objects.all(), columns))


def test_a_name_that_changed_is_today_s_so_that_people_can_be_forgotten(sent):
    by = Partner.objects.get().confirmed_by
    User.objects.filter(pk=by.pk).update(name="Somebody else")

    [line] = exported()

    assert "Somebody else said yes" in line["Partners"]
    assert by.name not in str(sent.submissions.get().partners)
