"""Who assesses in the demo: what they know, who is paid, who has practised, who is late."""

from datetime import timedelta

from django.utils.timezone import localdate

from grants.assessment import actions as assessing
from grants.funds.models import Round
from grants.models import Assignment, Skill

from .people import DESMOND, FOLAKE, GULSEN, NKECHI, OWEN, SIAN

SKILLS = ("care", "food", "housing", "making things", "money", "words and languages")
ASSESSORS = (
    # who, knows about, lives in, hours for a round, fee, must train
    (FOLAKE, ("care", "money"), "E24", 20, 0, False),
    (GULSEN, ("food", "words and languages"), "E25", 12, 45, False),
    (DESMOND, ("housing", "money"), "E26", None, 0, False),
    (OWEN, ("making things", "words and languages"), "E25", 8, 45, True),
    (NKECHI, ("care", "food"), "E26", 8, 0, False),
)
TRIED = (
    (3, "One vote each and a meeting every week. How a new worker joins is still open for them."),
    (3, "The washing comes home, five jobs stay, and half of the money is spent close by."),
    (4, "The same pay for all from the first day, and shifts that end when school ends."),
    (2, "Eleven customers wrote that they would come, but I miss the sums for a whole year."),
    (2, "They want to be open to all. I know them as kind people, so I went up a little."),
    (3, "They say what one machine would do, and what would have to wait without us."),
)
MORE = "I read it twice and looked at what each mark means before I chose this one."


def look_after_assessors(scene):
    """What each knows about, and who is paid. Two of the five are peers; one has practised."""
    officer = scene.user(SIAN)
    skills = {name: assessing.add_skill(name=name, by=officer) for name in SKILLS}
    for colleague, knows, ward, hours, fee, must_train in ASSESSORS:
        assessing.keep_assessor(
            scene.user(colleague),
            skills=[skills[name] for name in knows],
            ward=ward,
            hours=hours,
            is_peer=bool(fee),
            fee=fee,
            must_train=must_train,
            by=officer,
        )
    practise(scene, officer)


def practise(scene, officer):
    """Both funds have a training case; Owen has scored one of them."""
    assessing.make_training_case(scene.rounds["start"].fund, by=officer)
    case = assessing.make_training_case(scene.rounds["grow"].fund, by=officer)
    criteria = case.model_scores.order_by("number")
    scores = {
        criterion: (mark, f"{why} {MORE}")
        for criterion, (mark, why) in zip(criteria, TRIED, strict=True)
    }
    assessing.file_practice(case, scores=scores, by=scene.user(OWEN))


def ask_a_peer(scene, cases):
    """A case that is being assessed needs words; the day for its scores passed two days ago."""
    officer = scene.user(SIAN)
    (case,) = [one for one in cases if one.story.coop == "Quayside Translators"]
    needed = Skill.objects.filter(name="words and languages")
    assessing.say_skills_needed(case.application, skills=needed, by=officer)
    assessing.assign_assessor(case.application, assessor=scene.user(OWEN), by=officer)
    long_ago, due = timedelta(days=9), localdate() - timedelta(days=2)
    mine = Assignment.objects.filter(application=case.application, assessor=scene.user(OWEN))
    for asked in mine:
        mine.update(assigned_at=asked.assigned_at - long_ago)
    Round.objects.filter(pk=case.application.round_id).update(scores_due_on=due)
