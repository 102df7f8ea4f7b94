"""Pages for when something went wrong on our side, or the request made no sense.

They read no database and know no visitor, since either may be what is broken.
"""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.shortcuts import render

SECRET = ("csrf", "password", "code", "sort_code", "account")


def bad_request(request, exception=None):
    return render(None, "400.html", {"fund": settings.FUND}, status=400)


def server_error(request):
    """The page for a fault of ours; 503 with what was typed when the database cannot be reached."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        context = {"fund": settings.FUND, "typed": typed_in(request)}
        response = render(None, "503.html", context, status=503)
        response["Retry-After"] = "30"
        return response
    return render(None, "500.html", {"fund": settings.FUND}, status=500)


def typed_in(request):
    """What the person wrote, to be copied and sent again; never a secret."""
    if request.method != "POST":
        return []
    return [
        (name, words)
        for name, values in request.POST.lists()
        for words in values
        if words and not any(part in name for part in SECRET)
    ]
