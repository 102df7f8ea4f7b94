"""Pages of the whole house."""

from .people import EVERYBODY

PAGES = {
    "home": "public",
    "today": EVERYBODY,
    "accessibility": "public",
    "contact": "public",
    "privacy": "public",
    "theme": "public",
    "health": "public",
    "demo_logins": "public",
    "demo_mail": "public",
}
