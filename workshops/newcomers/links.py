"""How a page is opened by a personal link."""

from functools import wraps

from django.shortcuts import render
from django.views.decorators.debug import sensitive_variables

from .queries import NoLink


def by_link(find):
    """Below `anybody`: give the view what its link leads to, or say in one sentence why nothing.

    The address of such a page is a key. It is not handed on to other sites, not found by search
    and not kept by browsers. To our own pages it is handed on, since a browser that sends no
    referrer at all can’t show us that a form was ours.
    """

    def decorate(view):
        @wraps(view)
        @sensitive_variables("token")
        def opened(request, token, **kwargs):
            try:
                response = view(request, find(token), **kwargs)
            except NoLink as refusal:
                context = {"refusal": str(refusal)}
                response = render(request, "workshops/newcomers/no_link.html", context, status=404)
            response["Referrer-Policy"] = "same-origin"
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return opened

    return decorate
