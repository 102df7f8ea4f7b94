"""What a person does on the pages of an application, and what they read there."""

from django.urls import reverse
from django.utils.timezone import timedelta

from grants.models import Round

BUDGET = {
    "q2": "We will bake bread.",
    "q3-0-kind": "money",
    "q3-0-what": "Ovens",
    "q3-0-amount": "£ 1,200",
    "q3-0-local": "yes",
    "q3-3-kind": "days",
    "q3-3-what": "Advice",
    "q3-3-amount": "2.5",
    "q3-3-local": "no",
}


def page(name, application, *more):
    return reverse(name, args=[application.reference, *more])


def save(client, application, number, /, button="continue", version=0, **typed):
    answers = {name.replace("_", "-"): value for name, value in typed.items()}
    address = page("section", application, number)
    return client.post(address, {"version": version, button: "1", **answers})


def text_of(response):
    return response.content.decode()


def close(round):
    Round.objects.filter(pk=round.pk).update(closes_at=round.opens_at + timedelta(minutes=1))
