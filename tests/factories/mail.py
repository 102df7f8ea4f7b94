"""What was written to people, whoever and however many they are."""

from applicants.models import Email


def mails(event):
    """How often people were told of something: one message to everybody counts once."""
    return Email.objects.filter(event=event).values("key").distinct().count()
