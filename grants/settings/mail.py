"""How mail leaves."""

from email.utils import formataddr

from .environment import DATA_DIR, env
from .fund import FUND

vars().update(env.email_url("EMAIL_URL", default=f"filemail:///{DATA_DIR}/mail"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = formataddr((FUND["name"], FUND["email"]))
