"""What the pages of workshops say."""

import html

from django.urls import reverse

from workshops.booking.actions import book_place


def text_of(response):
    return html.unescape(response.content.decode())


def at(name, record):
    return reverse(f"workshops:{name}", args=[record.reference])


def book(of, by):
    return book_place(of, by=by, name=by.name)
