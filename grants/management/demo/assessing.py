"""The fund's side of a story between sending and deciding."""

from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localdate, now

from applicants.models import StaffRole
from grants.assessment import actions as assessing
from grants.assessment.assigning.models import Assignment
from grants.assessment.checking.models import Finding
from grants.assessment.conflicts.models import Conflict
from grants.awards import actions as deciding
from grants.awards.letters.words import Alternatives
from grants.closeness import TieKind
from grants.funds.queries import criteria_of
from grants.money import in_pounds
from workshops.models import Session

from .answers import plain
from .reasons import scores_of

Result = Finding.Result
MENTORED_SINCE = timedelta(days=500)
BEGUN = 2  # how many scores an assessor has written who is still at it


def check(case):
    """An officer answers each eligibility test."""
    results = {
        test: result_of(case, test) for test in case.application.round.eligibility_tests.all()
    }
    assessing.check_eligibility(case.application, results=results, by=case.officer)


def result_of(case, test):
    if test.number in case.story.not_met:
        return Result.FAIL, case.story.not_met[test.number]
    return Result.PASS, reasons_to_pass(case)[test.number - 1]


def reasons_to_pass(case):
    """Why each test of the question sets is met, in their order."""
    return (
        "They told me how they decide: one vote each. It agrees with the rules that they sent."
        if case.coop.is_formed
        else "Not formed yet. They want to become a co-op, and say how they would decide.",
        f"The work is at {case.coop.postcode}, which is in Alderwick.",
        f"They ask for {in_pounds(case.application.amount_requested)}, which is within the limits.",
        "Every line of the budget is for something still to come.",
        f"They ticked it, and {case.owner.name} said so on the phone.",
        "I added up the other public money that they list. It is far below the limit."
        if case.story.answers.get("other_money")
        else "They list no other public money, and I know of none.",
    )


def rule_out(case):
    case.application = deciding.rule_ineligible(
        case.application,
        reason=plain(case.story.words),
        alternatives=Alternatives(session=soonest_session(), has_advice=True),
        by=case.officer,
    )


def soonest_session():
    """The next date of the workshop in which people find out whether a co-op is for them."""
    sessions = Session.objects.filter(workshop__reference="is-a-co-op-right-for-us")
    return sessions.filter(starts_at__gt=now()).order_by("starts_at").first()


def start_assessment(case):
    case.application = assessing.start_assessment(case.application, by=case.officer)


def assess(case):
    """Those who have an opinion file it; others are still at it, or step back."""
    story, user_of = case.story, case.scene.user
    note_mentors(case)
    assessing.assign_assessors(
        case.application, assessors=[user_of(who) for who in asked(story)], by=case.officer
    )
    declare(case)
    criteria = criteria_of(case.application.round)
    for place, opinion in enumerate(story.opinions, start=case.turn):
        scores = scores_of(opinion, place, criteria, story.seen)
        assessing.file_assessment(case.application, scores=scores, by=user_of(opinion.assessor))
    for colleague in story.waiting_for:
        begun = dict.fromkeys(criteria, (assessing.NOT_YET, ""))
        begun |= dict.fromkeys(criteria[:BEGUN], (3, "To be written out."))
        assessing.save_scores(case.application, scores=begun, by=user_of(colleague))
    for closeness in story.settled:
        if closeness.after_filing:
            settle(case, closeness)
    for colleague in story.handed_back:
        because = Assignment.HandedBack.NO_TIME
        assessing.hand_back(case.application, because=because, by=user_of(colleague))


def asked(story):
    """The assessors who are asked to score it, each once."""
    close = [one.who for one in story.settled if one.who.role == StaffRole.ASSESSOR]
    opinions = [opinion.assessor for opinion in story.opinions]
    others = [*story.waiting_for, *story.conflicts, *story.found, *story.handed_back]
    return list(dict.fromkeys([*opinions, *others, *close]))


def note_mentors(case):
    """What an officer knows of before anybody is asked."""
    for closeness in case.story.settled:
        if not closeness.said:
            assessing.record_tie(
                case.coop,
                person=case.scene.user(closeness.who),
                kind=TieKind.MENTOR,
                from_on=localdate() - MENTORED_SINCE,
                by=case.officer,
            )


def declare(case):
    """Each says first whether they are close to the co-op; an officer settles some of it."""
    story, user_of = case.story, case.scene.user
    for colleague, reason in story.conflicts.items():
        family = {"kind": Conflict.Kind.FAMILY}
        assessing.declare_conflict(case.application, reason=reason, by=user_of(colleague), **family)
    at_once = {one.who: one for one in story.settled if not one.after_filing}
    for closeness in at_once.values():
        settle(case, closeness)
    for colleague in asked(story):
        if colleague not in at_once and colleague not in story.conflicts:
            assessing.declare_no_conflict(case.application, by=user_of(colleague))


def settle(case, closeness):
    """They say what joins them to it, or that nothing does; an officer says what it means."""
    person = case.scene.user(closeness.who)
    if closeness.said:
        conflict = assessing.declare_conflict(
            case.application, reason=closeness.said, kind=closeness.kind, by=person
        )
    else:
        assessing.declare_no_conflict(case.application, by=person)
        conflict = case.application.conflicts.get(user=person)
    assessing.settle_conflict(
        conflict, outcome=closeness.outcome, reason=closeness.why, seen=0, by=case.officer
    )


def settle_marks(case):
    """Some who were far apart talk before the panel meets; others only when it asks them to."""
    if not case.story.deferred:
        talk_over(case)


def talk_over(case):
    """Assessors who were far apart meet, and the officer writes down what they agreed."""
    criteria = criteria_of(case.application.round)
    for agreed in case.story.agreed:
        assessing.moderate_score(
            case.application,
            criteria[agreed.criterion - 1],
            mark=agreed.mark,
            reason=plain(agreed.reason),
            talked=[case.scene.user(opinion.assessor) for opinion in case.story.opinions],
            by=case.officer,
        )


def refer(case, advice=None):
    advice = advice or case.story.first_advice or case.story.advice
    case.application = assessing.refer_to_panel(
        case.application,
        amount=Decimal(advice.amount),
        days=Decimal(advice.days),
        reason=plain(advice.reason),
        risk=advice.risk,
        risk_words=plain(advice.risk_words),
        conditions=[(plain(text), None) for text in advice.conditions],
        by=case.officer,
    )
