"""The workshops that come with the service, as data. `actions.add_catalogue` writes them."""

from dataclasses import dataclass, field
from datetime import time

from .models import WHERE_ONLINE


@dataclass(frozen=True)
class Listed:
    """A workshop, and what one of its sessions usually looks like."""

    reference: str
    title: str
    who_for: str
    summary: str
    leave_with: str
    starts: time
    minutes: int
    place: str
    capacity: int
    online_capacity: int = 0  # beside the room
    is_saturday: bool = False
    tag: str = ""
    kind: str = "single"  # of the programme that its dates make
    dates: int = 1
    covers: tuple = ()  # what certificates say, a line each
    is_listening: bool = False
    access: str = field(default="Step-free, with an accessible toilet and a hearing loop.")

    @property
    def is_online(self):
        return self.place == ONLINE

    @property
    def has_link(self):
        return self.is_online or self.online_capacity > 0


LIBRARY = "Tanyard Library, Mill Street"
HUB = "Quayside Hub, 2 Wharf Road"
ONLINE = WHERE_ONLINE
LIVE_CAPTIONS = "With live captions. You can ring in by phone."

CATALOGUE = (
    Listed(
        reference="is-a-co-op-right-for-us",
        title="Is a co-op right for us?",
        covers=(
            "What a co-op is, and what it is not",
            "Who decides, who owns, who is paid",
            "What two local co-ops wish they had known",
        ),
        who_for="Anyone with an idea, alone or in a group",
        summary=(
            "What a co-op is, what it is not, and who does what in one. Two people from local "
            "co-ops tell you what they wish they had known. You need no plan and no papers."
        ),
        leave_with="A yes, a no or a not yet",
        starts=time(18),
        minutes=120,
        place=LIBRARY,
        capacity=24,
        online_capacity=30,
        tag="co-op basics",
        kind="pick_one",
    ),
    Listed(
        reference="working-out-what-were-for",
        title="Working out what we’re for",
        covers=(
            "What each of us wants from it",
            "Where we differ, and how to decide",
            "One page of shared values",
        ),
        who_for="Groups: come with two or more people",
        summary=(
            "Most groups find registering easy and agreeing hard. We take a morning over what "
            "you each want, and where you differ. There is a crèche."
        ),
        leave_with="One page of values that you share",
        starts=time(10),
        minutes=180,
        place=HUB,
        capacity=18,
        is_saturday=True,
        access="Step-free, with an accessible toilet. Free crèche: tell us about your children.",
    ),
    Listed(
        reference="choose-your-legal-form",
        title="Choose your legal form",
        covers=(
            "Society, company or partnership",
            "What each costs and asks every year",
            "Questions to put to an adviser",
        ),
        who_for="Groups that want to register",
        summary=(
            "Society, company or partnership: what each one lets you do, costs and asks of you "
            "every year, in plain words."
        ),
        leave_with="A short list, and questions for an adviser",
        starts=time(18),
        minutes=120,
        place=LIBRARY,
        capacity=16,
        online_capacity=20,
        tag="co-op basics",
    ),
    Listed(
        reference="money-without-fear",
        title="Money without fear",
        covers=(
            "What comes in and what goes out",
            "Making a cash plan for 12 months",
            "Seeing when money would run short",
        ),
        who_for="Everyone, most of all those who hate sums",
        summary=(
            "What comes in, what goes out, and when you would run dry. There is a second evening "
            "a week later, and your place is for both."
        ),
        leave_with="A cash plan for 12 months",
        starts=time(18),
        minutes=120,
        place=LIBRARY,
        capacity=14,
        tag="money",
        kind="course",
        dates=2,
    ),
    Listed(
        reference="fair-pay-fair-rotas",
        title="Fair pay, fair rotas",
        covers=(
            "Ways that co-ops set pay",
            "Sharing early and late shifts",
            "Three changes to try at home",
        ),
        who_for="Co-ops that are trading",
        summary=(
            "How other co-ops set pay and share out the early shifts, over lunch. Bring your rota."
        ),
        leave_with="Three changes to try",
        starts=time(12),
        minutes=120,
        place=HUB,
        capacity=16,
    ),
    Listed(
        reference="meetings-that-dont-drain-you",
        title="Meetings that don’t drain you",
        covers=(
            "Agendas that end on time",
            "Rules for deciding together",
            "What to do when two cannot agree",
        ),
        who_for="Members of any co-op",
        summary=(
            "Shorter meetings, clear decisions, and what to do when two people cannot agree. "
            "We practise on a real argument."
        ),
        leave_with="An agenda and rules for deciding",
        starts=time(17, 30),
        minutes=90,
        place=ONLINE,
        capacity=25,
        access=LIVE_CAPTIONS,
    ),
    Listed(
        reference="winning-council-work-together",
        title="Winning council work together",
        covers=(
            "What buyers need this year",
            "How to bid as partners",
            "What a good bid shows",
        ),
        who_for="Co-ops, and people who buy for the council",
        summary=(
            "Buyers say what they will need this year. Co-ops meet partners to bid with. "
            "Half a day, with lunch."
        ),
        leave_with="The name of a buyer, and a partner",
        starts=time(10),
        minutes=210,
        place=HUB,
        capacity=30,
    ),
    Listed(
        reference="what-should-the-fund-do-next",
        title="What should the fund do next?",
        covers=(
            "What is hard about asking for help",
            "What the fund should do instead",
        ),
        is_listening=True,
        who_for="Anyone. We pay you for your time",
        summary=(
            "You talk and we listen: what was hard about asking us for help, and what we should "
            "do instead. With a sign language interpreter (BSL)."
        ),
        leave_with="Your ideas, and our answer to each within 30 days",
        starts=time(18),
        minutes=120,
        place=LIBRARY,
        capacity=30,
        access="Step-free, with an accessible toilet, a hearing loop and a BSL interpreter.",
    ),
)
