"""Pages for when something went wrong on our side, or the request made no sense.

They read no database and know no visitor, since either may be what is broken.
"""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render

from . import kept_text

SECRET = ("csrf", "password", "code", "sort_code", "account")


def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return render(None, "400.html", {"fund": settings.FUND}, status=400)


def too_large(request):
    return render(None, "413.html", {"fund": settings.FUND}, status=413)


def csrf_failure(request, reason=""):
    """The page for a token that is not today's; it loses no text that was typed on our own page.

    Signing in changes the token, so a page that was open meanwhile has an old one. The browser
    itself says that it was our page, and nothing is done with the text but to show it again.
    """
    page = request.resolver_match.func if request.resolver_match else None
    is_ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if (
        is_ours
        and reason.startswith("CSRF token")
        and request.user.is_authenticated
        and getattr(page, "keeps_text", False)
    ):
        if "X-Autosave" in request.headers:
            return JsonResponse({"token": get_token(request)}, status=403)
        if kept_text.keep(request):
            return redirect(request.get_full_path())
    return render(request, "403_csrf.html", status=403)


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
