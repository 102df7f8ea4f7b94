"""Handing a file out, and taking one in: the web side of files."""

from django.http import FileResponse, Http404

from applicants.access import Refused

from .storing import OUT_OF_REACH


def hand_out(stored, *, name):
    """The bytes of a document under this name: to be saved, never opened inside our site."""
    if not stored.can_open:
        raise Refused(f"You can’t open this file. {stored.get_scan_display()}.")
    try:
        file = stored.opened()
    except FileNotFoundError as fault:  # the row outlived its bytes; staff find it by reference
        raise Http404 from fault
    except Exception as fault:  # each kind of storage has faults of its own
        raise Refused(OUT_OF_REACH) from fault
    response = FileResponse(
        file,
        as_attachment=True,
        filename=name,
        content_type=stored.content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def posted(request):
    """What a form is filled with: nothing on a GET, so that it does not complain yet."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
