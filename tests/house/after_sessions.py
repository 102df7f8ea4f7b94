"""What comes after a session, for the tests of the whole house: with harmful words, and by mail."""

from tests import factories
from workshops.certificates.actions import correct_name, describe_workshop
from workshops.certificates.making import issue_due_certificates
from workshops.models import Certificate


def a_harmful_evening(harm, *, by):
    """A signed session of a workshop whose every word somebody typed; what the town knows of it."""
    of, (ama, _bo) = factories.came(f"Ama {harm}", f"Bo {harm}", left=[f"Bo {harm}"])
    describe_workshop(of.workshop, covers=f"Sums {harm}\n{harm}", is_listening=True, by=by)
    issue_due_certificates()
    correct_name(ama, name=f"Ada {harm}", by=by)
    issue_due_certificates()
    codes = Certificate.objects.order_by("pk").values_list("code", flat=True)
    return {"over": of, "certificates": list(codes)}


def what_people_hear_after():
    """They get a certificate, and another one with the right name; a friend came along."""
    officer = factories.staff("is_officer")
    _of, (ama,) = factories.came("Ama")
    issue_due_certificates()
    correct_name(ama, name="Amma", by=officer)
    issue_due_certificates()
