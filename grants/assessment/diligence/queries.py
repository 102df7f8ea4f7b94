"""What can be asked about due diligence: what is to be looked up, and what stands open."""

from dataclasses import dataclass

from django.conf import settings

from grants.assessment.checking.models import Finding
from grants.assessment.checking.queries import (
    ProposedCondition,
    eligibility_of,
    findings_by,
    split,
)

from .checklist import CHECKLIST, Depth, Item
from .models import RiskNote


@dataclass(frozen=True)
class Line:
    """One thing on the list of an application, with what was found about it."""

    item: Item
    check: Finding | None
    earlier: list
    why_not: str  # why it does not apply, when that is plain from the legal form

    @property
    def is_settled(self):
        return bool(self.why_not or self.check)


@dataclass(frozen=True)
class Diligence:
    """The whole list of an application: how deep to look, and how far that is."""

    risk: RiskNote | None
    depth: Depth
    lines: list[Line]

    @property
    def open(self):
        return [line for line in self.lines if not line.is_settled]

    @property
    def open_in_words(self):
        """What must be settled before the case goes to the panel; nothing when all is."""
        risk = [] if self.risk else ["Write the risk note"]
        return risk + [line.item.text for line in self.open]

    @property
    def not_met(self):
        return [line for line in self.lines if line.check and line.check.is_fail]


def depth_for(application, risk):
    """How deep to look: by the amount asked for, and one deeper when the risk is high."""
    amount = application.amount_requested or 0
    if amount <= settings.DILIGENCE["light_up_to"]:
        depth = Depth.LIGHT
    elif amount <= settings.DILIGENCE["standard_up_to"]:
        depth = Depth.STANDARD
    else:
        depth = Depth.FULL
    if risk is not None and risk.level == RiskNote.Level.HIGH:
        return Depth(min(depth + 1, Depth.FULL))
    return depth


def risk_of(application):
    """The risk note that counts, or None."""
    return application.risk_notes.select_related("written_by").order_by("-pk").first()


def diligence_of(application):
    """What is to be looked up, and what was answered already although it need not be."""
    risk = risk_of(application)
    depth = depth_for(application, risk)
    found = findings_by(application.diligence_checks, "item")
    return Diligence(
        risk,
        depth,
        [
            line_of(application, item, found.get(item.code, []))
            for item in CHECKLIST
            if item.depth <= depth or item.code in found
        ],
    )


def line_of(application, item, findings):
    check, earlier = split(findings)
    return Line(item, check, earlier, "" if check else item.why_not(application.organisation))


def what_stands_open(application):
    """What must be settled before it goes to the panel, in words; nothing when all is."""
    return diligence_of(application).open_in_words


def conditions_proposed(application):
    """The gaps that became conditions: from the eligibility check, then from due diligence."""
    return conditions_in(eligibility_of(application), diligence_of(application))


def conditions_in(tests, diligence):
    """The same, from what was read already."""
    checked = [(test.check_made, test.text) for test in tests]
    checked += [(line.check, line.item.text) for line in diligence.lines]
    return [
        ProposedCondition.of_finding(finding, what)
        for finding, what in checked
        if finding is not None and finding.condition
    ]
