"""The cases about which assessors should talk first, as the panel reads them."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from grants.panel.ranking import UNSCORED


def case(number):
    named = SimpleNamespace(reference=f"CDF-{number}", organisation=f"Bakers {number}")
    return SimpleNamespace(application=named, scores=replace(UNSCORED, widest=3))


@pytest.mark.parametrize(("number", "shown"), [(1, 1), (10, 10), (11, 10)])
def test_ten_are_named_and_how_many_there_are(number, shown):
    panel = SimpleNamespace(reference="a-panel")
    disputed = [case(one) for one in range(number)]

    page = render_to_string(
        "grants/panel/_furthest_apart.html", {"panel": panel, "disputed": disputed}
    )

    assert page.count("marks of one criterion differ by 3") == shown
    assert ("These are the 10 that lie furthest apart, of 11 to talk about." in page) == (
        number > 10
    )
