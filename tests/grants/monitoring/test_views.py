"""The pages on which a co-op reports and an officer answers."""

import pytest
from django.urls import reverse

from applicants.actions import change_organisation
from grants.models import HistoryEntry, Instalment, Report
from grants.monitoring import actions
from grants.monitoring.answers import fingerprint
from tests import factories
from tests.factories.cases import colleague, with_bank_details

pytestmark = pytest.mark.django_db

WHOLE = {
    "seen": fingerprint({}),
    "q1": "We opened in May.",
    "q2": "How many came.",
    "q4-1-spent": "3,900",
    "q4-1-local": "975",
    "q6": "Start earlier.",
}


def officer():
    return factories.client_for(colleague("is_officer"))


def coop(application):
    return factories.client_for(application.started_by)


def page(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def first(application):
    return Report.objects.get(award__application=application, number=1)


def to(name, report):
    return reverse(name, args=[report.reference])


@pytest.fixture
def running():
    return factories.in_monitoring(instalments=2)


@pytest.fixture
def sent(running):
    answers = {name[1:]: typed for name, typed in WHOLE.items() if name != "seen"}
    actions.send_report(first(running), answers=answers, by=running.started_by)
    return running


def test_an_officer_starts_monitoring_and_sees_the_dates_first():
    application = factories.paid()
    address = reverse("monitoring_start", args=[application.reference])

    assert "6 month report" in page(officer().get(address))
    response = officer().post(address)

    assert response.url == reverse("case", args=[application.reference])
    assert Report.objects.count() == 2


def test_monitoring_that_cannot_start_gets_a_sentence():
    application = with_bank_details()
    address = reverse("monitoring_start", args=[application.reference])

    shown = page(officer().post(address))

    assert "Monitoring starts when the first payment has been made." in shown
    assert "There is a problem" in shown


@pytest.mark.parametrize("stage", ["submitted", "declined", "offered"])
def test_monitoring_of_other_cases_gets_a_page_not_an_error(stage):
    application = getattr(factories, stage)()
    address = reverse("monitoring_start", args=[application.reference])

    assert "can’t start now" in page(officer().get(address))
    assert "There is a problem" in page(officer().post(address))


def test_a_coop_fills_in_its_report_and_sends_it(running):
    report = first(running)
    client = coop(running)

    form = page(client.get(to("report", report)))
    assert "Ovens" in form
    response = client.post(to("report_save", report), WHOLE)

    assert response.url == to("report", report)
    report.refresh_from_db()
    assert report.state == "sent"
    shown = page(client.get(to("report", report)))
    assert "Spent £3,900 of £4,000 planned. £975 of it locally, which is 25%." in shown
    assert '<form method="post" action="/reports/' not in shown


def test_a_draft_keeps_everything_that_was_typed(running):
    report = first(running)
    typed = {"seen": fingerprint({}), "q1": "Half a", "q3-jobs-now": "many", "later": "1"}

    coop(running).post(to("report_save", report), typed)

    shown = page(coop(running).get(to("report", report)))
    assert "Half a" in shown
    assert 'value="many"' in shown
    assert first(running).state == "due"


def test_a_report_with_faults_is_kept_and_each_fault_is_said(running):
    report = first(running)

    shown = page(coop(running).post(to("report_save", report), {**WHOLE, "q4-1-spent": "lots"}))

    assert shown.count("Spent on Ovens: enter an amount in pounds, like 1,200") == 2
    assert "<title>Error:" in shown
    assert 'value="lots"' in shown
    assert first(running).answers["4-1-spent"] == "lots"
    assert first(running).state == "due"


def test_after_faults_the_same_page_can_be_sent(running):
    report = first(running)
    client = coop(running)
    shown = page(client.post(to("report_save", report), {**WHOLE, "q4-1-spent": "lots"}))
    seen = shown.split('name="seen" value="')[1].split('"')[0]

    client.post(to("report_save", report), {**WHOLE, "seen": seen})

    assert first(running).state == "sent"


def test_a_stale_tab_gets_both_texts(running):
    report = first(running)
    coop(running).post(
        to("report_save", report), {"seen": fingerprint({}), "q1": "Hers", "later": "1"}
    )

    shown = page(
        coop(running).post(
            to("report_save", report), {"seen": fingerprint({}), "q1": "His", "later": "1"}
        ),
        409,
    )

    assert "Hers" in shown
    assert "His" in shown
    assert "Somebody else saved this report" in shown
    assert first(running).answers == {"1": "Hers"}
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    coop(running).post(to("report_save", report), {"seen": seen, "q1": "Both", "later": "1"})
    assert first(running).answers == {"1": "Both"}


def test_a_doubled_click_on_send_sends_once(running):
    report = first(running)
    client = coop(running)

    client.post(to("report_save", report), WHOLE)
    again = client.post(to("report_save", report), WHOLE)

    assert again.url == to("report", report)
    assert HistoryEntry.objects.filter(verb="send_report").count() == 1


def test_a_report_that_was_sent_cannot_be_changed(sent):
    report = first(sent)

    shown = page(coop(sent).post(to("report_save", report), {**WHOLE, "q1": "Other", "later": "1"}))

    assert "has been sent" in shown
    assert "Other" in shown
    assert first(sent).answers["1"] == "We opened in May."


def test_what_is_typed_is_shown_as_text(running):
    report = first(running)
    client = coop(running)
    client.post(to("report_save", report), {**WHOLE, "q1": "<script>alert(1)</script>"})

    for address in (to("report", report), to("report_review", report)):
        reader = client if address == to("report", report) else officer()
        shown = page(reader.get(address))
        assert "&lt;script&gt;" in shown
        assert "<script>alert" not in shown


def test_bytes_of_nothing_do_not_break_a_save(running):
    report = first(running)

    coop(running).post(
        to("report_save", report), {**WHOLE, "q1": "a\x00b", "seen": "\x00", "later": "1"}
    )

    assert first(running).answers["1"] == "ab"


def test_words_outlive_a_sign_in_that_ran_out(running):
    report = first(running)
    client = coop(running)
    client.get(to("report", report))
    address = to("report_save", report)
    client.session.flush()
    client.cookies.clear()

    lapsed = client.post(address, WHOLE)
    assert lapsed.status_code == 302
    session = client.session
    client.force_login(running.started_by)
    assert session is not None

    shown = page(client.get(address))
    assert "We opened in May." in shown


def test_a_reader_reads_and_does_not_write(running):
    report = first(running)
    reader = factories.client_for(factories.member(running.organisation, role="reader"))

    shown = page(reader.get(to("report", report)))

    assert "has not been sent" in shown
    assert reader.post(to("report_save", report), WHOLE).status_code == 403


def test_a_stranger_finds_no_report(running):
    report = first(running)
    stranger = factories.client_for(factories.person())

    assert stranger.get(to("report", report)).status_code == 404
    assert stranger.post(to("report_save", report), WHOLE).status_code == 404
    assert stranger.get(to("report_review", report)).status_code == 404


def test_a_draft_is_not_for_officers_to_read(running):
    report = first(running)
    actions.save_report(report, answers={"1": "Not ready yet."}, by=running.started_by)

    assert "Not ready yet." not in page(officer().get(to("report", report)))
    assert "Not ready yet." not in page(officer().get(to("report_review", report)))


def test_accepting_a_report_frees_the_next_payment(sent):
    report = first(sent)
    assert "the next payment of £2,000 can be made" in page(
        officer().get(to("report_review", report))
    )

    officer().post(to("report_review", report), {"outcome": "accept"})

    assert first(sent).state == "accepted"
    assert Instalment.objects.get(award=sent.award, number=2).released_at is not None


def test_asking_for_changes_needs_a_note_and_the_coop_reads_it(sent):
    report = first(sent)

    without = page(officer().post(to("report_review", report), {"outcome": "changes"}))
    assert "Say what the co-op should change" in without
    officer().post(to("report_review", report), {"outcome": "changes", "note": "Which ovens?"})

    assert "Which ovens?" in page(coop(sent).get(to("report", report)))


@pytest.mark.parametrize("outcome", ["", "maybe", "\x00"])
def test_no_outcome_gets_a_sentence(sent, outcome):
    shown = page(
        officer().post(to("report_review", first(sent)), {"outcome": outcome, "note": "x"})
    )

    assert "Choose whether you accept the report" in shown
    assert first(sent).state == "sent"


def test_a_report_that_is_not_in_cannot_be_accepted(running):
    shown = page(officer().post(to("report_review", first(running)), {"outcome": "accept"}))

    assert "There is a problem" in shown
    assert first(running).state == "due"


@pytest.mark.parametrize(("name", "who", "most"), [("report", coop, 8), ("report_review", None, 7)])
def test_pages_ask_little_of_the_database(sent, name, who, most, django_assert_max_num_queries):
    client = who(sent) if who else officer()
    client.get(to(name, first(sent)))

    with django_assert_max_num_queries(most):
        client.get(to(name, first(sent)))


# --- A grant that several share --------------------------------------------------------------


@pytest.fixture
def shared():
    """Alder leads; Elm and Oak are partners with a line for flour each."""
    elm, oak = (factories.organisation(name=name) for name in ("Elm Millers", "Oak Millers"))
    alder = factories.organisation(name="Alder Bakers")
    return factories.in_monitoring(of=alder, joint=[elm, oak], amount="3000")


def test_the_form_says_whose_each_line_is_and_that_the_lead_reports_for_all(shared):
    text = page(coop(shared).get(to("report", first(shared))))

    assert "you report for all who share it" in text
    for words in ("Ovens (Alder Bakers)", "Flour (Elm Millers)", "Flour (Oak Millers)"):
        assert f"Spent on {words}" in text
        assert f"Spent locally on {words}" in text


def test_two_lines_for_the_same_thing_are_told_apart_in_every_sentence(shared):
    typed = {**WHOLE, "q4-1-spent": "3000", "q4-2-spent": "lots"}

    text = page(coop(shared).post(to("report_save", first(shared)), typed))

    assert "Spent on Flour (Elm Millers): enter an amount in pounds, like 1,200" in text
    assert "Spent on Flour (Oak Millers): enter an amount, or 0" in text


def test_what_each_spent_is_added_up_for_the_officer_and_the_co_op(shared):
    typed = {**WHOLE, "q4-1-spent": "2,900", "q4-2-spent": "450", "q4-3-spent": "500"}
    coop(shared).post(to("report_save", first(shared)), typed)

    for reader, name in ((officer(), "report_review"), (coop(shared), "report")):
        text = page(reader.get(to(name, first(shared))))
        assert "Alder Bakers: spent £2,900 of £3,000 planned" in text
        assert "Elm Millers: spent £450 of £500 planned" in text
        assert "Oak Millers: spent £500 of £500 planned" in text
        assert "Spent £3,850 of £4,000 planned." in text


def test_a_partner_reads_no_report_and_does_not_send_it(shared):
    partner = factories.client_for(shared.partners.first().confirmed_by)

    assert partner.get(to("report", first(shared))).status_code == 403
    assert partner.post(to("report_save", first(shared)), WHOLE).status_code == 403


def test_a_line_keeps_the_name_of_the_day_it_was_sent(shared):
    change_organisation(shared.organisation, name="Alder Bread Limited", by=shared.started_by)

    assert "Spent on Ovens (Alder Bakers)" in page(coop(shared).get(to("report", first(shared))))


def test_a_co_op_alone_is_not_told_of_partners(running):
    text = page(coop(running).get(to("report", first(running))))

    assert "you report for all who share it" not in text
    assert "Spent on Ovens<" in text or "Spent on Ovens\n" in text
