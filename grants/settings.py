"""Every setting of the service. What differs between places is read from the environment.

`.env.example` explains each variable. Nothing here needs editing to run the service.
"""

import base64
import re
import secrets
from datetime import timedelta
from decimal import Decimal
from email.utils import formataddr
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import environ
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
# What the real environment says goes first.
environ.Env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))

DEBUG = env.bool("DEBUG", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # people's data: for its owner only

# --- Where the service is reached ---------------------------------------------------------

SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}")
SITE_URL = SITE_URL.rstrip("/")
_site = urlsplit(SITE_URL)
_ON_THIS_MACHINE = ["127.0.0.1", "localhost", "[::1]"]
_IS_HTTPS = _site.scheme == "https"
if not _site.hostname or _site.scheme not in ("http", "https"):
    raise ImproperlyConfigured(
        "SITE_URL must be the full address of the service, such as https://fund.example.org."
    )
if not _IS_HTTPS and _site.hostname not in ("127.0.0.1", "localhost", "::1"):
    raise ImproperlyConfigured(
        "SITE_URL must start with https://, because people send bank details to the service."
    )
ALLOWED_HOSTS = [_site.hostname, *env.list("ALLOWED_HOSTS", default=[])]
if DEBUG or not _IS_HTTPS:
    ALLOWED_HOSTS += _ON_THIS_MACHINE
CSRF_TRUSTED_ORIGINS = [SITE_URL] if _IS_HTTPS else []

# --- Secrets ------------------------------------------------------------------------------


def _key_of_the_demo() -> str:
    """Make a random key once and keep it beside the demo's data, readable by its owner only."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY and DEBUG:
    SECRET_KEY = _key_of_the_demo()
if len(SECRET_KEY) < 40 or "change-me" in SECRET_KEY or "insecure" in SECRET_KEY:
    raise ImproperlyConfigured(
        "Set SECRET_KEY to a long random text that nobody else knows; make one with: "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(50))' "
        "(to try the demo on your own machine, use `make run`)."
    )
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])


def _field_key(secret: str) -> str:
    """Derive the key for secrets in the database from the secret key."""
    derived = HKDF(SHA256(), length=32, salt=None, info=b"coopfund field encryption")
    return base64.urlsafe_b64encode(derived.derive(secret.encode())).decode()


# Fernet keys, the newest first: bank details and second-factor secrets are stored under the
# first and can be read with any. See "Keys" in docs/operations.md before changing them.
FIELD_KEYS = env.list("FIELD_KEY", default=[]) or [
    _field_key(secret) for secret in [SECRET_KEY, *SECRET_KEY_FALLBACKS]
]

# --- The fund -----------------------------------------------------------------------------

# How long an account waits that takes the place of a checked one, so that a fraud comes to light.
BANK_CHANGE_WAIT = timedelta(hours=env.int("BANK_CHANGE_WAIT_HOURS", default=72))

# For which accounts a signatory shows a bank letter or statement before anybody checks them.
BANK_EVIDENCE = env.str("BANK_EVIDENCE", default="always")
if BANK_EVIDENCE not in ("always", "changed", "never"):
    raise ImproperlyConfigured(
        "BANK_EVIDENCE must be always, changed (only for an account that takes the place of a "
        "checked one) or never."
    )

# How many days before the last day to answer an offer we remind those who have not signed it.
OFFER_REMINDER_DAYS = sorted({*env.list("OFFER_REMINDER_DAYS", cast=int, default=[7, 2])})
if not all(0 < days <= 60 for days in OFFER_REMINDER_DAYS):
    raise ImproperlyConfigured("OFFER_REMINDER_DAYS must be days from 1 to 60, such as 7,2.")

# How many days after our notice we remind a co-op that has not confirmed its public money.
SUBSIDY_REMINDER_DAYS = sorted({*env.list("SUBSIDY_REMINDER_DAYS", cast=int, default=[7, 14])})
if not all(0 < days <= 90 for days in SUBSIDY_REMINDER_DAYS):
    raise ImproperlyConfigured("SUBSIDY_REMINDER_DAYS must be days from 1 to 90, such as 7,14.")

FUND = {
    "name": env.str("FUND_NAME", default="Co-operate Alderwick"),
    "strapline": env.str("FUND_STRAPLINE", default="Money and advice for co-ops in Alderwick"),
    "colour": env.str("FUND_COLOUR", default="#0b5c4a"),
    "email": env.str("FUND_EMAIL", default="hello@alderwick.example"),
    "phone": env.str("FUND_PHONE", default="01632 960 120"),
    "address": env.list("FUND_ADDRESS", default=["The Old Library", "4 Weir Lane", "Alderwick"]),
    "is_demo": env.bool("FUND_IS_DEMO", default=DEBUG),
    "source": env.str("SOURCE_URL", default=""),
}
# Colleagues share these email endings, so sharing one says nothing about a co-op.
OWN_EMAIL_DOMAINS = env.list(
    "OWN_EMAIL_DOMAINS", default=[FUND["email"].rpartition("@")[2].lower()]
)
if not re.fullmatch(r"#[0-9a-fA-F]{6}", FUND["colour"]):
    raise ImproperlyConfigured("FUND_COLOUR must be a colour such as #0b5c4a.")


def _in_pounds(**typed: str) -> Decimal:
    ((name, amount),) = typed.items()
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", amount):
        raise ImproperlyConfigured(f"{name} must be an amount in pounds, such as 1000 or 312.50.")
    return Decimal(amount)


# Minimal financial assistance (Subsidy Control Act 2022, ss. 36 and 37; grants/awards/subsidy/).
# The limit is for each enterprise, with its group; what is above the second is made public.
SUBSIDY_LIMIT = _in_pounds(SUBSIDY_LIMIT=env.str("SUBSIDY_LIMIT", default="315000"))
SUBSIDY_DATABASE_ABOVE = _in_pounds(
    SUBSIDY_DATABASE_ABOVE=env.str("SUBSIDY_DATABASE_ABOVE", default="100000")
)
SUBSIDY_DATABASE_MONTHS = env.int("SUBSIDY_DATABASE_MONTHS", default=3)  # within so many months
SUBSIDY_YEARS_KEPT_BY_COOP = env.int("SUBSIDY_YEARS_KEPT_BY_COOP", default=3)
SUBSIDY_YEARS_IN_DATABASE = env.int("SUBSIDY_YEARS_IN_DATABASE", default=6)
# What a day of an adviser’s time is worth: help in kind counts towards the limit too.
ADVISER_DAY_VALUE = _in_pounds(ADVISER_DAY_VALUE=env.str("ADVISER_DAY_VALUE", default="400"))

# Which file the fund's bank takes (grants/payments/files/profiles.py), and from which account.
PAYMENT_PROFILE = env.str("PAYMENT_PROFILE", default="csv")
if PAYMENT_PROFILE not in ("csv", "sddirect", "paygate", "standard18", "pain001"):
    raise ImproperlyConfigured(
        "PAYMENT_PROFILE must be csv, sddirect, paygate, standard18 or pain001."
    )
PAYMENT_COLUMNS = env.str("PAYMENT_COLUMNS", default="")
PAYMENT_SERVICE_LEVEL = env.str("PAYMENT_SERVICE_LEVEL", default="URNS")
PAYMENT_CHARGES = env.str("PAYMENT_CHARGES", default="SLEV")
PAYER = {  # a demo pays from an account that does not exist
    "name": env.str("PAYER_NAME", default=FUND["name"]),
    "sort_code": env.str("PAYER_SORT_CODE", default="089999" if FUND["is_demo"] else ""),
    "account_number": env.str("PAYER_ACCOUNT", default="66374958" if FUND["is_demo"] else ""),
    "user_number": env.str("PAYER_USER_NUMBER", default="408912" if FUND["is_demo"] else ""),
}
for _name, _digits in (("sort_code", 6), ("account_number", 8), ("user_number", 6)):
    if not re.fullmatch(rf"([0-9]{{{_digits}}})?", PAYER[_name]):
        raise ImproperlyConfigured(
            f"PAYER: its {_name.replace('_', ' ')} must be {_digits} digits, and nothing else."
        )


def _pounds_of(name: str, typed: str) -> Decimal:
    """An amount in pounds that a setting names."""
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{2})?", typed):
        raise ImproperlyConfigured(f"{name}: “{typed}” is not an amount in pounds, such as 20000.")
    return Decimal(typed)


def _limits_by_person(typed: list[str]) -> dict[str, Decimal]:
    """What each of these people may approve at once, by their email address."""
    limits: dict[str, Decimal] = {}
    for pair in filter(None, map(str.strip, typed)):
        email, _, amount = (part.strip() for part in pair.rpartition("="))
        email = email.lower()
        if not re.fullmatch(r"[^@\s=]+@[^@\s=]+", email):
            raise ImproperlyConfigured(
                f"APPROVAL_LIMITS: “{pair}” must be an email address and an amount, such as "
                "ana@fund.example=20000."
            )
        if email in limits:
            raise ImproperlyConfigured(f"APPROVAL_LIMITS names {email} twice.")
        limits[email] = _pounds_of("APPROVAL_LIMITS", amount)
    return limits


# How many pounds a person may approve in one run: everybody (none is no limit), and who differs.
_limit = env.str("APPROVAL_LIMIT", default="").strip()
APPROVAL_LIMIT = _pounds_of("APPROVAL_LIMIT", _limit) if _limit else None
APPROVAL_LIMITS = _limits_by_person(env.list("APPROVAL_LIMITS", default=[]))


def _columns_of_result(typed: list[str]) -> dict[str, str]:
    """Which column of the bank's result file is what, by its name there in small letters."""
    columns: dict[str, str] = {}
    for pair in filter(None, map(str.strip, typed)):
        head, _, what = (part.strip() for part in pair.rpartition("="))
        if what not in ("reference", "amount", "date", "status", "reason") or not head:
            raise ImproperlyConfigured(
                f"RESULT_COLUMNS: “{pair}” must be a column and what it is, such as "
                "Narrative=reference. It can be reference, amount, date, status or reason."
            )
        columns[head.casefold()] = what
    return columns


# What the columns of the bank's result file are called, where they have names of their own.
RESULT_COLUMNS = _columns_of_result(env.list("RESULT_COLUMNS", default=[]))

# How deep to look a co-op up before the panel meets, by the pounds that it asks for.
DILIGENCE = {
    "light_up_to": env.int("DILIGENCE_LIGHT_UP_TO", default=2_000),
    "standard_up_to": env.int("DILIGENCE_STANDARD_UP_TO", default=10_000),
}
if not 0 <= DILIGENCE["light_up_to"] <= DILIGENCE["standard_up_to"]:
    raise ImproperlyConfigured(
        "DILIGENCE_LIGHT_UP_TO must be 0 or more, and no more than DILIGENCE_STANDARD_UP_TO."
    )

# --- What the service is made of ----------------------------------------------------------

INSTALLED_APPS = [
    "applicants",
    "workshops",
    "grants",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rules",
    "csp",
    "localflavor",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "grants.middleware.Doorkeeper",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "applicants.access.StaffSecondFactor",
]
ROOT_URLCONF = "grants.urls"
WSGI_APPLICATION = "grants.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,  # with this, Django keeps compiled templates, which is what we want
        "OPTIONS": {
            "builtins": ["grants.templatetags.words"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "applicants.access.fund",
            ],
        },
    },
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", default="Europe/London")
USE_TZ = True

# --- Database -----------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/db.sqlite3")}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    Path(_database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    # IMMEDIATE takes the write lock when a transaction begins: whoever comes second waits
    # instead of failing halfway. FULL: what was saved survives a power cut. Recursive triggers:
    # "INSERT OR REPLACE" is a deletion too, and our guards must see it.
    _database["CONN_MAX_AGE"] = 600
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
        ),
    }
else:
    _database["CONN_MAX_AGE"] = 0  # the pool keeps connections; they must be given back
    _database["CONN_HEALTH_CHECKS"] = True
    _database["OPTIONS"] = {"options": "-c lock_timeout=20s", **_database.get("OPTIONS", {})}
    if env.bool("DATABASE_POOL", default=False):
        _database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
# There is no ATOMIC_REQUESTS: on SQLite every page would take the write lock.

# --- Cache: counts sign-in attempts, so all processes must share it -----------------------

CACHES = {"default": env.cache_url("CACHE_URL", default="dbcache://cache_table")}

# --- Accounts -----------------------------------------------------------------------------

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
# mistypes once, shares one address. See TRUSTED_PROXY_COUNT below.
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
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme

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
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _IS_HTTPS  # only this machine is served without TLS

# How many proxies stand in front: without it, all visitors behind one look like one visitor,
# and a few wrong passwords on deadline day would lock everybody out.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- What the browser is told -------------------------------------------------------------

CSRF_FAILURE_VIEW = "applicants.errors.csrf_failure"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
if _IS_HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
SECURE_SSL_REDIRECT = _IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked from inside, without TLS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _IS_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # the picture to scan when a second factor is set up
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # whether other names under this domain use TLS is not ours to promise
    "security.W021",  # nor is the browsers' preload list
]

# --- Files --------------------------------------------------------------------------------

UPLOAD_MAX_BYTES = 10 * 1024 * 1024  # one file; of a larger one nothing is kept
REQUEST_MAX_BYTES = 512 * 1024 * 1024  # everything sent at once; refused before it is read
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024  # all that is not a file: 100,000 words in any script
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "applicants.files.uploads.NoMoreThanWeTake",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o600
KEEP_REMOVED_FILES_DAYS = env.int("KEEP_REMOVED_FILES_DAYS", default=30)
# What other rooms add to the figures of the workshops, which know nothing of grants.
MORE_WORKSHOP_FIGURES = ("grants.casework.after_workshops.tables",)
# Names and addresses of those who came to workshops without an account; rounds look back as far.
KEEP_GUESTS_DAYS = env.int("KEEP_GUESTS_DAYS", default=730)
if KEEP_GUESTS_DAYS < 30:
    raise ImproperlyConfigured("KEEP_GUESTS_DAYS must be 30 or more.")
CLAMAV_URL = env.str("CLAMAV_URL", default="")
_scanner = urlsplit(CLAMAV_URL)
_is_tcp = _scanner.scheme == "tcp" and re.fullmatch(r"[^/@]+:\d{1,5}", _scanner.netloc)
_is_unix = _scanner.scheme == "unix" and not _scanner.netloc and _scanner.path
if CLAMAV_URL and not (_is_tcp or _is_unix):
    raise ImproperlyConfigured(
        "CLAMAV_URL must be tcp://host:port or unix:///path of a ClamAV daemon (clamd)."
    )
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700


def _uploads(where: str) -> dict:
    """Keep uploads in a folder, or in an S3-compatible store: s3://bucket/prefix?endpoint=…"""
    place = urlsplit(where)
    if place.scheme != "s3":
        folder = "django.core.files.storage.FileSystemStorage"
        return {"BACKEND": folder, "OPTIONS": {"location": where, "base_url": None}}
    options = {name: values[-1] for name, values in parse_qs(place.query).items()}
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": place.netloc,
            "location": place.path.strip("/"),
            "endpoint_url": options.get("endpoint"),
            "region_name": options.get("region"),
            "default_acl": "private",
            "file_overwrite": False,
        },
    }


STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    # No MEDIA_URL: an upload is only ever handed out by a page that checks who asks.
    "default": _uploads(env.str("MEDIA_STORAGE", default=str(DATA_DIR / "media"))),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# --- Email --------------------------------------------------------------------------------

vars().update(env.email_url("EMAIL_URL", default=f"filemail:///{DATA_DIR}/mail"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = formataddr((FUND["name"], FUND["email"]))

# --- Work in the background ---------------------------------------------------------------

BROKER_URL = env.str("BROKER_URL", default="filesystem://localhost")
CELERY_BROKER_URL = BROKER_URL
CELERY_TIMEZONE = TIME_ZONE
# A task is only a knock on the door: what is to be done stands in the database, and a lost
# or doubled knock changes nothing. See docs/architecture.md.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_PUBLISH_RETRY = False  # a dead broker must not keep a person waiting
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 300_000  # kilobytes; then a fresh process takes over
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "schedule")
CELERY_BEAT_MAX_LOOP_INTERVAL = 1
if BROKER_URL.startswith("filesystem:"):
    _broker_folder = DATA_DIR / "broker"
    for _folder in ("queue", "control"):
        (_broker_folder / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker_folder / "queue"),
        "data_folder_out": str(_broker_folder / "queue"),
        "control_folder": str(_broker_folder / "control"),
        "polling_interval": 0.5,
    }
elif BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": CELERY_TASK_TIME_LIMIT + 300,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
    }

# --- Log ----------------------------------------------------------------------------------
# What people did stands in History. The log is for what somebody must mend, and holds no
# names, no bank details and no answers.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"without_keys": {"()": "applicants.log.WithoutKeys"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_keys"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's own set-up would also send errors, with what the person typed, by email.
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        # Robots ask for other sites all day long; they get their 400, and nobody need act.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
