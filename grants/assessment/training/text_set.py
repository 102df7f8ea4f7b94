"""The practice application that comes with the service, and its model answer.

The co-op is made up, and copies nobody. Each criterion is one of those that a fund begins with
(see `funds/question_sets.py`); a fund that judges fewer of them gets a model answer for fewer.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ModelAnswer:
    """What we would give for one criterion of the practice application, and why."""

    name: str
    mark: int
    reason: str


COOP = "Saltmarsh Laundry"

SHEET = (
    (
        "Who’s involved?",
        "Five of us who worked in the hotel laundry until it closed. Bea keeps the books, Tunde "
        "mends the machines, and the other three wash, press and drive.",
    ),
    (
        "What will you do, and who pays for it?",
        "We’ll wash for cafés, care homes and families. Two care homes and nine cafés wrote that "
        "they would use us. A bag costs £12. We’d start with two machines in the old bakery.",
    ),
    (
        "Who are your members, and how do they decide things?",
        "All five of us have one vote. We meet on Mondays. We have not agreed yet how a new worker "
        "becomes a member.",
    ),
    (
        "What will change for people here?",
        "Care homes now send their washing 30 miles away. It would stay here, and so would five "
        "jobs. We hope that it helps the environment too.",
    ),
    (
        "Who is usually left out, and how will you include them?",
        "We’re open to everybody.",
    ),
    (
        "What will the jobs be like?",
        "£13.20 an hour for all from the first day, and the same for the newest. Shifts end at "
        "3pm, so that parents can fetch their children. Two of us asked for that.",
    ),
    (
        "What do you need?",
        "£6,400 for two used machines, with a quote from the seller. £900 for pipes. 3 days of "
        "advice about our rules. Half of it is spent in the borough.",
    ),
    (
        "What might go wrong?",
        "A machine could break. Tunde can mend most of it, and we keep £500 aside. If a care home "
        "leaves us, cafés make up for about half of it.",
    ),
    (
        "What if we offered part of it?",
        "One machine would do for the cafés. The care homes would have to wait for a year.",
    ),
)

ANSWERS = (
    ModelAnswer(
        "Truly co-operative",
        2,
        "All five have one vote and they meet each week, which is a good start. But they don’t say "
        "how a new worker joins. That is a gap, and the advice that they ask for could close it.",
    ),
    ModelAnswer(
        "Good for local people and place",
        3,
        "The washing and five jobs stay in the borough, and half of the money is spent here. It is "
        "clear and easy to believe. The line about the environment is only a hope, so it’s no 4.",
    ),
    ModelAnswer(
        "Good work",
        4,
        "Everybody gets the same £13.20 from the first day, and shifts end in time for school. Two "
        "members asked for that, so it was tested with people. Others could learn from it.",
    ),
    ModelAnswer(
        "Can work",
        3,
        "Eleven customers wrote that they would come, there is a quote, and they thought about "
        "machines that break and customers who leave. It is believable. A plan for the year would "
        "have made it a 4.",
    ),
    ModelAnswer(
        "Opens doors",
        1,
        "“We’re open to everybody” is a hope without a how. They don’t say who is left out now or "
        "what they would do about it. Being kind people doesn’t lift the mark: we score what is "
        "written.",
    ),
    ModelAnswer(
        "Our help matters",
        3,
        "They say plainly what one machine would do and what would have to wait for a year. It is "
        "clear that the grant makes the difference for the care homes, and they ask for no more "
        "than that.",
    ),
)
