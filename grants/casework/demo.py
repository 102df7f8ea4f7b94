"""What the pages of the demo show: who can sign in, and the mail that would have left."""

import email
import email.policy
import time
from dataclasses import dataclass
from pathlib import Path

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings

from applicants.models import User
from grants.management.demo.coops import cast

PASSWORD = "bread-boats-and-bikes"  # noqa: S105 - printed for everybody, and used in demos only
TOTP_SECRET = "COOPERATEALDERWICKDEMOFUND234567"  # noqa: S105 - the same
MOST_MESSAGES = 400  # as far back as the demo’s open questions
BETWEEN_MESSAGES = b"-" * 79  # how Django's backend writes it
FOLDER_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


@dataclass(frozen=True)
class Login:
    """Somebody who can sign in to the demo. Fund staff need the code as well."""

    name: str
    role: str
    email: str
    password: str
    code: str


@dataclass(frozen=True)
class Message:
    subject: str
    to: str
    body: str


def logins():
    """The people of the demo that are there, fund staff first."""
    people = cast()
    there = set(
        User.objects.filter(
            email__in=[address for _name, _part, address, _staff in people], is_active=True
        ).values_list("email", flat=True)
    )
    code = current_code()
    return [
        Login(name, part, address, PASSWORD, code if is_staff else "")
        for name, part, address, is_staff in people
        if address in there
    ]


def current_code():
    """The code that a phone with the demo's secret would show now."""
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    return format_hotp_value(hotp_value(TOTP_SECRET, counter))


def mail():
    """The newest messages in the folder where mail is written when no server is set."""
    messages = []
    for path in newest_files():
        messages += messages_in(path)
        if len(messages) >= MOST_MESSAGES:
            break
    return messages[:MOST_MESSAGES]


def newest_files():
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if settings.EMAIL_BACKEND != FOLDER_BACKEND or not folder:
        return []
    try:
        files = [(path.stat().st_mtime_ns, path) for path in Path(folder).glob("*.log")]
    except OSError:
        return []  # swept away while we looked
    return [path for _written, path in sorted(files, reverse=True)]


def messages_in(path):
    """The messages of one file, the newest first; nothing when it cannot be read."""
    try:
        parts = path.read_bytes().split(BETWEEN_MESSAGES + b"\n")
    except OSError:
        return []
    return [read(part) for part in reversed(parts) if part.strip()]


def read(part):
    parsed = email.message_from_bytes(part.strip(), policy=email.policy.default)
    try:
        text = parsed.get_body(preferencelist=("plain",))
        body = text.get_content() if text else ""
    except (LookupError, ValueError):  # an encoding that nobody knows
        body = "This message cannot be shown."
    return Message(str(parsed["Subject"] or "No subject"), str(parsed["To"] or ""), body.strip())
