"""A payment file in XML: ISO 20022 pain.001.001.09, with British sort codes and accounts.

The order of the elements is the standard’s, and strict. What banks want differently is a
setting: the service level (`PAYMENT_SERVICE_LEVEL`) and who bears the charges
(`PAYMENT_CHARGES`).
"""

from decimal import Decimal
from xml.sax.saxutils import escape

from django.conf import settings

from .characters import ISO_20022, checked, name_on, own_name_on

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
OVER_BACS = "NURG"  # the service level of payments that take three days
# Which payments a service level stands for carry no more than this.
MOST_FOR_ONE = {"URNS": Decimal(1_000_000), "URGP": Decimal(1_000_000), "NURG": Decimal(20_000_000)}


FILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="{namespace}">
 <CstmrCdtTrfInitn>
  <GrpHdr>
   <MsgId>{reference}</MsgId>
   <CreDtTm>{made_at:%Y-%m-%dT%H:%M:%S}</CreDtTm>
   <NbOfTxs>{count}</NbOfTxs>
   <CtrlSum>{total:.2f}</CtrlSum>
   <InitgPty>
    <Nm>{own_name}</Nm>
   </InitgPty>
  </GrpHdr>
  <PmtInf>
   <PmtInfId>{reference}-1</PmtInfId>
   <PmtMtd>TRF</PmtMtd>
   <BtchBookg>true</BtchBookg>
   <NbOfTxs>{count}</NbOfTxs>
   <CtrlSum>{total:.2f}</CtrlSum>
   <PmtTpInf>
    <SvcLvl>
     <Cd>{level}</Cd>
    </SvcLvl>
   </PmtTpInf>
   <ReqdExctnDt>
    <Dt>{pay_on:%Y-%m-%d}</Dt>
   </ReqdExctnDt>
   <Dbtr>
    <Nm>{own_name}</Nm>
   </Dbtr>
   <DbtrAcct>
    <Id>
     <Othr>
      <Id>{own_account}</Id>
      <SchmeNm>
       <Cd>BBAN</Cd>
      </SchmeNm>
     </Othr>
    </Id>
    <Ccy>GBP</Ccy>
   </DbtrAcct>
   <DbtrAgt>
    <FinInstnId>
     <ClrSysMmbId>
      <ClrSysId>
       <Cd>GBDSC</Cd>
      </ClrSysId>
      <MmbId>{own_sort_code}</MmbId>
     </ClrSysMmbId>
    </FinInstnId>
   </DbtrAgt>
   <ChrgBr>{charges}</ChrgBr>
{payments}  </PmtInf>
 </CstmrCdtTrfInitn>
</Document>
"""
PAYMENT = """\
   <CdtTrfTxInf>
    <PmtId>
     <InstrId>{reference}</InstrId>
     <EndToEndId>{reference}</EndToEndId>
    </PmtId>
    <Amt>
     <InstdAmt Ccy="GBP">{amount:.2f}</InstdAmt>
    </Amt>
    <CdtrAgt>
     <FinInstnId>
      <ClrSysMmbId>
       <ClrSysId>
        <Cd>GBDSC</Cd>
       </ClrSysId>
       <MmbId>{sort_code}</MmbId>
      </ClrSysMmbId>
     </FinInstnId>
    </CdtrAgt>
    <Cdtr>
     <Nm>{name}</Nm>
    </Cdtr>
    <CdtrAcct>
     <Id>
      <Othr>
       <Id>{account}</Id>
       <SchmeNm>
        <Cd>BBAN</Cd>
       </SchmeNm>
      </Othr>
     </Id>
    </CdtrAcct>
    <RmtInf>
     <Ustrd>{shown}</Ustrd>
    </RmtInf>
   </CdtTrfTxInf>
"""


def write(batch):
    """The file’s text. Its own count and sum are those of the run.

    Written out as text: a tree of 10,000 payments takes twice as long. No value can hold a mark
    of XML, since each is a number, a reference that was checked, or a name as payments carry it;
    what the settings say is escaped.
    """
    level, payer = settings.PAYMENT_SERVICE_LEVEL, batch.payer
    most = MOST_FOR_ONE.get(level)
    return FILE.format(
        namespace=NAMESPACE,
        reference=escape(batch.reference),
        made_at=batch.made_at,
        count=len(batch.lines),
        total=batch.total,
        own_name=own_name_on(payer, ISO_20022),
        level=escape(level),
        pay_on=batch.pay_on,
        own_account=escape(payer.account_number),
        own_sort_code=escape(payer.sort_code),
        charges=escape(settings.PAYMENT_CHARGES),
        payments="".join(_payment(checked(line, most)) for line in batch.lines),
    )


def _payment(line):
    return PAYMENT.format(
        reference=line.reference,
        amount=line.amount,
        sort_code=line.sort_code,
        account=line.account_number,
        name=name_on(line, ISO_20022),
        shown=line.shown,
    )
