"""What finance types about the books."""

from django import forms

from grants.funds.forms import CostCodeField


class CostCodesForm(forms.Form):
    """The code of each fund, and below it the codes of its rounds."""

    def __init__(self, *args, funds, **options):
        """funds: each with its `shown_rounds`."""
        super().__init__(*args, **options)
        self.funds = funds
        for fund in funds:
            self.fields[f"fund-{fund.pk}"] = CostCodeField(
                label=f"{fund.name}, for rounds without a code of their own",
                initial=fund.cost_code,
            )
            for round in fund.shown_rounds:
                self.fields[f"round-{round.pk}"] = CostCodeField(
                    label=round.name, initial=round.cost_code
                )

    @property
    def groups(self):
        """[(fund, its bound fields)]"""
        return [
            (
                fund,
                [self[f"fund-{fund.pk}"], *(self[f"round-{row.pk}"] for row in fund.shown_rounds)],
            )
            for fund in self.funds
        ]

    @property
    def codes(self):
        """({fund: code}, {round: code}), by key."""
        found = {"fund": {}, "round": {}}
        for name, code in self.cleaned_data.items():
            kind, _dash, key = name.partition("-")
            found[kind][int(key)] = code
        return found["fund"], found["round"]
