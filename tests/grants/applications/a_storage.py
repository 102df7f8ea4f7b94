"""A storage that fails when a test wants it to."""

import errno

from django.core.files.storage import FileSystemStorage, default_storage


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


def stores_in(folder, settings, monkeypatch):
    """Keep the files of a test in a folder of its own, in this storage."""
    monkeypatch.setattr(Storage, "is_down", False)
    monkeypatch.setattr(Storage, "stuck", "")
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": f"{Storage.__module__}.Storage",
            "OPTIONS": {"location": str(folder)},
        }
    }


def kept_but_for(*tables):
    """The names of what is kept, but for the files of these tables."""
    if not default_storage.exists("attachments"):
        return set()
    names = {f"attachments/{name}" for name in default_storage.listdir("attachments")[1]}
    return names.difference(*(table.objects.values_list("file", flat=True) for table in tables))
