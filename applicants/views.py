"""Pages about organisations, people and the service itself."""

from django.conf import settings
from django.contrib import messages
from django.db import Error, connection
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control, never_cache

from . import actions, queries
from .access import Refused, may, public
from .forms import FindPersonForm, MemberForm, NewPersonForm, OrganisationForm, RolesForm
from .models import Organisation, User


def _sent(request):
    """What was sent: no tick at all is an answer too, so an empty POST is not a GET."""
    return request.POST if request.method == "POST" else None


# --- Organisations ---


@may("applicants.start_organisation")
def organisation_start(request):
    form = OrganisationForm(_sent(request))
    if form.is_valid():
        organisation = actions.start_organisation(by=request.user, **form.cleaned_data)
        messages.success(request, f"{organisation} is added. You act for it now.")
        return redirect("organisation", organisation.reference)
    return render(request, "applicants/organisation_start.html", {"form": form})


@may("applicants.see_organisation", Organisation)
def organisation(request, organisation):
    context = {
        "organisation": organisation,
        "members": queries.members_of(organisation),
        "can_change": request.user.has_perm("applicants.change_organisation", organisation),
    }
    return render(request, "applicants/organisation.html", context)


@may("applicants.change_organisation", Organisation)
def organisation_change(request, organisation):
    facts = {name: getattr(organisation, name) for name in OrganisationForm.base_fields}
    form = OrganisationForm(_sent(request), initial=facts)
    if form.is_valid():
        actions.change_organisation(organisation, by=request.user, **form.cleaned_data)
        messages.success(request, "Your changes are saved.")
        return redirect("organisation", organisation.reference)
    context = {"form": form, "organisation": organisation}
    return render(request, "applicants/organisation_change.html", context)


@may("applicants.add_member", Organisation)
def member_add(request, organisation):
    form = MemberForm(_sent(request))
    if form.is_valid() and _add_member(organisation, form, by=request.user):
        # Whether the address has an account is nobody's business: one sentence for all.
        messages.info(
            request,
            f"If {form.cleaned_data['email']} has an account here, they can now act for "
            f"{organisation} and we’re telling them so. If not, ask them to make an account "
            "first, and then add them again.",
        )
        return redirect("organisation", organisation.reference)
    context = {"form": form, "organisation": organisation}
    return render(request, "applicants/member_add.html", context)


def _add_member(organisation, form, *, by):
    facts = dict(form.cleaned_data)
    user = queries.person_with_email(facts.pop("email"))
    if user is None:
        return True
    try:
        actions.add_member(organisation, user=user, by=by, **facts)
    except actions.WorksForTheFund:
        return True
    except Refused as refusal:
        form.add_error("email", str(refusal))
        return False
    return True


# --- Fund staff ---


@may("applicants.manage_people", methods=("GET",))
def people(request):
    form = FindPersonForm(request.GET if "email" in request.GET else None)
    context = {"form": form, "staff": queries.staff_members()}
    if form.is_valid():
        context["found"] = queries.person_with_email(form.cleaned_data["email"])
        context["searched"] = form.cleaned_data["email"]
    return render(request, "applicants/people.html", context)


@may("applicants.manage_people")
def people_add(request):
    form = NewPersonForm(_sent(request))
    if form.is_valid():
        try:
            person = actions.add_person(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"{person} has an account. Now choose their roles.")
            return redirect("person", person.pk)
    return render(request, "applicants/people_add.html", {"form": form})


@may("applicants.manage_people")
def person(request, pk):
    person = get_object_or_404(User, pk=pk)
    held = [role.value for role in person.roles]
    form = RolesForm(_sent(request), initial={"roles": held})
    if form.is_valid():
        try:
            actions.change_roles(person, roles=form.cleaned_data["roles"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The roles of {person} are saved.")
            return redirect("person", person.pk)
    changes = queries.role_changes_of(person)
    context = {"person": person, "form": form, "changes": changes}
    return render(request, "applicants/person.html", context)


# --- The service itself ---


@public
@cache_control(max_age=3600, public=True)
def theme(request):
    """The fund's colour, as a style sheet of its own: the pages allow no inline styles."""
    return HttpResponse(f":root {{ --fund-colour: {settings.FUND['colour']}; }}\n", "text/css")


@public
@never_cache
def health(request):
    """For the monitor of whoever runs the service: is the database there?"""
    try:
        connection.cursor().execute("SELECT 1")
    except Error:
        return HttpResponse("database down\n", "text/plain", status=503)
    return HttpResponse("ok\n", "text/plain")


@public
def accessibility(request):
    return render(request, "applicants/accessibility.html")


@public
def privacy(request):
    return render(request, "applicants/privacy.html")


@public
def contact(request):
    return render(request, "applicants/contact.html")
