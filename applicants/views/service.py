"""Pages about the service itself."""

from django.conf import settings
from django.db import Error, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache

from applicants.access import public


@public
@cache_control(max_age=3600, public=True)
def theme(request):
    """The fund's colour, as a style sheet of its own: the pages allow no inline styles."""
    return HttpResponse(f":root {{ --fund-colour: {settings.FUND['colour']}; }}\n", "text/css")


@public
@never_cache
def health(request):
    """For the monitor of whoever runs the service: is the database there?"""
    try:
        connection.cursor().execute("SELECT 1")
    except Error:
        return HttpResponse("database down\n", "text/plain", status=503)
    return HttpResponse("ok\n", "text/plain")


@public
def accessibility(request):
    return render(request, "applicants/accessibility.html")


@public
def privacy(request):
    return render(request, "applicants/privacy.html")


@public
def contact(request):
    return render(request, "applicants/contact.html")
