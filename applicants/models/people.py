"""People: everybody with a login, and who gave them a staff role."""

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

FORGOTTEN = "Somebody who has left"  # stands where the name of a forgotten person stood
NOWHERE = "@forgotten.invalid"  # and such an address where theirs did: no mail can be sent there


def is_nowhere(address):
    return address.endswith(NOWHERE)


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **facts):
        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user


class StaffRole(models.TextChoices):
    """What a person may be asked to do for the fund. The value is the field on User."""

    OFFICER = "is_officer", "Fund officer"
    ASSESSOR = "is_assessor", "Assessor"
    APPROVER = "is_approver", "Approver"
    FINANCE_PREPARER = "is_finance_preparer", "Finance: prepares payments"
    FINANCE_APPROVER = "is_finance_approver", "Finance: approves payments"
    AUDITOR = "is_auditor", "Auditor"
    ADMINISTRATOR = "is_administrator", "Administrator"


# Where it stands from when a role counts that could send money away.
COUNTS_FROM = {
    StaffRole.APPROVER: "decides_from",
    StaffRole.FINANCE_PREPARER: "prepares_from",
    StaffRole.FINANCE_APPROVER: "approves_from",
}


class User(AbstractBaseUser):
    """A person with a login. There is no superuser: nobody goes round the rules.

    Roles are plain fields, not groups: every page asks for them, and this way
    the answer comes with the user.
    """

    email = models.EmailField("email address", unique=True)
    name = models.CharField("full name", max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=now)
    # Theirs alone to see and to change. It is compared, so that nobody judges next door.
    home_postcode = models.CharField(max_length=8, blank=True)

    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    forgotten_at = models.DateTimeField(null=True, blank=True)

    is_officer = models.BooleanField("fund officer", default=False)
    is_assessor = models.BooleanField("assessor", default=False)
    is_approver = models.BooleanField("approver", default=False)
    is_finance_preparer = models.BooleanField("prepares payments", default=False)
    is_finance_approver = models.BooleanField("approves payments", default=False)
    is_auditor = models.BooleanField("auditor", default=False)
    is_administrator = models.BooleanField("administrator", default=False)

    # A role with money waits after it was given, so that others can hear of it first. Empty: no.
    decides_from = models.DateTimeField(null=True, blank=True)
    prepares_from = models.DateTimeField(null=True, blank=True)
    approves_from = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_user_for_each_address",
                violation_error_message="Somebody has an account with this email address.",
            ),
            models.CheckConstraint(
                name="a_closed_account_says_when_and_by_whom",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False, is_active=False),
            ),
            models.CheckConstraint(
                name="who_is_forgotten_has_a_closed_account",
                condition=Q(forgotten_at=None) | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="administrators_have_no_power_in_cases",
                condition=Q(is_administrator=False)
                | Q(
                    is_officer=False,
                    is_assessor=False,
                    is_approver=False,
                    is_finance_preparer=False,
                    is_finance_approver=False,
                ),
            ),
            models.CheckConstraint(
                name="auditors_change_nothing",
                condition=Q(is_auditor=False)
                | Q(
                    is_officer=False,
                    is_assessor=False,
                    is_approver=False,
                    is_finance_preparer=False,
                    is_finance_approver=False,
                    is_administrator=False,
                ),
            ),
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def roles(self):
        """The staff roles that this person holds, in the order of StaffRole."""
        return [role for role in StaffRole if getattr(self, role.value)]

    def waits_for(self, role):
        """From when a role of theirs counts, while it does not yet; None once it does."""
        counts_from = getattr(self, COUNTS_FROM[role]) if role in COUNTS_FROM else None
        return counts_from if counts_from and now() < counts_from else None

    @property
    def is_fund_staff(self):
        return bool(self.roles)

    def _get_session_auth_hash(self, secret=None):
        """Django's door for this: a new password or another set of roles ends every session."""
        facts = [self.password, *(role.value for role in self.roles)]
        return salted_hmac(
            "applicants.User.session", "\n".join(facts), secret=secret, algorithm="sha256"
        ).hexdigest()

    def has_perm(self, permission, record=None):
        """Ask the rules, and nothing else: no superuser, no permission tables."""
        return self.is_active and rules.has_perm(permission, self, record)

    # Facts that many checks of one request need, each read from the database once.

    def remember(self, fact, load):
        facts = self.__dict__.setdefault("_facts", {})
        if fact not in facts:
            facts[fact] = load()
        return facts[fact]

    def forget(self):
        """Drop remembered facts, so that a check under a lock sees today's truth."""
        self.__dict__.pop("_facts", None)

    @property
    def memberships_by_organisation(self):
        return self.remember(
            "memberships",
            lambda: {
                m.organisation_id: m for m in self.memberships.live().select_related("organisation")
            },
        )

    def membership_in(self, organisation):
        """This person’s membership of one organisation, by its key, or None."""
        return self.remember(
            ("membership", organisation), lambda: self.memberships_by_organisation.get(organisation)
        )


class RoleChange(models.Model):
    """Who gave or took a staff role, and when. Rows are only ever added."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_changes")
    role = models.CharField(max_length=30, choices=StaffRole.choices)
    is_given = models.BooleanField()
    # Theirs on that day. Whoever it was given to changes their address alone, and never this.
    email = models.EmailField(blank=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=now)
