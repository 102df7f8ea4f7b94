"""Pages for administrators: who works for the fund, and accounts that are closed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from applicants import actions, queries
from applicants.access import Refused, may
from applicants.forms import FindPersonForm, NewPersonForm, RolesForm
from applicants.models import User

from .sent import sent


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
    form = NewPersonForm(sent(request))
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
    form = RolesForm(sent(request), initial={"roles": held})
    if form.is_valid():
        try:
            actions.change_roles(person, roles=form.cleaned_data["roles"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The roles of {person} are saved.")
            return redirect("person", person.pk)
    changes = queries.role_changes_of(person)
    waiting = [(role.label, person.waits_for(role)) for role in person.roles]
    context = {
        "person": person,
        "form": form,
        "changes": changes,
        "waiting": [(role, counts_from) for role, counts_from in waiting if counts_from],
    }
    return render(request, "applicants/person.html", context)


@may("applicants.manage_people")
def person_close(request, pk):
    """Say what stays and what ends, then close the account."""
    person = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        actions.close_account(person, by=request.user)
        messages.success(request, f"The account of {person} is closed.")
        return redirect("person", person.pk)
    context = {"person": person, "memberships": queries.memberships_of(person)}
    return render(request, "applicants/person_close.html", context)


@may("applicants.manage_people")
def person_forget(request, pk):
    """Say what goes for good, then take the name and the address away."""
    person = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        actions.forget_person(person, by=request.user)
        messages.success(request, "Their name and email address are gone.")
        return redirect("person", person.pk)
    context = {"person": person, "reasons": actions.why_the_name_stays(person)}
    return render(request, "applicants/person_forget.html", context)
