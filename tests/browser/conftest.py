"""A real Chromium, and the real service behind it.

These tests speak to the service as people do, over HTTP; they never touch its database.
"""

import os
import shutil

import pytest
from playwright.sync_api import expect

from .service import Service, temporary_folder
from .signing_in import Doorway

NAMES_OF_CHROMIUM = ["chromium", "chromium-browser", "google-chrome"]
WITHOUT_CHATTER = [
    "--no-sandbox",  # in a container everything runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    wanted = [os.environ["CHROMIUM"]] if "CHROMIUM" in os.environ else NAMES_OF_CHROMIUM
    chromium = next(filter(None, map(shutil.which, wanted)), None)
    if not chromium:
        pytest.fail(
            "These tests need Chromium. On Debian: apt install chromium. If it has another "
            "name on this machine, say where it is: CHROMIUM=/path/to/it make browser",
            pytrace=False,
        )
    return {"executable_path": chromium, "args": WITHOUT_CHATTER}


@pytest.fixture(scope="session")
def service():
    with temporary_folder() as folder:
        service = Service(folder)
        try:
            service.start()
            yield service
        finally:
            service.stop()


@pytest.fixture(scope="session")
def base_url(service):
    return service.address


@pytest.fixture(scope="session")
def doorway(service):
    return Doorway(service)


@pytest.fixture(scope="session")
def keys(browser, base_url, doorway):
    """Each person's cookies after signing in once: `keys(email)`."""
    kept = {}

    def key_of(email):
        if email not in kept:
            context = browser.new_context(base_url=base_url)
            kept[email] = doorway.key_of(context, email)
            context.close()
        return kept[email]

    return key_of


@pytest.fixture
def page_of(new_context, keys):
    """A fresh window for somebody who is signed in, or for a visitor: `page_of(email)`."""

    def open_for(email=None, **options):
        if email:
            options["storage_state"] = keys(email)
        context = new_context(**options)
        context.set_default_timeout(15_000)
        return context.new_page()

    return open_for
