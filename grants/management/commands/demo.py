"""Build the demo fund, once, and say how to sign in."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from applicants.access import Refused
from applicants.models import User
from grants.casework import demo
from grants.lifecycle import Stage
from grants.management.demo.coops import ADA
from grants.models import Application


class Command(BaseCommand):
    help = "Build a believable fund with an application at every stage, and print the logins."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print for scripts")

    def handle(self, *args, **options):
        if not settings.FUND["is_demo"]:
            raise CommandError(
                "This is a real fund, so no demo is built here. To make one on a machine of its "
                "own, set FUND_IS_DEMO=1."
            )
        if not User.objects.filter(email=ADA).exists():
            build()
        lines = [as_json()] if options["json"] else as_text()
        for line in lines:
            self.stdout.write(line)


def build():
    from grants.management.demo.building import build  # noqa: PLC0415 - it loads ReportLab

    try:
        build()
    except Refused as refusal:
        raise CommandError(f"Nothing was built, because: {refusal}") from None


def as_json():
    return json.dumps(
        {
            "site": settings.SITE_URL,
            "password": demo.PASSWORD,
            "totp_secret": demo.TOTP_SECRET,
            "logins": [
                {
                    "name": login.name,
                    "role": login.role,
                    "email": login.email,
                    "password": login.password,
                    "totp_secret": demo.TOTP_SECRET if login.code else None,
                }
                for login in demo.logins()
            ],
            "applications": one_at_each_stage(),
        },
        indent=2,
        ensure_ascii=False,
    )


def one_at_each_stage():
    """{stage: the reference of the first application that stands there now}."""
    found = dict.fromkeys(Stage.values)
    for state, reference in Application.objects.order_by("-pk").values_list("state", "reference"):
        found[state] = reference
    return found


def as_text():
    logins = demo.logins()
    wide = [max(map(len, column)) for column in zip(*map(columns, logins), strict=True)]
    yield f"{settings.FUND['name']}, a demo fund: {settings.SITE_URL}"
    for title, group in (
        ("Fund staff", [login for login in logins if login.code]),
        ("Co-ops", [login for login in logins if not login.code]),
    ):
        yield f"\n{title}"
        for login in group:
            cells = zip(columns(login), wide, strict=True)
            yield "  " + "  ".join(cell.ljust(width) for cell, width in cells).rstrip()
    yield f"\nPassword, for everybody:  {demo.PASSWORD}"
    yield "Fund staff are asked for a code as well."
    if settings.DEBUG:
        yield f"The code of the moment:   {settings.SITE_URL}/demo/"
    yield f"Or give a phone’s app the secret {demo.TOTP_SECRET}"
    yield "\nA good start: sign in as Ada Bámgbóṣé, whose co-op begins with a draft and an offer."


def columns(login):
    return login.name, login.role, login.email
