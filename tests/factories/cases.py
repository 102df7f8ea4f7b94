"""One application at each stage of its life, brought there by the people who do it."""

import uuid
from decimal import Decimal

from django.utils.timezone import localdate

from grants.assessment import actions as assessing
from grants.assessment.checking.models import Said
from grants.assessment.diligence.checklist import CHECKLIST
from grants.assessment.diligence.queries import diligence_of
from grants.awards import actions as deciding
from grants.awards.letters.words import Alternatives
from grants.awards.terms.models import Instalment
from grants.closure import actions as closing
from grants.funds.queries import criteria_of
from grants.models import Letter
from grants.monitoring import actions as monitoring
from grants.payments import actions as paying
from grants.payments.accounts import actions as accounts
from grants.payments.results import actions as results

from .accounts import checked_account, shown_account
from .agreeing import all_sign
from .drafts import submitted
from .people import colleague
from .public_money import confirmed_limit
from .warm import kept

REASON = (
    "They told us plainly what they do, who decides and why, and it fits what we saw when we "
    "went to see them."
)


@kept
def checked(*, eligible=("pass", "We looked it up."), **facts):
    application = submitted(**facts)
    tests = application.round.eligibility_tests.all()
    return assessing.check_eligibility(
        application,
        results=dict.fromkeys(tests, eligible),
        by=colleague("is_officer"),
    )


def looked_up(application, *, risk="A small sum, and people we know.", **changes):
    """All that due diligence asks of an application, with the risk note.

    changes: what was found otherwise, by the codes of the checklist.
    """
    officer = colleague("is_officer")
    assessing.write_risk_note(application, level="low", words=risk, by=officer)
    found = {item.code: Said("pass", "As it should be.", "Its register.") for item in CHECKLIST}
    asked = diligence_of(application).open
    findings = {line.item: (found | changes)[line.item.code] for line in asked}
    return assessing.look_up(application, findings=findings, by=officer)


@kept
def in_assessment(*, found=None, is_looked_up=True, risk="People know them here.", **facts):
    """found: what due diligence found otherwise; is_looked_up: whether anybody did it yet."""
    application = checked(**facts)
    if is_looked_up:
        application = looked_up(application, risk=risk, **(found or {}))
    return assessing.start_assessment(application, by=colleague("is_officer"))


def filed(application, assessor, marks=(3, 3)):
    """One assessor scores an application."""
    assessing.assign_assessor(application, assessor=assessor, by=colleague("is_officer"))
    assessing.declare_no_conflict(application, by=assessor)
    criteria = criteria_of(application.round)
    scores = {criterion: (mark, REASON) for criterion, mark in zip(criteria, marks, strict=True)}
    return assessing.file_assessment(application, scores=scores, by=assessor)


def moderated(application, number=1, *, mark=2, reason="They agreed on it.", **facts):
    """Assessors who have filed talked over one criterion, and an officer wrote down the mark."""
    opinions = application.assessments.counting().select_related("assessor")
    return assessing.moderate_score(
        application,
        criteria_of(application.round)[number - 1],
        mark=mark,
        reason=reason,
        talked=[opinion.assessor for opinion in opinions],
        **{"by": colleague("is_officer"), **facts},
    )


@kept
def with_panel(**facts):
    application = in_assessment(**facts)
    filed(application, colleague("is_assessor"))
    return referred(application)


def referred(application, **facts):
    """An officer sends a case with its scores to the panel."""
    advice = {
        "amount": Decimal(4000),
        "days": Decimal(3),
        "reason": "Sound plan.",
        "risk": "low",
        "by": colleague("is_officer"),
    }
    return assessing.refer_to_panel(application, **{**advice, **facts})


@kept
def ineligible(*, reason="Not in Alderwick.", alternatives=None, **facts):
    """Found not eligible, and the letter made."""
    application = submitted(**facts)
    tests = application.round.eligibility_tests.all()
    officer = colleague("is_officer")
    no = Said("fail", "They work in another town.")
    assessing.check_eligibility(application, results=dict.fromkeys(tests, no), by=officer)
    application = deciding.rule_ineligible(
        application,
        reason=reason,
        alternatives=alternatives or Alternatives(has_advice=True),
        by=officer,
    )
    issue_letters()
    return application


def noted(application, *, text="Ring before noon.", by=None):
    """A note that an officer wrote for colleagues."""
    by = by or colleague("is_officer")
    return assessing.write_note(application, text=text, uuid=uuid.uuid4(), by=by)


def flagged(application, *, reason="They may move away.", by=None):
    """A flag that an officer raised."""
    return assessing.raise_flag(application, reason=reason, by=by or colleague("is_officer"))


def tagged(application, *names, by=None):
    """An application with these tags."""
    by = by or colleague("is_officer")
    return assessing.tag_case(application, add=names or ["bread"], remove=[], by=by)


@kept
def offered(*, awarded=Decimal(4000), instalments=1, conditions=(), terms=None, **facts):
    """Offered, and the letter made.

    terms: what was planned (grants.awards.terms.shape.Terms), instead of the usual.
    """
    return offer(
        with_panel(**facts),
        awarded=awarded,
        instalments=instalments,
        conditions=conditions,
        terms=terms,
    )


def offer(
    application,
    *,
    awarded=Decimal(4000),
    instalments=1,
    conditions=(),
    terms=None,
    issued=True,
    by=None,
):
    """A grant for an application that is with the panel."""
    application = deciding.offer_award(
        application,
        amount=awarded,
        days=Decimal(3),
        reasons="The panel liked your plan.",
        instalments=instalments,
        conditions=conditions,
        terms=terms,
        by=by or colleague("is_approver"),
    )
    if issued:
        issue_letters()
    return application


def issue_letters():
    """What the worker does."""
    from grants.awards.letters.issuing import make_queued_letters

    while make_queued_letters():
        pass
    assert not Letter.objects.exclude(problem="").exists()


@kept
def declined(**facts):
    application = deciding.decline_application(
        with_panel(**facts), reasons="The sums do not add up yet.", by=colleague("is_approver")
    )
    issue_letters()
    return application


@kept
def accepted(*, confirmed=True, **facts):
    """Signed by all who must, and the limit for public money confirmed."""
    application = all_sign(offered(**facts))
    if confirmed:
        confirmed_limit(application)
        issue_letters()
    return application


@kept
def with_unchecked_account(**facts):
    """An account with the bank’s letter, which nobody has looked at yet."""
    application = accepted(**facts)
    accounts.enter_bank_details(
        application,
        account_name="Weir Lane Bakers",
        sort_code="089999",
        account_number="66374958",
        by=application.started_by,
    )
    shown_account(application)
    return application


@kept
def with_bank_details(**facts):
    application = with_unchecked_account(**facts)
    checked_account(application)
    return application


def pay_next(application):
    """Finance pays the first instalment that is due."""
    instalment = (
        Instalment.objects.filter(award=application.award, payments=None)
        .exclude(released_at=None)
        .order_by("number")[:1]
    )
    run = paying.prepare_payment_run(instalment, by=colleague("is_finance_preparer"))
    run = paying.approve_payment_run(run, by=colleague("is_finance_approver"))
    run = paying.export_payment_run(run, by=colleague("is_finance_preparer"))
    return settled(run)


def said(
    run,
    outcome="paid",
    *,
    payments=None,
    on=None,
    because="Account closed.",
    evidence="Seen in the online bank.",
    by=None,
):
    """One person in finance says what the bank did with payments of a run."""
    return results.say_result(
        run,
        payments=payments,
        outcome=outcome,
        happened_on=on or localdate(),
        because="" if outcome == "paid" else because,
        evidence=evidence,
        by=by or colleague("is_finance_preparer"),
    )


def settled(run, outcome="paid", **facts):
    """Two people say what the bank did with a run, or with some `payments` of it."""
    results.confirm_mark(said(run, outcome, **facts), by=colleague("is_finance_approver"))
    run.refresh_from_db()
    return run


@kept
def paid(**facts):
    application = with_bank_details(**facts)
    pay_next(application)
    application.refresh_from_db()
    return application


@kept
def in_monitoring(**facts):
    return monitoring.start_monitoring(paid(**facts), by=colleague("is_officer"))


@kept
def closed(**facts):
    application = in_monitoring(**facts)
    for report in application.award.reports.order_by("number"):
        report = monitoring.send_report(
            report, answers={"1": "All went well."}, by=application.started_by
        )
        monitoring.accept_report(report, by=colleague("is_officer"))
    return closing.close_award(application, note="Thank you.", by=colleague("is_officer"))
