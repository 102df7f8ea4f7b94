"""What colleagues keep for themselves beside the cases."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One’s own, and those that colleagues share."""
        return self.filter(Q(owner=user) | Q(is_shared=True))


class SavedView(models.Model):
    """A choice of filters for the list of cases, under a name.

    It holds what stood in the address and no cases: whoever opens it sees what they may see.
    """

    reference = models.SlugField(max_length=32, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField(default=now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="one_saved_view_of_a_name_for_each_person"
            ),
            models.CheckConstraint(name="a_saved_view_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self):
        return self.name
