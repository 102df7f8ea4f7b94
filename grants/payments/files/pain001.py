"""A payment file in XML: ISO 20022 pain.001.001.09, with British sort codes and accounts.

The order of the elements is the standard’s, and strict. What banks want differently is a
setting: the service level (`PAYMENT_SERVICE_LEVEL`) and who bears the charges
(`PAYMENT_CHARGES`).
"""

from decimal import Decimal
from xml.etree import ElementTree as ET

from django.conf import settings

from .characters import ISO_20022, carried, checked, name_on

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
# Which payments a service level stands for carry no more than this.
MOST_FOR_ONE = {"URNS": Decimal(1_000_000), "URGP": Decimal(1_000_000), "NURG": Decimal(20_000_000)}


def write(batch):
    """The file’s text. Its own count and sum are those of the run."""
    level = settings.PAYMENT_SERVICE_LEVEL
    payer = batch.payer
    own_name = carried(payer.name, ISO_20022, "the fund’s own name")
    count, total = str(len(batch.lines)), f"{batch.total:.2f}"
    root = ET.Element("Document", xmlns=NAMESPACE)
    transfer = ET.SubElement(root, "CstmrCdtTrfInitn")
    _add(
        ET.SubElement(transfer, "GrpHdr"),
        ("MsgId", batch.reference),
        ("CreDtTm", f"{batch.made_at:%Y-%m-%dT%H:%M:%S}"),
        ("NbOfTxs", count),
        ("CtrlSum", total),
        ("InitgPty/Nm", own_name),
    )
    payments = ET.SubElement(transfer, "PmtInf")
    _add(
        payments,
        ("PmtInfId", f"{batch.reference}-1"),
        ("PmtMtd", "TRF"),
        ("BtchBookg", "true"),
        ("NbOfTxs", count),
        ("CtrlSum", total),
        ("PmtTpInf/SvcLvl/Cd", level),
        ("ReqdExctnDt/Dt", f"{batch.pay_on:%Y-%m-%d}"),
        ("Dbtr/Nm", own_name),
    )
    _add_account(payments, "DbtrAcct", payer.account_number)
    _add(payments, ("DbtrAcct/Ccy", "GBP"))
    _add_bank(payments, "DbtrAgt", payer.sort_code)
    _add(payments, ("ChrgBr", settings.PAYMENT_CHARGES))
    for line in batch.lines:
        _add_payment(payments, checked(line, MOST_FOR_ONE.get(level)))
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add_payment(payments, line):
    payment = ET.SubElement(payments, "CdtTrfTxInf")
    _add(payment, ("PmtId/InstrId", line.reference), ("PmtId/EndToEndId", line.reference))
    amount = _at(payment, "Amt/InstdAmt")
    amount.set("Ccy", "GBP")
    amount.text = f"{line.amount:.2f}"
    _add_bank(payment, "CdtrAgt", line.sort_code)
    _add(payment, ("Cdtr/Nm", name_on(line, ISO_20022)))
    _add_account(payment, "CdtrAcct", line.account_number)
    _add(payment, ("RmtInf/Ustrd", line.shown))


def _add_account(parent, name, number):
    _add(parent, (f"{name}/Id/Othr/Id", number), (f"{name}/Id/Othr/SchmeNm/Cd", "BBAN"))


def _add_bank(parent, name, sort_code):
    member = f"{name}/FinInstnId/ClrSysMmbId"
    _add(parent, (f"{member}/ClrSysId/Cd", "GBDSC"), (f"{member}/MmbId", sort_code))


def _add(parent, *elements):
    for path, text in elements:
        _at(parent, path).text = text


def _at(parent, path):
    """The element at the end of a path; what is missing on the way there is made."""
    for name in path.split("/"):
        found = parent.find(name)
        parent = ET.SubElement(parent, name) if found is None else found
    return parent
