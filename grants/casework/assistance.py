"""All help that was given, as rows for an auditor: to whom, when, how much, of which kind."""

from itertools import islice

from django.conf import settings
from django.utils.timezone import localdate

from grants.applications.models import Submission
from grants.awards.subsidy.models import Route
from grants.awards.subsidy.queries import assistance_given, gross_value_of
from grants.funds.models import Question
from grants.involvement import conflicts_of

from .exports import as_text, line_of, safe

ROWS_A_CHUNK = 250
HEADINGS = (
    "Given by",
    "Given to",
    "Registration number",
    "Reference",
    "Date given",
    "Gross value",
    "Kind",
    "Purpose",
    "Database entry",
    "Entered on",
)


def assistance_lines(user):
    """Yield the file in chunks, what was given first at the top; memory stays flat."""
    yield "\ufeff" + line_of(HEADINGS)
    given = assistance_given().exclude(application__in=conflicts_of(user))
    rows = given.order_by("decided_at", "pk").iterator(ROWS_A_CHUNK)
    while chunk := list(islice(rows, ROWS_A_CHUNK)):
        purposes = purposes_of([award.application for award in chunk])
        yield "".join(
            [line_of([as_text(cell) for cell in row_of(award, purposes)]) for award in chunk]
        )


def row_of(award, purposes):
    application = award.application
    return [
        safe(settings.FUND["name"]),
        safe(application.organisation.name),
        safe(application.organisation.registration_number),
        award.reference,
        localdate(award.decided_at),
        f"{award.stated_value or gross_value_of(award):.2f}",
        Route(award.route).label,
        safe(purposes.get(application.pk, "")),
        safe(award.entry or ""),
        award.entered_on,
    ]


def purposes_of(applications):
    """{application id: what it is for}, as a letter says it: the first long answer about the work.

    Two queries for any number.
    """
    asked = {}  # {round id: the key of its answer}; the last that is written stays
    questions = Question.objects.filter(
        section__round__in={application.round_id for application in applications},
        kind=Question.Kind.LONG_TEXT,
        section__number=2,
    )
    for question in questions.select_related("section").order_by("-number"):
        asked[question.section.round_id] = question.key
    sent = Submission.objects.filter(application__in=applications).order_by("number")
    answers = dict(sent.values_list("application_id", "answers"))
    return {
        application.pk: answers.get(application.pk, {}).get(asked.get(application.round_id), "")
        for application in applications
    }
