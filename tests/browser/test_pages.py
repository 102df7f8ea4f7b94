"""Every page, as each person sees it: on a wide screen and on a phone."""

import pytest

from .looking import Listener, faults_found_by_axe, faults_of, faults_of_layout
from .walking import walk

FUND = "Co-operate Alderwick"
PEOPLE = {
    "visitor": None,
    "officer": "sian@alderwick.example",
    "assessor": "folake@alderwick.example",
    "approver": "farhana@alderwick.example",
    "preparer": "zofia@alderwick.example",
    "payer": "michael@alderwick.example",
    "auditor": "ruth@alderwick.example",
    "administrator": "ilknur@alderwick.example",
    "baker": "ada@weirlanebakers.example",
}


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_has_a_fault(who, page_of, base_url, service):
    page = page_of(PEOPLE[who])
    places = walk(page, base_url, stages=set(service.applications.values()))
    listener = Listener(page)
    faults = []
    for place, status in places:
        if status != 200:
            faults.append((place.path, f"it answers {status}"))
            continue
        page.goto(place.path)
        faults += [(place.path, fault) for fault in faults_of(page, FUND) + listener.taken()]
    print(len(places), sorted({place.name for place, _ in places}))
    for f in faults: print(f)
    assert not faults
