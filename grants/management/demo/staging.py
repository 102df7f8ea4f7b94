"""What the demo stands on: people who can sign in, their co-ops, rounds and workshops."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.utils.timezone import localdate, now

from applicants.actions import (
    accept_invitation,
    add_person,
    change_roles,
    invite_member,
    replace_postcodes,
    start_organisation,
)
from applicants.models import COUNTS_FROM, StaffRole, User
from applicants.postcode_file import places_in
from grants.casework.demo import PASSWORD, TOTP_SECRET
from grants.funds.actions import add_first_round, add_round, change_round, publish_round
from grants.funds.columns import FILE_KINDS
from grants.funds.editor.actions import add_question
from grants.funds.models import Fund, Question, Round
from grants.funds.question_sets import GROW_FUND, START_FUND

from .clock import at
from .coops import COOPS
from .people import ILKNUR, SIAN, STAFF
from .sessions import add_workshops
from .signing import sign_letters
from .streets import address_of

SEASONS = ("winter", "spring", "summer", "autumn")
CLOSING_TIME = time(17)
BASICS = "co-op basics"  # a tag of the catalogue
POSTCODES = Path(__file__).with_name("postcodes.csv")
DESIGNED_WITH = "Members of 6 local co-ops, at two evenings in Tanyard Library."


@dataclass
class Scene:
    """Everything that is there before the first story begins."""

    users: dict = field(default_factory=dict)  # by email address
    coops: dict = field(default_factory=dict)  # by name
    rounds: dict = field(default_factory=dict)  # by the name that stories use

    def user(self, somebody):
        return self.users[somebody.email]


def set_the_scene():
    scene = Scene()
    add_staff(scene)
    add_members(scene)
    let_everybody_sign_in(scene)
    add_coops(scene)
    add_places()
    add_rounds(scene)
    add_workshops(scene)
    sign_letters(scene)
    return scene


def add_staff(scene):
    """The first administrator makes the accounts of the others, as on a real server."""
    first = User.objects.create_user(ILKNUR.email, name=ILKNUR.name)
    first = change_roles(first, roles=[StaffRole.ADMINISTRATOR.value], by=None)
    scene.users[ILKNUR.email] = first
    for colleague in STAFF:
        if colleague != ILKNUR:
            person = add_person(email=colleague.email, name=colleague.name, by=first)
            # A role with money would wait, and a demo begins at once.
            by = None if colleague.role in COUNTS_FROM else first
            person = change_roles(person, roles=[colleague.role.value], by=by)
            scene.users[colleague.email] = person


def add_members(scene):
    for coop in COOPS:
        for member in coop.members:
            if member.email not in scene.users:
                person = User.objects.create_user(member.email, name=member.name)
                scene.users[member.email] = person


def add_coops(scene):
    """Owners add their co-ops and invite the others, who say yes."""
    for coop in COOPS:
        owner = scene.user(coop.owner)
        scene.coops[coop.name] = organisation = start_organisation(
            by=owner,
            name=coop.name,
            legal_form=coop.legal_form,
            registration_number=coop.number,
            postcode=coop.postcode,
            **address_of(coop),
        )
        for member in coop.members[1:]:
            invitation = invite_member(
                organisation,
                email=member.email,
                role=member.role,
                is_signatory=member.is_signatory,
                by=owner,
            )
            accept_invitation(invitation, by=scene.user(member))


def let_everybody_sign_in(scene):
    """One password for all, hashed once: that is slow on purpose."""
    everybody = list(scene.users.values())
    hashed = make_password(PASSWORD)
    for user in everybody:
        user.password = hashed
        if user.is_fund_staff:
            TOTP.activate(user, TOTP_SECRET)
    User.objects.bulk_update(everybody, ["password"])
    for user in everybody:
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )


def add_places():
    """Alderwick’s own postcode file, as its council might give it."""
    with POSTCODES.open("rb") as file:
        replace_postcodes(places_in(file))


def add_rounds(scene):
    """Two rounds that are open, three that close when all is built, one in preparation."""
    today, officer = localdate(), scene.user(SIAN)
    grow = a_fund("Grow Fund", "Helps co-ops that trade to grow, with money and advice.", "CD-410")
    start = a_fund(
        "Start Fund", "Helps groups to find out whether a co-op is right for them.", "CD-420"
    )
    season = season_of(today)
    amounts = {
        "budget": Decimal(60_000),
        "budget_days": Decimal(40),
        "minimum": Decimal(2_000),
        "maximum": Decimal(10_000),
        "alone_up_to": Decimal(10_000),
    }
    scene.rounds["grow"] = add_first_round(
        fund=grow,
        question_set=GROW_FUND,
        by=officer,
        name=f"Grow Fund, {season}",
        summary="£2,000 to £10,000, with days of advice, for co-ops that want to grow.",
        **dates(today, opened=10, closes=52, decides=80),
        **amounts,
    )
    scene.rounds["start"] = add_first_round(
        fund=start,
        question_set=START_FUND,
        by=officer,
        name=f"Start Fund, {season}",
        summary="Up to £2,000, with days of advice. For new groups, and for trying something out.",
        **dates(today, opened=20, closes=38, decides=59),
        budget=Decimal(9_500),
        budget_days=Decimal(23),
        minimum=Decimal(100),
        maximum=Decimal(2_000),
        workshop_tag=BASICS,
        workshop_people=2,
        wards=["Fernhill", "Kiln Hill", "Mill Street", "Ropewalk", "Weir Lane"],
    )
    scene.rounds["pilot"] = add_round(
        like=scene.rounds["grow"],
        by=officer,
        name="Grow Fund, pilot round",
        summary="Our first round, to find out how this works best for you.",
        cost_code="CD-410/PILOT",
        **dates(today, opened=100, closes=1, decides=9),
        **amounts,
    )
    scene.rounds["first"] = add_round(
        like=scene.rounds["start"],
        by=officer,
        name="Start Fund, pilot round",
        summary="Up to £2,000 for new groups. Our first round, to find out what you need.",
        cost_code="CD-420/PILOT",
        **dates(today, opened=100, closes=1, decides=9),
        budget=Decimal(12_000),
        budget_days=Decimal(12),
        minimum=Decimal(100),
        maximum=Decimal(2_000),
        workshop_tag=BASICS,
        workshop_people=2,
    )
    scene.rounds["judged"] = add_round(
        like=scene.rounds["grow"],
        by=officer,
        name=f"Grow Fund, {season_before(today)}",
        summary="£2,000 to £10,000, with days of advice, for co-ops that want to grow.",
        **dates(today, opened=60, closes=1, decides=6),
        **amounts | {"budget_days": Decimal(26)},
    )
    ask_for_quotes(scene.rounds["grow"], officer)
    for round in scene.rounds.values():
        change_round(round, by=officer, designed_with=DESIGNED_WITH)
        publish_round(round, by=officer)
        round.refresh_from_db()
    add_round(
        like=scene.rounds["grow"],
        by=officer,
        name="Grow Fund, next round",
        summary="Not published yet: officers still work on it.",
        workshop_tag=BASICS,
        **dates(today, opened=-90, closes=140, decides=175),
        **amounts,
    )


def ask_for_quotes(round, officer):
    """One question of the officers' own, beside those that every fund begins with."""
    needs = Question.objects.get(section__round=round, code="needs")
    add_question(
        round,
        section=needs.section.code,
        kind=Question.Kind.FILES,
        code="quotes",
        criteria=needs.criteria.all(),
        text="Do you have a quote for anything over £1,000?",
        guidance="A photo of it is fine. If you have none yet, go on without one.",
        is_required=False,
        options=FILE_KINDS,
        rows=3,
        by=officer,
    )


def season_of(day):
    """What rounds that open then are called, as “winter 2026” from December to February."""
    return _called(_season(day))


def season_before(day):
    return _called(_season(day) - 1)


def _season(day):
    """All seasons have a number; each winter’s, which begins in December, is a multiple of four."""
    return (day.year * 12 + day.month) // 3


def _called(season):
    return f"{SEASONS[season % 4]} {(season - 1) // 4}"


def a_fund(name, purpose, cost_code):
    facts = {"purpose": purpose, "cost_code": cost_code}
    return Fund.objects.get_or_create(name=name, defaults=facts)[0]


def dates(today, *, opened, closes, decides):
    """Dates of a round: opened so many days ago, closes and decides in so many days."""
    return {
        "opens_at": at(today - timedelta(opened), time(9)),
        "closes_at": at(today + timedelta(closes), CLOSING_TIME),
        "decision_on": today + timedelta(decides),
    }


def close_what_is_past(scene):
    """Three rounds close only now, because their applications had to be sent before."""
    past = [scene.rounds[name].pk for name in ("pilot", "first", "judged")]
    Round.objects.filter(pk__in=past).update(closes_at=now())
