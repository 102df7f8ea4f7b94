"""Pages about organisations, people and the service itself."""

from .members import (
    invitation,
    invitation_accept,
    invitation_withdraw,
    member_add,
    member_change,
    member_end,
    organisation_leave,
)
from .merging import organisation_different, organisation_list, organisation_merge
from .organisations import (
    organisation,
    organisation_change,
    organisation_registered,
    organisation_start,
)
from .own_account import home_postcode
from .recoveries import (
    recovery,
    recovery_agree,
    recovery_decide,
    recovery_start,
    recovery_stop,
)
from .service import accessibility, contact, health, privacy, theme
from .staff import people, people_add, person, person_close, person_forget

__all__ = [
    "accessibility",
    "contact",
    "health",
    "home_postcode",
    "invitation",
    "invitation_accept",
    "invitation_withdraw",
    "member_add",
    "member_change",
    "member_end",
    "organisation",
    "organisation_change",
    "organisation_different",
    "organisation_leave",
    "organisation_list",
    "organisation_merge",
    "organisation_registered",
    "organisation_start",
    "people",
    "people_add",
    "person",
    "person_close",
    "person_forget",
    "privacy",
    "recovery",
    "recovery_agree",
    "recovery_decide",
    "recovery_start",
    "recovery_stop",
    "theme",
]
