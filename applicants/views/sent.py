"""What a page was sent."""


def sent(request):
    """No tick at all is an answer too, so an empty POST is not a GET."""
    return request.POST if request.method == "POST" else None
