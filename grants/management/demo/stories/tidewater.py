"""Tidewater Carers: a group that is not formed yet, and sent its first application."""

from grants.lifecycle import Stage
from grants.management.demo.story import Story

FIRST_STEPS = Story(
    coop="Tidewater Carers",
    round="start",
    ends=Stage.SUBMITTED,
    answers={
        "stage": "group",
        "people": """
            Marcia brings us together and has been a home carer for nineteen years. Ayşe speaks to
            families. Five other carers come to the meetings. Ada from Weir Lane Bakers helps us
            with forms.
        """,
        "work": """
            We are seven home carers who want to work for ourselves, together. We would look after
            people in their own homes around the river. Families would pay us by the week, and later
            the council too. For now we need to learn how to register, what insurance costs, and who
            would come with us.
        """,
        "members": """
            Every carer who works with us would be a member with one vote, and so would two people
            from the families. At the moment we meet in Marcia’s kitchen on Thursdays. We go round
            the table, everybody says what they think, and we write down what we agreed.
        """,
        "shaped": """
            The seven of us, eleven families we care for now, and a carers’ co-op in another town
            that let three of us visit for a day. Families told us that the same face every day
            matters most to them.
        """,
        "change": """
            In a year you could meet ten people who have the same two carers every week, in place of
            a new one each time. And seven carers who are paid for the way between two homes.
        """,
        "left_out": """
            Carers who look after their own children can only do school hours, and agencies don’t
            want them. We will start with the hours that people can do and build the rounds from
            there. Our meetings have somebody to mind the children.
        """,
        "needs": (
            ("money", "Fee and rules for registering as a society", "450", "no"),
            ("money", "Pay for seven carers to spend a day planning", "620", "yes"),
            ("money", "Room and child care for six meetings", "180", "yes"),
            ("days", "Advice on rules, insurance and registration", "4", "yes"),
        ),
        "steps": (
            ("Spend a day on what we want to be", 1),
            ("Choose our rules with an adviser", 2),
            ("Register", 4),
            ("Look after the first three people", 6),
        ),
        "risks": """
            Some of us could lose our nerve, because a wage every Friday is hard to leave. We will
            start beside our jobs. The inspection may take longer than we think.
        """,
        "links": """
            Marcia’s cousin works for the council, in housing. She has nothing to do with the fund.
        """,
        "agree": ("members", "publish", "true"),
        "form": "Two evenings, with help. Thank you for saying that a nickname is fine.",
    },
)
