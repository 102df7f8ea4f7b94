"""Where the co-ops of the demo have their door, for the window of an envelope.

Not everybody tells us: the others are written to with name and postcode alone.
"""

TOWN = "Alderwick"
STREETS = {
    "Weir Lane Bakers": "12 Weir Lane",
    "Quayside Translators": "Unit 3, Old Customs House",
    "Ropewalk Designers LLP": "The Ropewalk, first floor",
    "Second Spin Cycles": "48 Mill Street",
    "Pedal Post CIC": "Arch 9, Station Approach",
    "Tanyard Tool Library": "Tanyard Library, Tanner’s Row",
    "Gathering Ground": "St Brannoc’s Hall, Fernhill Road",
    "Stitch Hall": "7 Loom Court",
    "Spotless Together": "112 Fernhill Road",
    "Open Door Counsellors": "25 Mill Street",
    "Harvest Table CIC": "The Old Seed Store, Harbour Yard",
    "Lantern Street Sound": "60 Lantern Street",
    "Ferry House Archive": "Ferry House, Harbour Steps",
    "Two Tides Fish": "Stall 4, Fish Quay",
    "Dock Lane Joiners": "19 Dock Lane",
    "Loom and Ladder LLP": "5 Loom Court",
    "Papercut Press": "33A Mill Street",
    "Signing Together": "8 Library Walk",
    "Harbour Lock and Key": "2 Harbour Yard",
    "Dock Lane Radio": "27 Dock Lane",
    "Harbour Hen Keepers": "Allotment hut, Harbour Steps",
    "Dock Lane Darning CIC": "31 Dock Lane",
    "Ropewalk Reading Room": "The Reading Room, Ropewalk",
    "Kiln Hill Kitchen Garden": "Walled Garden, Kiln Hill",
    "Fernhill Puppet Theatre": "90 Fernhill Road",
    "Tŷ Gwyn Bakehouse": "1 White House Lane",
    "Mill Street Mower Share": "71 Mill Street",
}


def address_of(coop):
    """The fields of its address that a co-op filled in."""
    street = STREETS.get(coop.name)
    return {"street": street, "town": TOWN} if street else {}
