"""Walking through a town: every page as whoever may open it, and every form on it."""

from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.db import transaction
from django.urls import reverse

from applicants.models import Email
from grants.models import (
    Attachment,
    Award,
    BankResult,
    ConditionFile,
    Conflict,
    Enquiry,
    EnterpriseLink,
    Extension,
    Flag,
    Hosting,
    Letter,
    MoneyBack,
    Partner,
    PaymentRun,
    Report,
    Review,
    Round,
    RouteProposal,
    SavedView,
    Settlement,
    Tie,
)
from workshops.interest.links import token_for
from workshops.models import CourseBooking, Interest, Material, Need, Programme
from workshops.register.tickets import ticket_of

from .access import TABLE
from .access.addresses import PAGES, PUBLIC_RECORDS

ACCOUNT_PAGES = {
    "visitor": [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_request_login_code",
        "account_email_verification_sent",
        "account_reset_password_done",
        "account_inactive",
    ],
    "owner": [
        "account_logout",
        "account_email",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
    ],
}


# --- The pages --------------------------------------------------------------------------------


def addresses(town):
    """(name of the page, address) of every page, for every record that it could show."""
    for name, (pattern, view) in PAGES.items():
        prefix = "workshops:" if pattern.startswith("workshops/") else ""
        for kwargs in records_of(town, name, pattern, view):
            yield name, reverse(prefix + name, kwargs=kwargs)


def records_of(town, name, pattern, view):
    if pks := numbers_of(town).get(name):
        return [{"pk": pk} for pk in pks]
    if name == "email":
        return [{"uuid": mail.uuid} for mail in Email.objects.filter(is_private=False)[:40]]
    if "token>" in pattern:
        more = {"file": town.handout} if "<slug:file>" in pattern else {}
        return [{"token": token, **more} for token in tokens(town, name)]
    if "reference>" not in pattern:
        return without_a_record(town, name, pattern)
    shown = view.model.__name__ if view.model else PUBLIC_RECORDS[name]
    kwargs = [{"reference": reference} for reference in references(town)[shown]]
    if "<slug:code>" in pattern and name not in MORE:
        kwargs = parts_of_a_form(town, pattern)
    if "<int:number>" in pattern:
        kwargs = [{**one, "number": number} for one in kwargs for number in (1, 2)]
    for part, values in second_records(town).items():
        if f"<slug:{part}>" in pattern:
            kwargs = [{**one, part: value} for one in kwargs for value in values]
    if name in MORE:
        kwargs = [{**one, **MORE[name](town)} for one in kwargs]
    return kwargs


def tokens(town, name):
    if name == "interest_mine":
        return [token_for(each) for each in Interest.objects.order_by("pk")]
    if name in town.tokens:
        return town.tokens[name]
    return town.tokens.get(name.partition("_")[0], [town.invitation.token])


def second_records(town):
    """What a page is about besides its own record, by its name in the address."""
    return {
        "case": list(town.panel.agenda.values_list("application__reference", flat=True)),
        "kept": [town.try_out.reference],
        "other": [town.other_record.reference],
        "ticket": [ticket_of(town.booking.places.first())],
    }


def numbers_of(town):
    """Pages about somebody or something that has no reference of its own."""
    people = [town.people["assessor"].pk, town.people["owner"].pk]
    return {
        **dict.fromkeys(("person", "person_close", "person_forget"), people),
        **town.about_assessors,
    }


def a_member(town):
    return {"pk": town.organisation.memberships.order_by("pk").first().pk}


def the_assessor(town):
    return {"pk": town.people["assessor"].pk}


def the_spoken_condition(town):
    return {"number": 8}  # the last, which an officer wrote


# What else an address names.
MORE = {
    **dict.fromkeys(("member_change", "member_end", "invitation_withdraw"), a_member),
    **dict.fromkeys(("case_assessor_end", "case_assessor_move"), the_assessor),
    **dict.fromkeys(("condition", "evidence", "evidence_send"), the_spoken_condition),
    "case_flag_resolve": lambda town: {"pk": Flag.objects.get().pk},
    "case_look_up": lambda town: {"code": "account"},
}


def without_a_record(town, name, pattern):
    """Pages of the whole fund; those about what letters say, in the wordings that there are."""
    if "slip>" in pattern:
        return [{"slip": slip} for slip in town.slips]
    if "check>" in pattern:
        return [{"check": code} for code in town.certificates]
    if "<slug:letter_kind>" in pattern:
        versions = [{"version": 0}, {"version": 1}] if "<int:version>" in pattern else [{}]
        return [{"letter_kind": "offer", **version} for version in versions]
    return [{"token": "ab" * 24} if name == "partner_link" else {}]


def parts_of_a_form(town, pattern):
    """The last section or question of each round, and for new questions some of their kinds."""
    found = []
    for round in (town.round, town.plans):
        section = round.sections.order_by("-number").first()
        in_section = "/sections/" in pattern
        code = section.code if in_section else section.questions.order_by("-number").first().code
        found.append({"reference": round.reference, "code": code})
    if "<slug:kind>" in pattern:
        kinds = ("long_text", "money", "several", "files", "table", "no_such_kind")
        found = [{**one, "kind": kind} for one in found for kind in kinds]
    return found


def references(town):
    def of(rows):
        return list(rows.order_by("pk").values_list("reference", flat=True))

    return {
        "Application": [case.reference for case in town.cases.values()],
        "Attachment": of(Attachment.objects)[:3],
        "ConditionFile": of(ConditionFile.objects),
        "Award": of(Award.objects)[:4],
        "Booking": [each.reference for each in (town.booking, town.waiting, town.asking)],
        "Programme": of(Programme.objects),
        "CourseBooking": of(CourseBooking.objects),
        "Conflict": of(Conflict.objects),
        "Enquiry": of(Enquiry.objects),
        "Extension": of(Extension.objects),
        "Review": of(Review.objects),
        "MoneyBack": of(MoneyBack.objects),
        "Settlement": of(Settlement.objects),
        "RouteProposal": of(RouteProposal.objects),
        "Letter": of(Letter.objects),
        "Organisation": [town.organisation.reference],
        "PaymentRun": of(PaymentRun.objects),
        "BankResult": of(BankResult.objects),
        "Report": of(Report.objects),
        "Panel": [town.panel.reference, town.alone.reference],
        "Round": of(Round.objects),
        "Partner": of(Partner.objects),
        "Tie": of(Tie.objects),
        "EnterpriseLink": of(EnterpriseLink.objects),
        "SavedView": of(SavedView.objects),
        "Thread": [case.reference for case in town.cases.values()],
        "PaidCase": [case.reference for case in town.cases.values()],
        "Hosting": of(Hosting.objects),
        "Need": of(Need.objects),
        "Session": [
            each.reference
            for each in (
                *(town.session, town.other_session, town.postponed, town.called_off),
                town.chosen,
                town.over,
            )
        ],
        "Material": of(Material.objects),
        "Workshop": [town.session.workshop.reference],
    }


@dataclass
class Page:
    """One page as one person saw it."""

    who: str
    name: str
    address: str
    status: int
    type: str
    text: str

    def __str__(self):
        return f"{self.address} for {self.who}"

    @cached_property
    def reader(self):
        """What a browser finds on it, read once however many tests ask."""
        reader = Reader(self)
        reader.feed(self.text)
        reader.close()
        return reader


def walk(town):
    """Open every page as everybody who may, and hand out what they saw."""
    for name, address in addresses(town):
        if "GET" not in PAGES[name][1].methods:
            continue
        allowed = TABLE[name]
        wanted = {"visitor", "owner", "officer"} if allowed == "public" else allowed
        for who in sorted(wanted & set(town.clients)):
            yield look(town, who, name, address)
    for who, names in ACCOUNT_PAGES.items():
        for name in names:
            yield look(town, who, name, reverse(name))


def look(town, who, name, address):
    response = town.clients[who].get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    text = body.decode() if kind.startswith("text/") else ""
    return Page(who, name, address, response.status_code, kind, text)


# --- Their forms ------------------------------------------------------------------------------


@dataclass
class Form:
    """A form as a browser sees it."""

    action: str
    method: str = "get"
    fields: dict = field(default_factory=dict)
    files: list = field(default_factory=list)


class Reader(HTMLParser):
    """Reads forms, the ids of a page, and the links that lead to places on the same page."""

    def __init__(self, page):
        super().__init__()
        self.page, self.forms, self.ids, self.jumps = page, [], [], []
        self.form = self.area = None
        self.choice = None

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if "id" in facts:
            self.ids.append(facts["id"])
        if tag == "a" and facts.get("href", "").startswith("#"):
            self.jumps.append(facts["href"][1:])
        if tag == "form":
            action = urljoin(self.page.address, facts.get("action") or self.page.address)
            self.form = Form(action, facts.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is not None and facts.get("name"):
            self.read_field(tag, facts)
        elif tag == "option" and self.choice and "selected" in facts:
            self.form.fields[self.choice].append(facts.get("value", ""))

    def read_field(self, tag, facts):
        name, kind = facts["name"], facts.get("type", "text")
        if kind == "file":
            self.form.files.append(name)
            return
        values = self.form.fields.setdefault(name, [])
        if tag == "select":
            self.choice = name
        elif tag == "textarea":
            self.area = name
            values.append("")
        elif kind not in ("checkbox", "radio", "submit") or "checked" in facts:
            values.append(facts.get("value") or "")

    def handle_data(self, data):
        if self.area:
            self.form.fields[self.area][-1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.choice = None


def forms_of(pages):
    """(who, form) of every form that is sent with POST; the same form for the same person once."""
    seen = set()
    for page in pages:
        for form in page.reader.forms if page.type == "text/html" else ():
            key = (page.who, form.action, tuple(sorted(form.fields)))
            if form.method == "post" and key not in seen:
                seen.add(key)
                form.fields.pop("csrfmiddlewaretoken", None)
                yield page.who, form


def send(town, who, address, data, **extra):
    """Send a form, take back what it did, and hand out the page that came."""
    client = town.clients[who]
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = client.post(address, data, **extra)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    client.cookies = cookies
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    text = body.decode(errors="replace") if kind.startswith("text/") else ""
    return Page(who, "", address, response.status_code, kind, text)
