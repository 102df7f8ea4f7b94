"""People, the organisations they act for, and the messages that we send them."""

from .mail import Email
from .members import Invitation, Membership
from .organisations import DETAILS, LegalForm, Organisation, OrganisationDetails
from .people import RoleChange, StaffRole, User, UserManager

__all__ = [
    "DETAILS",
    "Email",
    "Invitation",
    "LegalForm",
    "Membership",
    "Organisation",
    "OrganisationDetails",
    "RoleChange",
    "StaffRole",
    "User",
    "UserManager",
]
