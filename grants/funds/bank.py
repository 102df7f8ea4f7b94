"""Questions across rounds: the same code is the same question, whatever its number and words."""

from dataclasses import dataclass, field

from django.db.models import F

from .models import FormVersion, Question


@dataclass
class Known:
    """A question that published rounds have asked: its newest form, and where it stood."""

    question: Question
    text: str
    guidance: str
    rounds: list = field(default_factory=list)  # (round, the key of its answers there)

    columns: list = field(default_factory=list)  # the names of its table's, in any round

    @property
    def key_by_round(self):
        """{round id: the key of its answers there}."""
        return {round.pk: key for round, key in self.rounds}

    @property
    def is_budget(self):
        return self.question.kind == Question.Kind.BUDGET

    def stood_in(self, round, question):
        self.rounds.append((round, question.key))
        if question.is_table:
            names = [column["name"] for column in question.options]
            self.columns += [name for name in names if name not in self.columns]


def questions_by_code():
    """{code: Known} of all that was ever asked, as the newest rounds put it."""
    versions = FormVersion.objects.filter(number=F("round__form_version"))
    wordings = dict(versions.values_list("round_id", "wording"))
    asked = (
        Question.objects.filter(section__round__published_at__isnull=False)
        .select_related("section__round")
        .order_by("-section__round__published_at", "-section__round_id", "number")
    )
    known = {}
    for question in asked:
        round = question.section.round
        if question.code not in known:
            said = wordings.get(round.pk, {}).get("questions", {}).get(question.key, {})
            known[question.code] = Known(
                question,
                text=said.get("text", question.text),
                guidance=said.get("guidance", question.guidance),
            )
        known[question.code].stood_in(round, question)
    for each in known.values():
        each.question.text, each.question.guidance = each.text, each.guidance
    return known
