"""The people of the demo who work for the fund, and what one who acts for a co-op is."""

from dataclasses import dataclass

from applicants.models import LegalForm, Membership, StaffRole

OWNER, EDITOR, READER = Membership.Role.OWNER, Membership.Role.EDITOR, Membership.Role.READER


@dataclass(frozen=True)
class Colleague:
    """Somebody who works for the fund."""

    name: str
    email: str
    role: StaffRole

    @property
    def part(self):
        return str(self.role.label)


@dataclass(frozen=True)
class Member:
    """Somebody who acts for a co-op."""

    name: str
    email: str
    role: str = EDITOR
    is_signatory: bool = False


@dataclass(frozen=True)
class Coop:
    """An organisation and its people. The first of them added it, so they own it and may sign."""

    name: str
    legal_form: LegalForm
    number: str
    postcode: str
    members: tuple

    @property
    def owner(self):
        return self.members[0]

    def part_of(self, member):
        return f"{Membership.Role(member.role).label} of {self.name}"


SIAN = Colleague("Siân Prydderch", "sian@alderwick.example", StaffRole.OFFICER)
MAREK = Colleague("Marek Wójcik", "marek@alderwick.example", StaffRole.OFFICER)
FOLAKE = Colleague("Folákẹ Adéyẹmí", "folake@alderwick.example", StaffRole.ASSESSOR)
GULSEN = Colleague("Gülşen Yıldız", "gulsen@alderwick.example", StaffRole.ASSESSOR)  # noqa: RUF001 - her name
DESMOND = Colleague("Desmond Clarke", "desmond@alderwick.example", StaffRole.ASSESSOR)
PRIYA = Colleague("Priya Raman", "priya@quaysidetranslators.example", StaffRole.ASSESSOR)
OWEN = Colleague("Owen Pritchard", "owen@alderwick.example", StaffRole.ASSESSOR)
NKECHI = Colleague("Nkechi Obi", "nkechi@alderwick.example", StaffRole.ASSESSOR)
FARHANA = Colleague("Farhana Begum", "farhana@alderwick.example", StaffRole.APPROVER)
TOMOS = Colleague("Tomos ap Rhys", "tomos@alderwick.example", StaffRole.APPROVER)
ZOFIA = Colleague("Zofia Kaczmarek", "zofia@alderwick.example", StaffRole.FINANCE_PREPARER)
MICHAEL = Colleague("Michael Osei", "michael@alderwick.example", StaffRole.FINANCE_APPROVER)
RUTH = Colleague("Ruth Feldman", "ruth@alderwick.example", StaffRole.AUDITOR)
ILKNUR = Colleague("İlknur Demir", "ilknur@alderwick.example", StaffRole.ADMINISTRATOR)

STAFF = (
    SIAN,
    MAREK,
    FOLAKE,
    GULSEN,
    DESMOND,
    PRIYA,
    OWEN,
    NKECHI,
    FARHANA,
    TOMOS,
    ZOFIA,
    MICHAEL,
    RUTH,
    ILKNUR,
)
