"""What somebody typed while their sign-in ran out, kept until they have signed in again.

The same happens to a page that was open while somebody signed in anew in another window.

It waits in the browser's own session, which signing in carries over, and comes back only on
the page where it was typed, after that page has asked again who may open it.
"""

from django.http import QueryDict

MOST = 100_000  # letters; a session is no place for more
NAME = "kept_text"


def keep(request):
    """Keep it; say whether there was room."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    text = typed.urlencode()
    if len(text) > MOST:
        return False
    request.session[NAME] = {"path": request.path, "text": text}
    return True


def kept(request):
    """What was typed on this page before signing in again, or None."""
    found = request.session.get(NAME)
    if found is None or found["path"] != request.path:
        return None
    return QueryDict(found["text"])


def forget(request):
    if NAME in request.session:
        del request.session[NAME]
