"""Check every application's history, and say plainly what was found."""

from django.core.management.base import BaseCommand, CommandError

from grants.history import HistoryEntry, faults_in
from grants.models import Application


class Command(BaseCommand):
    help = "Verify the history chain of every application. Exits with 1 when one is not whole."

    def handle(self, *args, **options):
        checked = faulty = 0
        for application in Application.objects.order_by("pk").iterator(500):
            checked += 1
            faults = faults_in(application)
            faulty += bool(faults)
            for fault in faults:
                self.stdout.write(f"{application.reference}: {fault}")
        entries = HistoryEntry.objects.count()
        summary = f"{checked} histories with {entries} entries checked, {faulty} not whole."
        if faulty:
            raise CommandError(summary)
        self.stdout.write(summary)
