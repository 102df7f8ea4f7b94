"""Every setting of the service, by subject.

What differs between places is read from the environment; `.env.example` explains each variable.
Nothing here needs editing to run the service.
"""

# ruff: noqa: F403 (Django reads its settings as the names of one module)

from .accounts import *
from .address import *
from .background import *
from .browser import *
from .database import *
from .environment import *
from .files import *
from .fund import *
from .keys import *
from .log import *
from .mail import *
from .parts import *
from .payments import *
from .public_money import *
