"""A payment file in XML: valid by the standard’s own schema, with sums that agree."""

from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings as hypothesis_settings, strategies as st
from lxml import etree

from applicants.access import Refused
from grants.payments.files import pain001

from .batches import SAMPLE, batch_of, line

EXAMPLE = Path(__file__).parents[3] / "data" / "payments" / "pain.001.001.09_uk_sample.xml"
SCHEMA = etree.XMLSchema(
    etree.fromstring(files("sepaxml").joinpath("schemas/pain.001.001.09.xsd").read_bytes())
)
NAMES = {"p": pain001.NAMESPACE}


def read(text):
    tree = etree.fromstring(text.encode())
    SCHEMA.assertValid(tree)
    count, total = (
        tree.findtext(".//p:NbOfTxs", None, NAMES),
        tree.findtext(".//p:CtrlSum", None, NAMES),
    )
    payments = tree.findall(".//p:CdtTrfTxInf", NAMES)
    amounts = [Decimal(payment.findtext(".//p:InstdAmt", None, NAMES)) for payment in payments]
    assert (int(count), Decimal(total)) == (len(payments), sum(amounts))
    return payments


def test_a_long_name_of_the_fund_is_cut_to_what_the_standard_takes():
    name = "The Co-operative Development & Community Wealth Building Fund of Alderwick, " * 3
    batch = replace(SAMPLE, payer=replace(SAMPLE.payer, name=name))

    text = pain001.write(batch)

    read(text)
    told = etree.fromstring(text.encode()).findtext(".//p:Dbtr/p:Nm", None, NAMES)
    assert told == "The Co-operative Development and Community Wealth Building Fund of Ald"


def test_the_example_says_the_same_element_by_element():
    ours = etree.fromstring(pain001.write(SAMPLE).encode())
    example = etree.parse(str(EXAMPLE)).getroot()

    def told(tree):
        return [
            (element.tag, (element.text or "").strip(), dict(element.attrib))
            for element in tree.iter()
        ]

    differ = {
        (ours[0].rpartition("}")[2], ours[1], theirs[1])
        for ours, theirs in zip(told(ours), told(example), strict=True)
        if ours != theirs
    }
    # The sample was written by hand: other names for the same run, and its names in capitals.
    assert differ == {
        ("MsgId", "Grant run 42", "COI-RUN-0042"),
        ("PmtInfId", "Grant run 42-1", "COI-RUN-0042-1"),
        ("Nm", "Co-operate Fund", "CO-OPERATE FUND"),
        ("Nm", "Cafe Worker Co-op Ltd", "CAFE WORKER CO-OP LTD"),
        ("Nm", "Browns Repair and Re-use Society", "BROWNS REPAIR AND RE-USE SOCIETY"),
        ("InstrId", "COI-2026-0007", "PAY-000101"),
        ("InstrId", "COI-2026-0011-T1", "PAY-000102"),
    }


def test_it_is_valid_and_a_broken_one_is_not():
    text = pain001.write(SAMPLE)
    read(text)

    with pytest.raises(etree.DocumentInvalid):
        read(text.replace("<PmtMtd>TRF</PmtMtd>", ""))
    with pytest.raises(AssertionError):
        read(text.replace("12500.00</InstdAmt>", "12500.01</InstdAmt>"))


@hypothesis_settings(max_examples=40)
@given(
    lines=st.lists(
        st.builds(
            line,
            name=st.text("abc<>&\"' éÅß", max_size=60).map("Tŷ Gwyn ".__add__),
            amount=st.decimals("0.01", "1000000", places=2),
            reference=st.from_regex(r"\A[A-Z0-9][A-Z0-9-]{0,17}\Z"),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_any_batch_is_valid_and_adds_up(lines):
    payments = read(pain001.write(batch_of(*lines)))

    assert [payment.findtext(".//p:EndToEndId", None, NAMES) for payment in payments] == [
        each.reference for each in lines
    ]


def test_a_bank_that_wants_another_level_gets_it(settings):
    settings.PAYMENT_SERVICE_LEVEL, settings.PAYMENT_CHARGES = "NURG", "SHAR"

    text = pain001.write(SAMPLE)

    read(text)
    assert "<Cd>NURG</Cd>" in text
    assert "<ChrgBr>SHAR</ChrgBr>" in text


def test_more_than_a_faster_payment_carries_is_refused():
    with pytest.raises(Refused, match="more than one payment may be"):
        pain001.write(batch_of(line(amount=Decimal("1000000.01"))))
