"""Where the service is reached, and what stands in front of it."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .environment import DEBUG, env

SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}")
SITE_URL = SITE_URL.rstrip("/")
site = urlsplit(SITE_URL)
_ON_THIS_MACHINE = ["127.0.0.1", "localhost", "[::1]"]
is_https = site.scheme == "https"
if not site.hostname or site.scheme not in ("http", "https"):
    raise ImproperlyConfigured(
        "SITE_URL must be the full address of the service, such as https://fund.example.org."
    )
if not is_https and site.hostname not in ("127.0.0.1", "localhost", "::1"):
    raise ImproperlyConfigured(
        "SITE_URL must start with https://, because people send bank details to the service."
    )
ALLOWED_HOSTS = [site.hostname, *env.list("ALLOWED_HOSTS", default=[])]
if DEBUG or not is_https:
    ALLOWED_HOSTS += _ON_THIS_MACHINE
CSRF_TRUSTED_ORIGINS = [SITE_URL] if is_https else []

# How many proxies stand in front: without it, all visitors behind one look like one visitor,
# and a few wrong passwords on deadline day would lock everybody out.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
