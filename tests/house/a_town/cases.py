"""What stands in a case: messages, notes, conflicts, covered names, those who assess."""

from grants.applications import actions as applying
from grants.assessment import actions as assessing
from grants.awards import actions as deciding
from grants.models import (
    Skill,
)
from grants.payments.accounts import actions as accounts
from tests import factories
from tests.factories import blind

from .awards import review_it
from .harm import HARM, co_op


def give_them_harmful_words(cases, people, facts):
    """What colleagues write in a case: notes, reasons, a conflict; and work that waits."""
    owner, officer, approver = facts["by"], people["officer"], people["approver"]
    ally = factories.organisation(owner=owner, name=f"Ally {HARM}")
    cases["joint"] = factories.draft(of=co_op(owner, "joint"), joint=[ally], **facts)
    factories.message(cases["draft"], text=f"Help {HARM}", by=owner)
    factories.message(cases["submitted"], text=f"Ask {HARM}", by=owner)
    factories.message(cases["offered"], text=f"Tell {HARM}", by=officer)
    factories.noted(cases["in_assessment"], text=f"Note {HARM}")
    factories.flagged(cases["in_assessment"], reason=f"Look {HARM}")
    factories.tagged(cases["in_assessment"], "<i>bread</i>")
    assigning = {"assessor": people["assessor"], "by": officer}
    assessing.assign_assessor(cases["in_assessment"], **assigning)
    assessing.declare_no_conflict(cases["in_assessment"], by=people["assessor"])
    people["assessor"].forget()
    cases["returned"] = applying.return_for_changes(
        factories.submitted(**facts, of=co_op(owner, "returned")), note=f"Why {HARM}", by=officer
    )
    cases["told no"] = deciding.decline_application(
        factories.with_panel(**facts, of=co_op(owner, "no")), reasons=f"No {HARM}", by=approver
    )
    factories.letter_wording(more="<b>Bold</b> &amp;", by=officer)
    factories.letter_signature(name=f"Chair {HARM}"[:80], role="<i>of all</i>", by=officer)
    factories.issue_letters()
    review_it(cases["told no"], owner, people)
    cases["known to somebody"] = factories.submitted(**facts, of=co_op(owner, "known"))
    known = cases["known to somebody"]
    assessing.declare_conflict(known, reason=f"My aunt {HARM}", by=factories.staff("is_approver"))
    late = assessing.declare_conflict(
        cases["in_assessment"], reason=f"My friend {HARM}", by=late_to_say_so(cases)
    )
    settling = {"reason": f"Only {HARM}", "seen": 0, "by": officer}
    assessing.settle_conflict(late, outcome="note_only", **settling)
    accounts.enter_bank_details(
        cases["accepted"],
        account_name="Weir Lane Bakers",
        sort_code="089999",
        account_number="66374958",
        by=owner,
    )


def a_blind_case(fund, people, *, of):
    """One that is judged without names: covered, in the hands of somebody who says no to all."""
    round = blind.blind_round(fund=fund, name=f"Blind {HARM}")
    case = factories.in_assessment(of=of, round=round, file=f"{HARM}.pdf")
    blind.covered(case, "bake", files=case.attachments.all())
    blind.blind_assessor(case, people["assessor"])
    return case


def look_after_assessors(round, case, people):
    """Skills and wards that somebody typed, a practice application, somebody who handed back."""
    peer = factories.assessor(name=f"Pat {HARM}", knows=[f"Me {HARM}"], ward=HARM)
    assessing.say_skills_needed(case, skills=Skill.objects.all(), by=people["officer"])
    assessing.assign_assessor(case, assessor=peer, by=people["officer"])
    peer.forget()
    assessing.hand_back(case, because="no_time", note=f"Busy {HARM}", by=peer)
    assessing.assign_assessor(case, assessor=factories.assessor(), by=people["officer"])
    practice = factories.practised(round)
    return {
        "assessor": [peer.pk],
        "skill_remove": [Skill.objects.get().pk],
        "practice": [practice.case_id],
        "training_make": [round.fund_id],
    }


def late_to_say_so(cases):
    """Somebody who has filed scores."""
    late = factories.staff("is_assessor", name=f"Late {HARM}")
    factories.filed(cases["in_assessment"], late)
    return late
