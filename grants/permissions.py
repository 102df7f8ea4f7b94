"""Who may do what with the fund's work, on one screen, stage by stage.

Who may *see* a case at all is `Application.objects.visible_to`; here is what they may do with it.
"""

import rules

from .predicates import (
    acts_for_host,
    answers_for_partner,
    approves,
    chairs,
    checked_its_bank_details,
    decides,
    has_conflict,
    has_declared,
    has_scored,
    holds_the_money_of,
    is_about_money_that_came,
    is_about_them,
    is_approver,
    is_asked_in,
    is_assessor,
    is_assigned,
    is_auditor,
    is_before_their_panel,
    is_editor,
    is_kept_from_judging,
    is_member,
    is_officer,
    is_partner,
    is_payments_approver,
    is_preparer,
    is_signatory,
    knows_too_much,
    leaves_discussion,
    must_not_know,
    owns_view,
    pays_a_conflict,
    prepared_run,
    prepares,
    reviews_it,
    signs_for_host,
    signs_for_payee,
    sits_on,
)

is_finance = is_preparer | is_payments_approver
is_case_worker = is_officer | is_approver | is_auditor
is_not_staff = rules.predicate(lambda user: not user.is_fund_staff, name="is_not_staff")
acts_on_case = is_officer & ~has_conflict
decides_on_money_back = decides & ~is_kept_from_judging & ~has_conflict
decides_on_stopped = decides_on_money_back  # whether what a colleague stopped is paid or never
decides_on_route = decides_on_money_back  # whether an offer leaves the limit of the law
reads_to_score = ((is_assigned & has_declared) | is_before_their_panel) & ~must_not_know
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
rules.add_perm("grants.declare_in_round", is_asked_in)
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
rules.add_perm("grants.redact_application", acts_on_case)
rules.add_perm("grants.spread_cases", is_officer)
rules.add_perm("grants.see_board", is_officer | is_auditor)
rules.add_perm("grants.chase_assessors", is_officer)
rules.add_perm("grants.assess_application", is_assigned & ~has_conflict)
rules.add_perm(
    "grants.score_application",
    is_assigned & has_declared & ~is_kept_from_judging & ~knows_too_much,
)
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
rules.add_perm("grants.resolve_item", decides & sits_on & ~has_scored & ~is_kept_from_judging)
rules.add_perm("grants.write_minutes", is_officer | chairs)
rules.add_perm("grants.sign_minutes", chairs & decides)

# Deciding and offering
rules.add_perm("grants.decide_application", decides & ~has_scored & ~is_kept_from_judging)
rules.add_perm("grants.see_release", is_case_worker)
rules.add_perm("grants.prepare_release", (is_officer | is_approver) & ~is_kept_from_judging)
rules.add_perm("grants.release_round", decides)
rules.add_perm("grants.see_receipt", is_member | is_case_worker & ~leaves_discussion)
rules.add_perm(
    "grants.see_letter",
    is_member | holds_the_money_of | (is_case_worker | is_finance) & ~has_conflict,
)
rules.add_perm("grants.make_letter_again", acts_on_case)
rules.add_perm("grants.see_wordings", is_case_worker)
rules.add_perm("grants.write_wording", is_officer)
rules.add_perm("grants.use_wording", is_officer | is_approver)
rules.add_perm("grants.see_round_letters", is_case_worker)
rules.add_perm("grants.make_round_letters_again", is_officer)

# Answering an offer; a host holds the money of a group that is not formed yet
rules.add_perm("grants.accept_award", is_signatory | signs_for_host)
rules.add_perm("grants.sign_offer", is_signatory)
rules.add_perm("grants.turn_down_award", is_signatory)
rules.add_perm("grants.ask_about_offer", is_editor)
rules.add_perm("grants.extend_offer", acts_on_case)
rules.add_perm("grants.name_host", is_signatory | acts_on_case)
rules.add_perm("grants.end_hosting", is_signatory | acts_on_case | signs_for_host)
rules.add_perm("grants.see_hosting", acts_for_host)
rules.add_perm("grants.sign_as_host", signs_for_host)

# Public money: an officer assesses it, after an offer with an approver; a signatory confirms
rules.add_perm("grants.assess_subsidy", acts_on_case)
rules.add_perm("grants.agree_route", decides_on_route)
rules.add_perm("grants.answer_route", acts_on_case | decides_on_route)
rules.add_perm("grants.finish_subsidy", acts_on_case | decides_on_route)
rules.add_perm("grants.see_subsidy", is_case_worker & ~has_conflict)
rules.add_perm("grants.see_subsidies", is_officer | is_auditor)
rules.add_perm("grants.link_enterprises", is_officer)
rules.add_perm("grants.confirm_limit", is_signatory)

# What an award is made of
rules.add_perm("grants.see_conditions", is_officer | is_auditor)
rules.add_perm("grants.settle_condition", acts_on_case)
rules.add_perm("grants.change_schedule", acts_on_case)
rules.add_perm("grants.send_evidence", is_editor)
rules.add_perm("grants.see_evidence", is_member | (is_case_worker & ~has_conflict))

# A review of how it was decided, by somebody who took no part
rules.add_perm("grants.ask_for_review", is_editor)
rules.add_perm("grants.see_reviews", is_officer | is_auditor)
rules.add_perm("grants.see_review", is_case_worker & ~has_conflict)
rules.add_perm("grants.assign_review", acts_on_case)
rules.add_perm("grants.answer_review", reviews_it & ~is_kept_from_judging)

# Paying: who checks the account, who prepares and who approves are three people
rules.add_perm("grants.see_payments", is_finance | is_auditor)
rules.add_perm("grants.see_ledger", is_finance | is_officer | is_auditor)
rules.add_perm("grants.set_cost_codes", is_finance | is_officer)
rules.add_perm("grants.enter_bank_details", signs_for_payee)
rules.add_perm("grants.check_bank_details", acts_on_case)
rules.add_perm("grants.prepare_payment_run", prepares)
rules.add_perm(
    "grants.approve_payment_run",
    approves & ~prepared_run & ~checked_its_bank_details & ~pays_a_conflict,
)
rules.add_perm("grants.export_payment_run", is_finance & ~pays_a_conflict)
rules.add_perm("grants.stop_instalment", (is_officer | is_finance) & ~has_conflict)
rules.add_perm(
    "grants.let_go_instalment", (is_officer | is_finance) & ~has_conflict | decides_on_stopped
)
rules.add_perm("grants.decide_on_stopped", decides_on_stopped)

# What the bank did: from its file, or said by one person and confirmed by another
rules.add_perm("grants.see_results", is_finance | is_auditor)
rules.add_perm("grants.import_result", is_finance)
rules.add_perm("grants.record_result", is_finance & ~pays_a_conflict)

# Reporting and closing
rules.add_perm("grants.send_report", is_editor)
rules.add_perm("grants.see_report", is_member | (is_case_worker & ~has_conflict))
rules.add_perm("grants.monitor_award", acts_on_case)
rules.add_perm("grants.review_report", acts_on_case)
rules.add_perm("grants.send_reminder", acts_on_case)
rules.add_perm("grants.close_award", acts_on_case)

# Money back: an officer asks for it, an approver decides; finance sees it come, two of them
rules.add_perm("grants.see_money_back", (is_case_worker | is_finance) & ~has_conflict)
rules.add_perm("grants.ask_money_back", acts_on_case)
rules.add_perm("grants.decide_money_back", decides_on_money_back)
rules.add_perm("grants.drop_money_back", acts_on_case | decides_on_money_back)
rules.add_perm("grants.record_money_back", is_finance & ~has_conflict)
rules.add_perm(
    "grants.settle_money_back",
    (is_about_money_that_came & is_finance & ~has_conflict)
    | (~is_about_money_that_came & decides_on_money_back),
)
