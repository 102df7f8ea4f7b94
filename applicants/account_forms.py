"""allauth's forms in the fund's own words: each box says what is missing, not that it is required.

`ACCOUNT_FORMS` and `MFA_FORMS` in the settings say which form stands in for which.
"""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from .models import User

HINT = "At least 10 characters. Three words that only you would put together are easy to keep."


class InOurWords:
    """Sets the words of the boxes that `words` names: label, hint, and what to say when empty."""

    words: dict[str, dict[str, str]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in self.words.items():
            if field := self.fields.get(name):
                field.label = words.get("label", field.label)
                field.help_text = words.get("hint", field.help_text)
                field.error_messages["required"] = words["empty"]
                if "wrong" in words:
                    field.error_messages["invalid"] = words["wrong"]


EMAIL = {
    "label": "Email address",
    "empty": "Enter your email address",
    "wrong": "Enter an email address in the right form, like name@example.org",
}
CODE = {"label": "Code", "empty": "Enter the code"}
NEW = {"label": "New password", "hint": HINT, "empty": "Enter a new password"}
NO_KEY = {
    "empty": "Your browser did not hand over the key. Try again",
    "wrong": "Your browser did not hand over the key. Try again",
}
AGAIN = {"label": "The same again", "empty": "Enter the new password again"}


class Login(InOurWords, account.LoginForm):
    words = {"login": EMAIL, "password": {"label": "Password", "empty": "Enter your password"}}


class Signup(InOurWords, account.SignupForm):
    words = {
        "email": EMAIL,
        "password1": {"label": "Password", "hint": HINT, "empty": "Choose a password"},
    }

    def clean(self):
        """allauth holds the password against the email address only; a name is no better."""
        facts = super().clean()
        if "password1" in facts and "password1" not in self.errors:
            person = User(name=facts.get("name", ""), email=facts.get("email", ""))
            try:
                validate_password(facts["password1"], person)
            except ValidationError as problem:
                self.add_error("password1", problem)
        return facts


class AddEmail(InOurWords, account.AddEmailForm):
    words = {"email": EMAIL}


class ResetPassword(InOurWords, account.ResetPasswordForm):
    words = {"email": EMAIL}


class RequestCode(InOurWords, account.RequestLoginCodeForm):
    words = {"email": EMAIL}


class ConfirmCode(InOurWords, account.ConfirmLoginCodeForm):
    words = {"code": CODE}


class ChangePassword(InOurWords, account.ChangePasswordForm):
    words = {
        "oldpassword": {"empty": "Enter your password now"},
        "password1": NEW,
        "password2": AGAIN,
    }


class SetPassword(InOurWords, account.SetPasswordForm):
    words = {"password1": NEW, "password2": AGAIN}


class ResetPasswordKey(InOurWords, account.ResetPasswordKeyForm):
    words = {"password1": NEW, "password2": AGAIN}


class Reauthenticate(InOurWords, account.ReauthenticateForm):
    words = {"password": {"empty": "Enter your password"}}


class Authenticate(InOurWords, mfa.AuthenticateForm):
    words = {"code": CODE}


class ReauthenticateByCode(InOurWords, mfa.ReauthenticateForm):
    words = {"code": CODE}


class ActivateTotp(InOurWords, totp.ActivateTOTPForm):
    words = {"code": {"empty": "Enter the six numbers that your app shows"}}


class AddKey(InOurWords, webauthn.AddWebAuthnForm):
    words = {"credential": NO_KEY}


class ReauthenticateByKey(InOurWords, webauthn.ReauthenticateWebAuthnForm):
    words = {"credential": NO_KEY}


class EditKey(InOurWords, webauthn.EditWebAuthnForm):
    words = {"name": {"label": "Name", "empty": "Enter a name for this key"}}
