"""For which of their co-ops a person acts: what they chose last, while they are signed in.

It only fills in a choice that every form asks again; it gives nobody any right.
"""

NAME = "acts_for"


def remember(request, organisation):
    """The person chose this one. Coming for oneself says nothing about the next form."""
    if organisation is not None:
        request.session[NAME] = organisation.pk


def choice_among(request, organisations):
    """The one to fill in: the only one there is, or what was chosen before; or None: ask."""
    organisations = list(organisations)
    if len(organisations) == 1:
        return organisations[0]
    chosen = request.session.get(NAME)
    return next((one for one in organisations if one.pk == chosen), None)
