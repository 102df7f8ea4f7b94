"""Who judges without names says once, over all who apply, to whom they are close."""

import pytest
from django.urls import reverse

from applicants.access import Refused
from applicants.models import Email
from grants.applications import actions as applying
from grants.assessment import actions as assessing
from grants.assessment.conflicts.queries import spelled, who_applies_in
from grants.models import Application, Conflict, Declaration
from tests import factories
from tests.factories import client_for
from tests.factories.blind import blind_assessor, blind_round, close_to_nobody, covered
from tests.factories.cases import colleague
from tests.grants.assessment.scene import page, text, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(db):
    return blind_round()


@pytest.fixture
def cases(round):
    names = ("Zephyr Bakers", "Alder Menders", "Mill Cleaners")
    return [
        covered(factories.in_assessment(round=round, of=factories.organisation(name=name)))
        for name in names
    ]


def asked(*cases, assessor=None):
    assessor = assessor or factories.staff("is_assessor")
    for case in cases:
        assessing.assign_assessor(case, assessor=assessor, by=colleague("is_officer"))
    assessor.forget()
    return assessor


def list_of(round):
    return reverse("round_declare", args=[round.reference])


def told(client, round, **said):
    form = client.get(list_of(round)).context["form"]
    said = {"is_close": "no", "seen": form["seen"].value(), **said}
    return client.post(list_of(round), said, follow=True)


def test_the_first_page_of_a_case_is_the_list_of_all_who_apply(round, cases):
    client = client_for(asked(cases[0]))

    response = client.get(page("assess", cases[0]), follow=True)

    assert response.redirect_chain[-1][0] == list_of(round)
    shown = text(response)
    names = [shown.index(name) for name in ("Alder Menders", "Mill Cleaners", "Zephyr Bakers")]
    assert names == sorted(names), "in the order of names, not of numbers"
    assert not any(case.reference in shown for case in cases)


def test_saying_no_once_opens_all_that_is_theirs(round, cases):
    assessor = asked(*cases[:2])
    client = client_for(assessor)

    told(client, round)

    assert client.get(page("assess", cases[0])).status_code == 200
    assert client.get(page("assess", cases[1])).status_code == 200
    assert Declaration.objects.filter(user=assessor).count() == 3
    assert all(verbs(case)[-1] == "declare_no_conflict" for case in cases)


def test_saying_yes_closes_what_that_co_op_sent_whether_it_is_theirs_or_not(round, cases):
    assessor = asked(cases[0])
    client = client_for(assessor)
    close = {"is_close": "yes", "kind": "family", "reason": "My aunts."}

    told(client, round, close_to=[case.organisation_id for case in cases[:2]], **close)

    assert client.get(page("assess", cases[0])).status_code == 404
    conflicts = Conflict.objects.filter(user=assessor)
    assert {row.application for row in conflicts} == set(cases[:2])
    assert not cases[0].assignments.filter(ended_at=None).exists()
    with pytest.raises(Refused, match="conflict of interest"):
        asked(cases[1], assessor=assessor)
    asked(cases[2], assessor=assessor)
    assert client.get(page("assess", cases[2])).status_code == 200
    assert "You told us already about Alder Menders, Zephyr Bakers" in text(
        client.get(list_of(round))
    )


BAD = [
    ({"is_close": ""}, "is_close", "Choose “No”"),
    ({"is_close": "yes"}, "close_to", "Tick those to whom you are close"),
    ({"is_close": "yes"}, "kind", "Choose what kind of link it is"),
    ({"is_close": "yes"}, "reason", "Write what your link to them is"),
    ({"is_close": "yes", "close_to": ["rubbish"]}, "close_to", "Choose from the co-ops"),
    ({"seen": ""}, "seen", "Open this page again first"),
    ({"seen": "x" * 10_000}, "seen", "Open this page again first"),
]


@pytest.mark.parametrize(("said", "field", "problem"), BAD)
def test_what_is_missing_is_said_and_nothing_is_written(round, cases, said, field, problem):
    client = client_for(asked(cases[0]))

    response = told(client, round, **said)

    assert problem in str(response.context["form"].errors[field])
    assert not Declaration.objects.exists()


def test_a_no_with_a_tick_is_a_question_and_not_an_answer(round, cases):
    client = client_for(asked(cases[0]))

    response = told(client, round, close_to=[cases[0].organisation_id])

    assert "You said no" in text(response)
    assert not Declaration.objects.exists()


def test_a_list_that_changed_meanwhile_is_read_again(round, cases):
    assessor = asked(cases[0])
    client = client_for(assessor)
    seen = client.get(list_of(round)).context["form"]["seen"].value()
    late = factories.submitted(round=round)

    response = told(client, round, seen=seen)

    assert "The list changed while you read it" in text(response)
    assert late.organisation.name in text(response)
    assert not Declaration.objects.exists()
    fresh = response.context["form"]["seen"].value()
    told(client, round, seen=fresh)
    assert Declaration.objects.count() == 4


def test_a_link_that_we_found_keeps_them_from_scoring_until_it_is_settled(round, cases):
    assessor = asked(cases[0])
    factories.tie(cases[0].organisation, person=assessor)
    client = client_for(assessor)

    told(client, round)

    shown = text(client.get(page("assess", cases[0])))
    assert "You can’t score this now" in shown
    assert "Zephyr" not in shown
    conflict = Conflict.objects.get()
    assert not conflict.is_declared
    settling = {"outcome": "none", "reason": "Long ago.", "seen": 0, "by": colleague("is_officer")}
    assessing.settle_conflict(conflict, **settling)
    mail = Email.objects.get(event="grants/conflict_settled")
    assert "Zephyr" not in mail.subject + mail.body
    assert cases[0].reference not in mail.subject + mail.body
    assert "Your scores" in text(client.get(page("assess", cases[0])))


def test_whoever_is_joined_to_a_co_op_is_never_asked(round, cases):
    close = factories.staff("is_assessor")
    factories.tie(cases[0].organisation, person=close)

    with pytest.raises(Refused, match="Our records show a link"):
        asked(cases[0], assessor=close)


def test_only_those_who_are_asked_in_the_round_see_who_applies(round, cases):
    asked(cases[0])

    for who in (factories.staff("is_assessor"), factories.person(), colleague("is_officer")):
        assert client_for(who).get(list_of(round)).status_code == 403
        seen = spelled(organisation.pk for organisation in who_applies_in(round, who))
        with pytest.raises(Refused, match="not asked to assess anything"):
            assessing.declare_in_round(round, close_to=set(), seen=seen, by=who)


def test_a_round_with_names_asks_about_each_case_by_itself():
    case = factories.in_assessment()

    response = client_for(asked(case)).get(list_of(case.round))

    assert response.status_code == 409
    assert case.organisation.name not in text(response)


def test_what_is_withdrawn_or_a_draft_is_not_on_the_list(round, cases):
    gone = factories.submitted(round=round)
    applying.withdraw_application(gone, by=gone.started_by)
    draft = factories.draft(round=round)

    shown = text(client_for(asked(cases[0])).get(list_of(round)))

    assert gone.organisation.name not in shown
    assert draft.organisation.name not in shown


# The way out of a case


def test_somebody_who_finds_out_who_it_is_steps_back_without_the_name(round, cases):
    assessor = blind_assessor(cases[0])
    client = client_for(assessor)

    shown = text(client.get(page("conflict_declare", cases[0])))
    assert "Zephyr" not in shown
    assert cases[0].reference in shown
    said = {"is_close": "yes", "kind": "family", "reason": "I think that it is my aunt."}
    done = client.post(page("conflict_declare", cases[0]), said, follow=True)

    assert "This case is now closed to you" in text(done)
    assert client.get(page("assess", cases[0])).status_code == 404
    assert Conflict.objects.get().application == cases[0]


def test_saying_no_there_leads_back_and_writes_nothing(round, cases):
    assessor = blind_assessor(cases[0])
    before = verbs(cases[0])

    response = client_for(assessor).post(page("conflict_declare", cases[0]), {"is_close": "no"})

    assert response.url == page("assess", cases[0])
    assert verbs(cases[0]) == before


def test_before_the_list_was_read_that_page_leads_to_the_list(round, cases):
    client = client_for(asked(cases[0]))

    assert client.get(page("conflict_declare", cases[0])).url == list_of(round)
    assert client.get(page("name_seen", cases[0]), follow=True).redirect_chain[-1][0] == list_of(
        round
    )


def test_a_home_with_blind_cases_takes_as_many_queries_as_any(
    round, cases, django_assert_max_num_queries
):
    assessor = asked(*cases)
    close_to_nobody(round, assessor)
    client = client_for(assessor)
    client.get(reverse("home"))

    with django_assert_max_num_queries(11):
        shown = text(client.get(reverse("home")))

    for case in Application.objects.filter(round=round):
        assert f"Application {case.reference}" in shown
        assert case.organisation.name not in shown
