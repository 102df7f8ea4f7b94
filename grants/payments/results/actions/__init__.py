"""What can be done with what the bank says."""

from .importing import (
    answer_lines,
    apply_result,
    choose_columns,
    discard_result,
    upload_result,
)
from .marking import confirm_mark, drop_mark, say_result

__all__ = [
    "answer_lines",
    "apply_result",
    "choose_columns",
    "confirm_mark",
    "discard_result",
    "drop_mark",
    "say_result",
    "upload_result",
]
