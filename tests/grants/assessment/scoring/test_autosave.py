"""Drafts of scores save themselves, and two windows of one assessor lose nothing."""

import pytest
from django.urls import reverse

from applicants.access import Refused
from grants.applications.actions import withdraw_application
from grants.assessment import actions
from grants.assessment.scoring.actions import SavedElsewhere
from grants.models import Assessment, Score
from tests import factories
from tests.factories import client_for
from tests.factories.cases import REASON, colleague
from tests.grants.assessment.scene import FULL, assigned, page, scores, signed_in, text

pytestmark = pytest.mark.django_db

AS_THE_SCRIPT_ASKS = {"X-Autosave": "1"}


def autosave(client, application, *, version=0, **typed):
    form = {"version": str(version), **typed}
    return client.post(page("assess", application), form, headers=AS_THE_SCRIPT_ASKS)


def test_each_save_gives_the_version_for_the_next_one():
    application, _assessor, client = signed_in()

    first = autosave(client, application, reason_1="Bread")
    second = autosave(client, application, version=1, reason_1="Bread and", mark_1="3")

    assert first.json()["version"] == 1
    assert second.json()["version"] == 2
    kept = Score.objects.get(criterion__number=1)
    assert (kept.mark, kept.reason) == (3, "Bread and")
    assert Assessment.objects.get().filed_at is None


def test_the_page_says_when_it_was_last_saved_and_goes_on_from_there():
    application, _assessor, client = signed_in()
    autosave(client, application, reason_1="Bread")

    shown = text(client.get(page("assess", application)))

    assert "Last saved at" in shown
    assert '<input type="hidden" name="version" value="1"' in shown
    assert 'data-autosave="Save draft"' in shown
    assert "writing.js" in shown


def test_the_same_words_twice_are_saved_once():
    application, _assessor, client = signed_in()
    autosave(client, application, reason_1="Bread")

    for version in (0, 1):  # an answer that got lost, and one that did not
        assert (
            autosave(client, application, version=version, reason_1="Bread").json()["version"] == 1
        )


def test_an_old_tab_overwrites_nothing_and_shows_both_texts():
    application, _assessor, client = signed_in()
    autosave(client, application, reason_1="Words of the first tab", mark_1="2")

    told = autosave(client, application, reason_1="Words of the second tab", mark_1="4")
    both = client.post(
        page("assess", application),
        {"version": "0", "both": "1", "reason_1": "Words of the second tab", "mark_1": "4"},
    )

    assert told.status_code == both.status_code == 409
    assert told.json()["is_clash"] is True
    assert "You saved these scores in another window at" in told.json()["problem"]
    shown = text(both)
    assert "Words of the second tab</textarea>" in shown
    assert "Words of the first tab" in shown
    assert "You saved in the other window: 2" in shown
    assert '<input type="hidden" name="version" value="1"' in shown
    assert "data-autosave=" not in shown, "two texts are put together by hand"
    assert Score.objects.get(criterion__number=1).reason == "Words of the first tab"


def test_what_is_put_together_by_hand_is_saved():
    application, _assessor, client = signed_in()
    autosave(client, application, reason_1="Theirs")

    done = client.post(
        page("assess", application), {"version": "1", "draft": "1", "reason_1": "Theirs and mine"}
    )

    assert done.status_code == 302
    assert Score.objects.get(criterion__number=1).reason == "Theirs and mine"


def test_an_old_tab_cannot_file_either():
    application, assessor = assigned()
    actions.save_scores(
        application, scores=scores(application, (1, "Newer"), (1, "Newer")), version=0, by=assessor
    )

    with pytest.raises(SavedElsewhere):
        actions.file_assessment(
            application,
            scores=scores(application, (3, REASON), (3, REASON)),
            version=0,
            by=assessor,
        )

    assert Assessment.objects.get().filed_at is None
    assert set(Score.objects.values_list("reason", flat=True)) == {"Newer"}


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("filed", "You have filed your scores, so they can’t be changed."),
        ("withdrawn", "This application is not in assessment now, so scores can’t be changed."),
    ],
)
def test_when_it_is_over_the_page_hears_it_kindly(what, says):
    application, _assessor, client = signed_in()
    if what == "filed":
        client.post(page("assess", application), {"file": "1", "version": "0", **FULL})
    else:
        withdraw_application(application, by=application.started_by)
    marks = list(Score.objects.values_list("mark", "reason"))

    told = autosave(client, application, version=1, reason_1="A late thought")

    assert told.status_code == 409
    assert told.json() == {"problem": says, "is_clash": False}
    assert list(Score.objects.values_list("mark", "reason")) == marks


def test_somebody_who_was_taken_off_saves_and_files_nothing():
    application, assessor, client = signed_in()
    actions.end_assignment(application, assessor=assessor, by=colleague("is_officer"))

    assert autosave(client, application, reason_1="A late thought").status_code == 409
    with pytest.raises(Refused, match="not yours to score"):
        actions.file_assessment(
            application, scores=scores(application, (3, REASON), (3, REASON)), by=assessor
        )
    assert not Score.objects.exists()


def test_what_the_panel_has_takes_no_more_scores():
    application = factories.with_panel()
    assessor = factories.staff("is_assessor")

    with pytest.raises(Refused, match="not in assessment now"):
        actions.save_scores(application, scores={}, version=0, by=assessor)


@pytest.mark.parametrize("version", ["", "one", "-1", "1" * 30, "٣"])
def test_a_strange_version_counts_as_never_saved(version):
    application, _assessor, client = signed_in()

    told = autosave(client, application, version=version, reason_1="Bread")

    assert told.json()["version"] == 1


def test_a_strange_mark_is_said_and_nothing_is_saved():
    application, _assessor, client = signed_in()

    told = autosave(client, application, mark_1="5", reason_1="Bread")

    assert told.status_code == 409
    assert "choose one of these scores" in told.json()["problem"]
    assert not Score.objects.exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "20 more words"),
        ({"reason_1": "one two three", "mark_1": "3"}, "17 more words"),
        ({"reason_1": "word " * 19, "mark_1": "0"}, "1 more word"),
        ({"reason_1": "word " * 20}, "That is enough words"),
        ({"reason_1": "word", "mark_1": "unable"}, "A few words are enough"),
    ],
)
def test_the_page_counts_the_words_that_are_still_to_come(typed, says):
    application, _assessor, client = signed_in()
    autosave(client, application, **typed)

    shown = text(client.get(page("assess", application)))

    hint = shown.split('id="id_reason_1_helptext">')[1].split("<")[0]
    assert hint == says


def test_words_with_signs_of_sheets_and_pages_are_shown_as_they_are():
    application, _assessor, client = signed_in()
    words = "=SUM(1) <b>O’Brien's</b> " + "word " * 20

    client.post(
        page("assess", application), {"file": "1", "version": "0", **FULL, "reason_1": words}
    )

    shown = text(client.get(page("assess", application)))
    assert "=SUM(1) &lt;b&gt;O’Brien&#x27;s&lt;/b&gt;" in shown


def test_answers_and_criteria_lead_to_one_another():
    application, _assessor, client = signed_in()

    shown = text(client.get(page("assess", application)))

    assert 'href="#answer-2"' in shown
    assert 'id="answer-2"' in shown
    assert shown.count('href="#criterion-1"') == 1
    assert 'id="criterion-1"' in shown
    assert 'href="#scores"' in shown


def test_a_criterion_s_own_words_stand_beside_its_marks():
    application, _assessor, client = signed_in()
    own = ["None", "A wish", "Some", "Most", "All of it"]
    application.round.criteria.filter(number=1).update(marks=own)

    shown = text(client.get(page("assess", application)))

    assert "4: All of it" in shown
    assert shown.count("4: Clear, tested with people") == 1, "the other has the general words"


# --- Taken off while writing ---

SENTENCE = "You were taken off this application, so this is no longer saved."


def taken_off(also=""):
    application, assessor, client = signed_in()
    if also:
        setattr(assessor, also, True)
        assessor.save()
        client = client_for(assessor)
    autosave(client, application, reason_1="Bread")
    actions.end_assignment(application, assessor=assessor, by=colleague("is_officer"))
    return application, client


@pytest.mark.parametrize("also", ["", "is_officer"])
def test_whoever_is_taken_off_while_writing_hears_so_from_the_script(also):
    application, client = taken_off(also)

    answer = autosave(client, application, version=1, reason_1="Bread and more")

    assert answer.status_code == 409
    assert answer.json()["problem"].startswith(SENTENCE)
    assert answer.json()["is_clash"] is False
    assert Score.objects.get(criterion__number=1).reason == "Bread"


@pytest.mark.parametrize("button", ["draft", "file"])
def test_and_without_scripts_their_words_come_back_and_nothing_of_the_case(button):
    application, client = taken_off()
    typed = {"reason_2": "Second <b>", "reason_1": "First’s\nwords", "mark_1": "3", button: "1"}

    answer = client.post(page("assess", application), {"version": "1", **typed})
    shown = text(answer)

    assert answer.status_code == 409
    assert SENTENCE in shown
    assert shown.index("First’s\nwords") < shown.index("Second &lt;b&gt;")
    for told in (application.organisation.name, application.reference, application.round.name):
        assert told not in shown
    assert client.get(page("assess", application)).status_code == 404


def test_whoever_declared_a_conflict_in_another_tab_gets_their_words_back_too():
    application, assessor, client = signed_in()
    actions.declare_conflict(application, reason="My aunt.", by=assessor)

    assert SENTENCE in text(client.post(page("assess", application), {"reason_1": "Bread"}))


def test_whoever_was_never_asked_finds_nothing():
    application = factories.in_assessment()
    client = client_for(factories.staff("is_assessor"))

    for headers in ({}, AS_THE_SCRIPT_ASKS):
        typed = {"reason_1": "Bread"}
        answer = client.post(page("assess", application), typed, headers=headers)
        assert (answer.status_code, SENTENCE in text(answer)) == (404, False)
    assert client.post(reverse("assess", args=["CDF-1"]), {}).status_code == 404
