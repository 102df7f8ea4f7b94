"""What the web server loads."""

import gc
import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template import Engine
from django.template.base import Node, Template
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grants.settings")
# A web process answers several people at once, so it keeps a pool of PostgreSQL connections.
# Workers fork and commands are short: there a pool would only be in the way.
os.environ.setdefault("DATABASE_POOL", "1")

application = get_wsgi_application()


def load_everything() -> None:
    """Read the site map and every page template now, so that no visitor waits for it."""
    get_resolver().url_patterns  # noqa: B018  (reading it imports every page)
    if not settings.DEBUG:
        engine, folder = Engine.get_default(), Path(settings.BASE_DIR, "templates")
        for page in sorted(folder.rglob("*.html")):
            drop_source(engine.get_template(str(page.relative_to(folder))))


def drop_source(page: Template) -> None:
    """Let go of a page's text, which Django keeps to show where a fault lies, in DEBUG only."""
    page.source = ""
    for node in page.nodelist.get_nodes_by_type(Node):
        node.token = None


load_everything()
# What is loaded by now stays for good. Taking it out of the rubbish collector's rounds makes them
# short, so they may come often: what a page leaves behind in circles then never piles up, and no
# page waits long for the one round that clears it.
gc.collect()
gc.freeze()
gc.set_threshold(5_000, 5, 2)
