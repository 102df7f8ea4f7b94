"""How files reach us: a piece at a time, and no more of each than we take."""

from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

MEGABYTE = 1024 * 1024


class NoMoreThanWeTake(TemporaryFileUploadHandler):
    """Keeps nothing of a file that is too large, yet reads on to its end.

    So the page can say in its own words that this file is too large, beside all that was typed
    with it: a connection that is cut halfway shows no page at all.
    """

    def receive_data_chunk(self, raw_data, start):
        """Put a piece into the temporary file, until there is too much of it."""
        if start + len(raw_data) <= settings.UPLOAD_MAX_BYTES:
            self.file.write(raw_data)

    def file_complete(self, file_size):
        """Of a file that is too large, only its name and its size are left."""
        if file_size <= settings.UPLOAD_MAX_BYTES:
            return super().file_complete(file_size)
        self.file.close()  # which also deletes it
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size)
