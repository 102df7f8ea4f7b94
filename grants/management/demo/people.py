"""The people of the demo: who works for the fund, and who acts for which co-op."""

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

ADA = "ada@weirlanebakers.example"

COOPS = (
    Coop(
        "Weir Lane Bakers",
        LegalForm.COOP_SOCIETY,
        "91877R",
        "E24 4PL",
        (
            Member("Ada Bámgbóṣé", ADA, OWNER),
            Member("Tadeusz Łukasik", "tadeusz@weirlanebakers.example"),
            Member("Nia Llŷr Hughes", "nia@weirlanebakers.example", READER),
        ),
    ),
    Coop(
        "Tidewater Carers",
        LegalForm.NOT_FORMED,
        "",
        "E24 2HD",
        (
            Member("Marcia Campbell", "marcia@tidewater.example", OWNER),
            Member("Ayşe Güneş", "ayse@tidewater.example"),
            Member("Ada Bámgbóṣé", ADA),  # a neighbour who helps with the form
        ),
    ),
    Coop(
        "Mill Street Mending Circle",
        LegalForm.UNINCORPORATED,
        "",
        "E25 1GQ",
        (Member("Halina Żuk", "halina@millstreetmending.example", OWNER),),
    ),
    Coop(
        "Quayside Translators",
        LegalForm.COMPANY_GUARANTEE,
        "99104417",
        "E24 9SB",
        (
            Member("Şebnem Doğru", "sebnem@quaysidetranslators.example", OWNER),
            Member("Jean-Baptiste Mukendi", "jb@quaysidetranslators.example"),
        ),
    ),
    Coop(
        "Ropewalk Designers LLP",
        LegalForm.LLP,
        "OC991042",
        "E26 3NT",
        (
            Member("Rhys Llewelyn", "rhys@ropewalkdesigners.example", OWNER),
            Member("Priya Nair", "priya@ropewalkdesigners.example"),
        ),
    ),
    Coop(
        "Second Spin Cycles",
        LegalForm.COMPANY_SHARES,
        "99118260",
        "E25 6JW",
        (
            Member("Kwame Boateng", "kwame@secondspin.example", OWNER),
            Member("Łucja Baran", "lucja@secondspin.example"),
        ),
    ),
    Coop(
        "Pedal Post CIC",
        LegalForm.CIC,
        "99120385",
        "E24 7RY",
        (
            Member("Temitọpẹ Ọlátúnjí", "temi@pedalpost.example", OWNER),
            Member("Gareth Hopkin", "gareth@pedalpost.example", EDITOR, is_signatory=True),
        ),
    ),
    Coop(
        "Tanyard Tool Library",
        LegalForm.COMMUNITY_BENEFIT,
        "93104",
        "E24 1AX",
        (
            Member("Joan Whitcombe", "joan@tanyardtools.example", OWNER),
            Member("Emre Öztürk", "emre@tanyardtools.example"),
        ),
    ),
    Coop(
        "Gathering Ground",
        LegalForm.CIO,
        "9914482",
        "E26 8EP",
        (
            Member("Yasmin Hussain", "yasmin@gatheringground.example", OWNER),
            Member("Dafydd Gwŷn", "dafydd@gatheringground.example"),
        ),
    ),
    Coop(
        "Kite and Clay",
        LegalForm.PARTNERSHIP,
        "",
        "E25 5LF",
        (
            Member("Agnieszka Wróbel", "agnieszka@kiteandclay.example", OWNER),
            Member("Leroy Bennett", "leroy@kiteandclay.example"),
            Member("Zeynep Aksoy", "zeynep@kiteandclay.example"),
        ),
    ),
    Coop(
        "Stitch Hall",
        LegalForm.COOP_SOCIETY,
        "92213R",
        "E24 3UB",
        (
            Member("Nasreen Akhtar", "nasreen@stitchhall.example", OWNER),
            Member("Chioma Eze", "chioma@stitchhall.example"),
        ),
    ),
    Coop(
        "Spotless Together",
        LegalForm.COMPANY_SHARES,
        "99126731",
        "E26 4DH",
        (
            Member("Rosa Medina", "rosa@spotlesstogether.example", OWNER),
            Member("Kadir Çelik", "kadir@spotlesstogether.example"),
        ),
    ),
    Coop(
        "Open Door Counsellors",
        LegalForm.COMPANY_GUARANTEE,
        "99109958",
        "E25 8WN",
        (Member("Hannah Levy", "hannah@opendoor.example", OWNER),),
    ),
    Coop(
        "The Night Kitchen",
        LegalForm.NOT_FORMED,
        "",
        "E24 6TS",
        (Member("Jamie Doyle", "jamie@nightkitchen.example", OWNER),),
    ),
    Coop(
        "Harvest Table CIC",
        LegalForm.CIC,
        "99131147",
        "E26 1QD",
        (
            Member("Bronwen Price", "bronwen@harvesttable.example", OWNER),
            Member("Olúṣẹgun Ajàyí", "olusegun@harvesttable.example"),
        ),
    ),
    Coop(
        "Lantern Street Sound",
        LegalForm.COMPANY_GUARANTEE,
        "99133902",
        "E25 3BZ",
        (
            Member("Mehmet Doğan", "mehmet@lanternsound.example", OWNER),
            Member("Grace Adu", "grace@lanternsound.example"),
        ),
    ),
    Coop(
        "Fernhill Nursery Parents",
        LegalForm.UNINCORPORATED,
        "",
        "E26 5AL",
        (
            Member("Ewa Dąbrowska", "ewa@fernhillparents.example", OWNER),
            Member("Ṣadé Ògúnlẹyẹ", "sade@fernhillparents.example"),
        ),
    ),
    Coop(
        "Ferry House Archive",
        LegalForm.SCIO,
        "SC099147",
        "E24 5QR",
        (
            Member("Isla Macrae", "isla@ferryhouse.example", OWNER),
            Member("Kwame Boateng", "kwame@ferryhouse.example"),
        ),
    ),
    Coop(
        "Pinar Mends",
        LegalForm.SOLE_TRADER,
        "",
        "E25 1LD",
        (Member("Pinar Yildirim", "pinar@pinarmends.example", OWNER),),
    ),
)


def cast():
    """Everybody once, as (name, what they do, email, whether they work for the fund)."""
    everybody = {each.email: (each.name, each.part, each.email, True) for each in STAFF}
    for coop in COOPS:
        for member in coop.members:
            entry = (member.name, coop.part_of(member), member.email, False)
            everybody.setdefault(member.email, entry)
    return list(everybody.values())
