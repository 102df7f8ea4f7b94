"""Ask once: what a co-op told us before is filled in and marked, and nothing is saved by it."""

import pytest
from django.urls import reverse

from applicants.models import LegalForm
from grants.applications.prefill import LEGAL_FORMS, fitting
from grants.applications.queries import filled_in, form_for
from grants.funds.question_sets import GROW_FUND
from grants.models import Question, SectionAnswers
from tests import factories
from tests.bench.pages import FORM
from tests.factories import client_for
from tests.house.test_figures import queries_of

pytestmark = pytest.mark.django_db

Kind = Question.Kind
OPTIONS = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]
COLUMNS = [
    {"name": "kind", "label": "Kind", "kind": "choice", "choices": OPTIONS},
    {"name": "what", "label": "What"},
]


def round_that_asks(**facts):
    """An open round with the codes that a question keeps from one round to the next."""
    round = factories.open_round(**facts)
    for number, code in {1: "name", 2: "work", 3: "needs"}.items():
        Question.objects.filter(section__round=round, number=number).update(code=code)
    return round


def page(application, number):
    return reverse("section", args=[application.reference, number])


@pytest.fixture
def second():
    """A co-op’s second application, and the browser of the person who began it."""
    first = factories.submitted(round=round_that_asks(name="Start Fund"))
    by = first.started_by
    draft = factories.draft(of=first.organisation, by=by, round=round_that_asks(), ready=False)
    return draft, client_for(by)


def test_the_name_comes_from_the_co_ops_own_page(second):
    application, client = second

    text = client.get(page(application, 1)).text

    assert f'value="{application.organisation.name}"' in text
    assert "We filled this in from your co-op’s own page." in text


def test_answers_come_from_the_application_that_was_sent_last(second):
    application, client = second

    text = client.get(page(application, 2)).text

    assert f"{application.organisation.name} will bake bread." in text
    assert 'value="Ovens"' in text
    assert text.count("We filled this in from your Start Fund application of ") == 2
    assert text.count("Change it if it is no longer right.") == 2


def test_nothing_is_saved_until_somebody_saves_and_then_it_is_theirs(second):
    application, client = second
    client.get(page(application, 2))
    tasks = client.get(reverse("application", args=[application.reference])).text
    assert tasks.count("Not yet started") == 2
    assert not SectionAnswers.objects.filter(application=application).exists()

    client.post(page(application, 2), {"version": 0, "q2": "Cake", "later": "1"})
    text = client.get(page(application, 2)).text

    assert "We filled this in" not in text
    assert "will bake bread" not in text


def test_another_co_ops_answers_never_come(second):
    application, _client = second
    other = factories.draft(round=round_that_asks(), ready=False)

    found = filled_in(other, form_for(other)[1])

    assert found == {}
    assert application.organisation != other.organisation


def test_a_section_with_what_we_know_takes_few_queries(second):
    application, client = second

    assert queries_of(client, page(application, 2)) <= FORM["queries"]


@pytest.mark.parametrize(
    ("kind", "answer", "left"),
    [
        (Kind.CHOICE, "a", "a"),
        (Kind.CHOICE, "gone", None),
        (Kind.SEVERAL, ["a", "gone"], ["a"]),
        (Kind.TICKS, ["a", "b"], None),
        (Kind.FILES, "x", None),
        (Kind.SHORT_TEXT, "Bread", "Bread"),
        (Kind.SHORT_TEXT, None, None),
        (
            Kind.TABLE,
            [{"kind": "gone", "what": "Oven", "old": "x"}, {"what": "Mixer"}, {"what": "Third"}],
            [{"kind": "", "what": "Oven"}, {"kind": "", "what": "Mixer"}],
        ),
    ],
)
def test_only_what_the_question_can_take_is_filled_in(kind, answer, left):
    options = COLUMNS if kind == Kind.TABLE else OPTIONS
    question = Question(number=1, kind=kind, options=options, rows=2)

    assert fitting(question, answer) == left


def test_every_legal_form_has_an_answer_in_our_own_question():
    asked = next(q for _title, part in GROW_FUND.sections for q in part if q.code == "legal_form")

    assert set(LEGAL_FORMS) == set(LegalForm)
    assert set(LEGAL_FORMS.values()) <= {option["value"] for option in asked.options}
