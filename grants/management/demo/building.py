"""Every story of the demo, told by the same actions that the pages use."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.utils.timezone import localdate, now

from grants.applications import actions as applying
from grants.applications.attendance.actions import waive_workshop
from grants.applications.attendance.models import WorkshopWaiver
from grants.applications.partners.actions import add_partner, confirm_partner, take_up
from grants.applications.queries import draft_of, form_for
from grants.applications.section_form import sound_in
from grants.assessment.diligence.queries import conditions_proposed
from grants.awards import actions as deciding
from grants.awards.agreeing import actions as agreeing
from grants.awards.models import Award
from grants.casework.actions import save_view
from grants.closure import actions as closing
from grants.lifecycle import Stage
from grants.monitoring import actions as monitoring
from grants.payments.accounts import actions as accounts
from grants.payments.accounts.evidence.actions import (
    look_at_account_file,
    send_account_file,
)

from .answering import accept, answer_offer, make_letters
from .answers import answers_to, is_begun, known_of, plain
from .assessing import (
    assess,
    check,
    refer,
    rule_out,
    settle_marks,
    start_assessment,
    talk_over,
)
from .assessors import ask_a_peer, look_after_assessors
from .awarding import settle_conditions, terms_of
from .blind import judge_without_names
from .coops import COOPS
from .documents import add_documents, bank_letter, facts_of
from .looking_up import begin_to_look_up, look_up, tag
from .money import ask_for_money_back, make_payment_runs
from .panels import call_a_panel, hold_back_decisions, let_a_panel_sit
from .people import FARHANA, MAREK, SIAN, TOMOS
from .public_money import assess_public_money, confirm_public_money, propose_another_route
from .staging import close_what_is_past, set_the_scene
from .stories import STORIES
from .talking import talk

CAME_BEFORE = "Two of us came to the evenings in the library, before this fund began."
OWNER_OF = {coop.name: coop.owner for coop in COOPS}


@transaction.atomic
def build():
    """All of it or, when something fails, nothing."""
    scene = set_the_scene()
    look_after_assessors(scene)
    cases = [Case(scene, story, turn) for turn, story in enumerate(STORIES)]
    in_time = [case for case in cases if not case.story.is_late]
    for case in in_time:
        case.tell(until_paid(case.story))
    agreeing.lapse_offers()
    make_payment_runs(scene, cases)
    for case in cases:
        case.tell((*AFTER_PAYMENT.get(case.story.ends, ()), start_again))
    ask_for_money_back(scene, in_time)
    let_a_panel_sit(scene, cases)
    hold_back_decisions(scene, cases)
    call_a_panel(scene)
    for case in cases:
        if case.story.is_late:
            case.tell(until_paid(case.story))
    close_what_is_past(scene)
    ask_a_peer(scene, cases)
    talk(scene, cases)
    judge_without_names(scene, partial(until_assessment, scene))
    save_views(scene)
    make_letters()


def until_paid(story):
    """An answer is given only to an offer, also where it ends in the same stage as another way."""
    return (*OFFERED, answer_offer) if story.answer else UNTIL_PAID[story.ends]


def until_assessment(scene, story):
    case = Case(scene, story, 0)
    case.tell((write, send, check, start_assessment))
    return case.application


class Case:
    """One story on its way, and the people who look after it."""

    def __init__(self, scene, story, turn):
        self.scene, self.story, self.turn = scene, story, turn
        self.coop = scene.coops[story.coop]
        self.owner = scene.user(OWNER_OF[story.coop])
        # Two officers and two approvers share the work, as people do.
        self.officer = scene.user((SIAN, MAREK)[turn % 2])
        self.approver = scene.user((FARHANA, TOMOS)[turn % 2])
        self.application = None

    def tell(self, steps):
        for step in steps:
            step(self)


# The co-op writes and sends its application


def write(case):
    told = known_of(case.coop) | case.story.answers
    case.application = applying.start_application(
        organisation=case.coop, round=case.scene.rounds[case.story.round], by=case.owner
    )
    ask_partners(case)
    case.application.refresh_from_db()
    form = form_for(case.application)
    for section in form:
        if is_begun(section, case.story.answers):
            answers = answers_to(section, told, localdate())
            applying.save_section(
                case.application,
                section,
                answers=answers,
                version=0,
                sound=sound_in(section, answers),
                by=case.owner,
            )
    add_documents(case, {question.code: question for part in form for question in part.asked})
    hear_partners(case)


def ask_partners(case):
    """Some apply together. Partners are named before the budget says whose each line is."""
    for joining in case.story.partners:
        owner = owner_of(case, joining)
        add_partner(
            case.application,
            name=joining.coop,
            email=owner.email,
            does=joining.does,
            by=case.owner,
        )


def hear_partners(case):
    """A partner reads what it asks for, and says yes; or it has only begun to read."""
    for joining in case.story.partners:
        if joining.says == "nothing yet":
            continue
        owner = owner_of(case, joining)
        partner = case.application.partners.get(name=joining.coop)
        take_up(partner, organisation=case.scene.coops[joining.coop], by=owner)
        if joining.says == "yes":
            share = draft_of(case.application).share(partner.name)
            confirm_partner(partner, seen=share.hash, by=owner)


def owner_of(case, joining):
    return case.scene.user(OWNER_OF[joining.coop])


def send(case):
    """Some are handed back once, changed where we asked, and sent again."""
    if case.application.round.workshop_tag:
        kind = WorkshopWaiver.Kind.EQUAL
        waive_workshop(case.application, kind=kind, reason=CAME_BEFORE, by=case.owner)
    case.application = applying.submit_application(case.application, by=case.owner)
    if case.story.changed:
        give_back(case)
        change(case)
        case.application = applying.submit_application(case.application, by=case.owner)


def send_and_get_back(case):
    """Some drafts were sent once, and handed back to be corrected."""
    if case.story.returned:
        send(case)
        give_back(case)


def give_back(case):
    case.application = applying.return_for_changes(
        case.application,
        note=plain(case.story.returned),
        questions={
            question.key: ""
            for section in form_for(case.application)
            for question in section.asked
            if question.code in case.story.to_change
        },
        by=case.officer,
    )


def change(case):
    draft = draft_of(case.application)
    for section in draft.form:
        answers = {
            question.key: plain(case.story.changed[question.code])
            for question in section.asked
            if question.code in case.story.changed
        }
        if answers:
            applying.save_section(
                case.application,
                section,
                answers=answers,
                sound=list(answers),
                version=draft.saved[section.pk].version,
                by=case.owner,
            )


def withdraw(case):
    case.application = applying.withdraw_application(
        case.application, note=plain(case.story.words), by=case.owner
    )


def start_again(case):
    """What was written once need not be written twice."""
    if case.story.again:
        round = case.scene.rounds[case.story.again]
        applying.copy_application(case.application, round=round, by=case.owner)


# The panel decides, and the co-op answers


def defer(case):
    """Some cases go back once, and come to the panel again."""
    if case.story.deferred:
        case.application = deciding.defer_application(
            case.application, reasons=plain(case.story.deferred), by=case.approver
        )
        talk_over(case)
        refer(case, case.story.advice)


def decline(case):
    case.application = deciding.decline_application(
        case.application, reasons=plain(case.story.words), by=case.approver
    )


def offer(case):
    offered, proposed = case.story.offer, conditions_proposed(case.application)
    case.application = deciding.offer_award(
        case.application,
        amount=Decimal(offered.amount),
        days=Decimal(offered.days),
        reasons=plain(offered.reasons),
        terms=terms_of(offered, [*offered.conditions, *(each.words for each in proposed)]),
        by=case.approver,
    )


def let_time_pass(case):
    """The clock ends this offer in a moment, because its last day was a minute ago."""
    Award.objects.filter(application=case.application).update(
        respond_by=now() - timedelta(minutes=1)
    )


# Money, reports and the end


def give_account(case):
    account = case.story.account
    accounts.enter_bank_details(
        case.application,
        account_name=account.name,
        sort_code=account.sort_code,
        account_number=account.number,
        by=case.owner,
    )
    letter = facts_of("Letter from our bank.pdf", bank_letter(account, localdate()))
    send_account_file(case.application, **letter, by=case.owner)
    if account.checked_by:
        checker = case.scene.user(account.checked_by)
        accounts.reveal_bank_details(case.application, by=checker)
        look_at_account_file(case.application, by=checker)
        accounts.check_bank_details(case.application, note=plain(account.note), by=checker)


def start_monitoring(case):
    case.application = monitoring.start_monitoring(case.application, by=case.officer)


def send_reports(case):
    for report, told in zip(reports_of(case), case.story.reports, strict=False):
        answers = {key: plain(text) for key, text in told.items()}
        monitoring.send_report(report, answers=answers, by=case.owner)


def accept_reports(case):
    for report in reports_of(case):
        monitoring.accept_report(report, by=case.officer)


def reports_of(case):
    return case.application.award.reports.order_by("number")


def close(case):
    case.application = closing.close_award(
        case.application, note=plain(case.story.words), by=case.officer
    )


def end_early(case):
    case.application = closing.terminate_award(
        case.application, reason=plain(case.story.words), by=case.officer
    )


def save_views(scene):
    """Two officers each keep a view of the list; one is shared."""
    save_view(
        name="Waits for more than a month",
        query="waiting=30",
        is_shared=True,
        by=scene.user(SIAN),
    )
    save_view(
        name="Nobody asked yet",
        query="state=in_assessment&assessor=nobody",
        is_shared=False,
        by=scene.user(MAREK),
    )


SENT = (write, send)
WITH_PANEL = (*SENT, check, look_up, start_assessment, assess, settle_marks, refer, tag, defer)
OFFERED = (*WITH_PANEL, assess_public_money, offer)
ANSWERED = (*OFFERED, accept, confirm_public_money, propose_another_route)
ACCEPTED = (*ANSWERED, give_account, settle_conditions)
UNTIL_PAID = {
    Stage.DRAFT: (write, send_and_get_back),
    Stage.SUBMITTED: (*SENT, tag),
    Stage.WITHDRAWN: (*SENT, withdraw),
    Stage.INELIGIBLE: (*SENT, check, rule_out),
    Stage.IN_ASSESSMENT: (*SENT, check, start_assessment, assess, begin_to_look_up, tag),
    Stage.WITH_PANEL: WITH_PANEL,
    Stage.DECLINED: (*WITH_PANEL, decline),
    Stage.OFFERED: OFFERED,
    Stage.LAPSED: (*OFFERED, let_time_pass),
    Stage.ACCEPTED: ACCEPTED,
    Stage.IN_MONITORING: ACCEPTED,
    Stage.CLOSED: ACCEPTED,
    Stage.TERMINATED: ACCEPTED,
}
AFTER_PAYMENT = {
    Stage.IN_MONITORING: (start_monitoring, send_reports),
    Stage.CLOSED: (start_monitoring, send_reports, accept_reports, close),
    Stage.TERMINATED: (start_monitoring, end_early),
}
