"""A real Chromium, and the real service behind it.

These tests speak to the service as people do, over HTTP; they never touch its database.
"""

import os
import shutil
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from .service import Service, temporary_folder
from .signing_in import Doorway

# The first is the same browser without its own windows, menus and address bar: where it is
# installed, opening a page for somebody takes far less.
NAMES_OF_CHROMIUM = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
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
            "These tests need Chromium. On Debian: apt install chromium-headless-shell (or "
            "chromium, which takes longer). If it has another name on this machine, say where "
            "it is: CHROMIUM=/path/to/it make browser",
            pytrace=False,
        )
    return {"executable_path": chromium, "args": WITHOUT_CHATTER}


@pytest.fixture(scope="session", autouse=True)
def _demo_is_made_once(tmp_path_factory):
    """All processes of a run share one demo, of which each service gets a copy."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    Service.kept = folder / "demo"


@contextmanager
def running():
    """A service with the demo that runs until this is left."""
    with temporary_folder() as folder:
        service = Service(folder)
        try:
            service.start()
            yield service
        finally:
            service.stop()


@pytest.fixture(scope="session")
def service():
    with running() as service:
        yield service


@pytest.fixture(scope="module")
def service_apart():
    """A service that only this file looks at, for what changes the cases of others."""
    with running() as service:
        yield service


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


@pytest.fixture(scope="module")
def doorway_apart(service_apart):
    """One for all tests of a file, since it remembers which codes were used."""
    return Doorway(service_apart)


@pytest.fixture
def window_apart(browser, service_apart, doorway_apart):
    """A window of somebody who signs in to it by hand: `window_apart(email)`."""
    contexts = []

    def open_for(email=None, **options):
        context = browser.new_context(base_url=service_apart.address, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        return doorway_apart.sign_in(page, email) if email else page

    yield open_for
    for context in contexts:
        context.close()
