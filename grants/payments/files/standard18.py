"""A Bacs file: Standard 18, direct credits, one processing day.

Labels are 80 characters long and payments 100; each position means something. The layout
follows two independent open implementations and the labels that a bank publishes, since the
standard itself (PN5011) is not public: have your bank test a file before the first payment.
The file by itself moves no money. It is sent with software that Bacs has approved.
"""

from decimal import Decimal

from applicants.access import Refused

from .calendar import working_day_before
from .characters import BACS, carried, checked, name_on, own_name_on

MOST_FOR_ONE = Decimal("20_000_000")
MOST_IN_ALL = Decimal("999_999_999.99")
CREDIT, CONTRA = "99", "17"


def write(batch):
    """The file’s text, with the line ends that Bacs wants. Debits equal credits, to the penny."""
    payer, total = batch.payer, batch.total
    refuse_too_much(total)
    refuse_unnamed(payer)
    own_name = own_name_on(payer, BACS)
    processed_on = working_day_before(batch.pay_on)
    heads = _labels_of_the_file(batch, processed_on)
    lines = [
        "VOL1" + batch.serial + " " * 31 + payer.user_number + " " * 32 + "1",
        "HDR1" + heads[0],
        "HDR2" + heads[1],
        _user_header(processed_on),
        *(_payment(checked(line, MOST_FOR_ONE), payer, own_name) for line in batch.lines),
        _contra(batch, own_name),
        "EOF1" + heads[0],
        "EOF2" + heads[1],
        _user_trailer(total, len(batch.lines)),
    ]
    return "".join(f"{line}\r\n" for line in lines)


def refuse_too_much(total):
    """The largest total that the labels at the end of a file have room for."""
    if total > MOST_IN_ALL:
        raise Refused("The total of all payments is more than one Bacs file can carry.")


def refuse_unnamed(payer):
    """Bacs takes a file only from a user that it gave a number."""
    if not payer.user_number:
        raise Refused(
            "The service does not know the fund’s Bacs user number yet. Ask whoever runs it to set "
            "PAYER_USER_NUMBER: a Bacs file names who sends it."
        )


def _labels_of_the_file(batch, processed_on):
    """What stands in HDR1 and HDR2 and comes again in EOF1 and EOF2."""
    user = batch.payer.user_number
    expires_on = batch.pay_on
    first = (
        f"A{user}S   {user}{batch.serial}00010001      "
        f"{_julian(batch.made_at)}{_julian(expires_on)} 000000"
    )
    return first.ljust(76), ("F0200000100" + " " * 35 + "00").ljust(76)


def _user_header(processed_on):
    return f"UHL1{_julian(processed_on)}999999    00000000{'1 DAILY  '}001".ljust(80)


def _payment(line, payer, own_name):
    return _detail(
        (line.sort_code, line.account_number),
        CREDIT,
        payer,
        line.amount,
        own_name,
        line.shown,
        name_on(line, BACS),
    )


def _contra(batch, own_name):
    """The one debit, of the whole total, on the fund’s own account."""
    payer = batch.payer
    narrative = carried(batch.reference, BACS, "the reference")[:18]
    own = (payer.sort_code, payer.account_number)
    return _detail(own, CONTRA, payer, batch.total, narrative, "CONTRA", own_name)


def _detail(account, code, payer, amount, first, reference, last):
    return (
        f"{account[0]}{account[1]}0{code}{payer.sort_code}{payer.account_number}    "
        f"{_pence(amount):011d}{first:<18}{reference:<18}{last:<18}"
    )


def _user_trailer(total, how_many):
    pence = _pence(total)
    return f"UTL1{pence:013d}{pence:013d}{1:07d}{how_many:07d}".ljust(80)


def _pence(amount):
    return int(amount * 100)


def _julian(day):
    """24 November 2026 is “ 26328”: the year, and the day in it."""
    return f" {day:%y%j}"
