"""The co-ops of the demo and who acts for them: first those with a long story, then the others."""

from django.utils.text import slugify

from applicants.models import LegalForm

from .people import EDITOR, OWNER, READER, STAFF, Coop, Member

ADA = "ada@weirlanebakers.example"

LONG = (
    Coop(
        "Weir Lane Bakers",
        LegalForm.COOP_SOCIETY,
        "91877R",
        "E24 4PL",
        (
            Member("Ada Bámgbóṣé", ADA, OWNER),
            Member("Tadeusz Łukasik", "tadeusz@weirlanebakers.example", EDITOR, is_signatory=True),
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
            Member("Łucja Baran", "lucja@secondspin.example", EDITOR, is_signatory=True),
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
            Member("Emre Öztürk", "emre@tanyardtools.example", EDITOR, is_signatory=True),
        ),
    ),
    Coop(
        "Gathering Ground",
        LegalForm.CIO,
        "9914482",
        "E26 8EP",
        (
            Member("Yasmin Hussain", "yasmin@gatheringground.example", OWNER),
            Member("Dafydd Gwŷn", "dafydd@gatheringground.example", EDITOR, is_signatory=True),
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
            Member("Chioma Eze", "chioma@stitchhall.example", EDITOR, is_signatory=True),
        ),
    ),
    Coop(
        "Spotless Together",
        LegalForm.COMPANY_SHARES,
        "99126731",
        "E26 4DH",
        (
            Member("Rosa Medina", "rosa@spotlesstogether.example", OWNER),
            Member("Kadir Çelik", "kadir@spotlesstogether.example", EDITOR, is_signatory=True),
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
            Member("Olúṣẹgun Ajàyí", "olusegun@harvesttable.example", EDITOR, is_signatory=True),
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

# Those whose story is told in a short form: what they are, where they work, and who began it.
SHORT = (
    # Food
    ("Kiln Hill Market Kitchen", LegalForm.COOP_SOCIETY, "92840R", "E24 6AS", "Amara Koroma"),
    ("Fernhill Food Box", LegalForm.COMMUNITY_BENEFIT, "93377", "E26 1AJ", "Dilys Vaughan"),
    ("Two Tides Fish", LegalForm.COMPANY_SHARES, "99140211", "E24 2DN", "Tomasz Szymański"),
    ("The Dosa Table CIC", LegalForm.CIC, "99141586", "E25 6EN", "Lakshmi Iyer"),
    # Making
    ("Dock Lane Joiners", LegalForm.COMPANY_GUARANTEE, "99142730", "E24 1RY", "Winston Grant"),
    ("Loom and Ladder LLP", LegalForm.LLP, "OC991188", "E26 3EW", "Siobhán Ní Bhriain"),
    ("Papercut Press", LegalForm.COOP_SOCIETY, "92911R", "E25 1AX", "Espérance Kanza"),
    # Care
    ("Lantern Green Home Care", LegalForm.COOP_SOCIETY, "92955R", "E25 5FG", "Blessing Okafor"),
    ("Stepping Stones Playgroup", LegalForm.CIO, "9915067", "E26 4DD", "Carys Bowen"),
    ("Signing Together", LegalForm.COMPANY_GUARANTEE, "99144019", "E24 4GY", "Mei-Ling Chow"),
    # Repair
    ("Second Life Laptops CIC", LegalForm.CIC, "99145372", "E25 3DZ", "Abdi Warsame"),
    ("Rain and Gutter", LegalForm.COMPANY_SHARES, "99146640", "E26 8AD", "Gethin Rowlands"),
    ("Wheel and Kneel", LegalForm.COMMUNITY_BENEFIT, "93412", "E24 3BH", "Oksana Bondar"),
    ("Harbour Lock and Key", LegalForm.COMPANY_SHARES, "99147905", "E24 9FL", "Barry Fisk"),
    ("Bow and String", LegalForm.UNINCORPORATED, "", "E24 7AR", "Noémi Balogh"),
    # Those who were offered something, and answer it
    ("Kiln Hill Clay Club", LegalForm.UNINCORPORATED, "", "E24 6AS", "Rhiannon Dee"),
    ("Fernhill Tool Swap", LegalForm.NOT_FORMED, "", "E26 1AJ", "Babajide Cole"),
    ("Dock Lane Radio", LegalForm.COMPANY_GUARANTEE, "99148103", "E24 1RY", "Iris Novák"),
    # Those who begin
    ("Weir Lane Wash House", LegalForm.UNINCORPORATED, "", "E24 4HN", "Precious Moyo"),
    ("Mill Street Minders", LegalForm.NOT_FORMED, "", "E25 1BJ", "Fatoumata Diallo"),
    ("Fernhill Film Club", LegalForm.UNINCORPORATED, "", "E26 4JQ", "Ieuan Pugh"),
    ("Kiln Hill Cabs", LegalForm.NOT_FORMED, "", "E24 6JN", "Yusuf Karim"),
    ("Ropewalk Rooftop Bees", LegalForm.UNINCORPORATED, "", "E26 3GN", "Hedwig Baumann"),
    ("Mill Street Movers", LegalForm.NOT_FORMED, "", "E25 3FW", "Cormac Doherty"),
    ("Fernhill Sewing Room", LegalForm.NOT_FORMED, "", "E26 5DY", "Thanh Nguyễn"),
    # Those who are paid: two of each sign
    (
        "Harbour Hen Keepers",
        LegalForm.UNINCORPORATED,
        "",
        "E24 5QR",
        "Gwenllian Parry",
        "Kofi Mensah",
    ),
    (
        "Dock Lane Darning CIC",
        LegalForm.CIC,
        "99151226",
        "E24 4HN",
        "Ingrid Solheim",
        "Samuel Okoro",
    ),
    (
        "Ropewalk Reading Room",
        LegalForm.COOP_SOCIETY,
        "93018R",
        "E26 3GN",
        "Delphine Marchand",
        "Arjun Rao",
    ),
    (
        "Kiln Hill Kitchen Garden",
        LegalForm.UNINCORPORATED,
        "",
        "E24 6AS",
        "Ottilie Brandt",
        "Mustafa Aksoy",
    ),
    (
        "Fernhill Puppet Theatre",
        LegalForm.COMPANY_GUARANTEE,
        "99152874",
        "E26 1AJ",
        "Zuzana Horáková",
        "Idris Bello",
    ),
    (
        "Tŷ Gwyn Bakehouse",
        LegalForm.COOP_SOCIETY,
        "93044R",
        "E25 3FW",
        "Siwan Tudur",
        "Çağla Erdem",
    ),
    (
        "Mill Street Mower Share",
        LegalForm.CIC,
        "99153590",
        "E25 1BJ",
        "Pádraig Quinn",
        "Lerato Dube",
    ),
)


def in_short(name, legal_form, number, postcode, owner, *others):
    """A co-op whose people have addresses made of their names and its own. All of them may sign."""
    domain = slugify(name).replace("-", "")

    def member(person, role):
        first, *_family = slugify(person).split("-")
        return Member(person, f"{first}@{domain}.example", role, is_signatory=role != OWNER)

    people = (member(owner, OWNER), *(member(other, EDITOR) for other in others))
    return Coop(name, legal_form, number, postcode, people)


COOPS = (*LONG, *(in_short(*row) for row in SHORT))


def cast():
    """Everybody once, as (name, what they do, email, whether they work for the fund)."""
    everybody = {each.email: (each.name, each.part, each.email, True) for each in STAFF}
    for coop in COOPS:
        for member in coop.members:
            entry = (member.name, coop.part_of(member), member.email, False)
            everybody.setdefault(member.email, entry)
    return list(everybody.values())
