"""What there is to do before an application can be sent, and how far each part is."""

from django.urls import reverse

from grants.funds.conditions import says_something


def task_list_of(application, draft, *, can_edit):
    """The sections, then what comes after them; readers see it all and open nothing."""
    sections = [
        _section_task(application, section, draft, can_edit=can_edit) for section in draft.sections
    ]
    done = sum(task["state"] == "done" for task in sections)
    return {
        "sections": sections,
        "finish": [
            *_workshop(application, draft, can_edit),
            _partners(application, draft),
            _files(application, draft, can_edit),
            _check(application, draft, can_edit),
        ],
        "done": done,
        "of": len(sections),
    }


def _section_task(application, section, draft, *, can_edit):
    url = reverse("section", args=[application.reference, section.number]) if can_edit else None
    return {"name": section.title, "url": url, **status_of(section, draft)}


def status_of(section, draft):
    """How far one section is, in words and as the task list marks it."""
    row = draft.saved.get(section.pk)
    status, state = "Not yet started", "todo"
    if draft.is_finished(section):
        status, state = "Completed", "done"
    elif row is not None and any(map(says_something, row.answers.values())):
        status, state = "In progress", "todo"
    if draft.open_keys is not None:  # returned: only what we asked about
        if any(map(draft.is_open, draft.asked_in(section))):
            status, state = ("Change what we asked", "todo") if state == "done" else (status, state)
        elif state == "done":
            status = "Nothing to change"
    return {"status": status, "state": state}


def _partners(application, draft):
    status, state, hint = "Optional", "done", ""
    if application.is_joint:
        is_waiting = draft.problems_with_partners()
        status, state = ("Waiting", "todo") if is_waiting else ("Everybody said yes", "done")
        hint = "Partners must say yes before you can send."
    elif application.copied_from and application.copied_from.is_joint:
        hint = "You did last time. Ask your partners anew."
    return {
        "name": "Are you applying together with others?",
        "url": reverse("partners", args=[application.reference]),
        "hint": hint,
        "status": status,
        "state": state,
    }


def _workshop(application, draft, can_edit):
    """Nothing, unless the round asks for a workshop."""
    attendance = draft.attendance
    if attendance is None:
        return []
    page = reverse("application_workshop", args=[application.reference])
    says_how = attendance.is_settled or attendance.came
    return [
        {
            "name": "Come to a workshop",
            "url": page if can_edit else None,
            "hint": attendance.for_the_co_op if says_how else attendance.problem,
            "status": _how_far(attendance),
            "state": "done" if attendance.is_settled else "todo",
        }
    ]


def _how_far(attendance):
    if attendance.waiver:
        return "You told us"
    if attendance.missing:
        return f"{attendance.missing} more to come" if attendance.came else "Not done yet"
    return "Done" if attendance.is_met else "Nothing to do"


def _files(application, draft, can_edit):
    url = reverse("attachment_add", args=[application.reference]) if can_edit else None
    return {
        "name": "Add documents",
        "url": url,
        "hint": "Only if they help, such as your rules or a quote.",
        "status": "Optional" if draft.may_change("") else "Nothing to change",
        "state": "done",
    }


def _check(application, draft, can_edit):
    is_ready = can_edit and not draft.problems
    can_open = can_edit and bool(draft.saved)
    return {
        "name": "Check your answers and send",
        "url": reverse("application_check", args=[application.reference]) if can_open else None,
        "status": "Ready to check" if is_ready else "Cannot send yet",
        "state": "todo" if is_ready else "blocked",
    }
