"""A decision receipt: what a co-op is told, that it stays, and what it never says."""

import html
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from grants.assessment import actions as assessing
from grants.assessment.scoring.models import Assessment
from grants.awards import actions as deciding
from grants.awards.receipts.actions import after_working_days, hash_of
from grants.awards.releasing.actions import release
from grants.funds.queries import criteria_of
from grants.models import Application, DecisionReceipt, Letter, Round
from tests import factories
from tests.factories import client_for, panels
from tests.factories.cases import REASON, colleague

pytestmark = pytest.mark.django_db


def decided(*opinions, offer=False, agreed=None, **facts):
    """An application with these marks of readers, decided."""
    application = factories.in_assessment(**facts)
    for number, marks in enumerate(opinions, 1):
        reader = factories.staff("is_assessor", name=f"Canary Reader{number}")
        factories.filed(application, reader, marks)
    if agreed is not None:
        factories.moderated(application, mark=agreed, reason="canary of a talk")
    application = factories.referred(application, reason="canary of advice")
    return offered(application) if offer else declined(application)


def declined(application, reasons="The sums do not add up yet."):
    return deciding.decline_application(application, reasons=reasons, by=colleague("is_approver"))


def offered(application):
    return deciding.offer_award(
        application,
        amount=Decimal(4000),
        days=Decimal(0),
        reasons="A good plan.",
        by=colleague("is_approver"),
    )


def told(application):
    return DecisionReceipt.objects.get(decision__application=application).content


def page(application, by=None):
    client = client_for(by or application.started_by)
    response = client.get(reverse("decision_receipt", args=[application.reference]))
    assert response.status_code == 200
    return " ".join(html.unescape(response.content.decode()).split())


def said_on(shown):
    """The part of the page that is kept."""
    return shown.partition("Your figure")[2].partition("You and the others")[0]


# --- What it says ----------------------------------------------------------------------------


@pytest.mark.parametrize("offer", [True, False])
def test_yes_and_no_get_the_same_page_with_the_sum_line_by_line(offer):
    application = decided((4, 1), (4, 2), offer=offer)

    shown = page(application)

    assert "(4 + 4) ÷ 2 = 4" in shown
    assert "4 × 60 = 240" in shown
    assert "1.5 × 40 = 60" in shown
    assert "240 + 60 = 300" in shown
    assert "300 ÷ 4 ÷ 100 × 100 = 75" in shown
    assert "Your figure: <strong>75 out of 100" in shown
    assert "For a 2: Some how, with important gaps" in shown
    assert "First reader" in shown
    assert "Second reader" in shown


def test_it_says_what_the_panel_said(db):
    shown = page(decided((3, 1)))

    assert "The sums do not add up yet." in shown
    assert "What would have changed it" in shown


def test_a_mark_that_was_agreed_counts_and_the_others_stay_to_be_read():
    application = decided((4, 3), (1, 3), agreed=2)

    line = told(application)["criteria"][0]
    assert (sorted(line["marks"]), line["agreed"], line["product"]) == ([1, 4], 2, "2 × 60 = 120")
    assert "talked it over" in page(application)


def test_what_could_not_be_judged_is_shown_as_left_out():
    shown = page(decided((3, None), (2, None)))

    assert "Can’t judge, so it is left out" in shown
    assert "It is left out, with its weight: it is never a 0." in shown


def test_scores_that_were_set_aside_are_not_on_it():
    application = factories.in_assessment()
    factories.filed(application, factories.staff("is_assessor"), (3, 3))
    close = factories.staff("is_assessor")
    factories.filed(application, close, (0, 0))
    assessing.declare_conflict(application, reason="My aunt works there.", by=close)
    assert Assessment.objects.exclude(set_aside_at=None).count() == 1

    said = told(declined(factories.referred(application)))

    assert [line["marks"] for line in said["criteria"]] == [[3], [3]]
    assert said["readers"] == ["First reader"]


def test_the_reasons_by_criterion_come_from_the_panels_resolution():
    resolution = panels.ready("decline", reasons="Too thin.")

    release(resolution, by=colleague("is_approver"))

    shown = page(Application.objects.get(pk=resolution.application_id))
    assert panels.TOO_THIN in shown
    assert "Truly co-operative: " in shown
    assert shown.count(panels.TOO_THIN) == 1, "the words say it already, so no list repeats it"


def test_reasons_for_an_earlier_wait_do_not_stand_beside_a_yes():
    resolution = panels.ready("defer", reasons="Too thin so far.")
    release(resolution, by=colleague("is_approver"))
    again = factories.referred(Application.objects.get(pk=resolution.application_id))

    said = told(offered(again))

    assert said["because"] == []


def test_words_of_people_are_escaped():
    application = declined(factories.with_panel(), reasons="<script>alert(1)</script>")

    response = client_for(application.started_by).get(
        reverse("decision_receipt", args=[application.reference])
    )

    assert "<script>alert(1)" not in response.content.decode()
    assert "&lt;script&gt;alert(1)" in response.content.decode()


# --- What it never says ----------------------------------------------------------------------


@pytest.mark.parametrize("offer", [True, False])
def test_nobody_is_named_and_nothing_internal_is_told(offer):
    application = factories.in_assessment(
        risk="canary of a risk", eligible=("pass", "canary of a check")
    )
    for number in (1, 2):
        reader = factories.staff("is_assessor", name=f"Canary Reader{number}")
        factories.filed(application, reader, (4, 1 + number))
    factories.noted(application, text="canary of a note")
    factories.flagged(application, reason="canary of a flag")
    factories.tagged(application, "canary-of-a-tag")
    factories.moderated(application, mark=2, reason="canary of a talk")
    application = factories.referred(application, reason="canary of advice")
    application = offered(application) if offer else declined(application)

    receipt = DecisionReceipt.objects.get()
    everything = page(application) + str(receipt.content)

    assert "anary" not in everything
    assert REASON not in everything
    for person in Assessment.objects.values_list("assessor__name", flat=True):
        assert person not in everything
    assert colleague("is_approver").name not in everything


def test_the_order_of_the_readers_says_nothing_about_who_they_are():
    """Over several cases, whoever filed first, and whose name comes first, is not always first."""
    asha = factories.staff("is_assessor", name="Asha Rao")
    zoe = factories.staff("is_assessor", name="Zoe Ito")
    round = factories.open_round()
    firsts = set()
    for _ in range(12):
        application = factories.in_assessment(round=round)
        factories.filed(application, asha, (4, 4))
        factories.filed(application, zoe, (3, 3))
        firsts.add(told(declined(factories.referred(application)))["criteria"][0]["marks"][0])

    assert firsts == {3, 4}


def test_a_reader_has_one_place_on_the_whole_receipt():
    said = told(decided((4, 3), (2, 1)))

    assert [line["marks"] for line in said["criteria"]] in ([[4, 2], [3, 1]], [[2, 4], [1, 3]])


# --- That it stays ---------------------------------------------------------------------------


def test_it_stays_as_it_was_when_the_case_changes_later():
    application = decided((3, 3))
    before = said_on(page(application))
    criterion = criteria_of(application.round)[0]
    type(criterion).objects.filter(pk=criterion.pk).update(name="Something else", weight=10)
    type(application.round).objects.filter(pk=application.round_id).update(review_days=5)

    assert said_on(page(application)) == before
    receipt = DecisionReceipt.objects.get()
    assert receipt.content_hash == hash_of(receipt.content)


@pytest.mark.database
@pytest.mark.parametrize("change", [{"content": {}}, {"content_hash": "x"}, {"review_by": now()}])
def test_the_database_refuses_to_change_it(change):
    decided((3, 3))

    with pytest.raises(DatabaseError), transaction.atomic():
        DecisionReceipt.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        DecisionReceipt.objects.all().delete()


@pytest.mark.database
def test_a_decision_has_one_receipt_and_it_has_its_hash():
    decided((3, 3))
    receipt = DecisionReceipt.objects.get()
    facts = {"content": {}, "review_by": receipt.review_by}

    with pytest.raises(DatabaseError), transaction.atomic():
        DecisionReceipt.objects.create(decision=receipt.decision, content_hash="x", **facts)
    with pytest.raises(DatabaseError), transaction.atomic():
        DecisionReceipt.objects.create(decision=receipt.decision, content_hash="", **facts)


def test_a_decision_that_fails_leaves_no_receipt():
    application = factories.with_panel()

    with pytest.raises(deciding.OverBudget):
        deciding.offer_award(
            application,
            amount=Decimal(10**7),
            days=Decimal(0),
            reasons="All.",
            by=colleague("is_approver"),
        )

    assert not DecisionReceipt.objects.exists()


def test_a_deferral_has_no_receipt_and_no_page():
    application = deciding.defer_application(
        factories.with_panel(), reasons="Tell us more.", by=colleague("is_approver")
    )

    response = client_for(application.started_by).get(
        reverse("decision_receipt", args=[application.reference])
    )

    assert response.status_code == 404
    assert not DecisionReceipt.objects.exists()


# --- The round, and what comes next ----------------------------------------------------------


def test_how_many_applied_is_told_only_when_everybody_knows():
    round = factories.open_round()
    waiting = factories.with_panel(round=round)
    application = declined(factories.with_panel(round=round))
    Round.objects.filter(pk=round.pk).update(closes_at=now() - timedelta(hours=1))
    too_early = page(application)
    offered(waiting)

    assert "When everybody who applied has an answer" in too_early
    assert "2 applications came in, and 1 was offered a grant." in page(application)


def test_nothing_is_told_of_a_round_that_is_still_open():
    assert "When everybody who applied has an answer" in page(decided((3, 3)))


def test_after_a_no_it_leads_on_to_an_open_round():
    application = decided((3, 3))
    without = page(application)
    factories.open_round(name="Autumn round")
    again = reverse("application_again", args=[application.reference])

    assert again not in without
    assert again in page(application)
    assert "Autumn round is open until" in page(application)
    assert reverse("workshops:session_list") in page(application)


def test_after_a_yes_it_says_until_when_to_answer():
    application = decided((3, 3), offer=True)

    assert "Answer the offer</a> by 5pm on" in page(application)


@pytest.mark.parametrize("name", ["progress", "offer"])
def test_the_coop_finds_it_from_its_own_pages(name):
    application = decided((3, 3), offer=True)

    shown = client_for(application.started_by).get(reverse(name, args=[application.reference]))

    assert reverse("decision_receipt", args=[application.reference]) in shown.content.decode()


def test_colleagues_find_it_beside_the_decision():
    application = decided((3, 3))
    approver = colleague("is_approver")

    shown = client_for(approver).get(reverse("case", args=[application.reference]))

    assert reverse("decision_receipt", args=[application.reference]) in shown.content.decode()
    assert "What you can do next" not in page(application, by=approver)


def test_it_cannot_be_sent_and_strangers_do_not_find_it():
    application = decided((3, 3))
    address = reverse("decision_receipt", args=[application.reference])

    assert client_for(application.started_by).post(address).status_code == 405
    assert client_for(factories.person()).get(address).status_code == 404
    assert Client().get(address).status_code == 302


# --- Until when a review can be asked for ----------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "days", "ends"),
    [
        (date(2027, 3, 1), 5, date(2027, 3, 8)),  # Monday to Monday
        (date(2027, 3, 5), 1, date(2027, 3, 8)),  # Friday to Monday
        (date(2027, 3, 6), 1, date(2027, 3, 8)),  # Saturday to Monday
        (date(2027, 3, 1), 20, date(2027, 3, 29)),
    ],
)
def test_working_days_leave_out_saturday_and_sunday(begins, days, ends):
    assert after_working_days(begins, days) == ends


def test_the_letter_says_the_day_of_the_receipt_and_where_to_read_it():
    application = decided((3, 3), round=factories.open_round(review_days=10))
    factories.issue_letters()

    letter = Letter.objects.get()
    day = DecisionReceipt.objects.get().review_by
    assert f"{day.day} {day:%B %Y}" in letter.html
    assert reverse("decision_receipt", args=[application.reference]) in letter.html
    assert "20 working days" not in letter.html
