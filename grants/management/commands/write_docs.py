"""Write the papers that come from the code: the lifecycle and the permissions."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from grants.casework import papers


class Command(BaseCommand):
    help = "Write docs/lifecycle.md and docs/permissions.md from the code."

    def handle(self, *args, **options):
        for name, text in papers.everything().items():
            Path(settings.BASE_DIR, "docs", name).write_text(text)
            self.stdout.write(f"docs/{name}")
