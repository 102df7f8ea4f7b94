"""The pack: what a reader takes to the meeting, and what is kept from them."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from grants.assessment.actions import declare_conflict, settle_conflict
from grants.models import Application, CaseTag, HistoryEntry, Tagging
from grants.panel.actions import take_up_waiting
from grants.panel.pack_paper import pack_on_paper
from grants.panel.packs import pack_for
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.factories.panels import chair_of, item_of, open_with_everybody, panel, resolved, sitting
from tests.paper import Reading, failures

from .test_pages import page, queries_of

pytestmark = pytest.mark.django_db


def officer_of(called):
    return called.members.get(user__is_officer=True).user


def assessor_of(called):
    return called.members.get(user__is_assessor=True).user


def words_of(data):
    return [words for _role, words in Reading(data).spoken()]


def test_the_pack_says_what_the_panel_needs_and_for_whom_it_is():
    called = panel(cases=2)
    item = item_of(called)
    Application.objects.filter(pk=item.application_id).update(ward="Kiln Hill")

    said = client_for(chair_of(called)).get(page("panel_pack", called)).text

    for words in (
        "<strong>Chidi Obi</strong> and nobody else",
        "Tanyard Library",
        "2 people in the room",
        "£50,000",
        "Kiln Hill",
        "What is advised, and why",
        "The biggest disagreement",
        "Places by score",
        "All answers of",
        "What will you do?",
        escape(str(item.application.organisation)),
    ):
        assert words in said, words
    assert "<script" not in said.partition('class="fund-pack')[2].partition("</main>")[0]


@pytest.mark.parametrize("outcome", ["no_access", "leaves", "no_score"])
def test_whoever_leaves_the_room_has_a_pack_without_the_case(outcome):
    called = panel(cases=2)
    item, reader = item_of(called), officer_of(called)
    conflict = declare_conflict(item.application, by=reader, reason="My sister works there.")
    settle_conflict(
        conflict, outcome=outcome, reason="We talked.", seen=0, by=colleague("is_officer")
    )
    client = client_for(reader)

    texts = [
        client.get(page("panel_pack", called) + way).text
        for way in ("", "?print=large", "?offline=1")
    ]
    texts.append(" ".join(words_of(client.get(page("panel_pack_pdf", called)).content)))

    for text in texts:
        assert item.application.reference not in text
        assert item_of(called, 2).application.reference in text
        assert "1 application is not in it, because you leave the room for it" in text
    others = client_for(chair_of(called)).get(page("panel_pack", called)).text
    assert item.application.reference in others
    assert "not in it" not in others


def test_whoever_owes_their_scores_sees_nobody_else_s():
    called = panel()
    item, reader = item_of(called), assessor_of(called)
    shown = pack_for(reader, called).cases[0]
    assert shown.table.assessments

    Application.objects.filter(pk=item.application_id).get().assignments.create(
        assessor=reader, assigned_by=officer_of(called)
    )
    reader.forget()
    pack = pack_for(reader, called)

    assert (pack.cases[0].table, pack.disputed) == (None, [])
    text = client_for(reader).get(page("panel_pack", called)).text
    assert "You see the scores of others when you have filed your own" in text
    assert str(shown.table.figure.normalize()) + " of 100" not in text


def test_only_those_of_the_panel_and_the_case_workers_have_a_pack():
    called = panel()

    for who, status in (
        (factories.staff("is_assessor"), 404),
        (factories.person(), 404),
        (factories.staff("is_auditor"), 200),
    ):
        for name in ("panel_pack", "panel_pack_pdf"):
            assert client_for(who).get(page(name, called)).status_code == status, (who, name)


def test_reading_a_pack_leaves_no_line_in_the_history():
    called = panel()
    before = HistoryEntry.objects.count()

    client_for(chair_of(called)).get(page("panel_pack", called))

    assert HistoryEntry.objects.count() == before


def test_the_saved_file_needs_nothing_from_anywhere():
    called = panel()

    response = client_for(chair_of(called)).get(page("panel_pack", called), {"offline": "1"})

    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="pack-{called.round.reference}.html"'
    )
    assert "<script" not in response.text
    assert 'href="data:text/css;base64,' in response.text
    assert 'href="/' not in response.text
    assert "src=" not in response.text


def test_large_print_opens_every_answer():
    client = client_for(chair_of(called := panel()))

    assert "<details>" in client.get(page("panel_pack", called)).text
    large = client.get(page("panel_pack", called), {"print": "large"}).text
    assert "fund-pack--large" in large
    assert "<details>" not in large


@pytest.mark.parametrize("name", ["Tŷ Gwyn", "<b>Co-op", "{{ x }} & O’Brien", "Bread 🍞"])
@pytest.mark.parametrize("is_large", [False, True])
def test_the_paper_can_be_read_aloud_whatever_people_are_called(name, is_large):
    round = factories.open_round()
    factories.with_panel(round=round, of=factories.organisation(name=name))
    called = panel(round=round, place=name)

    paper = pack_on_paper(pack_for(chair_of(called), called), is_large=is_large)

    assert failures(paper) == []
    spoken = Reading(paper).spoken()
    printed = name.replace("🍞", "[bread]")
    assert ("H2", f"1. {printed}") in spoken
    assert ("H2", f"1. {printed}: all answers") in spoken
    assert ("TD", printed) in spoken
    assert ("H3", "What will you do?") in spoken


@pytest.mark.parametrize("way", ["", "?print=large", "?offline=1"])
def test_what_people_typed_is_never_read_as_a_tag(way):
    round = factories.open_round()
    factories.with_panel(round=round, of=factories.organisation(name="<b>Co-op"))
    called = panel(round=round, place="<i>Hall")

    said = client_for(chair_of(called)).get(page("panel_pack", called) + way).text

    assert "&lt;b&gt;Co-op" in said
    assert "<b>Co-op" not in said
    assert "<i>Hall" not in said


def sizes_of(paper):
    import pikepdf

    return {
        float(operands[1])
        for sheet in Reading(paper).pdf.pages
        for operands, operator in pikepdf.parse_content_stream(sheet)
        if str(operator) == "Tf"
    }


def test_nothing_in_the_large_print_is_smaller_than_eighteen_points():
    called = panel(cases=2)
    pack = pack_for(chair_of(called), called)

    assert min(sizes_of(pack_on_paper(pack, is_large=True))) >= 18
    assert min(sizes_of(pack_on_paper(pack))) < 18


def test_each_case_has_a_bookmark_and_each_page_a_number():
    called = panel(cases=3)

    reading = Reading(pack_on_paper(pack_for(chair_of(called), called)))

    with reading.pdf.open_outline() as outline:
        titles = [each.title for each in outline.root[0].children]
    for item in called.agenda.select_related("application__organisation"):
        assert f"{item.number}. {item.application.organisation}" in titles
    last = len(reading.pdf.pages)
    assert any(f"Page {last} of {last}" in text for text in reading.artifacts)
    assert any("Pack of Chidi Obi" in text for text in reading.artifacts)


def test_what_is_decided_stands_in_the_pack_and_counts_instead_of_the_advice():
    called = sitting(cases=2)
    chair = chair_of(called)
    assert pack_for(chair, called).sums.funded == 2

    resolved(item_of(called), "decline")
    pack = pack_for(chair, called)

    assert pack.sums.funded == 1
    assert "Decline" in client_for(chair).get(page("panel_pack", called)).text


def test_after_the_minutes_are_signed_an_assessor_s_pack_has_no_answers():
    from tests.factories.panels import signed

    called = sitting()
    resolved(item_of(called))
    reader = assessor_of(called)
    assert pack_for(reader, called).cases[0].sheet

    signed(called)
    reader.forget()

    assert pack_for(reader, called).cases[0].sheet == []


def test_a_pack_takes_the_same_queries_for_two_cases_and_for_eight():
    called = open_with_everybody(panel(cases=2))
    client = client_for(assessor_of(called))
    for_two = queries_of(client, page("panel_pack", called))
    for _ in range(6):
        factories.with_panel(round=called.round)
    take_up_waiting(called, by=chair_of(called))

    assert queries_of(client, page("panel_pack", called)) == for_two
    assert for_two <= 24


def test_the_balance_counts_wards_and_tags_and_says_what_is_not_known():
    called = panel(cases=2)
    first = item_of(called).application
    Application.objects.filter(pk=first.pk).update(ward="Kiln Hill")
    for name in ("Bread", "Care"):
        tag = CaseTag.objects.create(name=name, added_by=officer_of(called))
        Tagging.objects.create(application=first, tag=tag, tagged_by=officer_of(called))

    found = pack_for(chair_of(called), called).balance

    asked = {kind: {share.name: share.asked for share in found[kind]} for kind in found}
    assert asked["Ward"] == {"Kiln Hill": 1, "Not known": 1}
    assert asked["Tag"] == {"Bread": 1, "Care": 1, "No tag": 1}
    assert sum(share.asked for share in found["Legal form"]) == 2, "two tags are not two cases"
    text = client_for(chair_of(called)).get(reverse("panel", args=[called.reference])).text
    assert "Kiln Hill" in text
    assert "No tag" in text
