"""People, the organisations they act for, and the messages that we send them."""

from .mail import Email
from .members import Invitation, Membership
from .organisations import LegalForm, Organisation
from .people import RoleChange, StaffRole, User, UserManager

__all__ = [
    "Email",
    "Invitation",
    "LegalForm",
    "Membership",
    "Organisation",
    "RoleChange",
    "StaffRole",
    "User",
    "UserManager",
]
