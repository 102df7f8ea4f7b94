import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import applicants.secrets
import workshops.booking.links
import workshops.needs.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("applicants", "0001_initial"),
        ("applicants", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Workshop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=80)),
                ("who_for", models.CharField(max_length=80)),
                ("summary", models.TextField()),
                ("leave_with", models.CharField(max_length=200)),
                (
                    "tag",
                    models.CharField(
                        blank=True, help_text="A round may ask for it.", max_length=40
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "email",
                    models.EmailField(
                        blank=True, db_index=True, help_text="In small letters.", max_length=254
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=30)),
                (
                    "confirm_by",
                    models.DateTimeField(
                        blank=True,
                        help_text="Until then we wait for their yes by email; then empty.",
                        null=True,
                    ),
                ),
                (
                    "link_key",
                    models.CharField(
                        default=workshops.booking.links.new_key, editable=False, max_length=16
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        help_text="Their group, until it has a record of its own.",
                        max_length=120,
                    ),
                ),
                ("booked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "waits_since",
                    models.DateTimeField(
                        blank=True, help_text="Their place in the waiting list.", null=True
                    ),
                ),
                (
                    "accepts",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="The fewest they would take."
                    ),
                ),
                (
                    "straight_in_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Until then they are booked without being asked again.",
                        null=True,
                    ),
                ),
                (
                    "lapses",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Offers not answered in time."
                    ),
                ),
                (
                    "walked_in",
                    models.BooleanField(default=False, help_text="Came without a booking."),
                ),
                (
                    "booked_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Their account, if they have one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows",
                    models.OneToOneField(
                        blank=True,
                        help_text="The booking of a session that we cancelled, for which they come first here.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="workshops.booking",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="applicants.organisation",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="The colleague who took it by phone.",
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
                        condition=models.Q(("confirm_by__isnull", False)),
                        fields=["confirm_by"],
                        name="unconfirmed_bookings",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("accepts__gt", 0)), name="a_party_takes_somebody"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("booked_by__isnull", False),
                            models.Q(("name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_booking_says_who_booked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirm_by", None),
                            models.Q(("booked_by", None), models.Q(("email", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="what_is_confirmed_by_email_has_an_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(blank=True, help_text="Names can come later.", max_length=120),
                ),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "Waiting for you to confirm"),
                            ("asked", "Waiting for you to confirm, for the list"),
                            ("waiting", "On the waiting list"),
                            ("offered", "A place is offered"),
                            ("booked", "Place booked"),
                            ("attended", "Came"),
                            ("part_attended", "Came for a part"),
                            ("no_show", "Did not come"),
                            ("not_confirmed", "Not confirmed in time"),
                            ("cancelled_in_time", "Given back"),
                            ("cancelled_late", "Given back on the last day"),
                            ("told_us_after", "Told us afterwards"),
                            ("left_list", "Left the waiting list"),
                            ("offer_declined", "Said no to the place"),
                            ("offer_lapsed", "Did not answer in time"),
                            ("not_reached", "No place came free"),
                            ("taken_off", "Added by mistake"),
                            ("session_cancelled", "We cancelled the session"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "link_key",
                    models.CharField(
                        default=workshops.booking.links.new_key,
                        editable=False,
                        help_text="New when somebody else comes.",
                        max_length=16,
                    ),
                ),
                (
                    "join_opened_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When they opened their page to join online.",
                        null=True,
                    ),
                ),
                ("booked_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="workshops.booking",
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        help_text="The account of whoever sits there, if it is known.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at", None),
                                ("ended_by", None),
                                ("state__in", ("held", "asked", "waiting", "offered", "booked")),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "state__in",
                                        ("held", "asked", "waiting", "offered", "booked"),
                                    ),
                                    _negated=True,
                                ),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_place_that_has_ended_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "booked"), _negated=True),
                            ("booked_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_booked_place_says_since_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.CharField(max_length=120, unique=True)),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                (
                    "place",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_item",
                        to="workshops.place",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=100, unique=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("place", models.CharField(max_length=120)),
                ("is_online", models.BooleanField(default=False)),
                ("access", models.TextField(blank=True, verbose_name="getting in and around")),
                (
                    "join_link",
                    models.URLField(
                        blank=True,
                        help_text="Shown only to those who have a place, from a day before the start.",
                        max_length=500,
                    ),
                ),
                ("capacity", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Not published yet"),
                            ("published", "Published"),
                            ("postponed", "Postponed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "version",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Goes up with each change that people must hear of."
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When time, place or state last changed for people.",
                        null=True,
                    ),
                ),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="workshops.workshop",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["starts_at"], name="sessions_by_date")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="a_session_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__gt", 0)), name="a_session_has_places"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at", None), ("state", "draft")),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("published_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_session_that_is_shown_says_since_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("cancelled_by__isnull", False),
                                ("state", "cancelled"),
                            ),
                            models.Q(
                                models.Q(("state", "cancelled"), _negated=True),
                                ("cancelled_at", None),
                                ("cancelled_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="a_cancelled_session_says_when_and_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="workshops.session",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="place",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="places",
                to="workshops.session",
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="workshops.session",
            ),
        ),
        migrations.CreateModel(
            name="SessionChange",
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
                            ("published", "Published"),
                            ("postponed", "Postponed"),
                            ("dated", "Given a new date"),
                            ("moved", "Moved"),
                            ("online", "Turned into an online session"),
                            ("cancelled", "Cancelled"),
                            ("stopped", "Stopped early"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "because",
                    models.CharField(blank=True, help_text="People are told.", max_length=300),
                ),
                ("was_starts_at", models.DateTimeField()),
                ("was_ends_at", models.DateTimeField()),
                ("was_place", models.CharField(max_length=120)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("place", models.CharField(max_length=120)),
                (
                    "told",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="How many people we wrote to."
                    ),
                ),
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
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="workshops.session",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TimedMessage",
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
                            ("week", "How to get there"),
                            ("still_ok", "Still OK?"),
                            ("join", "How to join online"),
                            ("thanks", "Thank you"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "version",
                    models.PositiveSmallIntegerField(help_text="Of the session, when it was due."),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("sent", "Sent"), ("too_late", "Skipped: too late")], max_length=10
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="timed_messages",
                        to="workshops.place",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("place", "kind", "version"),
                        name="one_timed_message_for_each_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["week", "still_ok", "join", "thanks"])),
                        name="a_timed_message_is_of_a_known_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("places", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateTimeField()),
                (
                    "out_of_turn",
                    models.CharField(
                        blank=True,
                        help_text="Why a colleague offered it before their turn.",
                        max_length=300,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Accepted"),
                            ("declined", "Said no"),
                            ("lapsed", "Not answered in time"),
                            ("withdrawn", "Taken back, because the session changed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="workshops.booking",
                    ),
                ),
                (
                    "made_by",
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
                        condition=models.Q(("ended_at", None)), fields=["until"], name="open_offers"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("booking",),
                        name="one_open_offer_for_each_party",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("outcome", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_offer_that_has_ended_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("made_by", None), ("out_of_turn", "")),
                            models.Q(
                                models.Q(("out_of_turn", ""), _negated=True),
                                ("made_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="out_of_turn_says_who_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
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
                        default=workshops.needs.models.new_reference, max_length=20, unique=True
                    ),
                ),
                ("what", applicants.secrets.SecretField(blank=True)),
                (
                    "words",
                    applicants.secrets.SecretField(blank=True, help_text="In their own words."),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("arranged", "Arranged"),
                            ("cannot", "We can’t"),
                            ("dropped", "Not needed any more"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        help_text="Or asked again, when we changed plans.",
                    ),
                ),
                (
                    "answer",
                    applicants.secrets.SecretField(blank=True, help_text="What we told them."),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "is_remembered",
                    models.BooleanField(default=False, help_text="They asked us to keep it."),
                ),
                (
                    "alerted_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When officers were told that it waits too long.",
                        null=True,
                    ),
                ),
                ("wiped_at", models.DateTimeField(blank=True, null=True)),
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
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="workshops.place",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "asked")),
                        fields=["asked_at"],
                        name="needs_to_answer",
                    ),
                    models.Index(
                        condition=models.Q(("wiped_at", None)), fields=["place"], name="needs_kept"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("asked", "dropped")),
                            models.Q(
                                ("answered_at__isnull", False), ("answered_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_need_that_is_answered_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "asked"), _negated=True),
                            models.Q(("answered_at", None), ("answered_by", None)),
                            _connector="OR",
                        ),
                        name="a_need_that_waits_has_no_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wiped_at", None),
                            models.Q(("answer", ""), ("what", ""), ("words", "")),
                            _connector="OR",
                        ),
                        name="a_need_that_is_wiped_says_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Made where it was tapped: sent again, the same tap adds nothing.",
                        unique=True,
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("arrived", "Here"),
                            ("left_early", "Left early"),
                            ("not_here", "Not here"),
                            ("undone", "Taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "noted_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, help_text="When it was tapped."
                    ),
                ),
                (
                    "marked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, help_text="When it reached us."
                    ),
                ),
                (
                    "marked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="workshops.place",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("marked_at__gte", models.F("noted_at"))),
                        name="a_tap_reaches_us_after_it_was_made",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["session", "state"], name="places_by_state"),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(
                models.F("session"),
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(
                    ("state__in", ("waiting", "offered", "booked")),
                    models.Q(("email", ""), _negated=True),
                ),
                name="one_live_place_for_each_person",
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("waits_since__isnull", False)),
                fields=["session", "waits_since"],
                name="waiting_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirm_by__isnull", False)),
                fields=("session", "email"),
                name="one_unconfirmed_booking_for_each_address",
            ),
        ),
    ]
