"""How accounts join the rest: mail through the outbox, secrets kept encrypted."""

import uuid
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from . import secrets
from .access import onward
from .models import Email

GOING_TO = "going_to"  # where a visitor’s session keeps the page that they were on the way to


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is switched off.",
        "duplicate_email": "You have this address here already",
        "email_password_mismatch": "The email address or the password is wrong",
        "enter_current_password": "That is not your password now",
        "incorrect_code": "That code is wrong, or too old",
        "incorrect_password": "That password is wrong",
        "max_email_addresses": "You can have at most %d addresses here",
        "rate_limited": "That was too often. Wait a moment and try again",
        "too_many_login_attempts": "That was tried too often. Wait five minutes and try again",
    }

    def send_mail(self, template_prefix, email, context):
        """Account messages hold codes and links, so no colleague may read them."""
        context = {"fund": settings.FUND, "site": settings.SITE_URL, **context}
        context |= {
            name: settings.SITE_URL + urlsplit(value).path
            for name, value in context.items()
            if name.endswith("_url")  # allauth builds these from what the browser claims
        }
        message = self.render_mail(template_prefix, email, context)
        Email.objects.create(
            event=template_prefix,
            to=email,
            key=uuid.uuid4().hex,
            subject=message.subject[:200],
            body=message.body,
            is_private=True,
        )

    def get_login_redirect_url(self, request):
        """Whoever had to make an account first comes back to what they wanted to open."""
        return request.session.pop(GOING_TO, None) or super().get_login_redirect_url(request)

    def format_email_subject(self, subject):
        return subject

    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data.get("name", "")
        if wanted := onward(request):
            request.session[GOING_TO] = wanted
        return super().save_user(request, user, form, commit)


class MFAAdapter(DefaultMFAAdapter):
    """allauth keeps these secrets in plain text unless we say otherwise."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "You need a second step, so this cannot be turned off.",
        "cannot_generate_recovery_codes": "Set up a second step first. Spare codes come with it.",
        "incorrect_code": "That code is wrong, or too old",
        "unverified_email": "First confirm each of your email addresses, or remove it.",
    }

    def generate_authenticator_name(self, user, type):  # noqa: A002 - the name is allauth’s
        return "My key"

    def encrypt(self, text):
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text):
        return secrets.decrypt(encrypted_text)
