import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.math
import django.db.models.functions.text
import django.utils.timezone
import django_fsm
from django.conf import settings
from django.db import migrations, models

import applicants.files.stored
import applicants.secrets
import grants.funds.models.forms
import grants.money
import grants.states
from applicants.migrating import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = [
        ("applicants", "0001_initial"),
        ("applicants", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    grants.states.StateField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("in_assessment", "In assessment"),
                            ("with_panel", "With panel"),
                            ("offered", "Offered"),
                            ("accepted", "Accepted"),
                            ("in_monitoring", "In monitoring"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                            ("ineligible", "Not eligible"),
                            ("declined", "Declined"),
                            ("lapsed", "Offer lapsed"),
                            ("terminated", "Terminated"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        protected=True,
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("form_version", models.PositiveSmallIntegerField(default=1)),
                ("equality_key", models.CharField(blank=True, default="", max_length=32)),
                (
                    "is_only_one",
                    models.BooleanField(default=True, help_text="The round allows no second one."),
                ),
                ("is_joint", models.BooleanField(default=False)),
                ("amount_requested", grants.money.PoundsField(blank=True, null=True)),
                ("days_requested", grants.money.DaysField(blank=True, null=True)),
                (
                    "ward",
                    models.CharField(
                        blank=True, help_text="As on the day of sending.", max_length=100
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="grants.application",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="applicants.organisation",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("submitted_at__isnull", False)),
                        fields=["state"],
                        name="sent_by_state",
                    ),
                    models.Index(
                        models.OrderBy(models.F("submitted_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("submitted_at__isnull", False)),
                        name="sent_newest_first",
                    ),
                    models.Index(
                        models.F("state"),
                        models.OrderBy(models.F("submitted_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("submitted_at__isnull", False)),
                        name="sent_by_state_newest_first",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount_requested", None),
                                ("days_requested", None),
                                ("state__in", ["draft", "withdrawn"]),
                                ("submitted_at", None),
                                ("submitted_by", None),
                            ),
                            models.Q(
                                ("amount_requested__gte", 0),
                                ("days_requested__gte", 0),
                                ("submitted_at__isnull", False),
                                ("submitted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sent_applications_say_when_by_whom_and_how_much",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ward", ""), ("submitted_at__isnull", False), _connector="OR"
                        ),
                        name="only_what_was_sent_has_a_ward",
                    ),
                ],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=60)),
                ("guidance", models.TextField(blank=True)),
                ("weight", models.PositiveSmallIntegerField()),
                (
                    "marks",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="What 0 to 4 mean for it. None: the general words.",
                    ),
                ),
                (
                    "is_essential",
                    models.BooleanField(
                        default=False,
                        help_text="With a 0 for this, the fund offers advice first, not money.",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "criteria",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 1), ("weight__lte", 100)),
                        name="a_weight_is_1_to_100",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EligibilityTest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200)),
                ("question", models.CharField(blank=True, max_length=200)),
                ("guidance", models.CharField(blank=True, max_length=300)),
                (
                    "passes_on",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No")], default="yes", max_length=3
                    ),
                ),
                ("otherwise", models.CharField(blank=True, max_length=400)),
                (
                    "alternative",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nothing else"),
                            ("workshop", "A workshop of ours"),
                            ("advice", "A talk with us"),
                            ("fund", "Another round that is open"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("question", ""),
                            models.Q(("otherwise", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_question_asked_beforehand_explains_its_no",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Fund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                ("purpose", models.TextField()),
                (
                    "cost_code",
                    models.CharField(
                        blank=True,
                        help_text="For its rounds that have none of their own.",
                        max_length=30,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ModelScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=60)),
                ("guidance", models.TextField(blank=True)),
                ("weight", models.PositiveSmallIntegerField()),
                ("mark", models.PositiveSmallIntegerField()),
                ("reason", models.TextField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mark__gte", 0), ("mark__lte", 4)),
                        name="a_model_mark_is_0_to_4",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ModulusTables",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=20)),
                ("valid_from", models.DateField()),
                ("weights", models.TextField()),
                ("substitutions", models.TextField(blank=True)),
                ("sha256", models.CharField(max_length=64)),
                ("loaded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name_plural": "modulus tables",
            },
        ),
        migrations.CreateModel(
            name="ReferenceSequence",
            fields=[
                ("prefix", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="HistoryHead",
            fields=[
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="head",
                        serialize=False,
                        to="grants.application",
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0)),
                (
                    "digest",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaidCase",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("grants.application",),
        ),
        migrations.CreateModel(
            name="Thread",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("grants.application",),
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("version", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("filed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "total",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="weighted total out of 100",
                    ),
                ),
                ("set_aside_at", models.DateTimeField(blank=True, null=True)),
                ("set_aside_why", models.CharField(blank=True, max_length=120)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="grants.application",
                    ),
                ),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("filed_at__isnull", False)),
                        fields=["application", "total"],
                        name="filed_totals",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "assessor"), name="one_assessment_for_each_assessor"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("total", None), ("total__range", (0, 100)), _connector="OR"
                        ),
                        name="a_total_is_0_to_100",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("set_aside_at", None), ("set_aside_why", "")),
                            models.Q(
                                ("filed_at__isnull", False),
                                ("set_aside_at__isnull", False),
                                models.Q(("set_aside_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="only_filed_scores_are_set_aside_and_say_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("assigned_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "handed_back",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_time", "I don’t have the time"),
                            ("not_my_field", "It’s not my field"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="grants.application",
                    ),
                ),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assigned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("application", "assessor"),
                        name="each_assessor_is_assigned_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handed_back", ""), ("ended_at__isnull", False), _connector="OR"
                        ),
                        name="what_is_handed_back_has_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=32, unique=True)),
                (
                    "file",
                    models.FileField(blank=True, upload_to=applicants.files.stored.attachment_path),
                ),
                ("name", models.CharField(max_length=120)),
                ("content_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("not_scanned", "Not scanned for viruses"),
                            ("waiting", "Waiting to be scanned for viruses"),
                            ("clean", "Scanned, no virus found"),
                            ("infected", "Removed, because a virus was found in it"),
                        ],
                        default="not_scanned",
                        max_length=12,
                    ),
                ),
                ("scan_asked_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "question",
                    models.CharField(
                        blank=True, help_text="The key of its question.", max_length=10
                    ),
                ),
                ("placed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="grants.application",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacement",
                        to="grants.attachment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("removed_at", None), ("scan__in", ["not_scanned", "waiting"])
                        ),
                        fields=["scan_asked_at"],
                        name="files_that_wait_for_a_scan",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("application", "question", "sha256"),
                        name="the_same_file_once_for_each_question",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", ""), _negated=True),
                            ("removed_at__isnull", False),
                            ("scan", "infected"),
                            _connector="OR",
                        ),
                        name="a_document_that_stands_has_its_bytes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("amount", grants.money.PoundsField(verbose_name="amount awarded")),
                ("days", grants.money.DaysField(default=0, verbose_name="advice days awarded")),
                ("offered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("respond_by", models.DateTimeField()),
                ("signers", models.PositiveSmallIntegerField(default=1)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_name", models.CharField(blank=True, max_length=120)),
                ("accepted_letter_hash", models.CharField(blank=True, max_length=64)),
                ("lapse_told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="award",
                        to="grants.application",
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "payee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applicants.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("days__gt", 0), _connector="OR"),
                        name="an_award_gives_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("accepted_at", None),
                                ("accepted_by", None),
                                ("accepted_letter_hash", ""),
                                ("payee", None),
                            ),
                            models.Q(
                                ("accepted_at__isnull", False),
                                ("accepted_by__isnull", False),
                                ("payee__isnull", False),
                                models.Q(("accepted_letter_hash", ""), _negated=True),
                                models.Q(("accepted_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_acceptance_says_when_who_and_of_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AwardLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("money", "Money"), ("days", "Adviser days"), ("space", "Space")],
                        max_length=10,
                    ),
                ),
                ("description", models.CharField(max_length=120)),
                (
                    "amount",
                    grants.money.PoundsField(blank=True, help_text="Of money only.", null=True),
                ),
                (
                    "quantity",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True, help_text="What is counted: days, weeks.", max_length=40
                    ),
                ),
                (
                    "each",
                    grants.money.PoundsField(blank=True, null=True, verbose_name="value of one"),
                ),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="grants.award",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("award", "number"), name="award_lines_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount__gt", 0),
                                ("amount__isnull", False),
                                ("kind", "money"),
                                ("each", None),
                                ("quantity", None),
                                ("unit", ""),
                            ),
                            models.Q(
                                ("amount", None),
                                ("kind__in", ["days", "space"]),
                                ("quantity__isnull", False),
                                ("each__gte", 0),
                                ("each__isnull", False),
                                ("quantity__gt", 0),
                                models.Q(("unit", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_line_is_money_or_a_quantity_at_a_value",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankDetails",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account_name", models.CharField(max_length=60)),
                ("sort_code", applicants.secrets.SecretField()),
                ("account_number", applicants.secrets.SecretField()),
                ("last_four", models.CharField(max_length=4)),
                ("roll_number", models.CharField(blank=True, max_length=18)),
                (
                    "sum_says",
                    models.CharField(
                        choices=[
                            ("possible", "possible"),
                            ("cannot be checked", "cannot be checked"),
                        ],
                        default="cannot be checked",
                        max_length=20,
                    ),
                ),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("usable_from", models.DateTimeField(default=django.utils.timezone.now)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("check_note", models.TextField(blank=True)),
                (
                    "payee_check",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("MATC", "The name is right"),
                            ("MBAM", "The name is nearly right"),
                            (
                                "BANM",
                                "The name is right, but it is a personal account, or a business one",
                            ),
                            ("BAMM", "The name is nearly right, and it is another kind of account"),
                            ("ANNM", "The name is wrong"),
                            ("AC01", "There is no such account"),
                            ("ACNS", "The bank could not say"),
                        ],
                        max_length=4,
                    ),
                ),
                (
                    "call_back",
                    models.CharField(
                        blank=True,
                        help_text="The number that was rung, and where we had it from.",
                        max_length=160,
                    ),
                ),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.bankdetails",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_details",
                        to="applicants.organisation",
                    ),
                ),
                (
                    "tables",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.modulustables",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "bank details",
                "indexes": [
                    models.Index(
                        condition=models.Q(("checked_at", None), ("replaced_at", None)),
                        fields=["organisation"],
                        name="bank_details_to_check",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("organisation",),
                        name="one_current_bank_account_for_each_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by", None),
                            models.Q(("checked_by", models.F("entered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="bank_details_are_checked_by_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at", None), ("checked_by", None)),
                            models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_bank_check_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_at", None),
                            ("usable_from__lte", models.F("entered_at")),
                            models.Q(("call_back", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="somebody_rang_about_a_changed_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("follows", None),
                            ("usable_from__gt", models.F("entered_at")),
                            _connector="OR",
                        ),
                        name="a_changed_account_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_at", None),
                            models.Q(("payee_check__in", ("ANNM", "AC01")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_confirms_an_account_that_the_bank_does_not_know",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=32, unique=True)),
                (
                    "file",
                    models.FileField(blank=True, upload_to=applicants.files.stored.attachment_path),
                ),
                ("name", models.CharField(max_length=120)),
                ("content_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("not_scanned", "Not scanned for viruses"),
                            ("waiting", "Waiting to be scanned for viruses"),
                            ("clean", "Scanned, no virus found"),
                            ("infected", "Removed, because a virus was found in it"),
                        ],
                        default="not_scanned",
                        max_length=12,
                    ),
                ),
                ("scan_asked_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                ("not_enough", models.TextField(blank=True, verbose_name="why it is not enough")),
                ("not_enough_at", models.DateTimeField(blank=True, null=True)),
                ("proved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "looked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "not_enough_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.application",
                    ),
                ),
                (
                    "details",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="grants.bankdetails",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("removed_at", None), ("scan__in", ["not_scanned", "waiting"])
                        ),
                        fields=["scan_asked_at"],
                        name="account_files_to_scan",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("details",),
                        name="one_file_shows_an_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", ""), _negated=True),
                            ("removed_at__isnull", False),
                            ("scan", "infected"),
                            _connector="OR",
                        ),
                        name="a_file_for_an_account_has_its_bytes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("looked_at", None), ("looked_by", None)),
                            models.Q(
                                ("looked_at__isnull", False),
                                ("looked_by__isnull", False),
                                models.Q(("looked_by", models.F("added_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="somebody_else_looks_at_a_file_for_an_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("not_enough", ""), ("not_enough_at", None), ("not_enough_by", None)
                            ),
                            models.Q(
                                ("not_enough_at__isnull", False),
                                ("not_enough_by__isnull", False),
                                models.Q(("not_enough", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_file_for_an_account_that_is_not_enough_says_why_when_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proved_at", None),
                            models.Q(("looked_at__isnull", False), ("not_enough", "")),
                            _connector="OR",
                        ),
                        name="an_account_is_proved_by_a_file_that_was_looked_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(help_text="As the file was called.", max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "content",
                    applicants.secrets.SecretField(
                        blank=True, help_text="Its text, until it is taken in or thrown away."
                    ),
                ),
                (
                    "columns",
                    models.JSONField(default=dict, help_text="Which column of the file is what."),
                ),
                (
                    "amounts",
                    models.CharField(
                        choices=[
                            ("plain", "Without a minus, such as 4,000.00"),
                            ("minus", "With a minus, in brackets or with DR, such as -4,000.00"),
                        ],
                        help_text="How it writes what left, as somebody said.",
                        max_length=5,
                    ),
                ),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                ("discarded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "applied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "discarded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("applied_at", None), ("discarded_at", None)),
                        fields=("sha256",),
                        name="a_bank_file_waits_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("applied_at", None), ("applied_by", None)),
                            models.Q(("applied_at__isnull", False), ("applied_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_applied_bank_file_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("discarded_at", None), ("discarded_by", None)),
                            models.Q(
                                ("discarded_at__isnull", False), ("discarded_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_discarded_bank_file_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amounts__in", ["plain", "minus"])),
                        name="somebody_says_how_a_bank_file_writes_what_left",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("applied_at", None), ("discarded_at", None), _connector="OR"
                        ),
                        name="a_bank_file_is_taken_in_or_thrown_away",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("content", ""),
                            models.Q(("applied_at", None), ("discarded_at", None)),
                            _connector="OR",
                        ),
                        name="the_text_of_a_bank_file_goes_when_it_is_done",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        name="each_case_tag_stands_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed", "Signed agreement"),
                            ("bank", "Checked bank details"),
                            ("subsidy", "Subsidy confirmation"),
                            ("document", "Governing document"),
                            ("insurance", "Insurance"),
                            ("funding", "Other funding"),
                            ("other", "In our own words"),
                        ],
                        default="other",
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                (
                    "before",
                    models.PositiveSmallIntegerField(
                        null=True, verbose_name="first payment that it holds back"
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "evidence",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what we need to see"
                    ),
                ),
                ("seen", models.TextField(blank=True, verbose_name="what was seen")),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                ("missing", models.TextField(blank=True, verbose_name="what is still missing")),
                ("missing_at", models.DateTimeField(blank=True, null=True)),
                ("why_waived", models.TextField(blank=True)),
                ("waived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="grants.award",
                    ),
                ),
                (
                    "met_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "missing_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who at the fund looks after it. None: the co-op.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "waived_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("due_on__isnull", False), ("met_at", None), ("waived_at", None)
                        ),
                        fields=["due_on"],
                        name="conditions_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("award", "number"), name="conditions_in_order"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["signed", "bank", "subsidy"])),
                        fields=("award", "kind"),
                        name="what_we_know_ourselves_is_asked_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("met_at", None), ("met_by", None), ("seen", "")),
                            models.Q(
                                ("met_at__isnull", False),
                                ("met_by__isnull", False),
                                models.Q(("seen", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_condition_met_says_when_by_whom_and_what_was_seen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("missing", ""), ("missing_at", None), ("missing_by", None)),
                            models.Q(
                                ("met_at", None),
                                ("missing_at__isnull", False),
                                ("missing_by__isnull", False),
                                ("waived_at", None),
                                models.Q(("missing", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="what_is_missing_says_when_by_whom_and_of_what_is_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("waived_at", None), ("waived_by", None), ("why_waived", "")),
                            models.Q(
                                ("waived_at__isnull", False),
                                ("waived_by__isnull", False),
                                models.Q(("why_waived", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_condition_waived_says_when_by_whom_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("met_at", None), ("waived_at", None), _connector="OR"),
                        name="a_condition_is_met_or_waived_not_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["signed", "bank", "subsidy"]), _negated=True),
                            models.Q(("before", 1), ("met_at", None), ("waived_at", None)),
                            _connector="OR",
                        ),
                        name="what_we_know_ourselves_is_not_ticked_or_waived",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("before", None), ("before__gte", 1), _connector="OR"),
                        name="a_condition_holds_back_a_payment_or_none",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConditionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=32, unique=True)),
                (
                    "file",
                    models.FileField(blank=True, upload_to=applicants.files.stored.attachment_path),
                ),
                ("name", models.CharField(max_length=120)),
                ("content_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("not_scanned", "Not scanned for viruses"),
                            ("waiting", "Waiting to be scanned for viruses"),
                            ("clean", "Scanned, no virus found"),
                            ("infected", "Removed, because a virus was found in it"),
                        ],
                        default="not_scanned",
                        max_length=12,
                    ),
                ),
                ("scan_asked_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                ("proved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="grants.condition",
                    ),
                ),
                (
                    "looked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("looked_at", None), ("removed_at", None)),
                        fields=["condition"],
                        name="files_to_look_at",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("removed_at", None), ("scan__in", ["not_scanned", "waiting"])
                        ),
                        fields=["scan_asked_at"],
                        name="evidence_that_waits_for_a_scan",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("condition", "sha256"),
                        name="the_same_file_once_for_each_condition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", ""), _negated=True),
                            ("removed_at__isnull", False),
                            ("scan", "infected"),
                            _connector="OR",
                        ),
                        name="a_file_for_a_condition_has_its_bytes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("looked_at", None), ("looked_by", None)),
                            models.Q(("looked_at__isnull", False), ("looked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_file_that_was_looked_at_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proved_at", None),
                            models.Q(
                                ("looked_at__isnull", False),
                                ("proved_at__gte", models.F("added_at")),
                            ),
                            _connector="OR",
                        ),
                        name="nothing_proves_a_condition_before_it_is_looked_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=32, unique=True)),
                (
                    "is_declared",
                    models.BooleanField(
                        default=True,
                        help_text="They said so; otherwise we found it, and they said that it is not.",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("financial", "Money: I could gain or lose by it"),
                            ("employment", "Work: I work for them, or used to"),
                            ("membership", "Membership: I am a member, or was"),
                            ("family", "Family or close friend"),
                            ("office", "Another office that I hold"),
                            ("other", "Something else"),
                        ],
                        default="other",
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField()),
                ("declared_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("none", "No conflict"),
                            ("note_only", "Note only"),
                            ("no_score", "Doesn’t score or decide"),
                            ("leaves", "Leaves the discussion"),
                            ("no_access", "No access"),
                        ],
                        default="no_access",
                        max_length=12,
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "links_settled",
                    models.JSONField(
                        default=list,
                        help_text="Kinds of links that the officer knew of; a new kind is open.",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to="grants.application",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["declared_at"],
                        name="conflicts_to_settle",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "user"), name="one_conflict_for_each_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_at__isnull", False),
                            models.Q(("is_declared", True), ("outcome", "no_access")),
                            models.Q(("is_declared", False), ("outcome", "no_score")),
                            _connector="OR",
                        ),
                        name="a_conflict_that_waits_is_on_the_safe_side",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DatabaseEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entry", models.CharField(max_length=40, verbose_name="reference of the entry")),
                ("entered_on", models.DateField()),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="database_entries",
                        to="grants.award",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "database entries",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("award",),
                        name="one_database_entry_holds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("entry", ""), _negated=True),
                        name="a_database_entry_has_its_reference",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("offer", "Offer a grant"),
                            ("decline", "Decline"),
                            ("defer", "Defer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reasons", models.TextField()),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="grants.application",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "defer"), _negated=True),
                        fields=("application",),
                        name="one_final_decision_for_each_application",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content",
                    models.JSONField(
                        help_text="Marks, weights, sums and words, as `facts` makes them."
                    ),
                ),
                ("content_hash", models.CharField(max_length=64)),
                (
                    "review_by",
                    models.DateField(help_text="The last day on which a review can be asked for."),
                ),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipt",
                        to="grants.decision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("content_hash", ""), _negated=True),
                        name="a_decision_receipt_has_its_hash",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("declared_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="grants.application",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "user"), name="each_person_says_it_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DiligenceCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("pass", "Yes"),
                            ("condition", "Yes, with a condition"),
                            ("fail", "No"),
                            ("not_applicable", "Does not apply"),
                        ],
                        max_length=15,
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "evidence",
                    models.CharField(blank=True, max_length=300, verbose_name="where we saw it"),
                ),
                ("condition", models.CharField(blank=True, max_length=240)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("checked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                ("item", models.CharField(help_text="Its code in the checklist.", max_length=20)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="diligence_checks",
                        to="grants.application",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.attachment",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("result", "condition"), models.Q(("condition", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("result", "condition"), _negated=True),
                                ("condition", ""),
                                ("due_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="diligencecheck_has_a_condition_when_it_says_so",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("application", "item"),
                        name="one_result_for_each_thing_to_look_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EligibilityCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("pass", "Yes"),
                            ("condition", "Yes, with a condition"),
                            ("fail", "No"),
                            ("not_applicable", "Does not apply"),
                        ],
                        max_length=15,
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "evidence",
                    models.CharField(blank=True, max_length=300, verbose_name="where we saw it"),
                ),
                ("condition", models.CharField(blank=True, max_length=240)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("checked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="eligibility_checks",
                        to="grants.application",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.attachment",
                    ),
                ),
                (
                    "test",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.eligibilitytest",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("result", "condition"), models.Q(("condition", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("result", "condition"), _negated=True),
                                ("condition", ""),
                                ("due_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="eligibilitycheck_has_a_condition_when_it_says_so",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("application", "test"),
                        name="one_result_for_each_eligibility_test",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnterpriseLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=32, unique=True)),
                ("reason", models.TextField()),
                ("linked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applicants.organisation",
                    ),
                ),
                (
                    "linked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applicants.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))),
                        name="an_enterprise_link_joins_two_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("first", "second"),
                        name="two_organisations_are_linked_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(
                                models.Q(("ended_at", None), ("ended_by", None)),
                                models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                _connector="OR",
                            ),
                        ),
                        name="an_enterprise_link_says_why_and_who_ended_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=32, unique=True)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.CharField(max_length=300)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=300)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="grants.application",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("application",),
                        name="one_request_for_more_time_waits_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at", None),
                                ("answered_by", None),
                                ("until", None),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_answer_on_more_time_says_why_when_and_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("raised_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("resolution", models.TextField(blank=True, verbose_name="why it is resolved")),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to="grants.application",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("resolution", ""), ("resolved_at", None), ("resolved_by", None)
                            ),
                            models.Q(
                                ("resolved_at__isnull", False),
                                ("resolved_by__isnull", False),
                                models.Q(("resolution", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_resolved_flag_says_why_when_and_by_whom",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoryEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("verb", models.CharField(max_length=40)),
                ("subject", models.CharField(blank=True, max_length=60)),
                ("from_state", models.CharField(blank=True, max_length=20)),
                ("to_state", models.CharField(blank=True, max_length=20)),
                ("note", models.TextField(blank=True)),
                ("salt", models.CharField(max_length=32)),
                ("seal", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="history",
                        to="grants.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "history entries",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "sequence"),
                        name="history_has_one_entry_in_each_place",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Hosting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                (
                    "signers",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="How many sign for the host at least: by its form when it was named.",
                    ),
                ),
                ("named_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("end_reason", models.CharField(blank=True, max_length=300)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hostings",
                        to="grants.award",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hostings",
                        to="applicants.organisation",
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("award",),
                        name="one_host_for_each_award",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ended_at", None), ("ended_by", None)),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                models.Q(("end_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_hosting_that_ended_says_when_by_whom_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("amount", grants.money.PoundsField()),
                ("due_on", models.DateField()),
                ("needs", models.TextField(verbose_name="what we need first")),
                (
                    "after_report",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="report that must be accepted first"
                    ),
                ),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="grants.award",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("award", "number"), name="instalments_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)),
                        name="an_instalment_is_more_than_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InstalmentCancellation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    grants.money.PoundsField(
                        help_text="What was given back: all of the instalment."
                    ),
                ),
                ("because", models.TextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "instalment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cancellation",
                        to="grants.instalment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)),
                        name="a_cancelled_instalment_was_more_than_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("because", ""), _negated=True),
                        name="a_cancellation_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("by", models.F("held_by")), _negated=True),
                        name="a_cancellation_takes_two_people",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InstalmentHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("because", models.TextField()),
                ("held_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("let_go_at", models.DateTimeField(blank=True, null=True)),
                ("let_go_because", models.TextField(blank=True)),
                (
                    "held_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "instalment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="grants.instalment",
                    ),
                ),
                (
                    "let_go_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("let_go_at", None)),
                        fields=("instalment",),
                        name="an_instalment_is_held_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("let_go_at", None), ("let_go_because", ""), ("let_go_by", None)
                            ),
                            models.Q(
                                ("let_go_at__isnull", False),
                                ("let_go_by__isnull", False),
                                models.Q(("let_go_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_hold_that_ended_says_when_by_whom_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("because", ""), _negated=True), name="a_hold_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("role", models.CharField(blank=True, max_length=80)),
                ("picture", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("sha256", ""), _negated=True),
                        ),
                        name="a_signature_has_a_name_and_a_picture",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_ended_signature_says_when_and_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("offer", "Offer letter"),
                            ("decline", "Decision letter"),
                            ("ineligible", "Letter about eligibility"),
                            ("variation", "Letter about a change"),
                            ("subsidy_notification", "Public money notice"),
                            ("subsidy_confirmation", "Public money confirmation"),
                            ("remittance", "Payment advice"),
                            ("reminder", "Reminder"),
                            ("recovery", "Letter about money to pay back"),
                        ],
                        max_length=25,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "version"), name="wordings_in_order"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("version__gt", 0), models.Q(("text", ""), _negated=True)
                        ),
                        name="a_wording_has_a_number_and_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_by", None)),
                            models.Q(
                                ("approved_at__isnull", False), ("approved_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="an_approved_wording_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("written_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_wording_is_used_by_somebody_who_did_not_write_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LimitConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("counted_from", models.DateField(help_text="The first day that counts.")),
                (
                    "declared",
                    grants.money.PoundsField(verbose_name="from others, as far as it counts"),
                ),
                (
                    "own",
                    grants.money.PoundsField(
                        verbose_name="from this fund before, as far as it counts"
                    ),
                ),
                ("gross_value", grants.money.PoundsField(verbose_name="of this award")),
                ("allowed", grants.money.PoundsField(verbose_name="the limit as it was then")),
                ("name", models.CharField(max_length=120)),
                ("confirmed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="limit_confirmations",
                        to="grants.award",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("award",),
                        name="one_confirmation_of_the_limit_holds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "allowed__gte",
                                django.db.models.functions.math.Round(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("declared"), "+", models.F("own")
                                        ),
                                        "+",
                                        models.F("gross_value"),
                                    ),
                                    2,
                                ),
                            )
                        ),
                        name="what_is_confirmed_does_not_exceed_the_limit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="a_confirmation_of_the_limit_is_signed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeclaredAward",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("body", models.CharField(max_length=300)),
                ("amount", grants.money.PoundsField()),
                ("given_on", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("minimal", "Minimal financial assistance"),
                            ("spei", "Help for a public service (SPEI)"),
                            ("de_minimis", "De minimis or small amounts"),
                            ("not_sure", "We’re not sure"),
                            ("other", "Another kind, which does not count"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "confirmation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declared_awards",
                        to="grants.limitconfirmation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("confirmation", "number"), name="declared_awards_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0),
                            models.Q(("body", ""), _negated=True),
                            ("kind__in", ["minimal", "spei", "de_minimis", "not_sure", "other"]),
                        ),
                        name="a_declared_award_says_who_gave_how_much",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("subject", models.CharField(blank=True, max_length=80)),
                ("text", models.TextField(max_length=5000)),
                ("is_from_fund", models.BooleanField()),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="grants.application",
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["is_from_fund", "application"],
                        name="messages_unread",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "sent_by", "uuid"), name="a_message_is_sent_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("read_at", None), ("read_by", None)),
                            models.Q(("read_at__isnull", False), ("read_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="read_messages_say_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="a_message_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Moderation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.PositiveSmallIntegerField()),
                ("reason", models.TextField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moderations",
                        to="grants.application",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.criterion",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "talked",
                    models.ManyToManyField(
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who talked it over",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mark__gte", 0), ("mark__lte", 4)),
                        name="a_moderated_mark_is_0_to_4",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="a_moderated_mark_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MoneyBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.SlugField(
                        help_text="Also what the co-op writes on its payment to us.",
                        max_length=24,
                        unique=True,
                    ),
                ),
                ("amount", grants.money.PoundsField()),
                ("reasons", models.TextField(help_text="As the co-op reads them.")),
                ("days_to_pay", models.PositiveSmallIntegerField()),
                (
                    "is_unasked",
                    models.BooleanField(
                        default=False, help_text="It came, and nobody asked for it."
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("pay_by", models.DateField(blank=True, null=True)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_because", models.CharField(blank=True, max_length=300)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to="grants.award",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dropped_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "money asked back",
                "verbose_name_plural": "money asked back",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None), ("dropped_at", None)),
                        fields=("award", "is_unasked"),
                        name="one_recovery_of_an_award_waits_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0),
                            ("days_to_pay__gte", 14),
                            models.Q(("reasons", ""), _negated=True),
                        ),
                        name="a_recovery_says_how_much_why_and_by_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="somebody_else_decides_to_ask_for_money_back",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("pay_by", None)),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("pay_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_decided_recovery_says_when_by_whom_and_its_last_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("dropped_at", None), ("dropped_because", ""), ("dropped_by", None)
                            ),
                            models.Q(
                                ("dropped_at__isnull", False),
                                ("dropped_by__isnull", False),
                                models.Q(("dropped_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_dropped_recovery_says_when_by_whom_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_at", None), ("dropped_at", None), _connector="OR"
                        ),
                        name="a_recovery_is_decided_or_dropped",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(unique=True)),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="grants.application",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OfferExtension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was", models.DateTimeField()),
                ("respond_by", models.DateTimeField()),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="grants.award",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("respond_by__gt", models.F("was"))),
                        name="an_offer_is_only_extended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="an_extension_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Panel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=32, unique=True)),
                (
                    "is_meeting",
                    models.BooleanField(
                        default=True,
                        help_text="If not, its chair decided one application without a meeting.",
                    ),
                ),
                ("meets_at", models.DateTimeField()),
                ("place", models.CharField(blank=True, max_length=120)),
                ("quorum", models.PositiveSmallIntegerField(default=3)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("minutes", models.TextField(blank=True)),
                ("minutes_version", models.PositiveIntegerField(default=0)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("minutes_hash", models.CharField(blank=True, max_length=64)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quorum__gte", 1)), name="a_panel_needs_somebody"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_meeting", True), models.Q(("place", ""), _negated=True)),
                            models.Q(("is_meeting", False), ("place", ""), ("quorum", 1)),
                            _connector="OR",
                        ),
                        name="without_a_meeting_there_is_one_person_and_no_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened_at", None), ("opened_by", None)),
                            models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_panel_that_opened_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("minutes_hash", ""), ("signed_at", None), ("signed_by", None)
                            ),
                            models.Q(
                                ("opened_at__isnull", False),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                models.Q(("minutes_hash", ""), _negated=True),
                                models.Q(("minutes", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="signed_minutes_say_when_by_whom_and_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("is_live", models.BooleanField(default=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="grants.application",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda",
                        to="grants.panel",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("panel", "application"), name="an_application_is_on_an_agenda_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_live", True)),
                        fields=("application",),
                        name="an_application_is_on_one_agenda_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PanelMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_chair", models.BooleanField(default=False)),
                (
                    "is_present",
                    models.BooleanField(blank=True, help_text="Unknown until it opens.", null=True),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="grants.panel",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel_seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("panel", "user"), name="everybody_has_one_seat"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_chair", True)),
                        fields=("panel",),
                        name="a_panel_has_one_chair",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=32, unique=True)),
                ("name", models.CharField(help_text="As the lead calls them.", max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("does", models.TextField(help_text="What they do in the work.")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_lines",
                    models.CharField(blank=True, help_text="Their hash.", max_length=64),
                ),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partners",
                        to="grants.application",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "declined_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnerships",
                        to="applicants.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        models.F("application"),
                        condition=models.Q(("removed_at", None)),
                        name="partners_have_names_of_their_own",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        models.F("application"),
                        condition=models.Q(("removed_at", None)),
                        name="nobody_is_asked_twice_at_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("declined_at", None), ("removed_at", None)),
                        fields=("application", "organisation"),
                        name="an_organisation_is_a_partner_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at", None),
                                ("confirmed_by", None),
                                ("confirmed_lines", ""),
                            ),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("organisation__isnull", False),
                                models.Q(("confirmed_lines", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_yes_says_who_and_to_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("declined_at", None), ("declined_by", None)),
                            models.Q(
                                ("declined_at__isnull", False), ("declined_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_no_says_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(db_index=True, max_length=18)),
                ("amount", grants.money.PoundsField()),
                ("details_hash", models.CharField(max_length=64)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("paid_on", models.DateField(blank=True, null=True)),
                ("paid_at", models.DateTimeField(blank=True, null=True)),
                ("failed_on", models.DateField(blank=True, null=True)),
                ("failed_at", models.DateTimeField(blank=True, null=True)),
                ("returned_on", models.DateField(blank=True, null=True)),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "because",
                    models.CharField(
                        blank=True,
                        help_text="Why it failed or came back, in the bank’s words.",
                        max_length=200,
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "bank_checked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "bank_details",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.bankdetails",
                    ),
                ),
                (
                    "failed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "instalment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="grants.instalment",
                    ),
                ),
                (
                    "paid_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("cancelled_at", None), ("failed_at", None), ("returned_at", None)
                        ),
                        fields=("instalment",),
                        name="an_instalment_is_in_one_live_run",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bank_checked_by", models.F("prepared_by")), _negated=True),
                            models.Q(
                                ("approved_by", None),
                                models.Q(
                                    models.Q(
                                        ("approved_by", models.F("prepared_by")), _negated=True
                                    ),
                                    models.Q(
                                        ("approved_by", models.F("bank_checked_by")), _negated=True
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="three_people_look_at_each_payment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="a_payment_is_more_than_nothing"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("paid_at__isnull", False),
                                ("paid_by__isnull", False),
                                ("paid_on__isnull", False),
                            ),
                            models.Q(("paid_at", None), ("paid_by", None), ("paid_on", None)),
                            _connector="OR",
                        ),
                        name="a_paid_payment_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("failed_at__isnull", False),
                                ("failed_by__isnull", False),
                                ("failed_on__isnull", False),
                            ),
                            models.Q(("failed_at", None), ("failed_by", None), ("failed_on", None)),
                            _connector="OR",
                        ),
                        name="a_failed_payment_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("returned_at__isnull", False),
                                ("returned_by__isnull", False),
                                ("returned_on__isnull", False),
                            ),
                            models.Q(
                                ("returned_at", None), ("returned_by", None), ("returned_on", None)
                            ),
                            _connector="OR",
                        ),
                        name="a_returned_payment_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failed_at", None), ("paid_at", None)),
                            ("approved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="only_what_was_approved_has_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at", None), ("failed_at", None)),
                            models.Q(("cancelled_at", None), ("paid_at", None)),
                            models.Q(("failed_at", None), ("paid_at", None)),
                            _connector="OR",
                        ),
                        name="one_thing_became_of_a_payment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_at", None),
                            models.Q(
                                ("paid_at__isnull", False),
                                ("returned_on__gte", models.F("paid_on")),
                            ),
                            _connector="OR",
                        ),
                        name="what_came_back_had_left",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("because", ""), ("failed_at", None), ("returned_at", None)),
                            models.Q(
                                models.Q(("because", ""), _negated=True),
                                models.Q(("failed_at", None), ("returned_at", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="what_went_wrong_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=60, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("offer", "Offer letter"),
                            ("decline", "Decision letter"),
                            ("ineligible", "Letter about eligibility"),
                            ("variation", "Letter about a change"),
                            ("subsidy_notification", "Public money notice"),
                            ("subsidy_confirmation", "Public money confirmation"),
                            ("remittance", "Payment advice"),
                            ("reminder", "Reminder"),
                            ("recovery", "Letter about money to pay back"),
                        ],
                        max_length=25,
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        blank=True,
                        help_text="The occasion, where there may be several.",
                        max_length=60,
                    ),
                ),
                ("queued_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("dated_on", models.DateField()),
                ("words", models.JSONField(help_text="The facts that the wording is filled with.")),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("html", models.TextField(blank=True)),
                ("pdf", models.BinaryField(null=True)),
                (
                    "sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="hash of the PDF"),
                ),
                (
                    "page_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="hash of the page"),
                ),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="grants.application",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signature",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.lettersignature",
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        blank=True,
                        help_text="None: the wording that came with the software.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.letterwording",
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        blank=True,
                        help_text="What an advice says that we paid.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advice",
                        to="grants.payment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("issued_at", None)),
                        fields=["queued_at"],
                        name="letters_to_make",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ("offer", "decline", "ineligible"))),
                        fields=("application", "kind"),
                        name="one_letter_of_a_kind_for_each_application",
                    ),
                    models.UniqueConstraint(
                        fields=("application", "kind", "key"), name="one_letter_for_each_occasion"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key", ""), ("kind__in", ("offer", "decline", "ineligible"))),
                            models.Q(
                                models.Q(
                                    ("kind__in", ("offer", "decline", "ineligible")), _negated=True
                                ),
                                models.Q(("key", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_letter_that_may_come_again_names_its_occasion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "remittance"), ("payment__isnull", False)),
                            models.Q(
                                models.Q(("kind", "remittance"), _negated=True), ("payment", None)
                            ),
                            _connector="OR",
                        ),
                        name="an_advice_names_its_payment_and_nothing_else_does",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("issued_at", None),
                                ("page_sha256", ""),
                                ("pdf", None),
                                ("sha256", ""),
                            ),
                            models.Q(
                                ("issued_at__isnull", False),
                                ("pdf__isnull", False),
                                models.Q(("sha256", ""), _negated=True),
                                models.Q(("page_sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_issued_letter_has_its_bytes_and_hash",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("commitment", "Promised"),
                            ("release", "No longer promised"),
                            ("payment", "Paid"),
                            ("failure", "Payment failed"),
                            ("return", "Sent back by the bank"),
                            ("recovery", "Paid back by the co-op"),
                            ("correction", "Not paid back after all"),
                        ],
                        max_length=10,
                    ),
                ),
                ("amount", grants.money.PoundsField()),
                ("on", models.DateField(help_text="The day in whose accounts it belongs.")),
                (
                    "cost_code",
                    models.CharField(blank=True, help_text="As it was on that day.", max_length=30),
                ),
                ("because", models.CharField(blank=True, max_length=300)),
                (
                    "key",
                    models.CharField(
                        help_text="What happens once, once only.", max_length=80, unique=True
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger",
                        to="grants.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger",
                        to="grants.payment",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "ledger entries",
                "indexes": [models.Index(fields=["on"], name="ledger_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)),
                        name="a_ledger_row_is_more_than_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["payment", "failure", "return"]), _negated=True),
                            ("payment__isnull", False),
                            _connector="OR",
                        ),
                        name="what_a_bank_does_names_its_payment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankResultLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(help_text="Its line in the file; the first is 1."),
                ),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("amount_text", models.CharField(blank=True, max_length=40)),
                ("date_text", models.CharField(blank=True, max_length=40)),
                ("status_text", models.CharField(blank=True, max_length=40)),
                ("reason_text", models.CharField(blank=True, max_length=200)),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("matched", "Matched"),
                            ("known", "Already known"),
                            ("pending", "Not finished yet"),
                            ("unmatched", "Nothing fits"),
                        ],
                        max_length=10,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("paid", "Paid"), ("failed", "Failed"), ("returned", "Sent back")],
                        max_length=10,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=300)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="grants.bankresult",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="grants.payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a bank file",
                "constraints": [
                    models.UniqueConstraint(fields=("result", "number"), name="a_line_once_a_file"),
                    models.UniqueConstraint(
                        condition=models.Q(("verdict__in", ["matched", "pending"])),
                        fields=("fingerprint",),
                        name="a_bank_line_counts_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("verdict", "unmatched")),
                        fields=("fingerprint",),
                        name="a_bank_line_is_listed_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("verdict", "matched")),
                        fields=("payment", "outcome"),
                        name="a_payment_has_each_outcome_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "matched"), _negated=True),
                            models.Q(
                                ("payment__isnull", False), models.Q(("outcome", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_matched_line_names_its_payment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "unmatched"), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="an_unmatched_line_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("verdict", "unmatched"),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_answered_line_says_when_and_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    grants.states.StateField(
                        choices=[
                            ("prepared", "Waiting for approval"),
                            ("approved", "Approved"),
                            ("exported", "Sent to the bank"),
                            ("settled", "Settled"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="prepared",
                        editable=False,
                        max_length=20,
                        protected=True,
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("prepared_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("exported_at", models.DateTimeField(blank=True, null=True)),
                ("pay_on", models.DateField(help_text="The day on which the money should arrive.")),
                ("file_kind", models.CharField(blank=True, max_length=40)),
                ("file_ending", models.CharField(blank=True, max_length=4)),
                (
                    "file",
                    applicants.secrets.SecretField(
                        blank=True, help_text="The bytes for the bank, frozen at export."
                    ),
                ),
                ("file_hash", models.CharField(blank=True, max_length=64)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "exported_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "payment run",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_run_is_approved_by_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["prepared", "cancelled"]),
                            models.Q(
                                ("approved_at__isnull", False), ("approved_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_run_says_who_approved_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["exported", "settled"]), _negated=True),
                            models.Q(
                                ("exported_at__isnull", False),
                                ("exported_by__isnull", False),
                                models.Q(("file_hash", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_exported_run_has_its_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                ("state", "settled"),
                            ),
                            models.Q(
                                models.Q(("state", "settled"), _negated=True),
                                ("settled_at", None),
                                ("settled_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="a_settled_run_says_when_and_by_whom",
                    ),
                ],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.AddField(
            model_name="payment",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="grants.paymentrun",
            ),
        ),
        migrations.CreateModel(
            name="HandMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("paid", "Paid"), ("failed", "Failed"), ("returned", "Sent back")],
                        max_length=10,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("because", models.CharField(blank=True, max_length=200)),
                (
                    "evidence",
                    models.TextField(
                        help_text="Where one can see it: which statement, which letter."
                    ),
                ),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_because", models.CharField(blank=True, max_length=300)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dropped_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("payments", models.ManyToManyField(related_name="marks", to="grants.payment")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="grants.paymentrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "number"), name="marks_of_a_run_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", None),
                            models.Q(("confirmed_by", models.F("said_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="somebody_else_confirms_what_the_bank_did",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(
                                ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_confirmed_mark_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dropped_at", None), ("dropped_by", None)),
                            models.Q(("dropped_at__isnull", False), ("dropped_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_dropped_mark_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at", None), ("dropped_at", None), _connector="OR"
                        ),
                        name="a_mark_is_confirmed_or_dropped",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("evidence", ""), _negated=True),
                            models.Q(
                                models.Q(("because", ""), ("outcome", "paid")),
                                models.Q(("because", ""), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="a_mark_has_its_evidence",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Practice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("filed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PracticeScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("is_answered", models.BooleanField(default=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.modelscore",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="grants.practice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("practice", "criterion"),
                        name="one_practice_score_for_each_criterion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mark", None),
                            models.Q(("mark__gte", 0), ("mark__lte", 4)),
                            _connector="OR",
                        ),
                        name="a_practice_mark_is_0_to_4",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_answered", True), ("mark", None), _connector="OR"),
                        name="a_practice_mark_is_an_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", grants.money.PoundsField()),
                ("days", grants.money.DaysField(default=0)),
                ("why_more", models.TextField(blank=True)),
                (
                    "risk",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        max_length=6,
                    ),
                ),
                ("risk_words", models.TextField(blank=True)),
                (
                    "conditions",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Each with its text and due_on; no day: before the first payment.",
                    ),
                ),
                ("reason", models.TextField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="grants.application",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("risk__in", ["low", "medium", "high"])),
                        name="a_risk_is_low_medium_or_high",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("risk", "low"),
                            models.Q(("risk_words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_risk_that_is_not_low_is_explained",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    grants.states.StateField(
                        choices=[("due", "Due"), ("sent", "Sent in"), ("accepted", "Accepted")],
                        default="due",
                        editable=False,
                        max_length=20,
                        protected=True,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("reference", models.CharField(max_length=25, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("due_on", models.DateField()),
                ("answers", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="grants.award",
                    ),
                ),
                (
                    "releases",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="released_by",
                        to="grants.instalment",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "sent")),
                        fields=["sent_at"],
                        name="reports_to_read",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("award", "number"), name="reports_in_order"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "due"),
                            models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_report_sent_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(
                                ("accepted_at__isnull", False), ("accepted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_report_accepted_says_when_and_by_whom",
                    ),
                ],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name="Resolution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("full", "Fund in full"),
                            ("part", "Fund in part"),
                            ("reserve", "Reserve list"),
                            ("defer", "Defer"),
                            ("decline", "Decline"),
                            ("support", "Decline, and offer support"),
                        ],
                        max_length=10,
                    ),
                ),
                ("amount", grants.money.PoundsField(default=0)),
                ("days", grants.money.DaysField(default=0)),
                ("conditions", models.JSONField(default=list)),
                ("reserve_place", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("reasons", models.TextField(help_text="For the co-op, in the panel's words.")),
                ("present", models.JSONField(default=list)),
                ("left", models.JSONField(default=list)),
                ("resolved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resolutions",
                        to="grants.application",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resolutions",
                        to="grants.agendaitem",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released_at", None), ("replaced_at", None)),
                        fields=("application",),
                        name="one_resolution_is_held_for_each_application",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("verdict__in", ("full", "part")),
                                models.Q(("amount__gt", 0), ("days__gt", 0), _connector="OR"),
                            ),
                            ("verdict", "reserve"),
                            models.Q(
                                models.Q(("verdict__in", ("full", "part")), _negated=True),
                                ("amount", 0),
                                ("conditions", []),
                                ("days", 0),
                            ),
                            _connector="OR",
                        ),
                        name="a_panel_that_funds_gives_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reserve_place__gte", 1), ("verdict", "reserve")),
                            models.Q(
                                models.Q(("verdict", "reserve"), _negated=True),
                                ("reserve_place", None),
                            ),
                            _connector="OR",
                        ),
                        name="only_a_reserve_has_a_place_on_the_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reasons", ""), _negated=True),
                            models.Q(("present", []), _negated=True),
                        ),
                        name="a_panel_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_at", None), ("released_by", None)),
                            models.Q(
                                ("released_at__isnull", False),
                                ("released_by__isnull", False),
                                ("replaced_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="a_released_resolution_says_when_and_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleaseDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                (
                    "instalments",
                    models.PositiveSmallIntegerField(
                        default=1, validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                (
                    "terms",
                    models.JSONField(
                        blank=True,
                        help_text="As grants.awards.terms.shape.Terms; None: the usual, in so many payments.",
                        null=True,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("edited_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resolution",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="grants.resolution",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("read_by", None),
                            models.Q(("read_by", models.F("edited_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="words_are_read_by_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("read_at", None), ("read_by", None)),
                            models.Q(
                                ("read_at__gte", models.F("edited_at")), ("read_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="words_are_read_after_they_were_edited",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ResolutionReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("for", "Strong"), ("against", "Could be stronger")], max_length=7
                    ),
                ),
                ("sentence", models.CharField(max_length=300)),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.criterion",
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="because",
                        to="grants.resolution",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("resolution", "criterion"), name="one_reason_for_each_criterion"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sentence", ""), _negated=True),
                        name="a_reason_is_a_sentence",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=32, unique=True)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("fact", "You got a fact wrong"),
                            ("rules", "You did not follow your own rules"),
                            ("unfair", "It was not fair"),
                        ],
                        max_length=6,
                    ),
                ),
                ("words", models.TextField()),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("assigned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "Something went wrong"),
                            ("stands", "The decision stands"),
                        ],
                        max_length=6,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assigned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review",
                        to="grants.decision",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ground__in", ["fact", "rules", "unfair"]),
                            models.Q(("words", ""), _negated=True),
                        ),
                        name="a_review_says_what_went_wrong",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("assigned_at", None), ("assigned_by", None), ("reviewer", None)
                            ),
                            models.Q(
                                ("assigned_at__isnull", False),
                                ("assigned_by__isnull", False),
                                ("reviewer__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_reviewer_was_chosen_by_somebody_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("outcome", "")),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("outcome__in", ["upheld", "stands"]),
                                ("reviewer__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_answered_review_says_what_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField()),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risk_notes",
                        to="grants.application",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=80, unique=True)),
                ("summary", models.TextField(blank=True)),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("decision_on", models.DateField(verbose_name="decision date")),
                (
                    "scores_due_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="day by which scores are due"
                    ),
                ),
                ("budget", grants.money.PoundsField()),
                ("budget_days", grants.money.DaysField(default=0)),
                (
                    "cost_code",
                    models.CharField(blank=True, help_text="None: the fund’s.", max_length=30),
                ),
                ("minimum", grants.money.PoundsField()),
                ("maximum", grants.money.PoundsField()),
                (
                    "respond_days",
                    models.PositiveSmallIntegerField(
                        default=28, verbose_name="days to answer an offer"
                    ),
                ),
                (
                    "review_days",
                    models.PositiveSmallIntegerField(
                        default=20, verbose_name="working days to ask for a review"
                    ),
                ),
                (
                    "signers_registered",
                    models.PositiveSmallIntegerField(
                        default=2, verbose_name="people who sign an offer for a registered body"
                    ),
                ),
                (
                    "signers_unregistered",
                    models.PositiveSmallIntegerField(
                        default=2,
                        verbose_name="people who sign an offer for a group that is not registered",
                    ),
                ),
                (
                    "alone_up_to",
                    grants.money.PoundsField(
                        blank=True,
                        default=1000,
                        help_text="None: a panel decides about every application.",
                        null=True,
                        verbose_name="asked for at most where one approver decides without a meeting",
                    ),
                ),
                (
                    "applicant_forms",
                    models.JSONField(blank=True, default=list, help_text="None named: all."),
                ),
                (
                    "area",
                    models.JSONField(
                        blank=True, default=list, help_text="Outward codes. None: anywhere."
                    ),
                ),
                (
                    "wards",
                    models.JSONField(
                        blank=True, default=list, help_text="Names, instead of an area."
                    ),
                ),
                ("allows_several", models.BooleanField(default=False)),
                (
                    "is_blind",
                    models.BooleanField(default=False, verbose_name="judged without names"),
                ),
                (
                    "workshop_tag",
                    models.CharField(blank=True, help_text="None: no workshop.", max_length=40),
                ),
                ("workshop_people", models.PositiveSmallIntegerField(default=1)),
                ("workshop_months", models.PositiveSmallIntegerField(default=24)),
                (
                    "glossary",
                    models.JSONField(
                        blank=True, default=dict, help_text="Its own words: meanings."
                    ),
                ),
                (
                    "designed_with",
                    models.TextField(blank=True, verbose_name="who helped to design it"),
                ),
                (
                    "not_designed_because",
                    models.TextField(blank=True, verbose_name="why nobody helped to design it"),
                ),
                ("form_version", models.PositiveSmallIntegerField(default=1)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="grants.fund",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="a_round_closes_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scores_due_on__lte", models.F("decision_on"))),
                        name="scores_before_the_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("maximum__gte", models.F("minimum"))),
                        name="a_round_maximum_is_not_below_its_minimum",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("budget__gte", 0), ("budget_days__gte", 0), ("minimum__gte", 0)
                        ),
                        name="a_round_budget_is_not_below_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("workshop_people__range", (1, 20))),
                        name="a_round_asks_1_to_20_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_days__range", (5, 60))),
                        name="a_round_leaves_5_to_60_days_for_a_review",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signers_registered__range", (1, 4)),
                            ("signers_unregistered__range", (1, 4)),
                        ),
                        name="one_to_four_people_sign_an_offer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alone_up_to", None), ("alone_up_to__gt", 0), _connector="OR"
                        ),
                        name="one_person_decides_up_to_something_or_never",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area", []), ("wards", []), _connector="OR"),
                        name="a_round_names_postcodes_or_wards",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at", None), ("published_by", None)),
                            models.Q(
                                ("published_at__isnull", False), ("published_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_published_round_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at", None),
                            models.Q(("designed_with", ""), _negated=True),
                            models.Q(("not_designed_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_published_round_says_who_helped_to_design_it",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="panel",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="panels",
                to="grants.round",
            ),
        ),
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("wording", models.JSONField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="form_versions",
                        to="grants.round",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "number"), name="form_versions_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="a_correction_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EqualityTotal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=20)),
                ("option", models.CharField(blank=True, max_length=40)),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.round",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "question", "option"),
                        name="one_total_for_each_equality_answer",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EqualityAnswers",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("month", models.DateField(help_text="The first day of the month.")),
                ("key", models.CharField(max_length=32, null=True, unique=True)),
                ("answers", models.JSONField(default=dict)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.round",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "equality answers",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="equality_answers_know_only_their_month",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=32, unique=True)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("text", models.TextField()),
                ("wording", models.TextField(blank=True)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enquiries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enquiries",
                        to="grants.round",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "enquiries",
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at", None)),
                        fields=["asked_at"],
                        name="enquiries_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at", None),
                                ("answered_by", None),
                                ("wording", ""),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("wording", ""), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_answer_says_what_when_and_by_whom",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="eligibilitytest",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="eligibility_tests",
                to="grants.round",
            ),
        ),
        migrations.CreateModel(
            name="DateChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was_closes_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("was_decision_on", models.DateField()),
                ("decision_on", models.DateField()),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="date_changes",
                        to="grants.round",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_at", models.F("was_closes_at")),
                            ("decision_on", models.F("was_decision_on")),
                            _negated=True,
                        ),
                        name="a_change_of_dates_changes_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="a_change_of_dates_says_why",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="criterion",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="criteria",
                to="grants.round",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="grants.round",
            ),
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=32, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(blank=True, max_length=1000)),
                ("is_shared", models.BooleanField(default=False)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "name"), name="one_saved_view_of_a_name_for_each_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="a_saved_view_has_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "is_answered",
                    models.BooleanField(
                        default=True,
                        help_text="Answered without a mark: the assessor cannot judge this.",
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="grants.assessment",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.criterion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "criterion"), name="one_score_for_each_criterion"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_answered", True), ("mark", None), _connector="OR"),
                        name="a_mark_is_an_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mark", None),
                            models.Q(("mark__gte", 0), ("mark__lte", 4)),
                            _connector="OR",
                        ),
                        name="a_mark_is_0_to_4",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "code",
                    models.CharField(
                        default=grants.funds.models.forms.question_code, max_length=20
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="grants.round",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="sections_in_order"),
                    models.UniqueConstraint(
                        fields=("round", "code"), name="a_section_has_its_own_code"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(help_text="Across the whole form.")),
                (
                    "code",
                    models.CharField(
                        default=grants.funds.models.forms.question_code, max_length=20
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                ("guidance", models.CharField(blank=True, max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("short_text", "Short text"),
                            ("long_text", "Long text"),
                            ("number", "Whole number"),
                            ("money", "Amount of money"),
                            ("date", "Date"),
                            ("yes_no", "Yes or no"),
                            ("choice", "One choice"),
                            ("several", "Several choices"),
                            ("postcode", "Postcode"),
                            ("files", "Files"),
                            ("budget", "Budget table"),
                            ("steps", "Steps and dates"),
                            ("figures", "Income and costs"),
                            ("funding", "Other public money"),
                            ("people", "People"),
                            ("table", "Table of your own"),
                            ("ticks", "Statements to agree"),
                        ],
                        max_length=12,
                    ),
                ),
                ("is_required", models.BooleanField(default=True)),
                ("word_limit", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("least", models.PositiveIntegerField(blank=True, null=True)),
                ("most", models.PositiveIntegerField(blank=True, null=True)),
                ("options", models.JSONField(blank=True, default=list)),
                ("rows", models.PositiveSmallIntegerField(default=6)),
                ("shown_if", models.JSONField(blank=True, default=dict)),
                (
                    "criteria",
                    models.ManyToManyField(
                        blank=True, related_name="questions", to="grants.criterion"
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="grants.section",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("section", "number"), name="questions_in_order"
                    ),
                    models.UniqueConstraint(
                        fields=("section", "code"), name="a_question_stands_once_in_a_section"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("least", None),
                            ("most", None),
                            ("most__gte", models.F("least")),
                            _connector="OR",
                        ),
                        name="a_question_asks_for_no_more_than_its_most",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionAnswers",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("sound", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                ("seconds", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sections",
                        to="grants.application",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.section",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "section answers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "section"),
                        name="one_set_of_answers_for_each_section",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=28, unique=True)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("came", "It came back"),
                            ("let_go", "Written off"),
                            ("undone", "It did not come after all"),
                        ],
                        max_length=6,
                    ),
                ),
                ("amount", grants.money.PoundsField()),
                (
                    "on",
                    models.DateField(
                        help_text="When it came, by our bank statement; or when it was said."
                    ),
                ),
                (
                    "because",
                    models.TextField(help_text="Where one can see it, or why we let it go."),
                ),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_because", models.CharField(blank=True, max_length=300)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dropped_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="grants.settlement",
                    ),
                ),
                (
                    "recovery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="grants.moneyback",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("agreed_at", None), ("dropped_at", None)),
                        fields=("recovery",),
                        name="one_settlement_of_a_recovery_waits_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0),
                            ("way__in", ["came", "let_go", "undone"]),
                            models.Q(("because", ""), _negated=True),
                        ),
                        name="a_settlement_says_how_much_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects__isnull", False), ("way", "undone")),
                            models.Q(
                                models.Q(("way", "undone"), _negated=True), ("corrects", None)
                            ),
                            _connector="OR",
                        ),
                        name="what_did_not_come_names_what_was_said",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at", None)),
                        fields=("corrects",),
                        name="what_came_is_taken_back_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by", None),
                            models.Q(("agreed_by", models.F("said_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="somebody_else_agrees_to_a_settlement",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at", None), ("agreed_by", None)),
                            models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_agreed_settlement_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("dropped_at", None), ("dropped_because", ""), ("dropped_by", None)
                            ),
                            models.Q(
                                ("dropped_at__isnull", False),
                                ("dropped_by__isnull", False),
                                models.Q(("dropped_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_dropped_settlement_says_when_by_whom_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_at", None), ("dropped_at", None), _connector="OR"
                        ),
                        name="a_settlement_is_agreed_or_dropped",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Settling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("none", "No conflict"),
                            ("note_only", "Note only"),
                            ("no_score", "Doesn’t score or decide"),
                            ("leaves", "Leaves the discussion"),
                            ("no_access", "No access"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField()),
                ("settled_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "conflict",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlings",
                        to="grants.conflict",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conflict", "number"), name="one_settling_in_each_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name as they typed it")),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("director", "Director"),
                            ("secretary", "Secretary"),
                            ("chair", "Chair"),
                            ("treasurer", "Treasurer"),
                            ("trustee", "Trustee"),
                            ("partner", "Partner or member of the LLP"),
                            ("committee", "Committee member"),
                            ("owner", "Owner of the business"),
                            ("other", "Another officer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("signed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("letter_hash", models.CharField(max_length=64)),
                ("confirmations", models.TextField(help_text="What they ticked, word for word.")),
                (
                    "has_counted",
                    models.BooleanField(default=False, help_text="It made the offer accepted."),
                ),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="grants.award",
                    ),
                ),
                (
                    "hosting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="grants.hosting",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("award"),
                        models.F("letter_hash"),
                        models.F("signed_by"),
                        django.db.models.functions.comparison.Coalesce("hosting", 0),
                        name="one_person_signs_a_letter_once",
                    ),
                    models.UniqueConstraint(
                        models.F("award"),
                        models.F("letter_hash"),
                        django.db.models.functions.text.Lower("name"),
                        django.db.models.functions.comparison.Coalesce("hosting", 0),
                        name="no_name_stands_twice_under_a_letter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("letter_hash", ""), _negated=True),
                            models.Q(("confirmations", ""), _negated=True),
                        ),
                        name="a_signature_has_its_name_and_its_letter",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Skill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "needed_by",
                    models.ManyToManyField(
                        blank=True, related_name="skills_needed", to="grants.application"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"), name="each_skill_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="a_skill_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessorProfile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ward", models.CharField(blank=True, max_length=60)),
                (
                    "hours",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="None: not said.", null=True
                    ),
                ),
                (
                    "is_peer",
                    models.BooleanField(
                        default=False, help_text="A member of a co-op, who is paid."
                    ),
                ),
                (
                    "fee",
                    grants.money.PoundsField(
                        default=0, verbose_name="fee for each filed assessment"
                    ),
                ),
                (
                    "must_train",
                    models.BooleanField(default=False, help_text="Scores the training case first."),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessor_profile",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "skills",
                    models.ManyToManyField(blank=True, related_name="profiles", to="grants.skill"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_peer", True), ("fee", 0), _connector="OR"),
                        name="only_a_peer_is_paid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fee__gte", 0)), name="a_fee_is_not_below_nothing"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("form_version", models.PositiveSmallIntegerField(default=1)),
                ("organisation_name", models.CharField(max_length=120)),
                ("decision_on", models.DateField(help_text="When the round promised to decide.")),
                ("answers", models.JSONField()),
                ("partners", models.JSONField(default=list)),
                (
                    "minutes",
                    models.PositiveIntegerField(default=0, help_text="How long the writing took."),
                ),
                ("files", models.JSONField(default=list)),
                ("content_hash", models.CharField(max_length=64)),
                ("submitted_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="grants.application",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "number"), name="submissions_are_numbered"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("words", models.JSONField(default=list)),
                (
                    "left",
                    models.JSONField(
                        default=list, help_text="Found by us, and left to be read by the officer."
                    ),
                ),
                (
                    "hidden",
                    models.JSONField(
                        default=list, help_text="Keys of the answers that nobody blind reads."
                    ),
                ),
                (
                    "files",
                    models.JSONField(
                        default=list, help_text="References of the documents that may be opened."
                    ),
                ),
                ("is_ready", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redactions",
                        to="grants.application",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redactions",
                        to="grants.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "number"), name="one_redaction_in_each_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("note", models.TextField(blank=True, help_text="What we said about all of it.")),
                (
                    "questions",
                    models.JSONField(default=dict, help_text="By key: what we said about each."),
                ),
                ("open_keys", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_request",
                        to="grants.submission",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RouteProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=24, unique=True)),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("not_subsidy", "Not a subsidy"),
                            ("minimal", "Minimal financial assistance"),
                            ("streamlined", "Streamlined route"),
                            ("full", "Full assessment"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField()),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_because", models.TextField(blank=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="route_proposals",
                        to="grants.application",
                    ),
                ),
                (
                    "dropped_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("agreed_at", None), ("dropped_at", None)),
                        fields=("application",),
                        name="one_route_of_a_case_is_proposed_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("route__in", ("not_subsidy", "streamlined", "full")),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="a_proposed_route_says_which_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by", None),
                            models.Q(("agreed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="somebody_else_agrees_to_another_route",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at", None), ("agreed_by", None)),
                            models.Q(
                                ("agreed_at__isnull", False),
                                ("agreed_by__isnull", False),
                                ("dropped_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="an_agreed_route_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("dropped_at", None), ("dropped_because", ""), ("dropped_by", None)
                            ),
                            models.Q(
                                ("dropped_at__isnull", False),
                                ("dropped_by__isnull", False),
                                models.Q(("dropped_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_dropped_route_says_when_by_whom_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubsidyAssessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("not_subsidy", "Not a subsidy"),
                            ("minimal", "Minimal financial assistance"),
                            ("streamlined", "Streamlined route"),
                            ("full", "Full assessment"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField()),
                ("assessed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "done_note",
                    models.TextField(blank=True, help_text="What was done, and where it is kept."),
                ),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subsidy_assessments",
                        to="grants.application",
                    ),
                ),
                (
                    "assessed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessment",
                        to="grants.routeproposal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("application",),
                        name="one_subsidy_assessment_holds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("route__in", ["not_subsidy", "minimal", "streamlined", "full"]),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="a_subsidy_assessment_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("done_by", None), ("done_note", "")),
                            models.Q(
                                ("done_at__isnull", False),
                                ("done_by__isnull", False),
                                ("route__in", ("streamlined", "full")),
                                models.Q(("done_note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="only_the_longer_routes_are_done_by_hand_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_by", None),
                            models.Q(("done_by", models.F("assessed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="whoever_assessed_a_subsidy_does_not_say_that_it_is_done",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubsidyNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gross_value", grants.money.PoundsField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subsidy_notices",
                        to="grants.award",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.letter",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("gross_value__gt", 0)),
                        name="a_subsidy_notice_is_of_some_value",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="limitconfirmation",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="grants.subsidynotice",
            ),
        ),
        migrations.CreateModel(
            name="SubsidyStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("given_on", models.DateField()),
                ("gross_value", grants.money.PoundsField()),
                ("stated_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subsidy_statements",
                        to="grants.award",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grants.letter",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("gross_value__gt", 0)),
                        name="a_subsidy_statement_is_of_some_value",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tagging",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tagged_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taggings",
                        to="grants.application",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taggings",
                        to="grants.casetag",
                    ),
                ),
                (
                    "tagged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "tag"), name="each_tag_once_on_a_case"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=32, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mentor", "Mentor"),
                            ("adviser", "Adviser"),
                            ("other", "Other contact"),
                        ],
                        max_length=10,
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ties",
                        to="applicants.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ties",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on", None),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="a_tie_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", False), ("ended_by", None), _connector="OR"
                        ),
                        name="a_tie_that_goes_on_was_ended_by_nobody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("coop", models.CharField(max_length=120)),
                ("sheet", models.JSONField(help_text="Its questions and answers, in their order.")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "fund",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="training_case",
                        to="grants.fund",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="practice",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="practices",
                to="grants.trainingcase",
            ),
        ),
        migrations.AddField(
            model_name="modelscore",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="model_scores",
                to="grants.trainingcase",
            ),
        ),
        migrations.CreateModel(
            name="Trial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                (
                    "saved",
                    models.JSONField(
                        default=list, help_text="The codes of the sections saved so far."
                    ),
                ),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trials",
                        to="grants.round",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "officer"), name="one_trial_of_a_round_for_each_officer"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TryOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=32, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("lines", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="try_outs",
                        to="grants.panel",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("panel"),
                        models.F("name"),
                        name="each_try_out_of_a_panel_has_its_own_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkshopWaiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("equal", "Some of us did a course like it elsewhere"),
                            ("could_not", "We could not come"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workshop_waiver",
                        to="grants.application",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="a_workshop_waiver_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["equal", "could_not"])),
                        name="a_workshop_waiver_is_of_a_known_kind",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                fields=("run", "reference"), name="a_reference_once_a_run"
            ),
        ),
        migrations.AddConstraint(
            model_name="eligibilitytest",
            constraint=models.UniqueConstraint(
                fields=("round", "number"), name="eligibility_tests_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                fields=("round", "number"), name="criteria_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True), ("is_only_one", True)
                ),
                fields=("organisation", "round"),
                name="one_live_application_for_each_round",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("is_only_one", False), ("state", "draft"), ("submitted_at", None)
                ),
                fields=("organisation", "round"),
                name="one_unsent_draft_for_each_round",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.UniqueConstraint(
                fields=("case", "assessor"), name="one_practice_for_each_assessor"
            ),
        ),
        migrations.AddConstraint(
            model_name="modelscore",
            constraint=models.UniqueConstraint(
                fields=("case", "number"), name="model_scores_in_order"
            ),
        ),
    ]
