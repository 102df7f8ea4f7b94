"""Due diligence: how deep to look, what was found, and what keeps a case from the panel."""

from datetime import date
from decimal import Decimal

import pytest

from applicants.access import Refused
from applicants.models import LegalForm
from grants.applications.actions import withdraw_application
from grants.assessment import actions
from grants.assessment.checking.actions import SavedMeanwhile
from grants.assessment.checking.models import Said
from grants.assessment.diligence.checklist import BY_CODE, CHECKLIST, Depth
from grants.assessment.diligence.models import RiskNote
from grants.assessment.diligence.queries import (
    conditions_proposed,
    depth_for,
    diligence_of,
    what_stands_open,
)
from grants.models import Application, DiligenceCheck
from tests import factories
from tests.factories.cases import colleague
from tests.grants.assessment.scene import verbs

pytestmark = pytest.mark.django_db

YES = Said("pass", "As it should be.", "Its register.")
IF = Said("condition", "Not yet.", "On the phone.", None, "Open an account.", date(2099, 3, 1))
ACCOUNT = BY_CODE["account"]


def look_up(application, said, item=ACCOUNT, **more):
    return actions.look_up(application, findings={item: said}, by=colleague("is_officer"), **more)


def risk(application, level="medium", words="It depends on one customer.", **more):
    return actions.write_risk_note(
        application, level=level, words=words, by=colleague("is_officer"), **more
    )


# --- How deep ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "level", "depth"),
    [
        (None, None, Depth.LIGHT),
        (2_000, "medium", Depth.LIGHT),
        (Decimal("2000.01"), "low", Depth.STANDARD),
        (2_000, "high", Depth.STANDARD),
        (10_000, None, Depth.STANDARD),
        (10_000, "high", Depth.FULL),
        (Decimal("10000.01"), "low", Depth.FULL),
        (50_000, "high", Depth.FULL),
    ],
)
def test_the_depth_follows_the_amount_and_a_high_risk_looks_one_deeper(amount, level, depth):
    note = RiskNote(level=level) if level else None

    assert depth_for(Application(amount_requested=amount), note) == depth


def test_the_amounts_are_settings(settings):
    settings.DILIGENCE = {"light_up_to": 50, "standard_up_to": 60}

    assert depth_for(Application(amount_requested=61), None) == Depth.FULL


def test_each_item_has_a_place_to_look_and_a_source_and_says_why_it_is_not_about_somebody():
    assert len(BY_CODE) == len(CHECKLIST)
    for item in CHECKLIST:
        assert item.text.endswith("?")
        assert item.where
        assert item.source
        assert bool(item.otherwise) == (item.forms != frozenset(LegalForm)), item.code


def test_a_group_that_is_not_formed_has_no_register_to_look_at():
    group = factories.organisation(legal_form=LegalForm.NOT_FORMED)
    application = factories.submitted(of=group)
    lines = {line.item.code: line for line in diligence_of(application).lines}

    assert application.organisation.legal_form == LegalForm.NOT_FORMED
    assert "no register" in lines["register"].why_not
    assert lines["register"].is_settled
    assert not lines["account"].is_settled


# --- Answering ---------------------------------------------------------------------------------


def test_what_was_found_says_by_whom_and_a_correction_keeps_the_older_one():
    application = look_up(factories.submitted(), Said("fail", "No account.", "Their bank."))

    look_up(application, YES)

    before, after = application.diligence_checks.order_by("pk")
    assert (before.result, after.result) == ("fail", "pass")
    assert before.replaced_at == after.checked_at
    assert after.checked_by == colleague("is_officer")
    assert verbs(application)[-2:] == ["look_up", "look_up"]


def test_the_same_twice_is_written_once():
    application = look_up(look_up(factories.submitted(), IF), IF)

    assert DiligenceCheck.objects.count() == 1
    assert verbs(application).count("look_up") == 1
    assert len(conditions_proposed(application)) == 1


def test_whoever_saw_an_older_answer_or_note_is_told():
    application = look_up(factories.submitted(), YES, seen={ACCOUNT: None})
    risk(application, seen=None)

    with pytest.raises(SavedMeanwhile):
        look_up(application, IF, seen={ACCOUNT: None})
    with pytest.raises(SavedMeanwhile):
        risk(application, level="high", seen=None)

    assert application.diligence_checks.get().result == "pass"
    assert application.risk_notes.get().level == "medium"


def test_it_is_done_from_the_day_it_comes_in_until_it_goes_to_the_panel():
    look_up(factories.submitted(), YES)
    look_up(factories.in_assessment(is_looked_up=False), YES)
    withdrawn = factories.submitted()
    withdraw_application(withdrawn, by=withdrawn.started_by)

    for application in (factories.with_panel(), withdrawn, factories.returned()):
        with pytest.raises(Refused, match="between the day"):
            look_up(application, IF)
        with pytest.raises(Refused, match="between the day"):
            risk(application)


def test_only_an_officer_without_a_conflict_may():
    application = factories.submitted()

    for role in ("is_approver", "is_assessor", "is_auditor"):
        with pytest.raises(Refused, match="not yours to check"):
            actions.look_up(application, findings={ACCOUNT: YES}, by=factories.staff(role))


# --- Before the panel --------------------------------------------------------------------------


def refer(application):
    return actions.refer_to_panel(
        application,
        amount=Decimal(1),
        days=Decimal(0),
        reason="Good.",
        risk="low",
        by=colleague("is_officer"),
    )


def test_what_stands_open_keeps_a_case_from_the_panel():
    application = factories.in_assessment(is_looked_up=False)
    factories.filed(application, colleague("is_assessor"))
    assert what_stands_open(application)[0] == "Write the risk note"
    assert ACCOUNT.text in what_stands_open(application)

    with pytest.raises(Refused, match="Due diligence is not finished"):
        refer(application)
    factories.looked_up(application)

    assert what_stands_open(application) == []
    assert refer(application).state == "with_panel"


def test_a_risk_that_turns_out_high_opens_what_lies_deeper():
    application = factories.in_assessment(amount="4000")
    assert what_stands_open(application) == []

    risk(application, level="high", seen=application.risk_notes.get().pk)

    deeper = [item.text for item in CHECKLIST if item.depth == Depth.FULL]
    assert what_stands_open(application) == deeper


def test_a_no_is_for_the_panel_to_weigh_and_does_not_end_a_case():
    application = factories.in_assessment(found={"account": Said("fail", "None.", "Their bank.")})

    assert what_stands_open(application) == []
    assert [line.item for line in diligence_of(application).not_met] == [ACCOUNT]


# --- Gaps become conditions --------------------------------------------------------------------


def test_a_gap_becomes_a_condition_with_its_day_and_a_correction_takes_it_back():
    application = factories.submitted()
    test = application.round.eligibility_tests.get()
    nearly = Said("condition", "Nearly.", condition="Sign your rules")
    officer = colleague("is_officer")
    actions.check_eligibility(application, results={test: nearly}, by=officer)
    look_up(application, IF)

    proposed = conditions_proposed(application)

    assert [(each.words, each.of) for each in proposed] == [
        ("Sign your rules, before the first payment.", test.text),
        ("Open an account, by 1 March 2099.", ACCOUNT.text),
    ]
    look_up(application, YES)
    assert [each.of for each in conditions_proposed(application)] == [test.text]
