"""Large queries that Django writes once, and the database is asked again and again.

To write one takes Django many times as long as the database takes to answer it, though its
words are the same at every visit. So they are kept in the process, with blanks where the record
and the moment stand, and a new page only fills these in. What is kept is words alone: each page
asks the database anew.
"""

from contextvars import ContextVar
from copy import copy
from functools import lru_cache, wraps

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, DateTimeField, Expression
from django.utils.timezone import now

KEPT = 64  # texts; one of the longest takes some 100 KB

WRITTEN_ONCE: list = []  # all queries that are written so; a test reads every one of them
_leaves_blanks: ContextVar[bool] = ContextVar("_leaves_blanks", default=False)


def written_once_of_a_record(query):
    """Let the rows of `query(record)`, which may know nothing of it but its key, be asked in
    words that were written once. A moment is written as `FromNow`."""

    @wraps(query)
    def ask(record):
        return _words_of_a_record(query).rows_for(record)

    WRITTEN_ONCE.append(ask)
    return ask


class Blank(Expression):
    """A value that is filled in when the query is asked, and not when it is written."""

    def value_for(self, subject):
        raise NotImplementedError

    def filled_in(self, subject):
        return self.output_field.get_db_prep_value(self.value_for(subject), connection)

    def as_sql(self, compiler, connection):
        return "%s", [self if _leaves_blanks.get() else self.filled_in(None)]


class Record(Blank):
    """It stands for the record that a query is about."""

    def __init__(self):
        super().__init__(output_field=BigIntegerField())

    def value_for(self, subject):
        return subject.pk


class FromNow(Blank):
    """The moment that lies so far from now when the query is asked."""

    def __init__(self, later):
        super().__init__(output_field=DateTimeField())
        self.later = later

    def value_for(self, _subject):
        return now() + self.later


class Words:
    """One query as the database reads it, with its blanks."""

    def __init__(self, rows):
        self.rows = rows
        self.compiler = rows.query.get_compiler(connection=connection)
        blanks = _leaves_blanks.set(True)
        try:
            self.sql, self.values = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.values = "", ()  # whatever there is, none of it is for them
        finally:
            _leaves_blanks.reset(blanks)

    def filled_in(self, subject):
        """(the words, their values), as Django would have written them now."""
        values = (v.filled_in(subject) if isinstance(v, Blank) else v for v in self.values)
        return self.sql, tuple(values)

    def rows_for(self, subject):
        """All rows, read as Django reads those of any query, which here finds its words written."""
        compiler = copy(self.compiler)
        compiler.connection = connection  # of this thread: another one may have written
        compiler.as_sql = lambda *_args, **_kwargs: self.filled_in(subject)
        rows = self.rows.all()
        rows.query.get_compiler = lambda *_args, **_kwargs: compiler
        return list(rows)


@lru_cache(maxsize=KEPT)
def _words_of_a_record(query):
    return Words(query(Record()))


def forget_words():
    """For tests that change a setting: a process in service keeps the settings it began with."""
    _words_of_a_record.cache_clear()
