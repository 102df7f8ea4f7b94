"""Under which codes the accounts keep the money of funds and rounds."""

from django.db import transaction

from applicants.access import Refused
from grants.funds.models import Fund, Round


def set_cost_codes(*, funds, rounds, by):
    """Finance or an officer gives funds and rounds the codes of the accounts.

    funds, rounds: {key: code}. What is in the ledger already keeps the code of its day.
    """
    with transaction.atomic():
        by.forget()
        if not by.has_perm("grants.set_cost_codes"):
            raise Refused("Only finance and officers set cost codes.")
        for model, codes in ((Fund, funds), (Round, rounds)):
            for row in model.objects.select_for_update().filter(pk__in=codes).order_by("pk"):
                if row.cost_code != codes[row.pk]:
                    row.cost_code = codes[row.pk]
                    row.save(update_fields=["cost_code"])
