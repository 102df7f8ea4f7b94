"""What became of a request, and what people heard of it."""

from applicants.models import Email


def states(booking):
    return [place.state for place in booking.places.order_by("pk")]


def mails(event, to=None):
    found = Email.objects.filter(event=f"workshops/{event}")
    return found.filter(to=to) if to else found
