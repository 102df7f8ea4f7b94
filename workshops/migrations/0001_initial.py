import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import applicants.files.stored
import applicants.secrets
import workshops.booking.links
import workshops.interest.models
import workshops.needs.models
from applicants.migrating import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = [
        ("applicants", "0001_initial"),
        ("applicants", "__first__"),
    ]

    operations = [
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
                            ("requested", "Waiting for our answer"),
                            ("waiting", "On the waiting list"),
                            ("offered", "A place is offered"),
                            ("booked", "Place booked"),
                            ("attended", "Came"),
                            ("part_attended", "Came for a part"),
                            ("no_show", "Did not come"),
                            ("not_confirmed", "Not confirmed"),
                            ("declined", "No place this time"),
                            ("unanswered", "We did not answer in time"),
                            ("withdrawn", "No longer asked for"),
                            ("cancelled_in_time", "Given back"),
                            ("cancelled_late", "Given back on the last day"),
                            ("told_us_after", "Told us afterwards"),
                            ("left_list", "Left the waiting list"),
                            ("offer_declined", "Said no to the place"),
                            ("offer_lapsed", "Did not answer in time"),
                            ("not_reached", "No place came free"),
                            ("taken_off", "Added by mistake"),
                            ("switched", "Changed how they come"),
                            ("session_cancelled", "We cancelled the session"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("room", "In the room"), ("online", "Online")],
                        default="room",
                        max_length=6,
                    ),
                ),
                (
                    "with_companion",
                    models.BooleanField(
                        default=False, help_text="Somebody comes to help them, and needs a chair."
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
                (
                    "calendar_uid",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("calendar_sequence", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("booked_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("with_companion", False), ("way", "room"), _connector="OR"
                        ),
                        name="a_companion_needs_a_chair_in_a_room",
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
                (
                    "covers",
                    models.TextField(
                        blank=True, help_text="One thing a line; certificates say it."
                    ),
                ),
                (
                    "is_listening",
                    models.BooleanField(
                        default=False,
                        help_text="We write down each idea, and answer it within 30 days.",
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
                    "asks_because",
                    models.CharField(
                        blank=True,
                        help_text="Why they would like to come, where we choose. Emptied 30 days after it.",
                        max_length=500,
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
                    "given_because",
                    models.CharField(
                        blank=True,
                        help_text="Why a colleague gave out a place held back.",
                        max_length=300,
                    ),
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
            name="CourseBooking",
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
                (
                    "link_key",
                    models.CharField(
                        default=workshops.booking.links.new_key, editable=False, max_length=16
                    ),
                ),
                ("booked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When they said yes by email, or booked with an account.",
                        null=True,
                    ),
                ),
                (
                    "booked_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Their account, if they have one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="course_bookings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("booked_by__isnull", False),
                            models.Q(("name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_course_booking_says_who_booked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("booked_by", None), ("confirmed_at__isnull", False), _connector="OR"
                        ),
                        name="whoever_books_a_course_with_an_account_means_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoursePart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="course_part",
                        to="workshops.booking",
                    ),
                ),
                (
                    "course_booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="workshops.coursebooking",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Facilitator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                (
                    "fee_pence",
                    models.PositiveIntegerField(help_text="What they usually get for a session."),
                ),
                ("brings", models.CharField(blank=True, max_length=300)),
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
                        django.db.models.functions.text.Lower("email"),
                        name="one_facilitator_for_each_address",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackGiven",
            fields=[
                (
                    "place",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="feedback_given",
                        serialize=False,
                        to="workshops.place",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="place",
            name="booking",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="places",
                to="workshops.booking",
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="came_after",
            field=models.OneToOneField(
                blank=True,
                help_text="Their place that had ended before they came all the same.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="came_as",
                to="workshops.place",
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="instead_of",
            field=models.ForeignKey(
                blank=True,
                help_text="The place in the other way that they hold until they win this one.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="wishes",
                to="workshops.place",
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="person",
            field=models.ForeignKey(
                blank=True,
                help_text="The account of whoever sits there, if it is known.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="places",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True)),
                (
                    "digest",
                    models.CharField(
                        help_text="It is looked up by this.", max_length=64, unique=True
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "state",
                    models.CharField(
                        help_text="What the register said of the place.", max_length=20
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How long they were there, where that is known.",
                        null=True,
                    ),
                ),
                ("title", models.CharField(help_text="Of the workshop.", max_length=80)),
                ("html", models.TextField(blank=True)),
                ("pdf", models.BinaryField(default=b"")),
                ("sha256", models.CharField(max_length=64)),
                ("issued_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                ("forgotten_at", models.DateTimeField(blank=True, null=True)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="workshops.place",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("place",),
                        name="one_certificate_of_a_place_is_the_newest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("attended", "part_attended"))),
                        name="a_certificate_is_for_somebody_who_came",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("forgotten_at", None), models.Q(("name", ""), _negated=True)),
                            models.Q(("forgotten_at__isnull", False), ("html", ""), ("name", "")),
                            _connector="OR",
                        ),
                        name="a_certificate_has_its_name_until_it_is_forgotten",
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
        migrations.CreateModel(
            name="GuestForgotten",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stands_as",
                    models.EmailField(
                        blank=True,
                        help_text="The address that stands in all that was theirs.",
                        max_length=254,
                    ),
                ),
                (
                    "places",
                    models.PositiveIntegerField(
                        help_text="How many places stay without their name."
                    ),
                ),
                ("forgotten_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "forgotten_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty when the time to keep it was over.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
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
                    "standing",
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
                        condition=models.Q(("standing", "asked")),
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
                            ("standing__in", ("asked", "dropped")),
                            models.Q(
                                ("answered_at__isnull", False), ("answered_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_need_that_is_answered_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "asked"), _negated=True),
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
            name="RequestAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "given",
                    models.PositiveSmallIntegerField(help_text="How many of them have a place."),
                ),
                (
                    "declined",
                    models.PositiveSmallIntegerField(help_text="How many of them have none."),
                ),
                (
                    "because",
                    models.CharField(
                        blank=True,
                        help_text="What we told them; a no always says why.",
                        max_length=300,
                    ),
                ),
                ("answered_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request_answer",
                        to="workshops.booking",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("declined", 0), ("given", 0), _negated=True),
                        name="an_answer_is_about_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("declined", 0),
                            models.Q(("because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_no_says_why",
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
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=80)),
                ("summary", models.TextField(blank=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("single", "Single dates"),
                            ("course", "Whole course"),
                            ("pick_one", "Pick one"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "dates_planned",
                    models.PositiveSmallIntegerField(help_text="How many dates it has in all."),
                ),
                (
                    "dates_needed",
                    models.PositiveSmallIntegerField(
                        help_text="To how many somebody must come for it to be complete."
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "created_by",
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
                        condition=models.Q(("kind__in", ("single", "course", "pick_one"))),
                        name="a_programme_is_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dates_needed__gt", 0),
                            ("dates_needed__lte", models.F("dates_planned")),
                        ),
                        name="nobody_must_come_more_often_than_there_are_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "course"), _negated=True),
                            ("dates_planned__gte", 2),
                            _connector="OR",
                        ),
                        name="a_course_has_two_dates_or_more",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "pick_one"), _negated=True),
                            ("dates_needed", 1),
                            _connector="OR",
                        ),
                        name="of_a_pick_one_one_is_enough",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="coursebooking",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="workshops.programme",
            ),
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
                (
                    "ring_in",
                    models.CharField(
                        blank=True,
                        help_text="A number and a code; shown where the link is.",
                        max_length=200,
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        help_text="Places in the room; or online, where there is no room."
                    ),
                ),
                (
                    "held_back",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Of these, the places that colleagues give out."
                    ),
                ),
                (
                    "online_capacity",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Places online, where it is in a room and online."
                    ),
                ),
                ("online_held_back", models.PositiveSmallIntegerField(default=0)),
                (
                    "held_because",
                    models.CharField(
                        blank=True, help_text="For whom, or for what.", max_length=300
                    ),
                ),
                (
                    "room_size",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How many people the room holds, if it is known.",
                        null=True,
                    ),
                ),
                (
                    "most_waiting",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="The most people on each waiting list; empty: no end.",
                        null=True,
                    ),
                ),
                (
                    "opens_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When booking opens; empty: as soon as it is published.",
                        null=True,
                    ),
                ),
                (
                    "chosen_by",
                    models.CharField(
                        blank=True,
                        help_text="How we choose who comes, in public; empty: whoever books first has a place.",
                        max_length=500,
                    ),
                ),
                (
                    "volunteers_asked_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When we asked who could give their place up.",
                        null=True,
                    ),
                ),
                (
                    "called",
                    models.JSONField(
                        default=dict,
                        help_text="On the last day, by way: how often all who wait were told of "
                        "free places, how many were free when we looked last, and when they heard.",
                    ),
                ),
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
                            ("is_online", False),
                            models.Q(("online_capacity", 0), ("online_held_back", 0)),
                            _connector="OR",
                        ),
                        name="places_beside_a_room_are_online",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("held_back__lte", models.F("capacity")),
                            ("online_held_back__lte", models.F("online_capacity")),
                        ),
                        name="no_more_places_are_held_back_than_there_are",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_back", 0), ("online_held_back", 0)),
                            models.Q(("held_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="places_held_back_say_why",
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
        migrations.CreateModel(
            name="ProgrammeDate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dates",
                        to="workshops.programme",
                    ),
                ),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programme_date",
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
        migrations.CreateModel(
            name="Material",
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
                ("title", models.CharField(max_length=80)),
                ("link", models.URLField(blank=True, max_length=500)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "Everybody"),
                            ("booked", "Those who have a place"),
                            ("attended", "Those who came"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "is_for_after",
                    models.BooleanField(default=False, help_text="Shown from the end on."),
                ),
                (
                    "accessible_as",
                    models.CharField(
                        blank=True,
                        help_text="Large print, Easy Read, with captions.",
                        max_length=60,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="materials",
                        to="workshops.session",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("session", "title", "accessible_as"),
                        name="one_version_of_a_material_stands",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("link", ""), _negated=True), ("file", ""), ("sha256", "")
                            ),
                            models.Q(
                                ("link", ""),
                                models.Q(("sha256", ""), _negated=True),
                                models.Q(
                                    models.Q(("file", ""), _negated=True),
                                    ("removed_at__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_material_is_a_file_or_a_link",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["public", "booked", "attended"])),
                        name="a_material_is_for_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scan", "infected"), _negated=True),
                            ("removed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_material_with_a_virus_is_gone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListeningArchive",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("archived_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "archived_by",
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
                        related_name="archive",
                        to="workshops.session",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Idea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=500)),
                ("noted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answer", models.TextField(blank=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        help_text="The colleague who sees to it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ideas",
                        to="workshops.session",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "number"), name="ideas_are_numbered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="an_idea_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at", None), ("published_by", None)),
                            models.Q(
                                ("owner__isnull", False),
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_published_answer_has_an_owner_and_says_who_published_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "overall",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("very_good", "Very good"),
                            ("good", "Good"),
                            ("fair", "Neither good nor bad"),
                            ("poor", "Not so good"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "got",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("partly", "In part"), ("no", "No")],
                        max_length=10,
                    ),
                ),
                (
                    "took_part",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fully", "Yes, fully"),
                            ("mostly", "Mostly"),
                            ("no", "No, something got in my way"),
                        ],
                        max_length=10,
                    ),
                ),
                ("keep", models.TextField(blank=True)),
                ("change", models.TextField(blank=True)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workshops.session",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("change", ""),
                            ("got", ""),
                            ("keep", ""),
                            ("overall", ""),
                            ("took_part", ""),
                            _negated=True,
                        ),
                        name="feedback_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("got__in", ["", "yes", "partly", "no"]),
                            ("overall__in", ["", "very_good", "good", "fair", "poor"]),
                            ("took_part__in", ["", "fully", "mostly", "no"]),
                        ),
                        name="feedback_has_known_answers",
                    ),
                ],
            },
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
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fee_pence", models.PositiveIntegerField()),
                (
                    "materials",
                    models.CharField(blank=True, help_text="What must be there.", max_length=500),
                ),
                (
                    "despite",
                    models.CharField(
                        blank=True,
                        help_text="Why, although they lead another one then.",
                        max_length=300,
                    ),
                ),
                ("assigned_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("briefed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assigned_by",
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
                (
                    "facilitator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="workshops.facilitator",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facilitation",
                        to="workshops.session",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("session", "facilitator"),
                        name="nobody_leads_a_session_twice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_assignment_that_ended_says_by_whom",
                    ),
                ],
            },
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
                            ("opened", "Booking opened"),
                            ("moved", "Moved"),
                            ("online", "Turned into an online session"),
                            ("room", "Moved from online into a room"),
                            ("both", "In a room and online now"),
                            ("places", "Number of places changed"),
                            ("given", "A place that was held back given out"),
                            ("volunteers", "Asked who could give their place up"),
                            ("drafted", "Changed before it was published"),
                            ("corrected", "Words put right"),
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
                    "was_counts",
                    models.JSONField(default=dict, help_text="How many places there were."),
                ),
                (
                    "counts",
                    models.JSONField(
                        default=dict, help_text="How many there are, by the same names."
                    ),
                ),
                (
                    "was_words",
                    models.JSONField(
                        default=dict, help_text="Words that are others now, by what they say."
                    ),
                ),
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
                        blank=True,
                        help_text="Empty: whoever booked, who needs no account to have a chair for a helper.",
                        null=True,
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("made_by__isnull", False), ("kind", "given"), _connector="OR"
                        ),
                        name="only_who_booked_changes_a_session_without_an_account",
                    ),
                ],
            },
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
                            ("nudge", "How was it?"),
                            ("next", "What did you do next?"),
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
                        condition=models.Q(
                            ("kind__in", ["week", "still_ok", "join", "thanks", "nudge", "next"])
                        ),
                        name="a_timed_message_is_of_a_known_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SaidDid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("said", models.CharField(max_length=200)),
                ("did", models.CharField(max_length=300)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_by",
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
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="said_did",
                        to="workshops.workshop",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("workshop", "said", "did"),
                        name="the_same_said_and_did_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(
                                ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="who_withdrew_what_we_did_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Empty once it is wiped; the row still counts.",
                        max_length=254,
                    ),
                ),
                (
                    "link_key",
                    models.CharField(default=workshops.interest.models.new_key, max_length=20),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When they were told of a date, or said stop.",
                        null=True,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "told_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="told_of",
                        to="workshops.session",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interest",
                        to="workshops.workshop",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("workshop"),
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(
                            ("ended_at", None), models.Q(("email", ""), _negated=True)
                        ),
                        name="one_open_interest_for_each_person_and_workshop",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("told_of", None),
                            models.Q(("confirmed_at__isnull", False), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="whoever_was_told_of_a_date_said_yes_and_it_ended",
                    ),
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
                models.F("way"),
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(
                    ("state__in", ("requested", "waiting", "offered", "booked")),
                    models.Q(("email", ""), _negated=True),
                ),
                name="one_live_place_for_each_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(
                models.F("session"),
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("state", "booked"), models.Q(("email", ""), _negated=True)),
                name="one_booked_place_for_each_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "offered"))),
                fields=("instead_of",),
                name="one_wish_for_each_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("instead_of", None),
                    models.Q(
                        ("state__in", ("booked", "attended", "part_attended", "no_show")),
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="who_wins_a_wish_keeps_the_place_they_have",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at", None),
                        ("ended_by", None),
                        (
                            "state__in",
                            ("held", "asked", "requested", "waiting", "offered", "booked"),
                        ),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "state__in",
                                ("held", "asked", "requested", "waiting", "offered", "booked"),
                            ),
                            _negated=True,
                        ),
                        ("ended_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_place_that_has_ended_says_when",
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
