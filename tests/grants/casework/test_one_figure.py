"""The panel’s figure is one number, wherever it stands."""

import csv
import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from grants.assessment.scoring.queries import scores_of
from grants.assessment.scoring.whole_round import figures_from, marks_on, scores_of_round
from grants.awards.releasing.actions import release
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.factories.panels import decided_alone, open_with_everybody, panel, read

pytestmark = pytest.mark.django_db

# Weights 60 and 40. Marks 4 and 1 on the first were talked over and became 3; 2 and nothing on
# the second: 3 × 60 + 2 × 40 = 260, and 260 ÷ 4 ÷ 100 × 100 = 65. The mean of the two totals,
# (80 + 25) ÷ 2 = 52.5, is another number.
FIGURE, MEAN_OF_TOTALS = "65", "52.5"


def moderated_case():
    application = factories.in_assessment()
    factories.filed(application, factories.staff("is_assessor"), marks=(4, 2))
    factories.filed(application, factories.staff("is_assessor"), marks=(1, None))
    factories.moderated(application, mark=2)
    factories.moderated(application, mark=3)  # they talked again: the newest counts
    return application


def get(who, name, *args):
    return client_for(who).get(reverse(name, args=args))


def body(response):
    return b"".join(response) if response.streaming else response.content


def test_every_page_file_and_receipt_shows_the_same_number_for_one_case():
    application = moderated_case()
    officer = factories.staff("is_officer")
    shown = {
        "scores": get(officer, "case_scores", application.reference).text,
        "before the panel": get(officer, "round_scores", application.round.reference).text,
    }
    application = factories.referred(application)
    called = open_with_everybody(panel(round=application.round, cases=0))
    [listed] = get(officer, "application_list").context["cases"]
    columns = get(officer, "round_board", application.round.reference).context["board"].columns
    [on_board] = [case for column in columns for case in column.cases]
    file = body(get(officer, "case_export")).decode("utf-8-sig")
    [line] = csv.DictReader(io.StringIO(file))
    first, second = load_workbook(io.BytesIO(body(get(officer, "case_workbook")))).active.values
    row = dict(zip(first, second, strict=True))
    shown["list"] = get(officer, "application_list").text
    for name in ("panel", "panel_pack", "panel_try"):
        shown[name] = get(called.members.get(is_chair=True).user, name, called.reference).text
    shown["item"] = get(officer, "panel_item", called.reference, application.reference).text

    assert {str(value) for value in (listed.figure, on_board.figure)} == {"65.00"}
    assert (line["Panel’s figure"], row["Panel’s figure"]) == ("65.00", 65)
    assert (line["Assessments"], row["Assessments"]) == ("2", 2)
    for where, text in shown.items():
        assert re.search(rf"\b{FIGURE}\b", text), where
        if where in ("list", "panel_try", "before the panel"):
            assert MEAN_OF_TOTALS not in text, where


def test_the_receipt_says_it_too():
    application = factories.referred(moderated_case())
    approver = colleague("is_approver")
    application = release(read(decided_alone(application, by=approver)), by=approver)

    shown = get(application.started_by, "decision_receipt", application.reference).text

    assert "Your figure: <strong>65 out of 100</strong>" in shown


def test_what_is_worked_out_for_many_is_what_is_worked_out_for_one():
    cases = [moderated_case(), factories.with_panel(), factories.in_assessment()]
    together = figures_from(marks_on([case.pk for case in cases]))

    for case in cases:
        found, alone = together.get(case.pk), scores_of(case)
        whole = scores_of_round(case.round).get(case.pk)
        assert (found and found.figure) == alone.figure == (whole and whole.figure)
        assert (found.assessments if found else 0) == len(alone.assessments)


def test_what_was_agreed_about_scores_that_no_longer_count_makes_no_figure():
    application = moderated_case()
    application.assessments.update(set_aside_at="2027-01-01T12:00Z", set_aside_why="A test")

    assert scores_of(application).figure is None
    assert figures_from(marks_on([application.pk])) == {}
    assert application.pk not in scores_of_round(application.round)
    [listed] = get(factories.staff("is_officer"), "application_list").context["cases"]
    assert listed.figure is None
