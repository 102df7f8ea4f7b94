"""Who may do what with people and organisations."""

import rules


@rules.predicate
def is_signed_in(user, record=None):
    return user.is_active


@rules.predicate
def is_administrator(user, record=None):
    return user.is_administrator


@rules.predicate
def acts_for(user, organisation):
    return organisation is not None and organisation.pk in user.memberships_by_organisation


@rules.predicate
def owns(user, organisation):
    if organisation is None:
        return False
    membership = user.memberships_by_organisation.get(organisation.pk)
    return membership is not None and membership.role == membership.Role.OWNER


@rules.predicate
def acts_for_the_kept_one(user, organisation):
    """The record was joined into one that this person acts for."""
    return (
        organisation is not None and organisation.merged_into_id in user.memberships_by_organisation
    )


@rules.predicate
def is_officer(user, record=None):
    return user.is_officer


@rules.predicate
def works_on_cases(user, record=None):
    return user.is_officer or user.is_approver or user.is_auditor


is_not_staff = rules.predicate(lambda user: not user.is_fund_staff, name="is_not_staff")

rules.add_perm("applicants.see_home", is_signed_in)
rules.add_perm("applicants.start_organisation", is_not_staff)
rules.add_perm("applicants.see_organisation", acts_for | acts_for_the_kept_one | works_on_cases)
rules.add_perm("applicants.change_organisation", owns)
rules.add_perm("applicants.add_member", owns)
rules.add_perm("applicants.change_member", owns)
rules.add_perm("applicants.leave_organisation", acts_for)
rules.add_perm("applicants.accept_invitation", is_signed_in)
rules.add_perm("applicants.change_own_account", is_signed_in)
rules.add_perm("applicants.ask_for_owner", acts_for & ~owns)
rules.add_perm("applicants.decide_recovery", is_officer)
rules.add_perm("applicants.see_organisations", works_on_cases)
rules.add_perm("applicants.merge_organisations", is_officer)
rules.add_perm("applicants.tell_organisations_apart", is_officer)
rules.add_perm("applicants.manage_people", is_administrator)
