"""An offer before it is made, and the forms that plan it."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from grants.awards.planning.queries import terms_of
from grants.awards.releasing import queries
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.factories.panels import held

LEASE = "Send us the signed lease."


def offer(**facts):
    """Held: £4,000 and 3 days, with a condition of the panel."""
    return held("full", **{"conditions": [LEASE], **facts})


def address(name, application):
    return reverse(name, args=[application.reference])


def resolution_of(application):
    return application.resolutions.get()


def planned(application):
    return terms_of(queries.line_about(application))


def officer():
    return client_for(colleague("is_officer"))


def version(application):
    return str(queries.draft_of(resolution_of(application)).version)


def a_date(days):
    day = localdate() + timedelta(days)
    return [str(day.day), str(day.month), str(day.year)]


def date_boxes(name, days):
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), a_date(days), strict=True))


def payment(place, amount, days, *, report=False):
    name = f"payment-{place}"
    report = {f"{name}-after_report": "on"} if report else {}
    return {f"{name}-amount": amount, **date_boxes(f"{name}-due_on", days), **report}


def payments(application, *rows, **more):
    data = {"version": version(application), "payment-count": str(len(rows))}
    for place, row in enumerate(rows):
        data |= payment(place, *row)
    return data | more


def post(name, application, data):
    return officer().post(address(name, application), data)


def split(application, **said):
    usual = {"how": "equal", "parts": "3", "every": "6", **date_boxes("first_on", 30)}
    return post("terms_plan", application, {"version": version(application), **usual, **said})
