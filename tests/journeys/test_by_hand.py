"""One application from draft to closed, over the pages, with every button pressed twice.

Each person opens the page, fills in the form that stands there, and sends it two times in a row,
as an impatient thumb does. Everything must have happened once.
"""

import csv
import io
import re
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from applicants.models import Email, Organisation
from grants import history
from grants.assessment.diligence.queries import diligence_of
from grants.models import (
    Application,
    Assessment,
    Attachment,
    BankDetails,
    Decision,
    Instalment,
    Letter,
    Payment,
    PaymentRun,
    Report,
    Submission,
)
from tests import factories
from tests.factories.cases import REASON, colleague
from tests.house.walking import Page

pytestmark = [pytest.mark.django_db, pytest.mark.database]


class Person:
    """Somebody at a screen, who presses each button twice."""

    def __init__(self, user):
        self.user, self.client = user, factories.client_for(user)

    def open(self, address):
        response = self.client.get(address, follow=True)
        assert response.status_code == 200, address
        return response.text

    def send(self, address, *, form=None, **values):
        """Fill in the form on a page and press its button, twice; return the first answer."""
        return self.press(self.form_on(address, form or address), **values)

    def press(self, filled, **values):
        data = {name: typed for name, typed in filled.fields.items() if typed} | values
        first, second = (
            self.client.post(filled.action, {**data, **self.files(filled)}) for _ in range(2)
        )
        assert first.status_code == 302 or first.headers["Content-Type"].startswith("text/csv"), (
            problems_on(first.text) or first.status_code
        )
        assert second.status_code in (200, 302, 409)
        return first

    def form_on(self, address, action):
        return form_in(self.open(address), address, action)

    def files(self, form):
        return {
            name: SimpleUploadedFile("plan.pdf", b"%PDF-1.7 our plan", "application/pdf")
            for name in form.files
        }


def form_in(text, address, action):
    page = Page("", "", address, 200, "text/html", text)
    return next(
        form for form in page.reader.forms if form.method == "post" and form.action == action
    )


def problems_on(page):
    return re.findall(r"<li>(.*?)</li>", page.partition("error-summary__list")[2][:2000])


def test_an_application_goes_all_the_way_and_every_second_click_is_harmless():
    round = factories.open_round()
    owner = Person(factories.person(name="Mina Patel"))
    officer, assessor = Person(colleague("is_officer")), Person(colleague("is_assessor"))
    approver = Person(colleague("is_approver"))
    preparer = Person(colleague("is_finance_preparer"))
    payer = Person(colleague("is_finance_approver"))

    apply(owner, round)
    application = Application.objects.get()
    case = [application.reference]
    assess(officer, assessor, case)
    decide_and_accept(approver, officer, owner, case)
    owner.send(reverse("public_money", args=case), agree="on", name="Mina Patel", confirm="1")
    give_and_check_bank_details(owner, officer, case)
    pay(preparer, payer)
    officer.send(reverse("monitoring_start", args=case))
    report(owner, officer, 1)
    pay(preparer, payer)
    report(owner, officer, 2)
    officer.send(reverse("case_close", args=case), note="Thank you for the bread.")

    everything_happened_once(application)
    assert "Closed" in owner.open(reverse("progress", args=case))


def apply(owner, round):
    owner.send(
        reverse("organisation_start"),
        name="Weir Lane Bakers",
        legal_form="unincorporated",
        postcode="",
    )
    organisation = Organisation.objects.get()
    owner.send(
        reverse("application_start", args=[round.reference]), organisation=str(organisation.pk)
    )
    case = [Application.objects.get().reference]
    owner.send(reverse("section", args=[*case, 1]), q1="Weir Lane Bakers")
    owner.send(
        reverse("section", args=[*case, 2]),
        **{
            "q2": "We will bake on two more days.",
            "q3-0-kind": "money",
            "q3-0-what": "Ovens",
            "q3-0-amount": "£4,000",
            "q3-0-local": "yes",
        },
    )
    owner.send(reverse("attachment_add", args=case))
    owner.send(reverse("application_check", args=case), is_agreed="on")
    receipt = owner.open(reverse("application_sent", args=case))
    assert case[0] in receipt


def assess(officer, assessor, case):
    officer.send(reverse("case_eligibility", args=case), result_1="pass", reason_1="Seen it.")
    officer.send(reverse("case_start_assessment", args=case))
    officer.send(reverse("case_assessors", args=case), assessors=[str(assessor.user.pk)])
    assessor.send(reverse("conflict_declare", args=case), is_close="no")
    scores = {"mark_1": "3", "reason_1": REASON, "mark_2": "4", "reason_2": REASON}
    assessor.send(reverse("assess", args=case), **scores, file="1")
    look_up(officer, case)
    officer.send(
        reverse("case_refer", args=case),
        amount="4000",
        days="2",
        why_more="They are new, and two days of advice would help.",
        reason="Sound.",
        risk="low",
    )


def look_up(officer, case):
    """Everything that due diligence asks, one page after the other."""
    officer.send(reverse("case_risk", args=case), level="low", words="A small sum.")
    for line in diligence_of(Application.objects.get()).open:
        address = reverse("case_look_up", args=[*case, line.item.code])
        officer.send(address, result="pass", reason="Seen.", evidence="Its register.")


def decide_and_accept(approver, officer, owner, case):
    approver.send(
        reverse("decide_alone", args=case),
        verdict="part",
        amount="£3,999.99",
        days="0",
        side_1="for",
        sentence_1="All bakers vote.",
        reasons="We liked your plan.",
    )
    words = "We liked your plan, and how all bakers vote."
    address = reverse("release_words", args=case)
    officer.send(address, words=words, instalments="2")
    approver.send(address, form=reverse("release_read", args=case))
    sending = reverse("release_send", args=[Application.objects.get().round.reference])
    filled = approver.form_on(sending, sending)
    first, second = (approver.client.post(sending, filled.fields).text for _ in range(2))
    assert "Offered." in first
    assert "Not released:" in second
    factories.issue_letters()
    letter = Letter.objects.get()
    assert "£3,999.99" in owner.open(reverse("letter", args=[letter.reference]))
    pdf = owner.client.get(reverse("letter_pdf", args=[letter.reference]))
    assert pdf.content.startswith(b"%PDF-")
    sign(owner, case, name="Mina Patel", capacity="chair")
    organisation = Organisation.objects.get()
    other = Person(factories.member(organisation, is_signatory=True))
    sign(other, case, name="Ben Cole", capacity="treasurer")


def sign(person, case, **typed):
    person.send(reverse("offer_sign", args=case), agree="on", **typed)


def give_and_check_bank_details(owner, officer, case):
    owner.send(
        reverse("bank_details", args=case),
        account_name="Weir Lane Bakers",
        sort_code="08-99-99",
        account_number="66374958",
    )
    owner.send(reverse("account_file", args=case))
    letter = officer.client.post(reverse("account_file_open", args=case))
    assert b"".join(letter.streaming_content) == b"%PDF-1.7 our plan"
    officer.send(reverse("bank_check", args=case), note="Rang the treasurer.")


def pay(preparer, payer):
    due = Instalment.objects.filter(payments=None).exclude(released_at=None)
    home = reverse("payment_home")
    ticked = [str(instalment.pk) for instalment in due]
    choose, prepare = reverse("run_choose"), reverse("run_prepare")
    assert choose in preparer.open(home)
    shown = preparer.client.post(choose, {"instalments": ticked}).text
    preparer.press(form_in(shown, choose, prepare))
    run = PaymentRun.objects.latest("pk")
    here, args = reverse("run", args=[run.reference]), [run.reference]
    payer.send(here, form=reverse("run_approve", args=args))
    preparer.send(here, form=reverse("run_export", args=args))
    file = preparer.send(here, form=reverse("run_download", args=args))
    amounts = [row for row in csv.reader(io.StringIO(file.text)) if "66374958" in row]
    assert len(amounts) == 1
    today = localdate()
    preparer.send(
        reverse("run_say", args=args),
        outcome="paid",
        happened_on_day=str(today.day),
        happened_on_month=str(today.month),
        happened_on_year=str(today.year),
        evidence="Seen in the online bank.",
    )
    mark = reverse("mark", args=[run.reference, 1])
    payer.send(mark, form=reverse("mark_confirm", args=[run.reference, 1]))


STORY = "We baked on two more days, and four people joined us who had never baked before."


def report(owner, officer, number):
    mine = Report.objects.get(number=number)
    save = reverse("report_save", args=[mine.reference])
    page = reverse("report", args=[mine.reference])
    fields = owner.form_on(page, save).fields
    answers = {name: STORY for name in fields if re.fullmatch(r"q\d+", name)}
    answers |= {name: "10" for name in fields if re.match(r"q[34]-(?!other)", name)}
    owner.send(page, form=save, **answers, **{"q5-share": "yes"})
    officer.send(reverse("report_review", args=[mine.reference]), outcome="accept")


def everything_happened_once(application):
    application.refresh_from_db()
    assert application.state == "closed"
    rows = (Application, Attachment, Submission, Assessment, Decision, BankDetails)
    assert {model.__name__: model.objects.count() for model in rows} == dict.fromkeys(
        (model.__name__ for model in rows), 1
    )
    kinds = Counter(Letter.objects.values_list("kind", flat=True))
    assert kinds == {"offer": 1, "subsidy_confirmation": 1, "remittance": 2}
    paid = Payment.objects.order_by("pk").values_list("amount", flat=True)
    assert sum(paid) == application.award.amount
    assert len(paid) == PaymentRun.objects.count() == 2

    verbs = Counter(application.history.values_list("verb", flat=True))
    twice = {"prepare_run", "approve_run", "export_run", "say_result", "record_paid", "settle_run"}
    twice |= {"send_report", "accept_report"}  # one of each for each instalment and report
    assert {verb for verb, times in verbs.items() if times == 2} == twice
    assert verbs.pop("look_up") == application.diligence_checks.count()
    assert verbs.pop("download_file") == 4  # each look at the file leaves its line
    assert all(times == 1 for verb, times in verbs.items() if verb not in twice)
    assert not history.faults_in(application)

    events = Counter(Email.objects.values_list("event", "key", "to"))
    assert set(events.values()) == {1}
