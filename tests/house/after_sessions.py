"""What comes after a session, for the tests of the whole house: with harmful words, and by mail."""

from datetime import timedelta

import time_machine

from tests import factories
from workshops.certificates.actions import correct_name, describe_workshop
from workshops.certificates.making import issue_due_certificates
from workshops.feedback.actions import say_what_we_did
from workshops.feedback.slips import slip_for
from workshops.listening.actions import note_idea, publish_answer
from workshops.materials.actions import add_link
from workshops.materials.models import Audience
from workshops.messages.actions import send_due_messages
from workshops.models import Certificate


def a_harmful_evening(harm, *, by):
    """A signed session of a workshop whose every word somebody typed; what the town knows of it."""
    of, (ama, _bo) = factories.came(f"Ama {harm}", f"Bo {harm}", left=[f"Bo {harm}"])
    describe_workshop(of.workshop, covers=f"Sums {harm}\n{harm}", is_listening=True, by=by)
    issue_due_certificates()
    correct_name(ama, name=f"Ada {harm}", by=by)
    issue_due_certificates()
    codes = Certificate.objects.order_by("pk").values_list("code", flat=True)
    harm_in_feedback(of, harm, by=by)
    idea = note_idea(of, text=f"Light {harm}", by=by)
    note_idea(of, text=f"Chairs {harm}", by=by)
    publish_answer(idea, answer=f"Lamps {harm}", owner=by, by=by)
    for audience in Audience.values:
        factories.material(of, title=f"{audience} {harm}", audience=audience)
    add_link(
        of, **factories.material_facts(title=f"Film {harm}"), link="https://a.example/?a&b", by=by
    )
    return {"over": of, "certificates": list(codes), "slips": [slip_for(ama), "forged"]}


def harm_in_feedback(of, harm, *, by):
    """Six said something, and it can be read; somebody answered in public."""
    said = factories.feedback(6, words=harm)
    say_what_we_did(said.workshop, said=f"Cold {harm}", did=f"Warm {harm}", by=by)
    say_what_we_did(of.workshop, said=f"Dark {harm}", did=f"Light {harm}", by=by)


def what_people_hear_after():
    """They get a certificate, and another one with the right name; a friend came along."""
    officer = factories.staff("is_officer")
    of, (ama,) = factories.came("Ama")
    issue_due_certificates()
    correct_name(ama, name="Amma", by=officer)
    issue_due_certificates()
    factories.material(of, is_for_after=True)
    for days in (0, 3, 21):
        with time_machine.travel(of.ends_at + timedelta(days=days, hours=2)):
            send_due_messages()
