"""Applications: drafts, their sections and files, and what was sent."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import now

from applicants.files.stored import StoredFile
from applicants.models import Organisation
from grants.funds.models import Round, Section
from grants.involvement import assigned_to, before_panels_of, conflicts_of, joined_by
from grants.lifecycle import ApplicationLifecycle, Stage
from grants.money import DaysField, PoundsField
from grants.states import StateQuerySet


class ReferenceSequence(models.Model):
    """Counts the references of one kind and year, such as CDF-2026."""

    prefix = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    @classmethod
    def next(cls, prefix):
        """The next reference, such as CDF-2026-0042; asks for the caller's transaction."""
        sequence, _ = cls.objects.select_for_update().get_or_create(prefix=prefix)
        sequence.last += 1
        sequence.save(update_fields=["last"])
        return f"{prefix}-{sequence.last:04d}"


class ApplicationQuerySet(StateQuerySet):
    def visible_to(self, user):
        """The cases that exist for this person; what is not here answers 404.

        A conflict closes a case to fund staff everywhere. A draft that was
        never sent belongs to its organisation, and to partners who look at it.
        """
        sent = Q(submitted_at__isnull=False)
        if user.is_officer or user.is_auditor or user.is_approver:
            seen = sent
        elif user.is_finance_preparer or user.is_finance_approver:
            seen = Q(award__accepted_at__isnull=False)
        elif user.is_assessor:
            seen = Q(pk__in=assigned_to(user) | before_panels_of(user))
        elif user.memberships_by_organisation:
            own = list(user.memberships_by_organisation)
            return self.filter(Q(organisation__in=own) | Q(pk__in=joined_by(own)))
        else:
            return self.none()
        conflicts = conflicts_of(user)
        return self.filter(seen).exclude(pk__in=conflicts) if conflicts else self.filter(seen)

    def own_of(self, user):
        """Those of the co-ops for which this person acts; none for a colleague of the fund."""
        own = [] if user.is_fund_staff else list(user.memberships_by_organisation)
        return self.filter(organisation__in=own)

    def select_for_update(self, **how):
        """Locked against everybody who locks them, but not against rows that only belong to them.

        A line of history takes the end of its chain first and then, as every row that names the
        case, its key. Locked whole, whoever holds the case and wants to write a line would wait
        for one who writes, and who waits for the case.
        """
        return super().select_for_update(no_key=True, **how)

    def locked(self):
        """Locked, with their round and their organisation.

        That is read when the lock is had: a join may have given a case another one while we
        waited, and asked for with the old one it would be found nowhere.
        """
        rows = self.select_for_update(of=("self",)).select_related("round")
        return rows.prefetch_related("organisation")

    def holding_budget(self):
        """Applications whose award takes money from the round."""
        return self.filter(state__in=ApplicationLifecycle.LIVE_AWARD)


class Application(ApplicationLifecycle):
    """The request for funding, from its first draft to the day its award is closed."""

    WHEN_MERGED = {"organisation": "grants.applications.joining.carry_over_applications"}
    WHY_A_NAME_STAYS = "grants.applications.keeping.why_a_name_stays"

    reference = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="applications"
    )
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="applications")
    started_at = models.DateTimeField(default=now)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    form_version = models.PositiveSmallIntegerField(default=1)
    # Leads to the equality answers until it is sent, and is then forgotten on both sides.
    equality_key = models.CharField(max_length=32, blank=True, default="")
    is_only_one = models.BooleanField(default=True, help_text="The round allows no second one.")
    # Whether it has partners: most have none, and their pages need not look.
    is_joint = models.BooleanField(default=False)
    amount_requested = PoundsField(null=True, blank=True)
    days_requested = DaysField(null=True, blank=True)
    ward = models.CharField(max_length=100, blank=True, help_text="As on the day of sending.")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "round"],
                condition=~Q(state=Stage.WITHDRAWN) & Q(is_only_one=True),
                name="one_live_application_for_each_round",
            ),
            models.UniqueConstraint(
                fields=["organisation", "round"],
                condition=Q(state=Stage.DRAFT, submitted_at=None, is_only_one=False),
                name="one_unsent_draft_for_each_round",
            ),
            models.CheckConstraint(
                name="sent_applications_say_when_by_whom_and_how_much",
                condition=Q(
                    submitted_at=None,
                    submitted_by=None,
                    amount_requested=None,
                    days_requested=None,
                    state__in=[Stage.DRAFT, Stage.WITHDRAWN],
                )
                | Q(
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                    amount_requested__gte=0,
                    days_requested__gte=0,
                ),
            ),
            models.CheckConstraint(
                name="only_what_was_sent_has_a_ward",
                condition=Q(ward="") | Q(submitted_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["state"],
                name="sent_by_state",
                condition=Q(submitted_at__isnull=False),
            ),
            models.Index(
                F("submitted_at").desc(),
                F("id").desc(),
                name="sent_newest_first",
                condition=Q(submitted_at__isnull=False),
            ),
            models.Index(
                F("state"),
                F("submitted_at").desc(),
                F("id").desc(),
                name="sent_by_state_newest_first",
                condition=Q(submitted_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_draft(self):
        return self.state == Stage.DRAFT

    @property
    def has_ended(self):
        return self.state in self.ENDED


def case_is_visible(user, way="application"):
    """The condition that a row belongs to a case which this person may see.

    It looks for one case by its key; a list of every visible case would grow with the fund.
    """
    return Exists(Application.objects.visible_to(user).filter(pk=OuterRef(way)))


class ExtensionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What a co-op asked, for officers: never its draft, and none of their own co-op."""
        if not user.is_officer:
            return self.none()
        own = Q(application__organisation__in=list(user.memberships_by_organisation))
        return self.exclude(own | Q(application__in=conflicts_of(user)))

    def waiting(self):
        """Requests that nobody has answered, of drafts that could still use the time."""
        return self.filter(
            answered_at=None, application__state=Stage.DRAFT, application__submitted_at=None
        )


class Extension(models.Model):
    """More time for one application: who asked and why, and what an officer answered.

    The request is all that an officer sees; the draft stays with its co-op. `until` is set when
    the answer is yes. An answer is given once and stays.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="extensions"
    )
    reference = models.SlugField(max_length=32, unique=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=now)
    reason = models.CharField(max_length=300)
    until = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered_at=None),
                name="one_request_for_more_time_waits_at_a_time",
            ),
            models.CheckConstraint(
                name="an_answer_on_more_time_says_why_when_and_by_whom",
                condition=Q(answered_at=None, answered_by=None, until=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self):
        return f"More time for {self.application}"


class SectionAnswers(models.Model):
    """What an application answers in one section, and which saving of it this is.

    One row a section keeps a save at one statement and gives a stale tab a
    version to be compared with. Answers are keyed by the question's number.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="sections")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    # The questions whose answers would be taken as they stand. Whether the section is finished
    # follows from them and from which questions are asked today: an answer elsewhere may change it.
    sound = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    # Counted quietly, to tell later groups how long the form takes; nobody is judged by it.
    seconds = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "section answers"
        constraints = [
            models.UniqueConstraint(
                fields=["application", "section"], name="one_set_of_answers_for_each_section"
            )
        ]


class Submission(models.Model):
    """Exactly what was sent, with the hash that stands on the receipt. Never changed."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="submissions"
    )
    number = models.PositiveSmallIntegerField(default=1)
    form_version = models.PositiveSmallIntegerField(default=1)
    # As they were that day: a copy of what was sent says the same for ever.
    organisation_name = models.CharField(max_length=120)
    decision_on = models.DateField(help_text="When the round promised to decide.")
    answers = models.JSONField()
    partners = models.JSONField(default=list)  # who applied together, and who said yes when
    minutes = models.PositiveIntegerField(default=0, help_text="How long the writing took.")
    files = models.JSONField(default=list)  # of each document: name, size, sha256, question
    content_hash = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"], name="submissions_are_numbered"
            )
        ]

    @staticmethod
    def hash_of(answers, files=(), partners=()):
        """SHA-256 of what was sent in one fixed spelling: answers, documents, partners."""
        content = {"answers": answers, "files": list(files), "partners": list(partners)}
        spelled = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(spelled.encode()).hexdigest()

    @property
    def fingerprint(self):
        """The hash in groups that two people can read to one another."""
        digits = self.content_hash
        return [digits[start : start + 8] for start in range(0, len(digits), 8)]


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A file opens for those who see its case, and so does one that was sent with it once."""
        stands = Q(removed_at=None) | Q(sent_at__isnull=False)
        return self.filter(stands, case_is_visible(user))


class Attachment(StoredFile):
    """A supporting document of an application."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="attachments"
    )
    question = models.CharField(max_length=10, blank=True, help_text="The key of its question.")
    placed_at = models.DateTimeField(default=now)  # its place in lists: a replacement keeps it
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replacement"
    )
    sent_at = models.DateTimeField(null=True, blank=True)  # the first time

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "question", "sha256"],
                condition=Q(removed_at=None),
                name="the_same_file_once_for_each_question",
            ),
            models.CheckConstraint(
                name="a_document_that_stands_has_its_bytes",
                condition=~Q(file="") | Q(removed_at__isnull=False) | Q(scan="infected"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["scan_asked_at"],
                name="files_that_wait_for_a_scan",
                condition=Q(scan__in=["not_scanned", "waiting"], removed_at=None),
            ),
        ]
