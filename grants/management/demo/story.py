"""What is told about one application: what the co-op wrote, and what the fund made of it."""

from dataclasses import dataclass, field

from grants.assessment.conflicts.models import Conflict
from grants.lifecycle import Stage

from .people import Colleague


@dataclass(frozen=True)
class Opinion:
    """One assessor’s marks, in the order of the criteria. None: “I can’t judge this”."""

    assessor: Colleague
    marks: tuple


@dataclass(frozen=True)
class Advice:
    """What the officer tells the panel. Conditions come before the first payment."""

    amount: int
    days: int
    reason: str
    risk: str = "low"
    risk_words: str = ""
    conditions: tuple = ()


@dataclass(frozen=True)
class Closeness:
    """What joins a colleague to the co-op, and what an officer settled that it means.

    said: what they declared; nothing: our records show that they are its mentor.
    """

    who: Colleague
    outcome: str
    why: str
    said: str = ""
    kind: str = Conflict.Kind.FAMILY
    after_filing: bool = False


@dataclass(frozen=True)
class Agreed:
    """The mark that assessors who were far apart agreed on, by the place of the criterion."""

    criterion: int
    mark: int
    reason: str


@dataclass(frozen=True)
class Resolved:
    """What a panel has agreed, and why; a criterion is named by its number."""

    verdict: str
    reasons: str
    strong: tuple = ()  # (number, sentence)
    weak: tuple = ()
    amount: int = 0
    days: int = 0
    conditions: tuple = ()


@dataclass(frozen=True)
class Asked:
    """A condition that an officer added, and what became of it: nothing yet, if nothing is said."""

    text: str
    before: int | None = None  # the first payment that it holds back
    in_days: int | None = None  # from today to its day
    kind: str = "other"
    evidence: str = ""
    sent: tuple = ()  # the lines of the page that the co-op sent for it
    seen: str = ""
    waived: str = ""


@dataclass(frozen=True)
class Part:
    """One payment of a plan that is not the usual one."""

    amount: int
    in_months: int  # after the first, which is paid as soon as it may be
    waits_for_report: bool = False


@dataclass(frozen=True)
class Space:
    """The use of a room or a bench that comes with the money."""

    what: str
    quantity: int
    unit: str
    each: int


@dataclass(frozen=True)
class Offer:
    """What the panel offers, and why."""

    amount: int
    days: int
    reasons: str
    instalments: int = 1
    conditions: tuple = ()
    parts: tuple[Part, ...] = ()
    space: Space | None = None
    asks: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class PublicMoney:
    """Is it a subsidy, and what else did they have? Without a reason nobody has said yet.

    declared: (who gave it, how much, how many days ago).
    proposed: (route, why), which an officer proposes after the offer; an approver has to answer.
    """

    route: str = "minimal"
    why: str = ""
    done: str = ""
    declared: tuple = ()
    is_confirmed: bool = True
    proposed: tuple = ()


@dataclass(frozen=True)
class Account:
    """The co-op’s bank account. Who checks it is an officer, or nobody yet."""

    name: str
    sort_code: str
    number: str
    checked_by: Colleague | None
    note: str = ""


@dataclass(frozen=True)
class Joining:
    """A partner that the co-op asked to apply together, and what it has said so far."""

    coop: str
    does: str
    says: str = "nothing yet"  # or "reads it", or "yes"


@dataclass(frozen=True)
class Document:
    """A paper that the co-op added: at a question, by its code, or of its own accord."""

    name: str
    lines: tuple
    question: str = ""


@dataclass(frozen=True)
class Story:
    """One application, from its first answer to the stage at which the demo leaves it.

    answers: what the form asks, by the names in `answers.NAMES`; what is missing is not
    answered yet.
    seen: what assessors noticed, in the order of the criteria.
    words: what was said at the last turn, such as why it was withdrawn or declined.
    again: the round in which the co-op starts another application from this one.
    """

    coop: str
    round: str
    ends: Stage
    answers: dict
    seen: tuple = ()
    documents: tuple = ()
    partners: tuple = ()
    opinions: tuple = ()
    agreed: tuple = ()  # what was talked over before the panel
    waiting_for: tuple = ()
    handed_back: tuple = ()  # colleagues who gave the case back, for want of time
    conflicts: dict = field(default_factory=dict)  # {colleague: what they declared}; it waits
    settled: tuple = ()  # Closeness that an officer has settled
    found: tuple = ()  # colleagues who said no, and with whom our records show a link
    not_met: dict = field(default_factory=dict)
    returned: str = ""
    to_change: tuple = ()  # the codes of the questions that it was returned for
    changed: dict = field(default_factory=dict)  # what they say now, where it was sent again
    first_advice: Advice | None = None  # what the panel read before it deferred
    deferred: str = ""
    advice: Advice | None = None
    resolved: Resolved | None = None  # by a panel that has not told the co-op
    is_late: bool = False  # it is told when the panels have met
    offer: Offer | None = None
    public_money: PublicMoney = PublicMoney()
    answer: str = ""  # what the co-op does with it, where not all sign: see `answer_offer`
    account: Account | None = None
    run: str = ""
    reports: tuple = ()
    words: str = ""
    again: str = ""
