"""A letter is read and signed only as it was made: its page and its paper against their hashes."""

from applicants.access import Refused

NOT_AS_MADE = (
    "This letter is not as we made it. Don’t act on it, and please tell us at once. "
    "We will look into it."
)


def page_of(letter):
    """The letter for a page; refused if it is not as it was made."""
    if not letter.is_page_as_made:
        raise Refused(NOT_AS_MADE)
    return letter.html


def paper_of(letter):
    """The bytes of the PDF; refused if they are not as they were made."""
    if not letter.is_paper_as_made:
        raise Refused(NOT_AS_MADE)
    return bytes(letter.pdf)


def refuse_unless_as_made(letter):
    page_of(letter)
    paper_of(letter)
