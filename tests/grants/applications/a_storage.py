"""A storage that fails when a test wants it to."""

import errno

from django.core.files.storage import FileSystemStorage


class Storage(FileSystemStorage):
    """A storage that can be down, and whose files can be refused one by one."""

    is_down, stuck = False, ""

    def _open(self, name, mode="rb"):
        if Storage.is_down:
            raise ConnectionError("The store does not answer.")  # what stores raise is their own
        return super()._open(name, mode)

    def _save(self, name, content):
        if Storage.is_down:
            raise RuntimeError("The store does not answer.")
        return super()._save(name, content)

    def delete(self, name):
        if Storage.is_down or name == Storage.stuck:
            raise OSError(errno.EIO, "It cannot be deleted.")
        super().delete(name)
