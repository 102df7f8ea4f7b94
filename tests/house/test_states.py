"""States: every state, every move and everybody, in tables to be read across."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Membership
from grants.assessment import actions as assessing
from grants.history import moving
from grants.models import Application, Hosting, PaymentRun, Report
from grants.monitoring import actions as monitoring
from grants.payments import actions as paying
from grants.states import StateModel, moves_of
from tests import factories
from tests.factories.cases import colleague, settled, with_bank_details
from tests.house.every_stage import STAGES

pytestmark = pytest.mark.django_db

# Written by hand, to be read beside grants/lifecycle.py and grants/permissions.py: what
# these files do must be what stands here. A dot is a person who may not.

MOVES_OF_AN_APPLICATION = {
    "submit": ("draft", "submitted"),
    "return_for_changes": ("submitted", "draft"),
    "withdraw": ("draft submitted in_assessment with_panel", "withdrawn"),
    "rule_ineligible": ("submitted", "ineligible"),
    "start_assessment": ("submitted", "in_assessment"),
    "refer_to_panel": ("in_assessment", "with_panel"),
    "defer": ("with_panel", "in_assessment"),
    "decline": ("with_panel", "declined"),
    "offer": ("with_panel", "offered"),
    "accept": ("offered", "accepted"),
    "turn_down": ("offered", "withdrawn"),
    "lapse": ("offered", "lapsed"),
    "start_monitoring": ("accepted", "in_monitoring"),
    "close": ("in_monitoring", "closed"),
    "terminate": ("accepted in_monitoring", "terminated"),
}


WHO_MOVES_AN_APPLICATION = """
                     submit return_for_changes withdraw rule_ineligible start_assessment refer_to_panel defer decline offer accept turn_down lapse start_monitoring close terminate
owner                yes    .                  yes      .               .                .              .     .       .     yes    yes       .     .                .     .
editor               yes    .                  yes      .               .                .              .     .       .     .      .         .     .                .     .
reader               .      .                  .        .               .                .              .     .       .     .      .         .     .                .     .
reader_who_signs     .      .                  .        .               .                .              .     .       .     yes    yes       .     .                .     .
former_owner         .      .                  .        .               .                .              .     .       .     .      .         .     .                .     .
owner_of_another     .      .                  .        .               .                .              .     .       .     .      .         .     .                .     .
signs_for_host       .      .                  .        .               .                .              .     .       .     yes    .         .     .                .     .
officer              .      yes                .        yes             yes              yes            .     .       .     .      .         .     yes              yes   yes
conflicted_officer   .      .                  .        .               .                .              .     .       .     .      .         .     .                .     .
officer_in_the_coop  yes    .                  yes      .               .                .              .     .       .     .      .         .     .                .     .
former_officer       .      .                  .        .               .                .              .     .       .     .      .         .     .                .     .
assessor             .      .                  .        .               .                .              .     .       .     .      .         .     .                .     .
approver             .      .                  .        .               .                .              yes   yes     yes   .      .         .     .                .     .
conflicted_approver  .      .                  .        .               .                .              .     .       .     .      .         .     .                .     .
approver_who_scored  .      .                  .        .               .                .              .     .       .     .      .         .     .                .     .
finance_preparer     .      .                  .        .               .                .              .     .       .     .      .         .     .                .     .
finance_approver     .      .                  .        .               .                .              .     .       .     .      .         .     .                .     .
auditor              .      .                  .        .               .                .              .     .       .     .      .         .     .                .     .
administrator        .      .                  .        .               .                .              .     .       .     .      .         .     .                .     .
the_clock            .      .                  .        .               .                .              .     .       .     .      .         yes   .                .     .
"""  # noqa: E501 - a table is read across


MOVES_OF_A_RUN = {
    "approve_run": ("prepared", "approved"),
    "cancel_run": ("prepared approved", "cancelled"),
    "export_run": ("approved", "exported"),
    "settle_run": ("exported", "settled"),
}


WHO_MOVES_A_RUN = """
                          approve_run cancel_run export_run settle_run
who_prepared_it           .           yes        yes        yes
finance_preparer          .           yes        yes        yes
finance_approver          yes         .          yes        yes
who_prepared_and_approves .           yes        yes        yes
who_checked_the_account   .           .          yes        yes
officer                   .           .          .          .
approver                  .           .          .          .
assessor                  .           .          .          .
auditor                   .           .          .          .
administrator             .           .          .          .
owner                     .           .          .          .
former_finance_approver   .           .          .          .
the_clock                 .           .          .          .
"""


MOVES_OF_A_REPORT = {
    "send_report": ("due", "sent"),
    "return_report": ("sent", "due"),
    "accept_report": ("sent", "accepted"),
}


WHO_MOVES_A_REPORT = """
                     send_report return_report accept_report
owner                yes         .             .
editor               yes         .             .
reader               .           .             .
reader_who_signs     .           .             .
former_owner         .           .             .
owner_of_another     .           .             .
signs_for_host       .           .             .
officer              .           yes           yes
conflicted_officer   .           .             .
officer_in_the_coop  yes         .             .
former_officer       .           .             .
assessor             .           .             .
approver             .           .             .
conflicted_approver  .           .             .
approver_who_scored  .           .             .
finance_preparer     .           .             .
finance_approver     .           .             .
auditor              .           .             .
administrator        .           .             .
the_clock            .           .             .
"""


def table(text):
    """{(who, move): whether they may}"""
    header, *lines = text.strip().splitlines()
    cells = {}
    for line in lines:
        who, *marks = line.split()
        for move, mark in zip(header.split(), marks, strict=True):
            assert mark in ("yes", "."), line
            cells[who, move] = mark == "yes"
    return cells


def people_around(application):
    """Everybody that the tables name, in their relation to this application."""
    of = application.organisation
    former_owner = factories.member(of, role=Membership.Role.OWNER, is_signatory=True)
    Membership.objects.filter(user=former_owner).update(ended_at=now())
    insider = factories.staff("is_officer")
    Membership.objects.create(organisation=of, user=insider, role=Membership.Role.EDITOR)
    conflicted = {role: factories.staff(role) for role in ("is_officer", "is_approver")}
    for person in conflicted.values():
        assessing.declare_conflict(application, by=person, reason="We are married.")
    scored = factories.staff("is_approver", "is_assessor")
    application.assessments.create(assessor=scored)
    return {
        "owner": application.started_by,
        "editor": factories.member(of),
        "reader": factories.member(of, role=Membership.Role.READER),
        "reader_who_signs": factories.member(of, role=Membership.Role.READER, is_signatory=True),
        "former_owner": former_owner,
        "owner_of_another": factories.organisation().started_by,
        "signs_for_host": somebody_of_a_host(application),
        "officer": colleague("is_officer"),
        "conflicted_officer": conflicted["is_officer"],
        "officer_in_the_coop": insider,
        "former_officer": factories.staff("is_officer", is_active=False),
        "assessor": colleague("is_assessor"),
        "approver": colleague("is_approver"),
        "conflicted_approver": conflicted["is_approver"],
        "approver_who_scored": scored,
        "finance_preparer": colleague("is_finance_preparer"),
        "finance_approver": colleague("is_finance_approver"),
        "auditor": factories.staff("is_auditor"),
        "administrator": factories.staff("is_administrator"),
        "the_clock": None,
    }


def somebody_of_a_host(application):
    """A signatory of a body that is asked to hold the money, where there is an offer."""
    host = factories.organisation()
    if hasattr(application, "award"):
        Hosting.objects.create(
            reference=f"host-{application.pk}",
            award=application.award,
            host=host,
            named_by=application.started_by,
        )
    return host.started_by


class Enough(Exception):
    """The move was made; take it back, so that the next person meets the same record."""


def outcome(record, move, by):
    """Send one person through the door with one move; say what came of it."""

    def go():
        with moving(record, by=by) as locked:
            getattr(locked, move)()
            raise Enough(locked.state)

    try:
        go()
    except Enough as done:
        return str(done)
    except Refused as refusal:
        return refusal
    except PermissionDenied:
        return "not theirs"
    raise AssertionError("This line cannot be reached.")


def run_the_table(record, moves, who_may, people):
    """Send everybody through the door with every move; return how many cells were tried."""
    cells = table(who_may)
    assert {who for who, _move in cells} == set(people)
    assert {move for _who, move in cells} == set(moves)
    for (who, move), they_may in cells.items():
        sources, target = moves[move]
        came = outcome(record, move, people[who])
        if record.state not in sources.split():
            assert isinstance(came, Refused), f"{who}: {move} from {record.state} gave {came}"
            assert says_why(came, record, move)
        else:
            expected = target if they_may else "not theirs"
            assert came == expected, f"{who}: {move} from {record.state} gave {came}"
    record.refresh_from_db()
    return len(cells)


def says_why(refusal, record, move):
    """A sentence for a person: what they wanted, and where the record stands."""
    label = next(rule.label for rule in moves_of(type(record)) if rule.name == move)
    sentence = str(refusal)
    return (
        f"“{label}” can’t be done now" in sentence
        and f"“{record.get_state_display()}”" in sentence
        and sentence.endswith(".")
    )


@pytest.mark.parametrize("state", STAGES)
def test_every_move_of_an_application_from_every_state_by_everybody(state):
    application = STAGES[state]()
    people = people_around(application)

    tried = run_the_table(application, MOVES_OF_AN_APPLICATION, WHO_MOVES_AN_APPLICATION, people)

    assert tried == 15 * 20
    assert application.state == state


def run_in(state):
    application = with_bank_details()
    preparer, approver = colleague("is_finance_preparer"), colleague("is_finance_approver")
    run = paying.prepare_payment_run(application.award.instalments.all(), by=preparer)
    if state == "cancelled":
        return paying.cancel_payment_run(run, by=preparer)
    if state != "prepared":
        run = paying.approve_payment_run(run, by=approver)
    if state in ("exported", "settled"):
        run = paying.export_payment_run(run, by=preparer)
    if state == "settled":
        run = settled(run)
    return run


def with_second_role(person, role):
    setattr(person, role, True)
    person.save()
    return person


@pytest.mark.parametrize("state", ["prepared", "approved", "exported", "settled", "cancelled"])
def test_every_move_of_a_payment_run_from_every_state_by_everybody(state):
    run = run_in(state)
    application = run.applications_moved().get()
    people = {
        "who_prepared_it": run.prepared_by,
        "finance_preparer": factories.staff("is_finance_preparer"),
        "finance_approver": colleague("is_finance_approver"),
        "officer": factories.staff("is_officer"),
        "approver": colleague("is_approver"),
        "assessor": colleague("is_assessor"),
        "auditor": factories.staff("is_auditor"),
        "administrator": factories.staff("is_administrator"),
        "owner": application.started_by,
        "former_finance_approver": factories.staff("is_finance_approver", is_active=False),
        "the_clock": None,
    }
    # One person in two chairs: the one who prepared the run, and the one who checked the account.
    checker = run.payments.get().bank_checked_by
    people["who_prepared_and_approves"] = with_second_role(
        type(checker).objects.get(pk=run.prepared_by_id), "is_finance_approver"
    )
    people["who_checked_the_account"] = with_second_role(checker, "is_finance_approver")

    run_the_table(run, MOVES_OF_A_RUN, WHO_MOVES_A_RUN, people)

    assert run.state == state


@pytest.mark.parametrize("state", ["due", "sent", "accepted"])
def test_every_move_of_a_report_from_every_state_by_everybody(state):
    application = factories.in_monitoring()
    report = application.award.reports.first()
    if state != "due":
        report = monitoring.send_report(
            report, answers={"1": "All went well."}, by=application.started_by
        )
    if state == "accepted":
        report = monitoring.accept_report(report, by=colleague("is_officer"))

    run_the_table(report, MOVES_OF_A_REPORT, WHO_MOVES_A_REPORT, people_around(application))

    assert report.state == state


@pytest.mark.parametrize(
    ("model", "moves", "states"),
    [
        (Application, MOVES_OF_AN_APPLICATION, set(STAGES)),
        (PaymentRun, MOVES_OF_A_RUN, {"prepared", "approved", "exported", "settled", "cancelled"}),
        (Report, MOVES_OF_A_REPORT, {"due", "sent", "accepted"}),
    ],
)
def test_the_tables_above_know_every_state_and_every_move(model, moves, states):
    declared = {
        rule.name: ({str(state) for state in rule.sources}, str(rule.target))
        for rule in moves_of(model)
    }

    assert declared == {
        name: (set(sources.split()), target) for name, (sources, target) in moves.items()
    }
    assert {value for value, _label in model._meta.get_field("state").choices} == states


def test_every_kind_of_record_with_a_state_stands_in_the_tables():
    tables = {model for model in kinds_of_record(StateModel) if not model._meta.proxy}
    assert tables == {Application, PaymentRun, Report}


def kinds_of_record(cls):
    for child in cls.__subclasses__():
        if not child._meta.abstract:
            yield child
        yield from kinds_of_record(child)


def test_nothing_leaves_a_final_state():
    ended = {"closed", "withdrawn", "ineligible", "declined", "lapsed", "terminated"}

    assert {str(state) for state in Application.ENDED} == ended
    assert not [
        rule.name for rule in moves_of(Application) if ended & {str(s) for s in rule.sources}
    ]
