"""What can be done about skills, and about what is known of an assessor."""

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import User
from grants import history
from grants.applications.models import Application

from .models import AssessorProfile, Skill

TERMS = ("is_peer", "fee", "must_train")  # an officer sets these, and never their own


def add_skill(*, name, by):
    """An officer adds a skill to the list."""
    try:
        with transaction.atomic():
            _check_keeper(by)
            return Skill.objects.create(name=name, added_by=by)
    except IntegrityError:
        raise Refused("This skill is on the list already.") from None


def remove_skill(skill, *, by):
    """An officer takes a skill off the list, and so off everybody and every case that had it."""
    with transaction.atomic():
        _check_keeper(by)
        Skill.objects.filter(pk=skill.pk).delete()


def keep_assessor(user, *, skills, ward, hours, by, **terms):
    """An assessor says what they can do, or an officer does; only an officer sets the terms."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        by.forget()
        is_keeper = by.has_perm("grants.keep_assessors")
        if not user.is_assessor or not (is_keeper or (by == user and not terms)):
            raise Refused("This can be changed for assessors only, by themselves or an officer.")
        profile, _ = AssessorProfile.objects.get_or_create(user=user, defaults={"changed_by": by})
        changed = {name for name in terms if terms[name] != getattr(profile, name)}
        if by == user and changed:
            raise Refused("Ask another officer to change what you are paid, or your training.")
        for name, value in {**terms, "ward": ward, "hours": hours}.items():
            setattr(profile, name, value)
        profile.changed_at, profile.changed_by = now(), by
        profile.save()
        profile.skills.set(skills)
    return profile


def say_skills_needed(application, *, skills, by):
    """An officer says what somebody should know who assesses this; saying it again is once."""
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        by.forget()
        if not by.has_perm("grants.assign_assessor", application):
            raise Refused("This case is not yours to assign.")
        before = set(application.skills_needed.all())
        if before != set(skills):
            application.skills_needed.set(skills)
            names = ", ".join(sorted(skill.name for skill in skills)) or "nothing special"
            history.record(application, verb="say_skills", by=by, note=names)
    return application


def _check_keeper(by):
    by.forget()
    if not by.has_perm("grants.keep_assessors"):
        raise Refused("Only officers keep the list of skills.")
