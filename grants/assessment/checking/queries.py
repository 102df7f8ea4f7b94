"""What can be asked about the checks of an application."""

from typing import NamedTuple

from django.utils.timezone import localdate

from grants.applications.queries import documents_sent, last_submission
from grants.templatetags.words import day


def eligibility_of(application):
    """The tests of the round, in order, each with its `check_made` or None, and the `earlier`."""
    made = findings_by(application.eligibility_checks, "test_id")
    tests = list(application.round.eligibility_tests.order_by("number"))
    for test in tests:
        test.check_made, test.earlier = split(made.get(test.pk, []))
    return tests


def findings_by(findings, key):
    """{what was checked: its findings, the newest first}."""
    found = {}
    for finding in findings.select_related("checked_by", "document").order_by("-pk"):
        found.setdefault(getattr(finding, key), []).append(finding)
    return found


def split(findings):
    """(the finding that holds, the ones that it corrected, the newest first)."""
    current = next((each for each in findings if each.replaced_at is None), None)
    return current, [each for each in findings if each.replaced_at is not None]


def documents_to_show(application, reader):
    """The documents of what was sent, as far as this person can open them."""
    sent = last_submission(application)
    if sent is None:
        return []
    return [each for each in documents_sent(application, sent, reader=reader) if each.can_open]


def verdict_on(tests):
    """What the checks made so far allow: "unfinished", "not_met" or "met"."""
    made = [test.check_made for test in tests]
    if any(check is not None and check.is_fail for check in made):
        return "not_met"
    return "met" if all(made) else "unfinished"


class ProposedCondition(NamedTuple):
    """A gap that a check found, as something that the co-op could agree to."""

    words: str
    of: str  # the check that it comes from
    finding: object

    @property
    def is_late(self):
        """Its day has passed, so somebody should look at it again."""
        return self.finding.due_on is not None and self.finding.due_on < localdate()

    @classmethod
    def of_finding(cls, finding, of):
        when = f"by {day(finding.due_on)}" if finding.due_on else "before the first payment"
        return cls(f"{finding.condition.rstrip(' .')}, {when}.", of, finding)
