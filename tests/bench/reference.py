"""R, the yardstick: what a plain page costs on this machine, under the same web server.

It does what any page behind a login does and no more: session, sign-in, CSRF
token, one query by an index, a table of 25 rows. Times differ from machine to
machine; how many times a page costs R does not.
"""

import time

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.shortcuts import render

from grants.models import Application

ROWS = 25
NOT_WORK = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@login_required
def reference(request):
    rows = Application.objects.select_related("organisation").order_by("-pk")[:ROWS]
    return render(request, "bench/reference.html", {"rows": rows})


class Counter:
    """Counts what is asked of the database; to begin and end a transaction is not a query."""

    def __init__(self):
        self.number = 0

    def __call__(self, execute, sql, params, many, context):
        if not sql.lstrip().upper().startswith(NOT_WORK):
            self.number += 1
        return execute(sql, params, many, context)


class Stopwatch:
    """Tells whoever asks with `X-Measure` how many queries and how much CPU their page took."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "HTTP_X_MEASURE" not in request.META:
            return self.get_response(request)
        counter, start = Counter(), time.thread_time()
        with connection.execute_wrapper(counter):
            response = self.get_response(request)
        response["X-CPU"] = f"{time.thread_time() - start:.6f}"
        response["X-Queries"] = str(counter.number)
        return response
