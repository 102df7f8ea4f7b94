"""The demo fund: built by the actions, complete, true to the forms, and open to everybody in it."""

import json
from collections import Counter
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db.models import Count, Q
from django.test import override_settings
from django.urls import reverse
from django.utils.timezone import now
from localflavor.gb.forms import GBPostcodeField

from applicants.actions import approve_recovery
from applicants.models import Invitation, LegalForm, Organisation, Recovery, User
from applicants.registers import problem_with
from applicants.wards import ward_of
from grants.applications.actions import submit_application
from grants.applications.messages.queries import threads_to_read
from grants.applications.models import Application, SectionAnswers
from grants.applications.partners.models import Partner, Standing
from grants.applications.partners.queries import partners_of, with_standing
from grants.applications.queries import (
    draft_of,
    form_for,
    requests_for_more_time,
    submitted_answers,
    terms_missed,
    time_left,
)
from grants.applications.section_form import SectionForm, as_posted
from grants.assessment.conflicts.models import Conflict
from grants.assessment.scoring.models import Assessment, Score
from grants.assessment.scoring.whole_round import scores_of_round
from grants.awards.letters.models import Letter
from grants.awards.releasing.queries import next_on_reserve
from grants.awards.reviews.models import Review
from grants.awards.reviews.queries import reviews_to_assign
from grants.awards.terms.models import Instalment
from grants.casework import demo
from grants.closeness import KEPT_FROM_JUDGING, Outcome
from grants.funds.models import Enquiry, Round
from grants.history import faults_in
from grants.involvement import conflicts_of
from grants.lifecycle import ReportStage, RunStage, Stage
from grants.management.demo.coops import ADA, COOPS
from grants.management.demo.people import (
    DESMOND,
    FARHANA,
    FOLAKE,
    GULSEN,
    NKECHI,
    OWEN,
    SIAN,
    STAFF,
)
from grants.monitoring.forms import ReportForm
from grants.monitoring.models import Report
from grants.monitoring.queries import planned_lines
from grants.panel.models import Panel, Resolution, Verdict
from grants.panel.queries import agenda_of, committed, left_before, left_in, waiting
from grants.payments.accounts.models import BankDetails
from grants.payments.models import PaymentRun
from grants.payments.stages import InstalmentStage, with_stage
from tests.factories import signed
from tests.standing import standing
from workshops.feedback.queries import summary_of
from workshops.materials.models import Audience
from workshops.models import (
    Certificate,
    FeedbackAnswer,
    Idea,
    Material,
    SaidDid,
    Session,
    Workshop,
)
from workshops.sessions.catalogue import HUB

pytestmark = pytest.mark.django_db


def run(command, *args):
    out = StringIO()
    with override_settings(FUND={**settings.FUND, "is_demo": True}):
        call_command(command, *args, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module", autouse=True)
def built(django_db_setup, django_db_blocker):
    """The demo, built once: each test undoes what it did to it, and all goes at the end."""
    with standing(django_db_blocker):
        yield json.loads(run("demo", "--json"))


def count_everything():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_it_has_an_application_at_every_stage_with_a_whole_history(built):
    assert list(built["applications"]) == Stage.values
    for state, reference in built["applications"].items():
        assert Application.objects.get(reference=reference).state == state
    for application in Application.objects.all():
        assert faults_in(application) == []


def test_there_is_something_in_every_room(built):
    organisations = Organisation.objects.all()
    assert {each.legal_form for each in organisations} == set(LegalForm.values)
    assert Counter(PaymentRun.objects.values_list("state", flat=True)) == {
        RunStage.PREPARED: 1,
        RunStage.APPROVED: 1,
        RunStage.EXPORTED: 1,
        RunStage.SETTLED: 4,
        RunStage.CANCELLED: 1,
    }
    stages = with_stage(Instalment.objects.all()).values_list("stage", flat=True)
    assert set(stages) == set(InstalmentStage.values)
    assert BankDetails.objects.filter(checked_at=None).count() == 2
    assert Report.objects.filter(state=ReportStage.SENT).count() == 1
    assert Letter.objects.exclude(issued_at=None).count() == 37
    assert not Letter.objects.filter(issued_at=None).exists()
    for round in Round.objects.all():
        assert min(left_in(round)) > 0
    sessions = Session.objects.with_places()
    assert Workshop.objects.count() == 8
    assert {each.workshop_id for each in sessions} == {each.pk for each in Workshop.objects.all()}
    small, fewer = "The small room, 4 Weir Lane", HUB  # full, and with more people than places
    assert [each.place for each in sessions.order_by("pk") if each.free == 0] == [small, fewer]
    both = sessions.filter(online_capacity__gt=0)
    assert any(each.main_free == 0 < each.beside_free for each in both)


def test_sessions_that_are_over_left_something_behind(built):
    """Certificates, what six people said, things to read for each audience, ideas with answers."""
    papers = Certificate.objects.all()
    assert {paper.state for paper in papers} == {"attended", "part_attended"}
    assert papers.get(state="part_attended").minutes == 70
    (evening,) = {answer.session for answer in FeedbackAnswer.objects.all()}
    assert summary_of(evening).answered == 6
    assert {each.audience for each in Material.objects.all()} == set(Audience.values)
    assert Idea.objects.filter(published_at=None).count() == 1
    assert SaidDid.objects.count() == 2


def test_something_waits_for_an_answer_in_every_talk(built):
    """Those who look around find a question, a request and a partner that nobody answered."""
    officer = User.objects.get(email=SIAN.email)
    assert Enquiry.objects.waiting().count() == 1
    assert Enquiry.objects.exclude(answered_at=None).count() == 2
    assert [each.application.organisation.name for each in requests_for_more_time(officer)] == [
        "Ferry House Archive"
    ]
    assert [thread.organisation.name for thread in threads_to_read(officer)] == [
        "Lantern Street Sound"
    ]
    assert [str(review.application.organisation) for review in reviews_to_assign(officer)] == [
        "Kite and Clay"
    ]
    assert Invitation.objects.filter(accepted_at=None).count() == 1
    recovery = Recovery.objects.open().get()
    approve_recovery(recovery, note="I rang them both.", by=officer)


FIVE = {FOLAKE, GULSEN, DESMOND, OWEN, NKECHI}


def test_one_round_has_twenty_applications_five_assessors_and_too_little_money(built):
    round = Round.objects.get(applications__organisation__name="Lantern Green Home Care")
    cases = Application.objects.filter(round=round)
    assert (cases.count(), cases.values("organisation").distinct().count()) == (20, 20)
    assert Counter(cases.values_list("state", flat=True)) == {
        Stage.WITH_PANEL: 13,
        Stage.IN_ASSESSMENT: 2,
        Stage.SUBMITTED: 1,
        Stage.DRAFT: 1,
        Stage.WITHDRAWN: 1,
        Stage.INELIGIBLE: 1,
        Stage.DECLINED: 1,
    }
    with_panel = cases.filter(state=Stage.WITH_PANEL).annotate(
        opinions=Count("assessments", filter=Q(assessments__set_aside_at=None))
    )
    assert Counter(each.opinions for each in with_panel) == {3: 12, 2: 1}
    assert len({each.ward for each in with_panel}) >= 6
    assert len({each.organisation.legal_form for each in with_panel}) >= 6
    filed = Assessment.objects.filter(application__round=round).exclude(filed_at=None)
    emails = {each.assessor.email for each in filed.select_related("assessor")}
    assert emails == {colleague.email for colleague in FIVE}
    assert Score.objects.filter(assessment__in=filed, mark=None).exists()
    figures = scores_of_round(round).values()
    assert sum(each.is_open for each in figures) >= 4
    assert sum(each.is_moderated for each in figures) == 3
    panel = round.panels.get()
    asked = sum(each.amount_requested for each in with_panel)
    assert asked > left_before(panel, agenda_of(panel)).pounds == round.budget
    assert committed(round).pounds == 0
    assert left_in(round).pounds < round.budget


def test_two_assessors_are_too_close_and_each_case_is_settled_differently(built):
    """One was found by our own records, and one was declared."""
    settled = Conflict.objects.exclude(settled_at=None).filter(user__is_assessor=True)
    kept = {
        (each.user.email, str(each.application.organisation)): (each.is_declared, each.outcome)
        for each in settled.filter(outcome__in=KEPT_FROM_JUDGING)
    }
    assert kept == {
        (NKECHI.email, "Signing Together"): (False, Outcome.LEAVES),
        (OWEN.email, "Lantern Green Home Care"): (True, Outcome.NO_ACCESS),
    }
    (home_care,) = Application.objects.filter(organisation__name="Lantern Green Home Care")
    assert home_care in Application.objects.visible_to(User.objects.get(email=SIAN.email))
    assert home_care.pk in conflicts_of(User.objects.get(email=OWEN.email))
    aside = Assessment.objects.exclude(set_aside_at=None).get()
    assert (aside.assessor.email, str(aside.application.organisation)) == (
        FOLAKE.email,
        "Wheel and Kneel",
    )


def test_panels_stand_at_every_stage(built):
    panels = {
        (panel.opened_at is not None, panel.signed_at is not None): panel
        for panel in Panel.objects.all()
    }
    assert len(panels) == Panel.objects.count() == 3
    to_come, sitting, signed = (
        panels[how_far] for how_far in ((False, False), (True, False), (True, True))
    )
    assert not to_come.agenda.exists()
    verdicts = [
        Counter(Resolution.objects.filter(item__panel=one).values_list("verdict", flat=True))
        for one in (sitting, signed)
    ]
    assert verdicts == [
        {Verdict.FULL: 1, Verdict.PART: 1, Verdict.SUPPORT: 1},
        {
            Verdict.FULL: 1,
            Verdict.PART: 1,
            Verdict.SUPPORT: 1,
            Verdict.RESERVE: 1,
            Verdict.DECLINE: 1,
        },
    ]
    assert [try_out.name for try_out in sitting.try_outs.order_by("name")] == [
        "As advised",
        "Best scores first",
        "Small sums first",
    ]
    held = Resolution.objects.held().filter(item__panel=signed)
    assert {each.verdict for each in held} == {Verdict.FULL, Verdict.PART, Verdict.SUPPORT}
    _left, following = next_on_reserve(signed.round)
    assert str(following.application.organisation) == "Mill Street Minders"
    assert {str(each.organisation): each for each in waiting()}.keys() == {
        "Fernhill Sewing Room",
        "Mill Street Movers",
        "Ropewalk Rooftop Bees",
    }
    to_answer = Review.objects.waiting().exclude(reviewer=None).get()
    assert to_answer.reviewer.email == FARHANA.email


def test_every_story_happens_in_a_ward_and_one_lies_outside_its_round(built):
    assert [coop.name for coop in COOPS if not ward_of(coop.postcode)] == []
    sent = Application.objects.exclude(submitted_at=None)
    assert not sent.filter(ward="").exists()
    outside = sent.exclude(round__wards=[]).get(organisation__name="Tidewater Carers")
    assert outside.ward == "Quayside"
    assert "in Quayside." in terms_missed(outside, submitted_answers(outside))[0]


def test_drafts_stand_at_every_stage(built):
    drafts = {
        (draft.organisation.name, draft.round.fund.name): draft
        for draft in Application.objects.filter(state=Stage.DRAFT)
    }
    begun = {who: draft_of(draft) for who, draft in drafts.items()}

    assert begun["Weir Lane Bakers", "Grow Fund"].problems == []
    mending = begun["Mill Street Mending Circle", "Start Fund"]
    assert len(mending.saved) == 2
    assert (len(mending.attendance.came), mending.attendance.missing) == (1, 1)
    assert drafts["Harvest Table CIC", "Start Fund"].submitted_at is not None
    shared = drafts["Pedal Post CIC", "Grow Fund"]
    standing = with_standing(partners_of(shared), draft_of(shared))
    assert {partner.name: partner.standing for partner in standing} == {
        "Second Spin Cycles": Standing.CONFIRMED,
        "Weir Lane Bakers": Standing.READING,
        "Harvest Table CIC": Standing.ASKED,
    }
    again = drafts["Kite and Clay", "Start Fund"]
    assert again.copied_from.state == Stage.DECLINED
    late = {
        who: (left.is_past, left.is_extended, left.is_asked)
        for who in ("Ferry House Archive", "Pinar Mends")
        for left in [time_left(drafts[who, "Grow Fund"], now())]
    }
    assert late == {
        "Ferry House Archive": (True, False, True),
        "Pinar Mends": (False, True, False),
    }
    assert [
        p.application.organisation.name
        for p in Partner.objects.filter(application__submitted_at__isnull=False)
    ] == ["Quayside Translators"]


def test_all_of_it_is_what_the_forms_accept(built):
    for each in Organisation.objects.all():
        assert problem_with(each.legal_form, each.registration_number) == ""
        assert GBPostcodeField().clean(each.postcode) == each.postcode
    rows = SectionAnswers.objects.select_related("application__round", "application__organisation")
    finished = 0
    for row in rows:
        section = next(s for s in form_for(row.application) if s.pk == row.section_id)
        form = SectionForm(section, as_posted(section, row.answers))
        finished += form.is_valid()
        assert not row.application.submitted_at or form.is_valid(), (row.application, form.errors)
        assert form.sound == row.sound
        typed = form.typed()
        if row.application.copied_from_id:  # what does not fit any more waits to be answered
            typed = {key: typed[key] for key in row.answers}
        assert typed == row.answers
    assert finished > 80
    sent = Report.objects.exclude(answers={})
    assert sent.count() == 3
    for report in sent:
        data = {f"q{key}": typed for key, typed in report.answers.items()}
        form = ReportForm(data, lines=planned_lines(report.award.application))
        assert form.is_valid(), (report.reference, form.errors)


def test_ada_can_send_her_draft_and_answer_her_offer(built):
    ada = User.objects.get(email=ADA)
    draft, offered = (
        Application.objects.get(reference=built["applications"][state])
        for state in ("draft", "offered")
    )

    submit_application(draft, by=ada)
    assert signed(offered, by=ada).state == "accepted"  # the other signed before

    left = json.loads(run("demo", "--json"))["applications"]
    assert left["offered"] not in (None, offered.reference)
    assert left["draft"] not in (None, draft.reference)
    assert left["submitted"] == draft.reference


def test_page_and_terminal_list_the_same_people(built):
    listed = demo.logins()
    lines = run("demo").splitlines()

    assert [login.email for login in listed] == [login["email"] for login in built["logins"]]
    assert {login.role for login in listed if login.code} >= {"Fund officer", "Auditor"}
    assert next(login for login in listed if login.email == ADA).code == ""
    people = [line for line in lines if ".example" in line]
    assert [line.split()[-1] for line in people] == [login.email for login in listed]
    assert len({line.index(line.split()[-1]) for line in people}) == 1
    assert any(demo.PASSWORD in line for line in lines)
    assert any(demo.TOTP_SECRET in line for line in lines)


def test_repeating_it_changes_nothing(built):
    before = count_everything()

    again = json.loads(run("demo", "--json"))

    assert count_everything() == before
    assert again == built


def test_everybody_can_sign_in(built, client):
    home = reverse("home")
    assert len(built["logins"]) == len(STAFF) + sum(len(coop.members) for coop in COOPS) - 1
    for login in built["logins"]:
        cache.clear()  # one address may not try so often
        client.logout()
        typed = {"login": login["email"], "password": login["password"]}
        response = client.post(reverse("account_login"), typed)
        if login["totp_secret"]:
            assert response.url.startswith(reverse("mfa_authenticate"))
            assert login["totp_secret"] == demo.TOTP_SECRET
            response = client.post(reverse("mfa_authenticate"), {"code": demo.current_code()})
        assert (login["email"], response.status_code) == (login["email"], 302)
        response = client.get(home)
        assert (response.status_code, response.context["user"].email) == (200, login["email"])
