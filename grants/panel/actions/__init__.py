"""What can be done with a panel: prepare it, sit, resolve, and keep the minutes."""

from .alone import decide_alone
from .meetings import add_panel, change_panel, open_panel, put_in_order, take_up_waiting
from .minutes import begin_minutes, save_minutes, sign_minutes
from .resolving import OverBudget, resolve
from .try_outs import remove_try_out, save_try_out

__all__ = [
    "OverBudget",
    "add_panel",
    "begin_minutes",
    "change_panel",
    "decide_alone",
    "open_panel",
    "put_in_order",
    "remove_try_out",
    "resolve",
    "save_minutes",
    "save_try_out",
    "sign_minutes",
    "take_up_waiting",
]
