"""A wording and the facts of one letter, as the small HTML that a page and a paper can show."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.html import escape

from .checking import is_shown, puts_of
from .reading import Words, read
from .vocabulary import VOCABULARIES

AN_ADDRESS = re.compile(r"https?://[^\s<>\"'{}\[\]]+[^\s<>\"'{}\[\].,;:!?)]")
READY_ADDRESS = re.compile(r"https?://[\x21-\x7e]+")
LISTS = ("ul", "ol")


class Gap(ValueError):
    """The wording says something that this letter has no words for."""

    def __init__(self, names):
        super().__init__(
            f"This letter cannot be made yet, because nothing is known for: {', '.join(names)}. "
            "Fill it in, or change the wording; then make the letter again."
        )


@lru_cache(maxsize=16)
def delivered(kind):
    """The wording that comes with this software."""
    path = Path(settings.BASE_DIR) / "templates" / "letters" / f"{kind}.txt"
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def _blocks_of(text):
    return tuple(read(text).blocks)


def compose(kind, text, words):
    """The letter as HTML. Raises Gap where a fact is missing; everything typed is escaped."""
    names = gaps(kind, text, words)
    if names:
        raise Gap(names)
    vocabulary = VOCABULARIES[kind]
    html, open_list, context = [], "", Context(words)
    for block in shown_blocks(kind, text, words):
        wanted = block.kind if block.kind in LISTS else ""
        if open_list and open_list != wanted:
            html.append(f"</{open_list}>")
        if wanted and open_list != wanted:
            html.append(f"<{wanted}>")
        open_list = wanted
        html.append(_one(vocabulary, block, words, context))
    if open_list:
        html.append(f"</{open_list}>")
    return "\n".join(html)


def below_a_heading(html):
    """The same HTML below a heading of another page, which has its own main heading."""
    for tag, lower in (("h2", "h4"), ("h1", "h3")):
        html = html.replace(f"<{tag}>", f"<{lower}>").replace(f"</{tag}>", f"</{lower}>")
    return html


def gaps(kind, text, words):
    """The names that the wording uses and for which these words have nothing."""
    vocabulary = VOCABULARIES[kind]
    missing = []
    for block in shown_blocks(kind, text, words):
        used = [vocabulary.fact(put.name) for put in puts_of(block)]
        used += [vocabulary.block(block.name)] if block.kind == "made" else []
        missing += [thing.name for thing in used if _is_empty(words.get(thing.key))]
    return list(dict.fromkeys(missing))


def shown_blocks(kind, text, words):
    """The blocks of a wording whose parts are there, with these words."""
    vocabulary = VOCABULARIES[kind]
    return [block for block in _blocks_of(text) if is_shown(vocabulary, block, words)]


def _is_empty(value):
    return not value or (isinstance(value, str) and not value.strip())


@lru_cache(maxsize=64)
def _template(name):
    """Found once: looking it up and giving it the words anew costs as much as its few lines."""
    return get_template(name).template


def _one(vocabulary, block, words, context):
    if block.kind == "made":
        return _template(vocabulary.block(block.name).template).render(context).strip()
    tag = "li" if block.kind in LISTS else block.kind
    inside = "".join(_piece(vocabulary, piece, words) for piece in block.inside)
    return f"<{tag}>{inside}</{tag}>"


def _piece(vocabulary, piece, words):
    if piece is None:
        return "<br>"
    if isinstance(piece, Words):
        html = _with_links(piece.text)
    else:
        fact = vocabulary.fact(piece.name)
        value = " ".join(str(words[fact.key]).split())
        html = _linked(value) if fact.is_link else escape(value)
    return f"<strong>{html}</strong>" if piece.is_bold else html


def _linked(value):
    """An address as a link; plain where it is none that a letter may lead to."""
    if READY_ADDRESS.fullmatch(value):
        return f'<a href="{escape(value)}">{escape(value)}</a>'
    if re.fullmatch(r"[\w.+-]+@[\w.-]+", value, re.ASCII):
        return f'<a href="mailto:{escape(value)}">{escape(value)}</a>'
    return escape(value)


def _with_links(text):
    """What was typed, with each address of a page as a link."""
    html, at = [], 0
    for found in AN_ADDRESS.finditer(text):
        html += [escape(text[at : found.start()]), _linked(found[0])]
        at = found.end()
    return "".join([*html, escape(text[at:])])
