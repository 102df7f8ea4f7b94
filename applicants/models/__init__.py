"""People, the organisations they act for, and the messages that we send them."""

from .mail import Email
from .members import Invitation, Membership, Recovery
from .merging import Distinction, Merge
from .organisations import (
    ADDRESS,
    DETAILS,
    MOVES,
    STAYS,
    LegalForm,
    Organisation,
    OrganisationDetails,
)
from .people import (
    COUNTS_FROM,
    FORGOTTEN,
    NOWHERE,
    RoleChange,
    StaffRole,
    User,
    UserManager,
    is_nowhere,
)
from .places import PostcodeFile, PostcodeWard

__all__ = [
    "ADDRESS",
    "COUNTS_FROM",
    "DETAILS",
    "FORGOTTEN",
    "MOVES",
    "NOWHERE",
    "STAYS",
    "Distinction",
    "Email",
    "Invitation",
    "LegalForm",
    "Membership",
    "Merge",
    "Organisation",
    "OrganisationDetails",
    "PostcodeFile",
    "PostcodeWard",
    "Recovery",
    "RoleChange",
    "StaffRole",
    "User",
    "UserManager",
    "is_nowhere",
]
