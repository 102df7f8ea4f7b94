"""A panel that sits, what it decided, and what is held until it is told."""

from grants.awards.releasing.actions import edit_words, release
from grants.panel.actions import begin_minutes
from tests import factories
from tests.factories import panels

from .harm import HARM, co_op


def a_harmful_panel(round, people):
    """A panel that sits, has decided one case, tried something out and begun its minutes."""
    seats = {"chair": people["approver"], "members": [people["assessor"], people["officer"]]}
    panel = panels.sitting(round=round, cases=0, place=f"Hall {HARM}", **seats)
    panels.resolved(panels.item_of(panel), "decline", reasons=f"Thin {HARM}")
    panels.tried_out(panel, name=f"Try {HARM}")
    return begin_minutes(panel, by=people["approver"])


def a_harmful_release(cases, people, facts):
    """One decision that is held, with words that somebody edited; one place on the reserve list."""
    for name in ("held", "reserve"):
        cases[name] = factories.with_panel(**facts, of=co_op(facts["by"], name))
    seats = {"chair": people["approver"], "members": [people["assessor"], people["officer"]]}
    called = panels.sitting(round=facts["round"], cases=0, **seats)
    yes, maybe = called.agenda.order_by("number")
    panels.resolved(yes, "full", reasons=f"Good {HARM}", conditions=[f"Tell us [{HARM}]"])
    panels.resolved(maybe, "reserve", amount="100", reasons=f"Later {HARM}")
    panels.signed(called)
    cases["alone"] = factories.with_panel(**facts, of=co_op(facts["by"], "alone"))
    panels.decided_alone(cases["alone"], "decline", by=people["approver"])
    cases["to decide"] = factories.with_panel(**facts, of=co_op(facts["by"], "to decide"))
    words = {"words": f"Well done {HARM}", "instalments": 2, "version": 0}
    edit_words(yes.resolutions.get(), **words, by=people["officer"])
    release(panels.read(maybe.resolutions.get(), by=people["officer"]), by=people["approver"])
