"""What can be asked about the checks of an application."""


def eligibility_of(application):
    """The tests of the round, in order, each with its `check` or None."""
    checks = {
        check.test_id: check
        for check in application.eligibility_checks.select_related("checked_by")
    }
    tests = list(application.round.eligibility_tests.order_by("number"))
    for test in tests:
        test.check_made = checks.get(test.pk)
    return tests


def verdict_on(tests):
    """What the checks made so far allow: "unfinished", "not_met" or "met"."""
    made = [test.check_made for test in tests]
    if any(check is not None and check.is_fail for check in made):
        return "not_met"
    return "met" if all(made) else "unfinished"
