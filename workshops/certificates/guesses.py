"""How often somebody may type a code that we do not know. A code cannot be guessed in any case;
this only keeps a machine from asking all day."""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache

MOST_WRONG = 40  # from one address: a library full of people who mistype shares one
SECONDS = 10 * 60


def _key(request):
    address = get_adapter(request).get_client_ip(request)
    return f"certificate-guesses-{hashlib.sha256(str(address).encode()).hexdigest()[:24]}"


def guesses_too_often(request):
    return cache.get(_key(request), 0) >= MOST_WRONG


def count_wrong_guess(request):
    key = _key(request)
    if not cache.add(key, 1, SECONDS):
        try:
            cache.incr(key)
        except ValueError:  # it ran out in between
            cache.set(key, 1, SECONDS)
