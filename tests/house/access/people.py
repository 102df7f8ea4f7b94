"""Who comes to a page: everybody that the table of access knows, and the groups of them.

The people are named from where they stand to one application, Alder's:

owner, reader            act for the co-op that it belongs to; the owner is its signatory
partner                  owns a co-op that said yes to applying together with it
host                     owns a body that is asked to hold the money of another group: of its offer
                         it sees only what it is asked
outsider                 owns another co-op, with an application of its own
newcomer                 has an account and nothing else
officer, approver, auditor, preparer, payer, assessor, administrator
                         colleagues; the assessor was asked to score it
idle_assessor            an assessor who was not asked
undeclared               an assessor who was asked, and has not said yet that they are not close
conflicted               officer, approver and assessor in one, who declared a conflict; the next
                         three are such people too, whose conflict an officer settled
noted                    as a note only: they go on as before
not_scoring              they may read it, but neither score nor decide
leaving                  they leave the discussion too, and see no scores
unproven                 an officer whose session has not passed a second factor
visitor                  not signed in
"""

EVERYBODY = {
    "owner",
    "reader",
    "partner",
    "host",
    "outsider",
    "newcomer",
    "officer",
    "approver",
    "auditor",
    "preparer",
    "payer",
    "assessor",
    "idle_assessor",
    "undeclared",
    "conflicted",
    "noted",
    "not_scoring",
    "leaving",
    "administrator",
}
COOP = {"owner", "reader"}
OWNER = {"owner"}
OUTSIDE = {"owner", "reader", "partner", "host", "outsider", "newcomer"}
SETTLED = {"noted", "not_scoring", "leaving"}  # officer, approver and assessor in one
OFFICER = {"officer"} | SETTLED
WORKERS = {"officer", "approver", "auditor"} | SETTLED
JUDGES = {"noted"}
FINANCE = {"preparer", "payer"}
ADMINISTRATOR = {"administrator"}
# Pages that are about no case in particular do not know of a conflict with one.
ANY_OFFICER = OFFICER | {"conflicted"}
ANY_WORKER = WORKERS | {"conflicted"}
ANY_ASSESSOR = {"assessor", "idle_assessor", "undeclared", "conflicted"} | SETTLED
