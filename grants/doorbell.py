"""The bell of the embedded set-up: files in a folder, which wake the worker and carry nothing.

Kombu's own folder can be read while a file in it is still being written. It then raises, and
the worker ends. What waits is written in the database, so a bell that cannot be read is only
passed over: the next one rings two seconds later.
"""

from queue import Empty

from kombu.transport import TRANSPORT_ALIASES, filesystem


class Channel(filesystem.Channel):
    def _get(self, queue, timeout=None):
        try:
            return super()._get(queue)
        except ValueError as unreadable:
            raise Empty from unreadable


class Transport(filesystem.Transport):
    Channel = Channel


def install() -> None:
    """Let every `filesystem://` address ring this bell."""
    TRANSPORT_ALIASES["filesystem"] = "grants.doorbell:Transport"
