"""What a new application takes over when it starts from an earlier one."""

from grants import history
from grants.applications import prefill
from grants.applications.models import SectionAnswers
from grants.applications.queries import form_for, last_submission, told_in
from grants.applications.section_form import SectionForm, as_posted

from .carrying import settled


def carry_over(application, *, by):
    """Fill a new draft from the application that it starts from: what fits, and no more."""
    source, form = application.copied_from, form_for(application)
    submission = last_submission(source)
    was = told_in(submission, reader=by)
    rows = []
    for section in form:
        filled_in = prefill.filled_in(section, application.organisation, submission, was.form)
        answers = {key: filled.answer for key, filled in filled_in.items()}
        page = SectionForm(section, as_posted(section, answers))
        page.full_clean()
        if answers:
            rows.append(
                SectionAnswers(
                    application=application,
                    section=section,
                    answers=page.typed(),
                    sound=settled(section, was, filled_in, page.sound),
                    saved_by=by,
                )
            )
    SectionAnswers.objects.bulk_create(rows)
    history.record(
        application, verb="copy", by=by, subject=source.reference, to_state=application.state
    )
