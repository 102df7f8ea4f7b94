"""What officers of the demo look up about a co-op, and what they write for one another."""

import uuid
from datetime import timedelta

from django.utils.timezone import localdate

from grants.assessment import actions as assessing
from grants.assessment.checking.models import Finding, Said
from grants.assessment.diligence.checklist import BY_CODE
from grants.assessment.diligence.queries import diligence_of

from .answers import plain

Result = Finding.Result

# What was found, and where, in the order of the checklist.
FOUND = {
    "register": ("It is live, and the number agrees.", "Its register, today"),
    "rules": ("One member one vote, and what is left goes to another co-op.", "Its rules, page 3"),
    "people": ("Three people from three households decide with the others.", "Their answers"),
    "account": ("The account has the name of the co-op.", "A bank statement of last month"),
    "closeness": ("I asked all who work on it. Who is close has stepped back.", "By email"),
    "grants": ("I found no other grant for the same, and our own went well.", "GrantNav"),
    "filings": ("Nothing is late.", "The filing history on its register"),
    "leaders": ("I looked for each name and found none.", "The two registers, today"),
    "signing": ("Two of them sign, and they are not related.", "A letter from their bank"),
    "accounts": ("Small and tidy. What comes in covers what goes out.", "Last year’s accounts"),
    "insurance": ("Insured for visitors and for those who work there.", "Two certificates"),
    "policies": ("Short, and in words that people there use.", "Three pages that they sent"),
    "sanctions": ("None of the names is on it.", "The UK Sanctions List, today"),
    "plan": ("They have done it before on a smaller scale.", "A talk of half an hour"),
    "reserves": ("Enough for some three months.", "The balance sheet"),
    "news": ("A kind piece about its opening, and nothing else.", "The Alderwick Post"),
}
NO_ACCOUNT = Said(
    Result.CONDITION,
    "They have no account yet, and a credit union has said yes to one.",
    "A talk on the phone",
    None,
    "Open an account in the name of your group, with two people who sign for each payment",
)
HALF = 7  # how many answers there are while somebody is still at it
TALKED_ABOUT = "Quayside Translators"
TAGS = {
    "Quayside Translators": ("languages", "women-led", "first grant"),
    "Ropewalk Designers LLP": ("design", "shared space"),
    "Tidewater Carers": ("care", "first grant"),
    "Lantern Street Sound": ("arts", "young people"),
    "Kiln Hill Market Kitchen": ("food", "shared space"),
    "Fernhill Food Box": ("food",),
    "Two Tides Fish": ("food", "first grant"),
    "The Dosa Table CIC": ("food", "women-led", "first grant"),
    "Dock Lane Joiners": ("making", "young people"),
    "Loom and Ladder LLP": ("making", "women-led", "first grant"),
    "Papercut Press": ("making",),
    "Lantern Green Home Care": ("care",),
    "Stepping Stones Playgroup": ("care", "young people"),
    "Signing Together": ("languages", "women-led"),
    "Second Life Laptops CIC": ("repair", "young people"),
    "Rain and Gutter": ("repair", "first grant"),
    "Wheel and Kneel": ("repair",),
}


def look_up(case):
    """An officer writes the risk note and answers all that is asked."""
    write_risk(case)
    answer(case, diligence_of(case.application).open)


def begin_to_look_up(case):
    """Somebody is in the middle of it, and has things to tell colleagues."""
    write_risk(case)
    answer(case, diligence_of(case.application).open[:HALF])
    insured = Said(
        Result.CONDITION,
        "Their cover ends in spring, and they have asked for a new one.",
        "The certificate",
        None,
        "Send us your new certificate of insurance",
        localdate() + timedelta(days=120),
    )
    assessing.look_up(case.application, findings={BY_CODE["insurance"]: insured}, by=case.officer)
    if case.story.coop == TALKED_ABOUT:
        talk_among_colleagues(case)


def write_risk(case):
    is_new = not case.coop.is_formed
    assessing.write_risk_note(
        case.application,
        level="medium" if is_new else "low",
        words="They are new, so pay in small parts and ring them after a month."
        if is_new
        else "People know them here, and the sum is small beside what they turn over.",
        by=case.officer,
    )


def answer(case, lines):
    findings = {line.item: Said(Result.PASS, *FOUND[line.item.code]) for line in lines}
    if BY_CODE["account"] in findings and not case.coop.is_formed:
        findings[BY_CODE["account"]] = NO_ACCOUNT
    assessing.look_up(case.application, findings=findings, by=case.officer)


def talk_among_colleagues(case):
    """One flag stands, one is resolved; and two notes."""
    assessing.raise_flag(
        case.application, reason="Two members may move away before spring.", by=case.officer
    )
    solved = assessing.raise_flag(
        case.application,
        reason="Their account number has a digit too few.",
        by=case.officer,
    )
    assessing.resolve_flag(
        solved, reason="They rang with the right one, from the number we know.", by=case.officer
    )
    for text in (
        "Rang them about the insurance. They answer best in the afternoon.",
        "They would be glad to show the panel round. The door is at the back.",
    ):
        note = plain(text)
        assessing.write_note(case.application, text=note, uuid=uuid.uuid4(), by=case.officer)


def tag(case):
    """Officers put some cases that are alike together."""
    if names := TAGS.get(case.story.coop):
        assessing.tag_case(case.application, add=names, remove=(), by=case.officer)
