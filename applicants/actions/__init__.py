"""What can be done with organisations, their members and staff roles."""

from .invitations import accept_invitation, invite_member, withdraw_invitation
from .members import change_member, end_membership, leave_organisation
from .organisations import change_organisation, register_organisation, start_organisation
from .staff import add_person, change_roles

__all__ = [
    "accept_invitation",
    "add_person",
    "change_member",
    "change_organisation",
    "change_roles",
    "end_membership",
    "invite_member",
    "leave_organisation",
    "register_organisation",
    "start_organisation",
    "withdraw_invitation",
]
