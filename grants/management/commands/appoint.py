"""Give somebody a staff role from the server itself: how the first administrator is made."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from applicants.access import Refused
from applicants.actions import change_roles
from applicants.models import StaffRole, User

# administrator, finance-preparer …
ROLES = {role.value.removeprefix("is_").replace("_", "-"): role for role in StaffRole}


class Command(BaseCommand):
    help = "Give a person a staff role. An administrator can then do the rest in the browser."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the person's email address")
        parser.add_argument("--role", choices=ROLES, required=True)
        parser.add_argument("--name", default="", help="their full name, for a new account")

    def handle(self, *args, email, role, name, **options):
        email, role = email.strip().lower(), ROLES[role]
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{email}” is not an email address.") from None
        if len(name) > 120:
            raise CommandError("Give a name of 120 letters or fewer.")
        try:
            person, is_new = appoint(email, role, name.strip())
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        for line in what_next(person, role, is_new):
            self.stdout.write(line)


@transaction.atomic
def appoint(email, role, name):
    """The person with this address, from now on with this role, and whether they are new."""
    person = User.objects.filter(email__iexact=email).first()
    is_new = person is None
    if is_new:
        person = User.objects.create_user(email, name=name)
        EmailAddress.objects.create(user=person, email=email, primary=True)
    held = {held.value for held in person.roles}
    return change_roles(person, roles=held | {role.value}, by=None), is_new


def what_next(person, role, is_new):
    yield f"{person} is now: {role.label}."
    if is_new:
        code_page = settings.SITE_URL + reverse("account_request_login_code")
        yield "What to do next:"
        yield f"1. Open {code_page} and ask for a code for {person.email}."
        yield "2. Sign in with the code from the email."
    else:
        yield "What to do next:"
        yield f"1. Open {settings.SITE_URL} and sign in as {person.email}."
        yield "2. If you were signed in already, sign in once more: the new role asks for it."
    yield "3. Set up a second way to prove that it’s you. The page shows you how."
    if role == StaffRole.ADMINISTRATOR:
        yield "4. Choose “People” to give colleagues their roles."
