"""Words that stand in one place each, and who may come across them at all."""

from .people import OFFICER, SETTLED, WORKERS

CASE_STAFF = WORKERS | {"preparer", "payer"}
CANARIES = {
    # An assessor reads who applies before they open what was sent, to see whether they are close.
    "Alder-canary Bakers": CASE_STAFF
    | {"owner", "reader", "partner", "host", "assessor", "undeclared"},
    "Elm-canary Millers": CASE_STAFF | {"owner", "reader", "partner", "assessor", "undeclared"},
    "canary-lease.pdf": CASE_STAFF | {"owner", "reader"},
    "canary-letter.pdf": OFFICER | {"owner"},
    "canary-plan.pdf": CASE_STAFF | {"owner", "reader", "partner", "assessor"},
    "They told us plainly": WORKERS - {"leaving"} | {"assessor"},
    "Sound plan.": CASE_STAFF | {"assessor"},  # who reads it on the panel
    "canary-of-a-conflict": CASE_STAFF,
    "canary-of-an-enquiry": {"owner", "officer", "conflicted"} | SETTLED,
    "canary-in-a-message": {"owner", "reader", "officer", "auditor"} | SETTLED,
    # What colleagues write for one another. Tags stand in one list for all cases.
    "canary-of-a-finding": WORKERS,
    "canary-of-a-look": WORKERS,
    "canary-of-a-risk": WORKERS,
    "canary-of-a-note": WORKERS,
    "canary-of-a-recovery": CASE_STAFF,
    "canary-of-a-statement": CASE_STAFF,
    "canary-of-a-review": CASE_STAFF | {"owner", "reader"},
    "canary-of-a-flag": WORKERS,
    "canary-of-a-subsidy": CASE_STAFF,
    "canary-of-a-route": CASE_STAFF,
    "canary-of-a-need": {"officer", "conflicted"} | SETTLED,
    "Canary-of-a-friend": {"officer", "auditor", "conflicted"} | SETTLED,
    "canary-of-a-giver": WORKERS | {"owner"},
    "canary-of-a-tag": WORKERS | {"conflicted"},
    "089999": set(),
    "66374958": set(),
}
# These pages are about an organisation or a session, which a conflict with a case does not hide.
NAMES_STAND_HERE = {
    "organisation",
    "organisation_ties",
    "organisation_group",
    "group_end",
    "tie_end",
    "invitation",
    "organisation_list",
    "organisation_merge",
    "organisation_different",
    "recovery",
    "recovery_decide",
    "register",
    "register_sign",
    "session_certificates",
    "certificate_name",
    "booking",
    "course",
    "programme_people",
    "person",
    "person_close",
    "person_forget",
    "people",
}


def words_out_of_place(name, who, response, body):
    """The words in an answer, or in its headers, that its reader must never come across."""
    headers = "\n".join(response.headers.values())
    return [
        word
        for word, readers in CANARIES.items()
        if (word.encode() in body or word in headers)
        and not may_come_across(name, who, word, readers)
    ]


def may_come_across(name, who, word, readers):
    if who in readers or (word.startswith(("Alder", "Elm")) and name in NAMES_STAND_HERE):
        return True
    if name.startswith("my_"):
        return "need" in word or "friend" in word  # whoever has the link is whose page it is
    if name in ("bank_reveal", "account_file_open") and who in OFFICER:
        return True  # the two pages whose work it is to show them, and they leave a line
    return name == "run_download" and who in ("preparer", "payer")  # the bank's file
