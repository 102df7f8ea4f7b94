"""People, the organisations they act for, and the messages that we send them."""

import uuid

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.timezone import now


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


class User(AbstractBaseUser):
    """A person with a login. There is no superuser: nobody goes round the rules.

    Roles are plain fields, not groups: every page asks for them, and this way
    the answer comes with the user.
    """

    email = models.EmailField("email address", unique=True)
    name = models.CharField("full name", max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=now)

    is_officer = models.BooleanField("fund officer", default=False)
    is_assessor = models.BooleanField("assessor", default=False)
    is_approver = models.BooleanField("approver", default=False)
    is_finance_preparer = models.BooleanField("prepares payments", default=False)
    is_finance_approver = models.BooleanField("approves payments", default=False)
    is_auditor = models.BooleanField("auditor", default=False)
    is_administrator = models.BooleanField("administrator", default=False)

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
            lambda: {m.organisation_id: m for m in Membership.objects.live().filter(user=self)},
        )


class RoleChange(models.Model):
    """Who gave or took a staff role, and when. Rows are only ever added."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_changes")
    role = models.CharField(max_length=30, choices=StaffRole.choices)
    is_given = models.BooleanField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=now)


class LegalForm(models.TextChoices):
    """Source: fact sheet section 4, from the UK registers."""

    NOT_FORMED = "not_formed", "Not formed yet"
    COOP_SOCIETY = "coop_society", "Co-operative society"
    COMMUNITY_BENEFIT = "cbs", "Community benefit society"
    COMPANY_GUARANTEE = "clg", "Company limited by guarantee"
    COMPANY_SHARES = "cls", "Company limited by shares"
    CIC = "cic", "Community interest company"
    LLP = "llp", "Limited liability partnership"
    CIO = "cio", "Charitable incorporated organisation"
    UNINCORPORATED = "unincorporated", "Unincorporated association or club"
    PARTNERSHIP = "partnership", "Partnership"


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Members see their own; fund staff who work on cases see all."""
        if user.is_officer or user.is_auditor or user.is_approver:
            return self
        return self.filter(pk__in=user.memberships_by_organisation)


class Organisation(models.Model):
    """The co-op, or the group that is becoming one. One record for its whole life."""

    reference = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    legal_form = models.CharField(
        max_length=20, choices=LegalForm.choices, default=LegalForm.NOT_FORMED
    )
    registration_number = models.CharField(max_length=20, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    started_at = models.DateTimeField(default=now)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_group_not_formed_has_no_number",
                condition=~Q(legal_form=LegalForm.NOT_FORMED) | Q(registration_number=""),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_formed(self):
        return self.legal_form != LegalForm.NOT_FORMED

    def people(self):
        """Everybody who acts for the organisation today."""
        return User.objects.filter(
            memberships__organisation=self, memberships__ended_at=None, is_active=True
        )


class MembershipQuerySet(models.QuerySet):
    def live(self):
        return self.filter(ended_at=None)


class Membership(models.Model):
    """A person's part in an organisation, and what they may do for it."""

    class Role(models.TextChoices):
        OWNER = "owner", "Owner"
        EDITOR = "editor", "Editor"
        READER = "reader", "Reader"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.EDITOR)
    is_signatory = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(ended_at=None),
                name="one_live_membership_each",
            )
        ]

    @property
    def can_edit(self):
        return self.role in (self.Role.OWNER, self.Role.EDITOR)


class EmailQuerySet(models.QuerySet):
    def due(self, at):
        """Messages that a worker may take now: waiting, or left behind by a dead worker."""
        return self.filter(
            Q(state=Email.State.WAITING, next_try_at__lte=at)
            | Q(state=Email.State.SENDING, leased_until__lt=at)
        )


class Email(models.Model):
    """One message to one person: written with the fact that caused it, sent later.

    The row is the truth and the broker is only a hint: what is written here is
    sent, whatever dies in between.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.CharField(max_length=80)
    to = models.EmailField()
    key = models.CharField(max_length=120, help_text="With event and address, makes it one.")
    about = models.CharField(max_length=40, blank=True, db_index=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    is_private = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(default=now)
    next_try_at = models.DateTimeField(default=now)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = EmailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "to", "key"], name="one_message_for_each_event_and_person"
            ),
            models.CheckConstraint(
                name="sent_messages_say_when",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                F("next_try_at"),
                name="email_waiting",
                condition=Q(state__in=["waiting", "sending"]),
            ),
            models.Index(fields=["-created_at"], name="email_newest"),
            models.Index(fields=["state"], name="email_failed", condition=Q(state="failed")),
        ]

    def __str__(self):
        return self.subject
