"""Who may do what with the fund's work, on one screen, stage by stage.

A predicate says one plain thing about a person and a record. A record is an
application, or something that belongs to one. Who may *see* a case at all is
`Application.objects.visible_to`; here is what they may do with it.
"""

import rules
from django.apps import apps
from django.db.models import Value

from .closeness import KEPT_FROM_JUDGING, KEPT_FROM_TALK, SEVERITY, Outcome, links_between


def case_of(record):
    """The application that a record belongs to."""
    if record is None:
        return None
    if hasattr(record, "application"):
        return record.application
    return record.award.application if hasattr(record, "award_id") else record


def membership_of(user, record):
    application = case_of(record)
    if application is None:
        return None
    return user.membership_in(application.organisation_id)


def standings_of(user):
    """{application id: Outcome} of the cases in which this person has a conflict of interest.

    What they declared counts as it was settled, and closes the case until then. Having ever
    acted for the co-op that applies, or for one of its partners, closes it for good.
    """
    return user.remember("standings", lambda: _standings_of(user))


def _standings_of(user):
    declared = user.conflicts.values_list("application_id", "outcome")
    closed = {"outcome": Value(Outcome.NO_ACCESS.value)}
    own = user.memberships.filter(organisation__applications__isnull=False)
    own = own.annotate(**closed).values_list("organisation__applications", "outcome")
    joined = joined_by(user.memberships.values("organisation")).annotate(**closed)
    standings = {}
    for pk, outcome in declared.union(own, joined.values_list("application", "outcome")):
        standings[pk] = max(standings.get(pk, outcome), outcome, key=SEVERITY.get)
    return standings


def conflicts_of(user):
    """The cases that are closed to this person when they work for the fund."""
    return {pk for pk, outcome in standings_of(user).items() if outcome == Outcome.NO_ACCESS}


def left_by(user):
    """The cases that this person doesn’t discuss, and whose scores they don’t see."""
    return {pk for pk, outcome in standings_of(user).items() if outcome in KEPT_FROM_TALK}


def open_links(user, application):
    """The links between them that no officer has settled yet."""
    return user.remember(("links", application.pk), lambda: _open_links(user, application))


def _open_links(user, application):
    found = links_between([user], [application]).get((user.pk, application.pk), [])
    if found and application.pk in standings_of(user):
        conflict = user.conflicts.filter(application=application, settled_at__isnull=False)
        settled = conflict.values_list("links_settled", flat=True).first() or ()
        return [link for link in found if link.kind not in settled]
    return found


def joined_by(organisations):
    """The applications that these organisations are partners in."""
    joined = apps.get_model("grants.Partner").objects.joined()
    return joined.filter(organisation__in=organisations).values_list("application", flat=True)


def partnered_with(user):
    """The applications that an organisation of this person joined as a partner."""
    own = list(user.memberships_by_organisation)
    return user.remember("partnered", lambda: set(joined_by(own)) if own else set())


def assigned_to(user):
    """The cases that this person is asked to assess."""
    return {pk for pk, way in _asked_of(user) if way == "assess"}


def before_panels_of(user):
    """The cases on the agendas of panels that this person sits on, until the minutes are signed."""
    return {pk for pk, way in _asked_of(user) if way == "decide"}


def _asked_of(user):
    """(application id, what they are asked to do with it), all in one query."""
    asked = user.assignments.filter(ended_at=None).annotate(way=Value("assess"))
    seats = user.panel_seats.filter(panel__signed_at=None, panel__agenda__isnull=False)
    seats = seats.annotate(way=Value("decide")).values_list("panel__agenda__application", "way")
    return user.remember(
        "asked", lambda: set(asked.values_list("application_id", "way").union(seats))
    )


def declared_by(user):
    """The cases about which this person said whether they are close, or which they have scored."""
    return user.remember("declared", lambda: {row["application"] for row in _declared_by(user)})


def _declared_by(user):
    filed = user.assessments.exclude(filed_at=None).values("application")
    return user.declarations.values("application").union(
        filed, user.conflicts.values("application")
    )


@rules.predicate
def is_member(user, record):
    return membership_of(user, record) is not None


@rules.predicate
def is_editor(user, record):
    membership = membership_of(user, record)
    return membership is not None and membership.can_edit


@rules.predicate
def is_partner(user, record):
    """They act for an organisation that was asked to join it, and looked, and did not say no."""
    application = case_of(record)
    return application is not None and application.pk in partnered_with(user)


@rules.predicate
def answers_for_partner(user, partner):
    """They may say yes or no for the organisation that this partner is."""
    if partner is None:
        return False
    membership = user.memberships_by_organisation.get(partner.organisation_id)
    return membership is not None and membership.can_edit


@rules.predicate
def is_signatory(user, record):
    membership = membership_of(user, record)
    return membership is not None and membership.is_signatory


@rules.predicate
def has_conflict(user, record):
    """The case is closed to them: they declared it, or act or acted for one of those who apply."""
    application = case_of(record)
    return application is not None and application.pk in conflicts_of(user)


@rules.predicate
def leaves_discussion(user, record):
    """They go out when it is talked about, and don’t see what others gave it."""
    application = case_of(record)
    return application is not None and application.pk in left_by(user)


@rules.predicate
def is_kept_from_judging(user, record):
    """An officer settled that they neither score nor decide, or has a link still to settle."""
    application = case_of(record)
    if application is None:
        return False
    settled = standings_of(user).get(application.pk)
    return settled in KEPT_FROM_JUDGING or bool(open_links(user, application))


@rules.predicate
def has_declared(user, record):
    """They said whether they are close to this co-op, before they opened its application."""
    application = case_of(record)
    return application is not None and application.pk in declared_by(user)


@rules.predicate
def is_about_them(user, conflict):
    return conflict is not None and conflict.user_id == user.pk


@rules.predicate
def is_assigned(user, record):
    return case_of(record) is not None and case_of(record).pk in assigned_to(user)


@rules.predicate
def is_before_their_panel(user, record):
    return case_of(record) is not None and case_of(record).pk in before_panels_of(user)


@rules.predicate
def has_scored(user, record):
    application = case_of(record)
    if application is None:
        return False
    return user.remember(
        ("scored", application.pk), lambda: application.assessments.filter(assessor=user).exists()
    )


@rules.predicate
def prepared_run(user, run):
    return run is not None and run.prepared_by_id == user.pk


@rules.predicate
def checked_its_bank_details(user, run):
    return run is not None and run.payments.filter(bank_checked_by=user).exists()


@rules.predicate
def pays_a_conflict(user, run):
    """One of the run's payments goes to a case that a declared conflict closes to them."""
    if run is None:
        return False
    conflicts = conflicts_of(user)
    paid = run.payments.filter(instalment__award__application__in=conflicts)
    return bool(conflicts) and paid.exists()


def seat_of(user, record):
    """This person’s seat on the panel that a record is, or belongs to; None when they have none."""
    panel = getattr(record, "panel", record)
    if panel is None:
        return None
    seats = user.remember("seats", lambda: {seat.panel_id: seat for seat in user.panel_seats.all()})
    return seats.get(panel.pk)


@rules.predicate
def sits_on(user, record):
    return seat_of(user, record) is not None


@rules.predicate
def chairs(user, record):
    seat = seat_of(user, record)
    return seat is not None and seat.is_chair


@rules.predicate
def reviews_it(user, review):
    """An officer chose them to look again at how this was decided."""
    return review is not None and review.reviewer_id == user.pk


@rules.predicate
def owns_view(user, view):
    return view is not None and view.owner_id == user.pk


def holds(role):
    return rules.predicate(lambda user: getattr(user, role), name=role)


is_officer = holds("is_officer")
is_assessor = holds("is_assessor")
is_approver = holds("is_approver")
is_preparer = holds("is_finance_preparer")
is_payments_approver = holds("is_finance_approver")
is_auditor = holds("is_auditor")
is_finance = is_preparer | is_payments_approver
is_case_worker = is_officer | is_approver | is_auditor
is_not_staff = rules.predicate(lambda user: not user.is_fund_staff, name="is_not_staff")
acts_on_case = is_officer & ~has_conflict
reads_to_score = (is_assigned & has_declared) | is_before_their_panel
reads_answers = ((is_case_worker | reads_to_score) & ~has_conflict) | is_member | is_partner

# Funds and rounds
rules.add_perm("grants.see_rounds", is_case_worker)
rules.add_perm("grants.add_round", is_officer)
rules.add_perm("grants.change_round", is_officer)
rules.add_perm("grants.publish_round", is_officer)
rules.add_perm("grants.try_round", is_officer)
rules.add_perm("grants.correct_wording", is_officer)
rules.add_perm("grants.move_dates", is_officer)
rules.add_perm("grants.ask_enquiry", is_not_staff)
rules.add_perm("grants.answer_enquiry", is_officer)

# Applying
rules.add_perm("grants.start_application", is_not_staff)
rules.add_perm("grants.see_own_application", is_member)
rules.add_perm("grants.edit_application", is_editor)
rules.add_perm("grants.submit_application", is_editor)
rules.add_perm("grants.withdraw_application", is_editor)
rules.add_perm("grants.see_equality_report", (is_officer | is_auditor) & ~is_assessor)
rules.add_perm("grants.ask_for_more_time", is_editor)
rules.add_perm("grants.answer_on_more_time", acts_on_case)
rules.add_perm("grants.see_answers", reads_answers)
rules.add_perm("grants.see_attachment", reads_answers)

# Applying together
rules.add_perm("grants.see_partners", is_member | is_partner)
rules.add_perm("grants.change_partners", is_editor)
rules.add_perm("grants.open_partner_link", is_not_staff)
rules.add_perm("grants.see_as_partner", is_partner)
rules.add_perm("grants.answer_as_partner", answers_for_partner)

# Messages between the co-op and the fund
rules.add_perm("grants.see_own_messages", is_member)
rules.add_perm("grants.see_case_messages", (is_officer | is_auditor) & ~has_conflict)
rules.add_perm("grants.write_message", is_editor | acts_on_case)
rules.add_perm("grants.see_threads", is_officer | is_auditor)

# The case
rules.add_perm("grants.see_cases", is_case_worker)
rules.add_perm("grants.see_case", (is_case_worker | is_finance) & ~has_conflict)
rules.add_perm("grants.export_cases", is_officer | is_auditor)
rules.add_perm("grants.see_messages", is_officer | is_auditor)
rules.add_perm("grants.save_view", is_officer | is_approver)
rules.add_perm("grants.change_view", (is_officer | is_approver) & owns_view)

# Conflicts of interest
rules.add_perm("grants.declare_conflict", is_officer | is_approver | is_assigned)
rules.add_perm("grants.settle_conflict", is_officer & ~is_about_them & ~is_kept_from_judging)
rules.add_perm("grants.see_conflicts", is_officer | is_auditor)
rules.add_perm("grants.record_tie", is_officer)

# Who assesses
rules.add_perm("grants.see_assessors", is_officer | is_auditor)
rules.add_perm("grants.keep_assessors", is_officer)
rules.add_perm("grants.keep_own_profile", is_assessor)
rules.add_perm("grants.keep_training", is_officer)
rules.add_perm("grants.practise", is_assessor)

# Assessing
rules.add_perm("grants.check_application", acts_on_case)
rules.add_perm("grants.see_diligence", is_case_worker & ~has_conflict)
rules.add_perm("grants.see_notes", is_case_worker & ~has_conflict)
rules.add_perm("grants.write_note", acts_on_case)
rules.add_perm("grants.assign_assessor", acts_on_case)
rules.add_perm("grants.spread_cases", is_officer)
rules.add_perm("grants.see_board", is_officer | is_auditor)
rules.add_perm("grants.chase_assessors", is_officer)
rules.add_perm("grants.assess_application", is_assigned & ~has_conflict)
rules.add_perm("grants.score_application", is_assigned & has_declared & ~is_kept_from_judging)
rules.add_perm("grants.see_scores", is_case_worker & ~leaves_discussion)
rules.add_perm("grants.see_round_scores", is_case_worker)
rules.add_perm("grants.moderate_scores", is_officer & ~is_kept_from_judging & ~has_scored)
rules.add_perm("grants.refer_application", is_officer & ~is_kept_from_judging)

# The panel
rules.add_perm("grants.see_panels", is_case_worker | is_assessor)
rules.add_perm("grants.see_panel", is_case_worker | sits_on)
rules.add_perm("grants.see_fairness", chairs | is_auditor)
rules.add_perm("grants.prepare_panel", is_officer)
rules.add_perm("grants.open_panel", is_officer | chairs)
rules.add_perm("grants.try_out", is_officer | sits_on)
rules.add_perm("grants.resolve_item", is_approver & sits_on & ~has_scored & ~is_kept_from_judging)
rules.add_perm("grants.write_minutes", is_officer | chairs)
rules.add_perm("grants.sign_minutes", chairs)

# Deciding and offering
rules.add_perm("grants.decide_application", is_approver & ~has_scored & ~is_kept_from_judging)
rules.add_perm("grants.see_release", is_case_worker)
rules.add_perm("grants.prepare_release", (is_officer | is_approver) & ~is_kept_from_judging)
rules.add_perm("grants.release_round", is_approver)
rules.add_perm("grants.see_receipt", is_member | is_case_worker & ~leaves_discussion)
rules.add_perm("grants.see_letter", is_member | (is_case_worker | is_finance) & ~has_conflict)
rules.add_perm("grants.make_letter_again", acts_on_case)
rules.add_perm("grants.accept_award", is_signatory)

# A review of how it was decided, by somebody who took no part
rules.add_perm("grants.ask_for_review", is_editor)
rules.add_perm("grants.see_reviews", is_officer | is_auditor)
rules.add_perm("grants.see_review", is_case_worker & ~has_conflict)
rules.add_perm("grants.assign_review", acts_on_case)
rules.add_perm("grants.answer_review", reviews_it & ~is_kept_from_judging)

# Paying: who checks the account, who prepares and who approves are three people
rules.add_perm("grants.see_payments", is_finance | is_auditor)
rules.add_perm("grants.enter_bank_details", is_signatory)
rules.add_perm("grants.check_bank_details", acts_on_case)
rules.add_perm("grants.prepare_payment_run", is_preparer)
rules.add_perm(
    "grants.approve_payment_run",
    is_payments_approver & ~prepared_run & ~checked_its_bank_details & ~pays_a_conflict,
)
rules.add_perm("grants.export_payment_run", is_finance & ~pays_a_conflict)

# Reporting and closing
rules.add_perm("grants.send_report", is_editor)
rules.add_perm("grants.see_report", is_member | (is_case_worker & ~has_conflict))
rules.add_perm("grants.monitor_award", acts_on_case)
rules.add_perm("grants.review_report", acts_on_case)
rules.add_perm("grants.close_award", acts_on_case)
