"""What officers write in a round, and what is asked about it."""

from decimal import Decimal

from grants.funds.actions import answer_enquiry, publish_round
from grants.models import (
    Question,
)
from tests import factories

from .harm import HARM


def a_harmful_round(fund, *, by):
    round = factories.the_round(
        fund=fund,
        name=f"Round {HARM}",
        budget=Decimal(500_000),
        budget_days=Decimal(250),
        workshop_tag=HARM,
    )
    give_it_harmful_words(round)
    return publish_round(round, by=by)


def give_it_harmful_words(round):
    """A round's own words are typed by officers, and are no safer than anybody else's."""
    round.criteria.update(guidance=f"Guide {HARM}")
    round.criteria.filter(number=1).update(name=f"Fair {HARM}")
    round.eligibility_tests.update(text=f"Is it {HARM}?")
    round.sections.filter(number=1).update(title=f"Part {HARM}")
    Question.objects.filter(section__round=round).update(
        text=f"Ask {HARM}?", guidance=f"Hint {HARM}"
    )


def talk_about_the_round(round, draft, officer):
    """Questions, moved dates, and more time for one: words that anybody may type."""
    factories.asked(round, text=f"May we {HARM}?", by=draft.started_by)
    asked = factories.asked(round, text=f"Can we {HARM}?")
    answer_enquiry(asked, wording=f"Can one {HARM}?", answer=f"Yes {HARM}", by=officer)
    factories.dates_moved(round, reason=f"rain {HARM}", by=officer)
    factories.more_time(draft, days=20, reason=f"Snow {HARM}", by=officer)
    factories.asked_for_more_time(draft, reason=f"Hail {HARM}")
