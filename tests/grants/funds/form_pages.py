"""The pages of the form editor, as an officer opens and reads them."""

import html
import re

from django.urls import reverse

from .making_forms import section_code


def text_of(response):
    return html.unescape(response.content.decode())


def problems(response):
    """The sentences beside the fields."""
    found = re.findall(r'class="govuk-error-message"[^>]*>(.*?)</p>', response.text, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", " ", each)).split(":", 1)[1].strip() for each in found]


def at(name, round, *more):
    return reverse(name, args=[round.reference, *more])


def new_question(round, kind, section=1):
    return at("form_question_add", round, section_code(round, section), kind)


def last_of(round, section=1):
    return round.sections.get(number=section).questions.order_by("-number").first()
