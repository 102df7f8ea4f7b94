"""What happens to every request before and after its page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from applicants.errors import bad_request, too_large

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class Doorkeeper:
    """Turn away what is far too large or makes no sense; keep private pages out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.REQUEST_MAX_BYTES:
            return too_large(request)
        if "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)  # no keyboard types it, and PostgreSQL stumbles over it
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        session = getattr(request, "session", None)
        if session is not None and session.accessed:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
