"""Who is asking, and may they? Every page states its answer here.

`may` stamps a view with the permission that it needs, and `public` stamps one
that anybody may open. A test proves that no address lacks a stamp.
"""

import time
from functools import partial, wraps
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from . import kept_text


class Refused(Exception):
    """Something that cannot be done now, said in one sentence for the person who asked."""


def may(permission, model=None, *, methods=("GET", "POST"), with_=(), first=None, keeps_text=False):
    """Give a view its record: 404 if hidden from this person, 403 if not theirs to act on.

    Records are found by their public reference and only through `visible_to`.
    A refusal of an action becomes a page that says why (409).

    with_: what the page shows of the record's relations, read in the same query: their names, or
    a function that adds them to the query.
    first: a quicker look, tried before `visible_to` and never beyond it: given the request and
    the reference, the record or None.
    keeps_text: what was typed survives a sign-in that ran out (see `kept_text`).
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, reference=None, **kwargs):
            if request.method not in (*methods, "HEAD" if "GET" in methods else ""):
                return HttpResponseNotAllowed(methods)
            if not request.user.is_authenticated:
                if keeps_text and request.method == "POST":
                    kept_text.keep(request)
                can_return = "GET" in methods
                return redirect_to_login(request.get_full_path() if can_return else reverse("home"))
            record = None
            if model is not None:
                record = first(request, reference) if first else None
                if record is None:
                    visible = _read_with(with_, model.objects.visible_to(request.user))
                    record = get_object_or_404(visible, reference=reference)
                args = (record, *args)
            if not request.user.has_perm(permission, record):
                raise PermissionDenied
            try:
                response = view(request, *args, **kwargs)
            except Refused as refusal:
                context = {"refusal": str(refusal), "record": record}
                response = render(request, "refused.html", context, status=409)
            add_never_cache_headers(response)
            return response

        guarded.permission = permission
        guarded.model = model
        guarded.methods = methods
        guarded.keeps_text = keeps_text
        return guarded

    return decorate


def refuse_without(permission, record=None, *, by):
    """Under a lock: whoever lost the right since their page looked does not do it any more."""
    by.forget()
    if not by.has_perm(permission, record):
        raise PermissionDenied


def _read_with(with_, rows):
    if callable(with_):
        return with_(rows)
    return rows.select_related(*with_) if with_ else rows


def after_fresh_sign_in(view=None, *, keeps_text=False):
    """Below `may`: they must have proved who they are in the last minutes, or do so now.

    For what a thief with somebody else's open session must not do. What was typed is lost on the
    way, so ask before there is something to type; or, where it is no secret, keep it.
    """
    if view is None:
        return partial(after_fresh_sign_in, keeps_text=keeps_text)

    @wraps(view)
    def asked(request, *args, **kwargs):
        if has_just_signed_in(request):
            return view(request, *args, **kwargs)
        if keeps_text and request.method == "POST":
            kept_text.keep(request)
        again = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('account_reauthenticate')}?{again}")

    return asked


def public(view):
    """Anybody may open this page; it shows nothing that is not public, and it only shows."""

    @wraps(view)
    def opened(request, *args, **kwargs):
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        return view(request, *args, **kwargs)

    opened.permission = "public"
    opened.model = None
    opened.methods = ("GET",)
    return opened


def anybody(model=None, *, methods=("GET", "POST"), with_=()):
    """Anybody may open this page and send it, signed in or not.

    What it shows and does is for everybody, or for whoever brings the link that we sent them.
    Records are found as by `may`, and a refusal of an action becomes a page that says why.

    with_: what the page shows of the record’s relations, read in the same query.
    """

    def decorate(view):
        @wraps(view)
        def opened(request, *args, reference=None, **kwargs):
            if request.method not in (*methods, "HEAD" if "GET" in methods else ""):
                return HttpResponseNotAllowed(methods)
            record = None
            if model is not None:
                visible = model.objects.visible_to(request.user).select_related(*with_)
                record = get_object_or_404(visible, reference=reference)
                args = (record, *args)
            try:
                response = view(request, *args, **kwargs)
            except Refused as refusal:
                context = {"refusal": str(refusal), "record": record}
                response = render(request, "refused.html", context, status=409)
            add_never_cache_headers(response)
            return response

        opened.permission = "public"
        opened.model = model
        opened.methods = methods
        return opened

    return decorate


def onward(request):
    """The page of our own that somebody was on the way to, or nothing."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


class StaffSecondFactor:
    """Fund staff reach nothing until this session has passed a second factor.

    It asks about this session, not about the person: a session that began
    before the second factor was set up does not count, and must not be able to
    turn it off or read its spare codes either.
    """

    ALWAYS_OPEN = {"account_logout", "account_reauthenticate", "theme", "health"}
    DEMO = {"demo_logins", "demo_mail"}
    TO_PROVE_IT = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
    TO_SET_IT_UP = {"mfa_activate_totp", "mfa_add_webauthn"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user, page = request.user, request.resolver_match.url_name
        if (
            page in self.ALWAYS_OPEN | self.DEMO
            or not user.is_authenticated
            or not user.is_fund_staff
            or has_passed_second_factor(request)
        ):
            return None
        has_one = is_mfa_enabled(user)
        if page in (self.TO_PROVE_IT if has_one else self.TO_SET_IT_UP):
            return None
        wanted = request.get_full_path() if request.method == "GET" else reverse("home")
        page = reverse("mfa_reauthenticate" if has_one else "mfa_activate_totp")
        return redirect(f"{page}?{urlencode({'next': wanted})}")


def has_passed_second_factor(request):
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


def has_just_signed_in(request):
    """Whether they proved who they are a few minutes ago (ACCOUNT_REAUTHENTICATION_TIMEOUT)."""
    times = [record["at"] for record in get_authentication_records(request, request.user)]
    return bool(times) and time.time() - max(times) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def fund(request):
    """What every page says about the fund."""
    return {"fund": settings.FUND}
