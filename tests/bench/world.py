"""Who opens the pages, and the cases that they open."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from applicants.models import Email, User
from grants import history
from grants.applications import actions as applying
from grants.lifecycle import RunStage, Stage
from grants.management.demo import coops, people
from grants.models import Application, Assignment, Letter, PaymentRun, Report, SectionAnswers
from tests.factories.drafts import fill
from tests.factories.people import client_for, organisation, owner_of

from .drafting import DRAFTERS

DRAFTS = 48  # each can be sent once
LONG = 1_000  # entries in one history, far more than any case will have


@dataclass
class World:
    """Cookies by person, and the addresses of pages by name."""

    cookies: dict = field(default_factory=dict)
    pages: dict = field(default_factory=dict)
    drafts: list = field(default_factory=list)  # (cookie, reference)
    drafters: list = field(default_factory=list)  # the same, for those who only write


def prepare():
    """Sign everybody in, and find the cases; goes on top of a seeded database."""
    world = World(drafts=ready_drafts(DRAFTS))
    if connection.vendor == "postgresql":
        world.drafters = ready_drafts(DRAFTERS)
    colleagues = {
        "officer": people.SIAN,
        "approver": people.FARHANA,
        "assessor": people.FOLAKE,
        "preparer": people.ZOFIA,
        "payer": people.MICHAEL,
        "auditor": people.RUTH,
        "administrator": people.ILKNUR,
    }
    users = {name: User.objects.get(email=one.email) for name, one in colleagues.items()}
    users["applicant"] = User.objects.get(email=coops.ADA)
    world.cookies = {name: cookie_for(user) for name, user in users.items()}
    world.cookies["visitor"] = ""
    world.pages = addresses(users)
    return world


def cookie_for(user):
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client_for(user).cookies[name].value}"


def ready_drafts(number):
    """Drafts of as many new co-ops, all answered, with the words of one that the demo has ready."""
    told = Application.objects.get(state=Stage.DRAFT, started_by__email=coops.ADA, pk__lt=1_000)
    sections = list(SectionAnswers.objects.filter(application=told).select_related("section"))
    drafts = []
    for _ in range(number):
        group = organisation()
        owner = owner_of(group)
        draft = applying.start_application(organisation=group, round=told.round, by=owner)
        for saved in sections:
            fill(draft, saved.section, saved.answers, owner)
        drafts.append((cookie_for(owner), draft.reference))
    return drafts


def addresses(users):
    """Every page that is measured or visited: {name: address}."""
    of_demo = Application.objects.filter(pk__lt=1_000)
    first = {state: of_demo.filter(state=state).order_by("pk").first() for state in Stage.values}
    closed, running = first[Stage.CLOSED], first[Stage.IN_MONITORING]
    long = first[Stage.DECLINED]
    with transaction.atomic():
        for number in range(LONG):
            history.record(long, verb="add_file", by=long.started_by, note=f"File {number}")
    draft = of_demo.get(state=Stage.DRAFT, started_by=users["applicant"])
    own = of_demo.exclude(submitted_at=None).get(state=Stage.OFFERED, started_by=users["applicant"])
    to_score = Assignment.objects.filter(
        assessor=users["assessor"], application__state=Stage.IN_ASSESSMENT
    )
    letter = Letter.objects.filter(application__in=of_demo).first()
    return {
        "home": reverse("home"),
        "list": reverse("application_list"),
        "list_of_state": f"{reverse('application_list')}?state=declined",
        "list_last_page": f"{reverse('application_list')}?page=999999",
        "list_search": f"{reverse('application_list')}?words=tidewater",
        "export": reverse("case_export"),
        "case": case_page("case", closed),
        "case_long": case_page("case", long),
        "history": case_page("case_history", long),
        "scores": case_page("case_scores", first[Stage.WITH_PANEL]),
        "decide": case_page("decide_alone", first[Stage.WITH_PANEL]),
        "eligibility": case_page("case_eligibility", first[Stage.SUBMITTED]),
        "assessors": case_page("case_assessors", first[Stage.IN_ASSESSMENT]),
        "assess": case_page("assess", to_score.first().application),
        "close": case_page("case_close", running),
        "tasks": case_page("application", draft),
        "section": reverse("section", args=[draft.reference, 2]),
        "section_of_tables": reverse("section", args=[draft.reference, 4]),
        "check": case_page("application_check", draft),
        "answers": case_page("application_answers", own),
        "progress": case_page("progress", own),
        "offer": case_page("offer", own),
        "letter": case_page("letter", letter),
        "letter_pdf": case_page("letter_pdf", letter),
        "report": case_page("report", Report.objects.filter(award__application=running).first()),
        "payments": reverse("payment_home"),
        "run": case_page("run", PaymentRun.objects.filter(state=RunStage.SETTLED).first()),
        "bank": case_page("bank_check", running),
        "bank_checks": reverse("bank_checks"),
        "reports_to_read": reverse("reports_to_read"),
        "outbox": reverse("outbox"),
        "email": reverse("email", args=[Email.objects.order_by("pk").first().uuid]),
        "people": reverse("people"),
        "organisation": case_page("organisation", closed.organisation),
        "rounds": reverse("round_list"),
        "round": case_page("round", closed.round),
        "questions": case_page("round_questions", closed.round),
        "workshops": reverse("workshops:session_list"),
    }


def case_page(name, record):
    return reverse(name, args=[record.reference])
