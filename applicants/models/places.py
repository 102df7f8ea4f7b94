"""Places: which ward a postcode lies in. An operator loads the whole table from a file."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now


class PostcodeFile(models.Model):
    """The one file that is loaded, and since when. Whoever loads another locks this row first."""

    number = models.PositiveSmallIntegerField(primary_key=True, default=1)
    loaded_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(name="there_is_one_postcode_file", condition=Q(number=1)),
        ]

    def __str__(self):
        return f"Postcode file of {self.loaded_at:%-d %B %Y}"


class PostcodeWard(models.Model):
    """One postcode and its ward, as the file said that was loaded last."""

    postcode = models.CharField(max_length=7, primary_key=True, help_text="Without its space.")
    ward = models.CharField(max_length=100)
    code = models.CharField(max_length=20, blank=True, help_text="Such as E05000367.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_postcode_lies_in_a_ward", condition=~Q(postcode="") & ~Q(ward="")
            ),
        ]

    def __str__(self):
        return f"{self.postcode}: {self.ward}"
