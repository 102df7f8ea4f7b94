"""Who may open which page: the whole table, to be read from top to bottom.

The people are named from where they stand to one application, Alder's:

owner, reader            act for the co-op that it belongs to; the owner is its signatory
partner                  owns a co-op that said yes to applying together with it
outsider                 owns another co-op, with an application of its own
newcomer                 has an account and nothing else
officer, approver, auditor, preparer, payer, assessor, administrator
                         colleagues; the assessor was asked to score it
idle_assessor            an assessor who was not asked
conflicted               officer, approver and assessor in one, who declared a conflict
unproven                 an officer whose session has not passed a second factor
visitor                  not signed in
"""

EVERYBODY = {
    "owner",
    "reader",
    "partner",
    "outsider",
    "newcomer",
    "officer",
    "approver",
    "auditor",
    "preparer",
    "payer",
    "assessor",
    "idle_assessor",
    "conflicted",
    "administrator",
}
COOP = {"owner", "reader"}
OWNER = {"owner"}
OUTSIDE = {"owner", "reader", "partner", "outsider", "newcomer"}
OFFICER = {"officer"}
WORKERS = {"officer", "approver", "auditor"}
FINANCE = {"preparer", "payer"}
ADMINISTRATOR = {"administrator"}
# Pages that are about no case in particular do not know of a conflict with one.
ANY_OFFICER = {"officer", "conflicted"}
ANY_WORKER = WORKERS | {"conflicted"}

TABLE = {
    # For everybody
    "home": "public",
    "today": EVERYBODY,
    "accessibility": "public",
    "contact": "public",
    "privacy": "public",
    "theme": "public",
    "health": "public",
    "demo_logins": "public",
    "demo_mail": "public",
    "round_list": "public",
    "round": "public",
    "round_questions": "public",
    "round_enquiries": "public",
    "can_we_apply": "public",
    "session_list": "public",
    "session": "public",
    # Organisations and people
    "organisation_start": OUTSIDE,
    "organisation": COOP | ANY_WORKER,
    "organisation_change": OWNER,
    "member_add": OWNER,
    "member_change": OWNER,
    "member_end": OWNER,
    "organisation_leave": COOP,
    "organisation_list": ANY_WORKER,
    "organisation_merge": ANY_OFFICER,
    "organisation_different": ANY_OFFICER,
    "recovery_start": {"reader"},
    "recovery": COOP | ANY_WORKER,
    "recovery_agree": {"reader"},
    "recovery_stop": COOP,
    "recovery_decide": ANY_OFFICER,
    "organisation_registered": OWNER,
    "invitation": "public",
    "invitation_accept": EVERYBODY,
    "invitation_withdraw": OWNER,
    "people": ADMINISTRATOR,
    "person_forget": ADMINISTRATOR,
    "person_close": ADMINISTRATOR,
    "people_add": ADMINISTRATOR,
    "person": ADMINISTRATOR,
    # Workshops
    "book": EVERYBODY,
    "booking": OWNER | ANY_OFFICER | {"auditor"},
    "cancel": OWNER | ANY_OFFICER,
    "register": ANY_OFFICER | {"auditor"},
    "session_add": ANY_OFFICER,
    "session_change": ANY_OFFICER,
    "attendance": ANY_OFFICER,
    "workshop_tags": ANY_OFFICER,
    # Rounds
    "round_add": ANY_OFFICER,
    "round_change": ANY_OFFICER,
    "round_publish": ANY_OFFICER,
    "round_dates": ANY_OFFICER,
    "enquiry_ask": OUTSIDE,
    "enquiry_list": ANY_OFFICER,
    "enquiry": ANY_OFFICER,
    "round_form": ANY_OFFICER,
    "form_section_add": ANY_OFFICER,
    "form_section": ANY_OFFICER,
    "form_section_move": ANY_OFFICER,
    "form_section_delete": ANY_OFFICER,
    "form_question_kinds": ANY_OFFICER,
    "form_question_add": ANY_OFFICER,
    "form_bank": ANY_OFFICER,
    "form_question": ANY_OFFICER,
    "form_question_rule": ANY_OFFICER,
    "form_question_move": ANY_OFFICER,
    "form_question_copy": ANY_OFFICER,
    "form_question_delete": ANY_OFFICER,
    "round_terms": ANY_OFFICER,
    "criteria": ANY_OFFICER,
    "criterion": ANY_OFFICER,
    "criterion_add": ANY_OFFICER,
    "criterion_delete": ANY_OFFICER,
    "criterion_move": ANY_OFFICER,
    "tests": ANY_OFFICER,
    "test": ANY_OFFICER,
    "test_add": ANY_OFFICER,
    "test_delete": ANY_OFFICER,
    "test_move": ANY_OFFICER,
    "trial": ANY_OFFICER,
    "wording": ANY_OFFICER,
    "question_wording": ANY_OFFICER,
    "section_wording": ANY_OFFICER,
    "trial_section": ANY_OFFICER,
    "trial_check": ANY_OFFICER,
    "trial_restart": ANY_OFFICER,
    # Applying
    "application_start": OUTSIDE,
    "application": COOP,
    "section": OWNER,
    "question_files": OWNER,
    "application_check": OWNER,
    "application_sent": COOP,
    "application_copy": COOP | WORKERS | {"assessor", "partner"},
    "application_answers": COOP | WORKERS | {"assessor", "partner"},
    "application_again": OWNER,
    "application_changes": COOP | WORKERS | {"assessor", "partner"},
    "application_equality": OWNER,
    "application_workshop": OWNER,
    "equality_report": {"officer", "auditor"},
    "application_withdraw": OWNER,
    "more_time_ask": OWNER,
    "more_time_list": ANY_OFFICER,
    "more_time": ANY_OFFICER,
    "progress": COOP,
    "attachment_add": OWNER,
    "attachment": COOP | WORKERS | {"assessor", "partner"},
    "attachment_remove": OWNER,
    "partners": COOP | {"partner"},
    "partner_add": OWNER,
    "partner_again": OWNER,
    "partner_remove": OWNER,
    "partner_link": {"partner"},
    "partner": {"partner"},
    "partner_confirm": {"partner"},
    "partner_decline": {"partner"},
    "messages": COOP,
    "messages_read": OWNER | OFFICER,
    "message_list": ANY_OFFICER | {"auditor"},
    "case_messages": OFFICER | {"auditor"},
    "attachment_replace": OWNER,
    "attachment_reuse": OWNER,
    # The case
    "application_list": ANY_WORKER,
    "case": WORKERS | FINANCE,
    "case_history": WORKERS | FINANCE,
    "case_export": ANY_OFFICER | {"auditor"},
    "case_workbook": ANY_OFFICER | {"auditor"},
    "search": ANY_WORKER,
    "round_board": ANY_WORKER,
    "saved_view_add": {"officer", "approver", "conflicted"},
    "saved_view": OFFICER,  # its owner; it is kept to oneself
    "saved_view_delete": OFFICER,
    "outbox": ANY_OFFICER | {"auditor"},
    "email": OFFICER | {"auditor"},
    "bank_checks": ANY_OFFICER,
    "decisions_overdue": ANY_WORKER,
    "reports_to_read": ANY_OFFICER,
    # Assessing
    "conflict_declare": {"officer", "approver", "assessor"},
    "case_eligibility": OFFICER,
    "case_start_assessment": OFFICER,
    "case_ineligible": OFFICER,
    "case_return": OFFICER,
    "case_assessors": OFFICER,
    "case_assessor_end": OFFICER,
    "assess": {"assessor"},
    "case_scores": WORKERS,
    "case_refer": OFFICER,
    # Deciding
    "case_decide": {"approver"},
    "offer": COOP,
    "letter": COOP | WORKERS | FINANCE,
    "letter_pdf": COOP | WORKERS | FINANCE,
    "letter_again": OFFICER,
    # Paying
    "payment_home": FINANCE | {"auditor"},
    "run": FINANCE | {"auditor"},
    "run_prepare": {"preparer"},
    "run_approve": {"payer"},
    "run_cancel": {"preparer"},
    "run_export": FINANCE,
    "run_download": FINANCE,
    "run_paid": FINANCE,
    "bank_details": OWNER,
    "bank_check": OFFICER,
    "bank_reveal": OFFICER,
    # Reporting and closing
    "monitoring_start": OFFICER,
    "report": COOP | WORKERS,
    "report_save": OWNER,
    "report_review": OFFICER,
    "case_close": OFFICER,
    "case_terminate": OFFICER,
}

# Who may look at a page but not send it: a reader sees the offer, and a signatory accepts it.
LOOK_ONLY = {"offer": {"reader"}, "messages": {"reader"}, "case_messages": {"auditor"}}
