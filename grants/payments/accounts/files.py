"""Reading one of the published files from a disk."""

from applicants.access import Refused

from .tables import LARGEST


def text_of(path):
    """The text of a file; Refused, in a sentence, when it can’t be read or is something else."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(f"{path} is too large for such a table.")
        return path.read_text(encoding="ascii")
    except OSError as problem:
        raise Refused(f"{path} can’t be opened: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise Refused(f"{path} is not plain text, as the published table is.") from None
