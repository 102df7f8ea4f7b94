"""Several small forms of one kind on a page: as many as are filled in, and one more on request.

A row that is left empty is not there. What was typed in any row comes back with what is wrong.
"""

import re

MORE = "more"  # the button that asks for another row


class Rows:
    """form_class: its rows. initial: a dict for each. most: how many may be filled in.

    fixed: how many of the first rows always stay, even if all their boxes are empty.
    """

    def __init__(self, form_class, data=None, *, initial=(), most, prefix, fixed=0, **options):
        self.prefix, self.most, self.fixed = prefix, most, fixed
        self.data = data
        self.problems = []
        if data is None:
            count = len(initial)
        else:
            # A few more than are allowed are still read, so that they can be said to be too many.
            count = min(_rows_in(data, prefix), most + fixed + 10)
            count = max(count, fixed) + (MORE in data)
        self.forms = [
            form_class(
                data,
                prefix=f"{prefix}-{place}",
                number=place + 1,
                # A form with data shows that, and is empty when nothing differs from nothing.
                initial=initial[place] if data is None and place < len(initial) else None,
                empty_permitted=place >= fixed,
                use_required_attribute=False,
                **options,
            )
            for place in range(count)
        ]

    @property
    def count(self):
        return len(self.forms)

    @property
    def wants_more(self):
        return self.data is not None and MORE in self.data

    @property
    def filled(self):
        """The rows that somebody filled in, and those that stay."""
        return [form for form in self.forms if not form.empty_permitted or form.has_changed()]

    @property
    def has_problems(self):
        return bool(self.problems) or any(form.errors for form in self.forms)

    def is_valid(self):
        """Whether every filled row is right; what is wrong with the whole is in `problems`."""
        wrong = [form for form in self.forms if not form.is_valid()]
        return not wrong

    def say(self, row, field, sentence):
        """Put a sentence beside a field of the n-th filled row, or above all of them."""
        if row is None or row >= len(self.filled):
            self.problems.append(sentence)
        else:
            form = self.filled[row]
            form.add_error(field if field in form.fields else None, sentence)


def _rows_in(data, prefix):
    """How many rows were sent: a browser sends the boxes of a row even if they are empty."""
    places = [re.match(rf"{prefix}-(\d{{1,3}})-", name, re.ASCII) for name in data]
    return max((int(place[1]) + 1 for place in places if place), default=0)
