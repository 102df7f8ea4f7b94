"""What stands in the way of closing."""

from grants.lifecycle import ReportStage
from grants.monitoring.models import Report
from grants.payments.queries import unpaid_instalments
from grants.templatetags.words import pounds


def what_is_open(application):
    """Everything that must be finished before the award can be closed, in sentences."""
    award = application.award
    open_reports = (
        Report.objects.filter(award=award).exclude(state=ReportStage.ACCEPTED).order_by("number")
    )
    sentences = [f"The {report.name.lower()} is not accepted yet." for report in open_reports]
    sentences += [
        f"Instalment {instalment.number} of {pounds(instalment.amount)} is not paid yet."
        for instalment in unpaid_instalments(award)
    ]
    return sentences
