"""Files as their forms hand them to an action."""

import hashlib

from django.core.files.base import ContentFile


def a_file(name="lease.pdf", content=None):
    """The facts of a file. The same name, the same bytes, unless there are others."""
    content = content or b"%PDF-1.7\n" + name.encode()
    return {
        "file": ContentFile(content),
        "name": name,
        "content_type": "application/pdf",
        "sha256": hashlib.sha256(content).hexdigest(),
    }
