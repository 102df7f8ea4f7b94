"""Pages for administrators: who works for the fund."""

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
    context = {"person": person, "form": form, "changes": changes}
    return render(request, "applicants/person.html", context)
