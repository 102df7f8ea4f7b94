"""A blind assessor opens every page and every file that they can reach: no name is anywhere.

The same walk through a round that is not blind finds the names: without that, a walk that opens
nothing would find nothing too.
"""

import hashlib
import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from applicants.models import Email
from grants.applications import actions as applying
from grants.assessment import actions as assessing
from grants.assessment.board.queries import owing
from grants.assessment.board.reminders import write_reminders
from grants.casework.papers import own_pages
from grants.funds.queries import criteria_of
from grants.models import Attachment, Question
from tests import factories
from tests.factories import panels
from tests.factories.blind import blind_assessor, blind_round, covered
from tests.factories.cases import REASON, colleague

pytestmark = pytest.mark.django_db

NAME, PARTNER, PERSON = "Zephyr Loaf Bakers", "Quillon Millers", "Ottoline Brackwater"
EMAIL, POSTCODE, NUMBER = "ottoline@zephyrloaf.example", "E24 9ZQ", "IP77123R"
FILE = "zephyr-loaf-accounts.pdf"
WORDS = (
    NAME,
    PARTNER,
    PERSON,
    EMAIL,
    POSTCODE,
    NUMBER,
    "zephyr",
    "quillon",
    "brackwater",
    "ottoline",
)
TEXT = (
    f"{NAME} has baked since 2019. Ask {PERSON} ({EMAIL}, www.zephyrloaf.example, 01632 960 147) "
    f"at {POSTCODE}, or ZEPHYR LOAF\nBAKERS at our door. We are number {NUMBER}."
)
# The one page on which everybody who applies stands by name, with nothing to tell which is whose.
WHERE_ALL_STAND = "round_declare"


def a_case(*, is_blind):
    """An application that names its co-op wherever it can, and somebody who scores it."""
    owner = factories.person(name=PERSON, email=EMAIL)
    of = factories.organisation(
        name=NAME,
        owner=owner,
        legal_form="coop_society",
        registration_number=NUMBER,
        postcode=POSTCODE,
    )
    partner = factories.organisation(name=PARTNER)
    round = blind_round() if is_blind else factories.open_round()
    Question.objects.filter(section__round=round, number=1).update(kind="postcode")
    application = factories.draft(of=of, by=owner, round=round, joint=[partner])
    add_file(application, FILE, b"%PDF-1.7 what they sell", by=owner)
    add_file(application, f"rules {FILE}", f"%PDF-1.7 rules of {NAME}".encode(), by=owner)
    for section in application.sections.select_related("section"):
        said = {"1": POSTCODE} if section.section.number == 1 else {**section.answers, "2": TEXT}
        section.answers, section.sound = said, list(said)
        section.save()
    return application


def add_file(application, name, content, *, by):
    applying.add_attachment(
        application,
        file=ContentFile(content, name=name),
        name=name,
        content_type="application/pdf",
        sha256=hashlib.sha256(content).hexdigest(),
        by=by,
    )


def in_hands(application, *, is_blind):
    """Sent, checked, covered where it must be, and with an assessor who may open it."""
    officer = colleague("is_officer")
    application = applying.submit_application(application, by=application.started_by)
    results = dict.fromkeys(application.round.eligibility_tests.all(), ("pass", "Yes."))
    assessing.check_eligibility(application, results=results, by=officer)
    factories.looked_up(application)
    application = assessing.start_assessment(application, by=officer)
    if is_blind:
        covered(application, files=application.attachments.filter(name=FILE))
        return application, blind_assessor(application)
    assessor = factories.staff("is_assessor")
    assessing.assign_assessor(application, assessor=assessor, by=officer)
    assessing.declare_no_conflict(application, by=assessor)
    return application, assessor


def every_address(application):
    """Every address of the service that can be made with what belongs to this case."""
    of = {
        "Application": [application.reference],
        "Attachment": [each.reference for each in Attachment.objects.all()],
        "Organisation": [application.organisation.reference],
        "Round": [application.round.reference],
    }
    for name, address, view in own_pages():
        if name == WHERE_ALL_STAND:
            continue
        shown = view.model.__name__ if view.model else "Round"
        references = of.get(shown, ["none"])
        prefix = "workshops:" if address.startswith("workshops/") else ""
        for reference in references if "reference>" in address else [None]:
            for number in (1, 2) if "<int:number>" in address else (None,):
                facts = {"reference": reference, "number": number, "pk": 1, "code": "none"}
                facts |= {"case": reference, "kept": "none", "other": "none", "kind": "table"}
                facts |= {"letter_kind": "offer", "version": 0, "ticket": "ab" * 12}
                facts |= {"check": "ab" * 6, "slip": "ab" * 24, "file": "none"}
                facts |= {"token": "ab" * 24, "uuid": "00000000-0000-4000-8000-000000000000"}
                kwargs = {k: v for k, v in facts.items() if f":{k}>" in address}
                yield reverse(prefix + name, kwargs=kwargs)


def everything_read(application, reader, *, sends=True):
    """{address: all that came back, and its headers} of each page this person could open.

    sends: whether each is also sent, empty.
    """
    client, read = factories.client_for(reader), {}
    for address in every_address(application):
        for method in (client.get, client.post) if sends else (client.get,):
            response = method(address)
            body = b"".join(response) if response.streaming else response.content
            head = "\n".join(f"{key}: {value}" for key, value in response.headers.items())
            read[f"{method.__name__} {address}"] = f"{head}\n{body.decode(errors='replace')}"
    search = f"{reverse('search')}?words=Zephyr"
    read[search] = client.get(search).content.decode()
    for mail in Email.objects.filter(to=reader.email):
        read[f"email {mail.event}"] = f"{mail.subject}\n{mail.body}"
    return read


def found_in(read):
    return {
        (place, word)
        for place, text in read.items()
        for word in WORDS
        if re.search(re.escape(word), " ".join(text.split()), re.IGNORECASE)
    }


def test_a_blind_assessor_comes_across_no_name_anywhere():
    application, assessor = in_hands(a_case(is_blind=True), is_blind=True)

    read = everything_read(application, assessor)

    assert found_in(read) == set()
    page = read[f"get {reverse('assess', args=[application.reference])}"]
    assert "has baked since 2019" in page
    assert "[covered]" in page
    assert f"Application {application.reference}" in page
    files = [reverse("covered_file", args=[application.reference, n]) for n in (1, 2)]
    assert "what they sell" in read[f"get {files[0]}"]
    assert f"{application.reference}-file-1.pdf" in read[f"get {files[0]}"]
    assert "what they sell" not in read[f"get {files[1]}"]


def has_not_said_yet(application, assessor):
    """Given to somebody else, who has not said yet to whom they are close."""
    other = factories.staff("is_assessor")
    assessing.assign_assessor(application, assessor=other, by=colleague("is_officer"))
    return other


def has_filed(application, assessor):
    scores = dict.fromkeys(criteria_of(application.round), (3, REASON))
    assessing.file_assessment(application, scores=scores, by=assessor)
    return assessor


def has_told_of_a_name(application, assessor):
    assessing.tell_of_name(application, what="A street.", by=assessor)
    return assessor


def has_begun_and_lost_it(application, assessor):
    """Moved to somebody else, and asked again by a spread."""
    other, officer = factories.staff("is_assessor"), colleague("is_officer")
    assessing.reassign(application, assessor=assessor, to=other, by=officer)
    facts = {"each": 2, "hours_each": 1, "by": officer}
    assessing.assign_spread([(application, assessor)], **facts)
    return assessor


def is_cleared_by_an_officer(application, assessor):
    """They told of a link to whoever it is, and an officer let them go on."""
    conflict = assessing.declare_conflict(application, reason="I think so.", by=assessor)
    settling = {"outcome": "none", "reason": "It is far away.", "seen": 0}
    assessing.settle_conflict(conflict, by=colleague("is_officer"), **settling)
    assessor.forget()
    return assessor


def waits_for_the_panel(application, assessor):
    """It went to a panel on which they don’t sit; they are reminded of nothing more."""
    write_reminders(application.round, owing(application.round), "by hand")
    has_filed(application, assessor)
    factories.referred(application)
    panels.panel(round=application.round, cases=0)
    return assessor


MOMENTS = [
    has_not_said_yet,
    has_filed,
    has_told_of_a_name,
    has_begun_and_lost_it,
    is_cleared_by_an_officer,
    waits_for_the_panel,
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_neither_do_they_at_any_other_moment(moment):
    application, assessor = in_hands(a_case(is_blind=True), is_blind=True)

    reader = moment(application, assessor)

    assert found_in(everything_read(application, reader, sends=False)) == set()


def test_the_list_of_all_who_apply_says_of_none_which_is_theirs():
    application, assessor = in_hands(a_case(is_blind=True), is_blind=True)
    address = reverse("round_declare", args=[application.round.reference])

    shown = factories.client_for(assessor).get(address).content.decode()

    assert NAME in shown
    assert PERSON in shown
    assert application.reference not in shown
    assert POSTCODE not in shown


def test_the_same_walk_through_a_round_that_is_not_blind_finds_the_names():
    application, assessor = in_hands(a_case(is_blind=False), is_blind=False)

    found = found_in(everything_read(application, assessor))

    places = {place for place, word in found if word == NAME}
    assert f"get {reverse('home')}" in places
    assert f"get {reverse('assess', args=[application.reference])}" in places
    assert f"get {reverse('application_answers', args=[application.reference])}" in places
    assert "email grants/assessor_assigned" in places
    assert {word for _place, word in found} >= {NAME, PARTNER, PERSON, EMAIL, POSTCODE, NUMBER}
