"""Work out every rule about money anew, and say plainly what does not add up."""

from django.core.management.base import BaseCommand, CommandError

from grants.payments.books.checking import check_money


class Command(BaseCommand):
    help = "Check rounds, awards, ledger, payments, files and letters. Exits with 1 on any fault."

    def handle(self, *args, **options):
        counts, faulty = [], 0
        for what, number, faults in check_money():
            counts.append(f"{number} {what}")
            faulty += len(faults)
            for fault in faults:
                self.stdout.write(fault)
        summary = f"{', '.join(counts)} checked. {faulty} faults."
        if faulty:
            raise CommandError(summary)
        self.stdout.write(summary)
