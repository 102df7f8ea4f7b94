"""What can be asked about flags, tags and notes."""

from django.db.models import CharField, F, Value

from .models import CaseTag, Flag, Tagging

FLAG, TAG = "flag", "tag"


def marks_on(applications, *more):
    """{application id: the flags that stand and its tags}, in one query for them all.

    more: further rows of (key, kind, words) to read with them.
    """
    tags = Tagging.objects.filter(application__in=applications).values_list(
        "application_id", Value(TAG, CharField()), F("tag__name")
    )
    flags = Flag.objects.raised().filter(application__in=applications)
    flags = flags.values_list("application_id", Value(FLAG, CharField()), F("reason"))
    marks = {}
    for pk, kind, words in sorted(
        tags.union(flags, *more, all=True), key=lambda row: row[2].lower()
    ):
        marks.setdefault(pk, {FLAG: [], TAG: []})[kind].append(words)
    return marks


def add_marks(cases):
    """Put on each case of a list its `flags_raised` and its `tags`; return all tags there are.

    One query for both, since the list of cases must cost little.
    """
    every = CaseTag.objects.values_list(Value(0), Value(TAG, CharField()), F("name"))
    marks = marks_on([case.pk for case in cases], every)
    for case in cases:
        found = marks.get(case.pk, {FLAG: [], TAG: []})
        case.flags_raised, case.tags = found[FLAG], found[TAG]
    return marks.get(0, {TAG: []})[TAG]


def with_marks(cases, *, is_flagged=False, tag=""):
    """Those of the cases that carry a flag, or a tag, as somebody chose."""
    if is_flagged:
        cases = cases.filter(pk__in=Flag.objects.raised().values("application"))
    if tag:
        cases = cases.filter(pk__in=Tagging.objects.filter(tag__name=tag).values("application"))
    return cases


def tags_to_choose():
    """Every tag that officers made, in the order of the alphabet."""
    return sorted(CaseTag.objects.values_list("name", flat=True), key=str.lower)


def tags_on(application):
    return list(
        CaseTag.objects.filter(taggings__application=application)
        .order_by("name")
        .values_list("name", flat=True)
    )


def flags_on(application):
    """Its flags: those that stand first, the newest first."""
    flags = application.flags.select_related("raised_by", "resolved_by")
    return sorted(flags.order_by("-pk"), key=lambda flag: flag.resolved_at is not None)


def notes_on(application):
    """Its notes, the newest first."""
    return application.notes.select_related("written_by").order_by("-pk")


def tags_by_case(applications):
    """(application id, name of a tag) of these cases, in step with a list of them by key."""
    return (
        Tagging.objects.filter(application__in=applications)
        .order_by("application_id", "tag__name")
        .values_list("application_id", "tag__name")
    )
