"""The fund's side of a story between sending and deciding."""

from decimal import Decimal

from django.utils.timezone import now

from grants.assessment import actions as assessing
from grants.assessment.checking.models import Finding
from grants.assessment.conflicts.models import Conflict
from grants.awards import actions as deciding
from grants.awards.words import Alternatives
from grants.closeness import Outcome
from grants.funds.queries import criteria_of
from grants.money import in_pounds
from workshops.models import Session

from .answers import plain
from .reasons import scores_of

Result = Finding.Result
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
    asked = [opinion.assessor for opinion in story.opinions]
    asked += [*story.waiting_for, *story.conflicts, *story.found]
    assessing.assign_assessors(
        case.application, assessors=[user_of(colleague) for colleague in asked], by=case.officer
    )
    declare(case)
    criteria = criteria_of(case.application.round)
    for place, opinion in enumerate(story.opinions):
        scores = scores_of(opinion, place, criteria, story.seen)
        assessing.file_assessment(case.application, scores=scores, by=user_of(opinion.assessor))
    for colleague in story.waiting_for:
        begun = dict.fromkeys(criteria, (assessing.NOT_YET, ""))
        begun |= dict.fromkeys(criteria[:BEGUN], (3, "To be written out."))
        assessing.save_scores(case.application, scores=begun, by=user_of(colleague))


def declare(case):
    """Each says first whether they are close to the co-op; an officer settles some of it."""
    story, user_of = case.story, case.scene.user
    family = {"kind": Conflict.Kind.FAMILY}
    for colleague, reason in story.conflicts.items():
        by = user_of(colleague)
        assessing.declare_conflict(case.application, reason=reason, by=by, **family)
    for colleague, (reason, note) in story.noted.items():
        by = user_of(colleague)
        conflict = assessing.declare_conflict(case.application, reason=reason, by=by, **family)
        settling = {"outcome": Outcome.NOTE_ONLY, "reason": note, "seen": 0}
        assessing.settle_conflict(conflict, by=case.officer, **settling)
    others = [opinion.assessor for opinion in story.opinions]
    for colleague in [*others, *story.waiting_for, *story.found]:
        if colleague not in story.noted:
            assessing.declare_no_conflict(case.application, by=user_of(colleague))


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
