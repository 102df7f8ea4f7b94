"""What can be done with organisations, their members and staff roles."""

from .invitations import accept_invitation, invite_member, withdraw_invitation
from .leaving import close_account, forget_person, why_the_name_stays
from .members import change_member, end_membership, leave_organisation
from .merging import merge_organisations, tell_apart
from .organisations import change_organisation, register_organisation, start_organisation
from .own_account import keep_home_postcode
from .places import replace_postcodes
from .recoveries import (
    agree_to_recovery,
    approve_recovery,
    refuse_recovery,
    start_recovery,
    stop_recovery,
)
from .staff import add_person, change_roles

__all__ = [
    "accept_invitation",
    "add_person",
    "agree_to_recovery",
    "approve_recovery",
    "change_member",
    "change_organisation",
    "change_roles",
    "close_account",
    "end_membership",
    "forget_person",
    "invite_member",
    "keep_home_postcode",
    "leave_organisation",
    "merge_organisations",
    "refuse_recovery",
    "register_organisation",
    "replace_postcodes",
    "start_organisation",
    "start_recovery",
    "stop_recovery",
    "tell_apart",
    "why_the_name_stays",
    "withdraw_invitation",
]
