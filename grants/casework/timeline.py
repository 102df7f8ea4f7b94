"""History in plain words: for the fund's people, and for the co-op.

Each verb has a sentence for staff and one for the co-op; a verb without the
second is not the co-op's to read. `{subject}` is what the entry is about.
"""

from dataclasses import dataclass
from datetime import datetime

SENTENCES = {
    "start": ("The co-op started the application.", "You started your application."),
    "copy": (
        "The co-op started the application from {subject}.",
        "You started from your application {subject}.",
    ),
    "submit": ("The co-op sent the application.", "You sent your application."),
    "return_for_changes": (
        "Returned to the co-op for changes.",
        "We asked you to change something.",
    ),
    "extend": ("More time was given, until {subject}.", "We gave you time until {subject}."),
    "withdraw": ("The co-op withdrew the application.", "You withdrew your application."),
    "join_organisations": (
        "Two records of the co-op were joined.",
        "We joined two records of your co-op.",
    ),
    "change_details": (
        "What stands about {subject} was changed.",
        "What we know about {subject} was changed.",
    ),
    "add_file": ("The co-op added a file.", "You added a file."),
    "remove_file": ("The co-op removed a file.", "You removed a file."),
    "ask_partner": ("{subject} was asked to be a partner.", "You asked {subject} to join you."),
    "ask_partner_again": ("{subject} was asked again.", "You asked {subject} again."),
    "take_up_partner": ("{subject} opened the application.", "{subject} opened the application."),
    "confirm_partner": ("{subject} said yes as a partner.", "{subject} said yes."),
    "decline_partner": ("{subject} said no as a partner.", "{subject} said no."),
    "remove_partner": ("{subject} is no longer a partner.", "You took {subject} off."),
    "waive_workshop": (
        "The co-op said about the workshop: “{subject}”.",
        "You said about the workshop: “{subject}”.",
    ),
    "message": ("A message was sent.", "A message was sent."),
    "replace_file": ("The co-op replaced a file.", "You replaced a file."),
    "reuse_file": (
        "The co-op used a file of {subject} again.",
        "You used a file of {subject} again.",
    ),
    "refuse_file": (
        "A file was refused: it held a virus.",
        "We refused a file: it held a virus.",
    ),
    "clear_file": (
        "A file was scanned, and no virus found.",
        "We scanned your file and found no virus.",
    ),
    "find_virus": (
        "A virus was found in a file, and the file was removed.",
        "We found a virus in a file, and removed the file.",
    ),
    "check_eligibility": ("Eligibility checked.", None),
    "rule_ineligible": ("Found not eligible.", "Your application is not one that we can fund."),
    "start_assessment": ("Found eligible. Assessment started.", "We started to assess it."),
    "look_up": ("Due diligence: something was looked up.", None),
    "write_risk_note": ("A risk note was written.", None),
    "write_note": ("A note was written.", None),
    "raise_flag": ("A flag was raised.", None),
    "resolve_flag": ("A flag was resolved.", None),
    "tag_case": ("The tags were changed.", None),
    "redact": ("{subject} covered for assessors.", None),
    "say_ready": ("Assessors may read it as it is covered.", None),
    "tell_of_name": ("An assessor could still read who it is, so it was closed to them.", None),
    "assign_assessor": ("{subject} was asked to assess.", None),
    "end_assignment": ("{subject} is no longer asked to assess.", None),
    "declare_no_conflict": ("Somebody said that they are not close to this co-op.", None),
    "reassign": ("Assessing it was moved {subject}.", None),
    "hand_back": ("{subject} handed it back.", None),
    "say_skills": ("What an assessor should know was set.", None),
    "declare_conflict": ("A conflict of interest was declared.", None),
    "declare_after_scoring": (
        "A conflict of interest was declared, and the scores were set aside.",
        None,
    ),
    "find_link": ("We found a link between somebody who scored it and this co-op.", None),
    "settle_conflict": ("A conflict of interest was settled: {subject}.", None),
    "count_assessment_again": ("The scores of {subject} count again.", None),
    "file_assessment": ("An assessor filed their scores.", None),
    "moderate_score": ("Assessors talked over “{subject}” and agreed on a mark.", None),
    "refer_to_panel": ("Sent to the panel.", "Your application is with the panel."),
    "put_on_agenda": ("Put on the agenda of a panel.", None),
    "resolve": ("The panel decided: {subject}. The co-op does not know yet.", None),
    "decide_alone": (
        "Decided without a meeting: {subject}. The co-op does not know yet.",
        None,
    ),
    "edit_release_words": ("The words for the co-op were edited.", None),
    "edit_terms": ("The terms of the offer were planned.", None),
    "read_release_words": ("A second person read the words for the co-op.", None),
    "call_up": ("Called up from the reserve list. The co-op does not know yet.", None),
    "end_wait": ("Taken off the reserve list with a no. The co-op does not know yet.", None),
    "put_on_reserve": ("Put on the reserve list, and told.", "You are on the reserve list."),
    "defer": ("The decision was deferred.", "We need to know more before we decide."),
    "decline": ("The application was declined.", "We decided not to offer a grant."),
    "offer": ("A grant was offered.", "We decided to offer you a grant."),
    "issue_letter": ("{subject} made and sent.", "{subject} sent to you."),
    "make_letter_again": ("{subject} is to be made again.", None),
    "assess_subsidy": ("Subsidy assessed: {subject}.", None),
    "propose_route": (
        "Another answer on public money was proposed: {subject}. An approver has to agree.",
        None,
    ),
    "agree_route": ("An approver agreed to the other answer on public money: {subject}.", None),
    "drop_route": ("The other answer on public money was not agreed to: {subject}.", None),
    "finish_subsidy_route": ("The assessment of the subsidy is done: {subject}.", None),
    "notify_subsidy": (
        "The co-op was asked to confirm the limit for public money, for help worth {subject}.",
        "We asked you about other public money.",
    ),
    "confirm_limit": (
        "The co-op confirmed that it stays within the limit for public money, with {subject}.",
        "You confirmed that you stay within the limit for public money.",
    ),
    "state_subsidy": (
        "We confirmed in writing that we gave minimal financial assistance of {subject}.",
        "We confirmed in writing what we gave you: {subject}.",
    ),
    "enter_in_database": ("Entered in the public subsidy database: {subject}.", None),
    "sign_offer": ("{subject} signed the offer.", "{subject} signed the offer."),
    "accept": ("The co-op accepted the offer.", "You accepted the offer."),
    "turn_down": ("The co-op said no thank you.", "You said no thank you to the offer."),
    "extend_offer": (
        "More time to answer was given, until {subject}.",
        "We gave you until {subject} to answer.",
    ),
    "date_offer_anew": (
        "The letter came later, so the days to answer count from it, until {subject}.",
        "Your letter came later than we planned, so you have until {subject} to answer.",
    ),
    "name_host": (
        "{subject} was asked to hold the money.",
        "{subject} was asked to hold the money for you.",
    ),
    "end_hosting": (
        "{subject} does not hold the money.",
        "{subject} does not hold the money for you.",
    ),
    "join_host": (
        "The body that holds the money is {subject} now: two records were joined.",
        "The body that holds the money for you is {subject} now: we joined two records of it.",
    ),
    "ask_for_review": (
        "The co-op asked for a review: {subject}.",
        "You asked for a review of the decision.",
    ),
    "assign_review": ("{subject} was asked to look again at how we decided.", None),
    "answer_review": ("The review was answered: {subject}.", "We answered your review: {subject}."),
    "tick_condition": ("A condition is met: “{subject}”.", "You met this: “{subject}”."),
    "send_evidence": (
        "The co-op sent a file for “{subject}”.",
        "You sent a file for “{subject}”.",
    ),
    "replace_evidence": (
        "The co-op replaced a file for “{subject}”.",
        "You replaced a file for “{subject}”.",
    ),
    "remove_evidence": (
        "The co-op removed a file for “{subject}”.",
        "You removed a file for “{subject}”.",
    ),
    "ask_for_more": (
        "What the co-op sent for “{subject}” is not enough.",
        "We need more for “{subject}”.",
    ),
    "waive_condition": (
        "A condition was let go: “{subject}”.",
        "We no longer ask for this: “{subject}”.",
    ),
    "reopen_condition": (
        "A condition stands open again: “{subject}”.",
        "We still need this after all: “{subject}”.",
    ),
    "change_schedule": (
        "The schedule of payments was changed.",
        "We changed when your payments come.",
    ),
    "lapse": ("Nobody answered the offer in time.", "The offer ended without an answer."),
    "enter_bank_details": (
        "The co-op gave bank details, {subject}.",
        "You gave us bank details, {subject}.",
    ),
    "let_go_of_account": (
        "The account {subject} is used no more, because two records were joined.",
        "We joined two records, so we use your account {subject} no more. Give it to us again.",
    ),
    "reveal_bank_details": ("Full bank details were opened, {subject}.", None),
    "send_account_file": (
        "The co-op sent a bank letter or statement, {subject}.",
        "You sent us a bank letter or statement, {subject}.",
    ),
    "replace_account_file": (
        "The co-op sent another bank letter or statement, {subject}.",
        "You sent us another bank letter or statement, {subject}.",
    ),
    "look_at_account_file": ("The bank letter or statement was opened, {subject}.", None),
    "ask_for_account_file": (
        "Another bank letter or statement was asked for, {subject}.",
        "We asked you for another bank letter or statement, {subject}.",
    ),
    "refuse_account_file": (
        "A bank letter or statement was refused, {subject}: it held a virus.",
        "We refused a bank letter or statement, {subject}: it held a virus.",
    ),
    "clear_account_file": (
        "The bank letter or statement was scanned, {subject}, and no virus found.",
        "We scanned your bank letter or statement, {subject}, and found no virus.",
    ),
    "find_virus_in_account_file": (
        "A virus was found in a bank letter or statement, {subject}, and the file was removed.",
        "We found a virus in a bank letter or statement, {subject}, and removed the file.",
    ),
    "check_bank_details": ("Bank details checked, {subject}.", "We checked your bank details."),
    "prepare_run": ("A payment was put into {subject}.", None),
    "approve_run": ("The payment in {subject} was approved.", None),
    "cancel_run": ("{subject} was cancelled.", None),
    "export_run": ("The payment file of {subject} was made.", "Your payment went to the bank."),
    "download_file": ("The payment file of {subject} was downloaded.", None),
    "say_result": ("Somebody wrote what the bank did with {subject}, to be confirmed.", None),
    "drop_result": ("What was written about {subject} was not confirmed.", None),
    "record_paid": ("The payment {subject} was made.", "We paid you."),
    "record_failed": ("The payment {subject} failed.", "Our payment to you failed."),
    "record_returned": (
        "The bank sent the payment {subject} back.",
        "The bank sent our payment back to us.",
    ),
    "settle_run": ("The bank has dealt with every payment in {subject}.", None),
    "hold_instalment": ("Instalment {subject} was put on hold.", None),
    "let_go_instalment": ("Instalment {subject} is not on hold any more.", None),
    "cancel_instalment": (
        "Instalment {subject} was cancelled.",
        "Payment {subject} will not be made. Our letter says why.",
    ),
    "start_monitoring": ("Monitoring started.", "We set the dates of your reports."),
    "send_report": ("Report {subject} came in.", "You sent report {subject}."),
    "return_report": (
        "Changes to report {subject} were asked for.",
        "We asked for changes to report {subject}.",
    ),
    "accept_report": ("Report {subject} was accepted.", "We accepted report {subject}."),
    "close": ("The award was closed.", "Your award is closed."),
    "remind_by_letter": (
        "A letter reminds them that we have not had {subject}.",
        "We sent you a letter: we have not yet had {subject}.",
    ),
    "ask_money_back": ("An officer wants {subject} back. The co-op does not know yet.", None),
    "decide_money_back": (
        "It was decided to ask for {subject} back.",
        "We asked for {subject} back.",
    ),
    "drop_money_back": ("We don’t ask for {subject} back.", None),
    "say_money_came": ("{subject} came back. A second person has to see it too.", None),
    "confirm_money_came": (
        "A second person saw it too: {subject} came back.",
        "{subject} came back to us. Thank you.",
    ),
    "say_it_did_not_come": (
        "{subject} did not come back after all. A second person has to see it too.",
        None,
    ),
    "confirm_it_did_not_come": (
        "A second person saw it too: {subject} did not come back after all.",
        "We said that {subject} came back to us. That was wrong: it did not.",
    ),
    "ask_to_write_off": ("An officer wants to write {subject} off.", None),
    "write_off": (
        "{subject} of what we asked back was written off.",
        "You need not pay {subject} of it back any more.",
    ),
    "drop_settlement": ("It was said that {subject} is settled. It is not.", None),
    "terminate": ("The award was ended early.", "Your award was ended early."),
}

# What officers and the panel write among themselves stays with them.
NOTES_FOR_THE_COOP = {
    "add_file",
    "ask_for_account_file",
    "ask_for_more",
    "answer_review",
    "ask_for_review",
    "change_schedule",
    "clear_file",
    "close",
    "decline",
    "end_hosting",
    "extend",
    "extend_offer",
    "decline_partner",
    "defer",
    "find_virus",
    "offer",
    "put_on_reserve",
    "refuse_file",
    "remove_evidence",
    "remove_file",
    "replace_evidence",
    "replace_file",
    "reopen_condition",
    "return_for_changes",
    "return_report",
    "reuse_file",
    "rule_ineligible",
    "send_evidence",
    "terminate",
    "turn_down",
    "tick_condition",
    "waive_condition",
    "waive_workshop",
    "withdraw",
}


@dataclass(frozen=True)
class Event:
    words: str
    at: datetime
    by: str
    note: str


def for_staff(entries):
    """Every entry, with who did it and what they wrote."""
    return [
        Event(
            SENTENCES[entry.verb][0].format(subject=entry.subject),
            entry.at,
            str(entry.by) if entry.by else "",
            entry.note,
        )
        for entry in entries
    ]


def for_coop(entries, fund_name):
    """The entries that are the co-op's to read; colleagues of the fund appear as the fund.

    entries: each with `is_theirs`, as `queries.history_for_coop` gives them.
    """
    return [
        Event(
            SENTENCES[entry.verb][1].format(subject=entry.subject),
            entry.at,
            str(entry.by) if entry.is_theirs else fund_name,
            entry.note if entry.verb in NOTES_FOR_THE_COOP else "",
        )
        for entry in entries
        if SENTENCES[entry.verb][1]
    ]


VERBS_FOR_THE_COOP = [verb for verb, (_staff, coop) in SENTENCES.items() if coop]
