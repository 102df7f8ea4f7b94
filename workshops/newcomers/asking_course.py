"""The page to book a course for somebody who is not signed in."""

from django.shortcuts import render

from applicants.access import Refused

from .actions.courses import ask_for_course
from .asking import refuse_too_often, sent
from .forms import AskForm


def ask(request, programme, joining):
    """joining: whether it can be booked now, and at which dates."""
    form = AskForm(sent(request), organisations=[], ways=joining.choices)
    if form.is_valid():
        try:
            _ask(request, programme, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {"programme": programme, "email": form.cleaned_data["email"]}
            return render(request, "workshops/newcomers/asked_course.html", context)
    context = {"programme": programme, "form": form, "joining": joining}
    return render(request, "workshops/programmes/course_book.html", context)


def _ask(request, programme, form):
    contact = form.contact()
    refuse_too_often(request, contact.email)
    ask_for_course(
        programme,
        people=form.people(contact.email),
        contact=contact,
        group=form.cleaned_data["group"],
        way=form.chosen_way(),
        shown=dates_shown(request),
    )


def dates_shown(request):
    """The references of the dates on the page that was sent; None where it named none."""
    return request.POST.get("shown", "").split() or None
