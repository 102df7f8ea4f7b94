"""How accounts join the rest: mail through the outbox, secrets kept encrypted."""

import uuid

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from . import secrets
from .models import Email


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix, email, context):
        """Account messages hold codes and links, so no colleague may read them."""
        context = {"fund": settings.FUND, "site": settings.SITE_URL, **context}
        message = self.render_mail(template_prefix, email, context)
        Email.objects.create(
            event=template_prefix,
            to=email,
            key=uuid.uuid4().hex,
            subject=message.subject[:200],
            body=message.body,
            is_private=True,
        )

    def format_email_subject(self, subject):
        return subject

    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)


class MFAAdapter(DefaultMFAAdapter):
    """allauth keeps these secrets in plain text unless we say otherwise."""

    def encrypt(self, text):
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text):
        return secrets.decrypt(encrypted_text)
