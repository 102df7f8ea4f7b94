"""The pages about money that somebody may open, for the row of links above each of them."""

PLACES = (
    ("payment_home", "Payments", "grants.see_payments"),
    ("money_report", "Report", "grants.see_ledger"),
    ("money_forecast", "Forecast", "grants.see_ledger"),
    ("ledger", "Ledger", "grants.see_ledger"),
    ("money_back_list", "Money to come back", "grants.see_ledger"),
    ("cost_codes", "Cost codes", "grants.set_cost_codes"),
)


def places_for(user, here):
    """[{name of the page, label, whether this is it}]"""
    return [
        {"name": name, "label": label, "is_here": name == here}
        for name, label, permission in PLACES
        if user.has_perm(permission)
    ]
