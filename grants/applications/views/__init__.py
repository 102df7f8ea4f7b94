"""The pages of this room: writing the answers, and everything round it."""

from .applying import (
    application,
    application_check,
    application_start,
    application_withdraw,
)
from .documents import (
    attachment,
    attachment_add,
    attachment_remove,
    attachment_replace,
    attachment_reuse,
)
from .more_time import more_time, more_time_ask, more_time_list
from .sent import application_answers, application_copy, application_sent
from .writing import question_files, section

__all__ = [
    "application",
    "application_answers",
    "application_check",
    "application_copy",
    "application_sent",
    "application_start",
    "application_withdraw",
    "attachment",
    "attachment_add",
    "attachment_remove",
    "attachment_replace",
    "attachment_reuse",
    "more_time",
    "more_time_ask",
    "more_time_list",
    "question_files",
    "section",
]
