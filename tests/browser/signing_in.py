"""Signing in: by the pages, as a person does, or quickly, by sending what they would type."""

import re
import time
from urllib.parse import urlsplit

from playwright.sync_api import expect

from .service import PERIOD, code_from

HOME = re.compile(r"/$")


class Doorway:
    """Signs people of the demo in. It remembers codes: each one opens the door only once."""

    def __init__(self, service):
        self.service = service
        self.used = {}  # email: the last period whose code was used

    def sign_in(self, page, email):
        login = self.service.logins[email]
        page.goto("/accounts/login/")
        page.get_by_label("Email address").fill(email)
        page.get_by_label("Password", exact=True).fill(login["password"])
        page.get_by_role("button", name="Sign in", exact=True).click()
        if login["totp_secret"]:
            expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
            page.get_by_label("Code").fill(self.code(email, login["totp_secret"]))
            page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page).to_have_url(HOME)
        expect(page.get_by_role("button", name="Sign out")).to_be_attached()
        return page

    def key_of(self, context, email):
        """The cookies of somebody who has signed in, for windows that start behind the door."""
        login = self.service.logins[email]
        answer = self._send(context, "/accounts/login/", login=email, password=login["password"])
        if login["totp_secret"]:
            code = self.code(email, login["totp_secret"])
            answer = self._send(context, "/accounts/2fa/authenticate/", code=code)
        assert urlsplit(answer.url).path == "/", f"{email} could not sign in: {answer.url}"
        return context.storage_state()

    def _send(self, context, path, **typed):
        address = self.service.address + path
        form = context.request.get(address).text()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
        return context.request.post(
            address,
            form={"csrfmiddlewaretoken": token, **typed},
            headers={"Referer": address},
        )

    def code(self, email, secret):
        """A code that this person has not used yet. A phone may be half a minute ahead."""
        while True:
            period = int(time.time()) // PERIOD
            wanted = max(period, self.used.get(email, 0) + 1)
            if wanted <= period + 1:
                self.used[email] = wanted
                return code_from(secret, steps_ahead=wanted - period)
            time.sleep(0.5)


def wait_for_the_next_code(*, at_least):
    """Wait until the code of the moment has so many seconds left to live."""
    left = PERIOD - time.time() % PERIOD
    if left < at_least:
        time.sleep(left)
