"""How often somebody may have us write to others."""

from allauth.core import ratelimit

from applicants.access import Refused


def refuse_too_many_names(request, booking):
    """Each name with an address is an email to it, whoever types it."""
    if not ratelimit.consume(request, action="name_people", key=booking.reference):
        raise Refused("You changed the names often in the last hour. Try again later, or ring us.")
