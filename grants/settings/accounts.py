"""How people sign in."""

from .address import is_https, site
from .fund import FUND

AUTH_USER_MODEL = "applicants.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "applicants.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FORM_CLASS = "applicants.forms.SignupForm"
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session stays; all others end
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE, not for longer
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever owns the account hears of every change to it
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# An account stands a few tries, an address many more: a library full of people, of whom each
# mistypes once, shares one address. See TRUSTED_PROXY_COUNT in `address.py`.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "120/m/ip,5/5m/key",
    "request_login_code": "120/m/ip,3/m/key",
    "reset_password": "120/m/ip,5/m/key",
    "reset_password_from_key": "120/m/ip",
    "signup": "120/m/ip",
    # Emails that anybody can have us send to any address, by asking for a date of a workshop.
    "ask_for_date": "60/h/ip,4/h/key",
    # Emails that anybody can have us send to any address, by asking for a place at a workshop.
    "ask_for_place": "60/h/ip,4/h/key",
    "name_people": "60/h/ip,10/h/key",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = site.scheme

_ACCOUNT_FORMS = {
    "login": "Login",
    "signup": "Signup",
    "add_email": "AddEmail",
    "reset_password": "ResetPassword",
    "request_login_code": "RequestCode",
    "confirm_login_code": "ConfirmCode",
    "change_password": "ChangePassword",
    "set_password": "SetPassword",
    "reset_password_from_key": "ResetPasswordKey",
    "reauthenticate": "Reauthenticate",
}
_MFA_FORMS = {
    "authenticate": "Authenticate",
    "reauthenticate": "ReauthenticateByCode",
    "activate_totp": "ActivateTotp",
    "add_webauthn": "AddKey",
    "edit_webauthn": "EditKey",
    "reauthenticate_webauthn": "ReauthenticateByKey",
}
ACCOUNT_FORMS = {key: f"applicants.account_forms.{form}" for key, form in _ACCOUNT_FORMS.items()}
MFA_FORMS = {key: f"applicants.account_forms.{form}" for key, form in _MFA_FORMS.items()}

MFA_ADAPTER = "applicants.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = FUND["name"]
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not is_https  # only this machine is served without TLS
