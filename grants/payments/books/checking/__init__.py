"""Whether the money adds up: every rule about it worked out anew from the rows."""

from . import awards, files, letters, runs

# (what is compared, how many there are, a generator of sentences about what does not fit)
CHECKS = (
    ("rounds", awards.rounds, awards.faults_of_rounds),
    ("awards", awards.awards, awards.faults_of_awards),
    ("ledger rows", awards.rows, awards.faults_of_rows),
    ("instalments", runs.instalments, runs.faults_of_instalments),
    ("payments", runs.payments, runs.faults_of_payments),
    ("payment runs", runs.runs, runs.faults_of_runs),
    ("payment files", files.files, files.faults_of_files),
    ("letters", letters.letters, letters.faults_of_letters),
)


def check_money():
    """Yield (what, how many were looked at, the faults that were found)."""
    for what, rows, faults in CHECKS:
        yield what, rows().count(), list(faults())
