"""What an organisation was, and which records became one."""

from .guard import kept

GUARDS = [
    *kept("applicants_organisationdetails"),
    *kept("applicants_merge"),
    *kept("applicants_distinction"),
]
