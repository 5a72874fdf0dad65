"""Facts about families: what sources said of whom (only ever added to), and the stories drawn from it (drawn anew at need).

A statement belongs to a `KnownAs`: one source's own number for a person. Who that person is, is linkage's answer and
stands in one column, so that a better answer moves everything said under that number at once.
"""

from __future__ import annotations

from django.db import models


class KnownAs(models.Model):
    """One source's own number for somebody. The primary key is drawn from (source, local_id). `person`: who that is."""

    id = models.BigAutoField(
        primary_key=True
    )  # given, never counted up: so it is the row's place itself, not an index more
    source = models.CharField(max_length=64)
    local_id = models.CharField(max_length=200)
    person = models.CharField(max_length=32, null=True, db_index=True)

    class Meta:
        db_table = "families_known_as"
        indexes = [models.Index(fields=["source", "local_id"]), models.Index(fields=["local_id"])]


class Said(models.Model):
    """What every statement carries: who said it, under which record, when we received it, and where it stood."""

    id = models.BigAutoField(primary_key=True)
    known_as = models.BigIntegerField(db_index=True)
    source = models.CharField(max_length=64)
    record_id = models.CharField(max_length=200)
    agency = models.CharField(max_length=64)
    recorded = models.DateField()
    revision = models.BigIntegerField()
    status = models.CharField(max_length=64, null=True)
    file = models.CharField(max_length=500)
    line = models.IntegerField()

    class Meta:
        abstract = True


class PersonRow(Said):
    given_name = models.CharField(max_length=200, null=True)
    family_name = models.CharField(max_length=200, null=True)
    birth = models.DateField(null=True)
    died = models.DateField(null=True)
    sex = models.CharField(max_length=16, null=True)
    identifiers = models.JSONField()

    class Meta:
        db_table = "families_person"


class RelationRow(Said):
    role = models.CharField(max_length=32)
    of_local_id = models.CharField(max_length=200)
    is_primary = models.BooleanField()
    from_day = models.DateField(null=True)
    through_day = models.DateField(null=True)
    authority = models.CharField(max_length=32)

    class Meta:
        db_table = "families_relation"
        indexes = [models.Index(fields=["source", "record_id"]), models.Index(fields=["source", "of_local_id"])]


class PregnancyRow(Said):
    pregnancy_id = models.CharField(max_length=200)
    due_date = models.DateField(null=True)
    birth = models.DateField(null=True)
    children = models.JSONField()
    first_seen = models.DateField(null=True)
    ended = models.DateField(null=True)
    ended_why = models.CharField(max_length=16, null=True)

    class Meta:
        db_table = "families_pregnancy"
        indexes = [models.Index(fields=["source", "record_id"]), models.Index(fields=["source", "pregnancy_id"])]


class EventRow(Said):
    """One row per coding."""

    known_as = models.BigIntegerField()
    kind = models.CharField(max_length=64)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    system = models.CharField(max_length=128, null=True)
    code = models.CharField(max_length=128, null=True)
    result = models.CharField(max_length=200, null=True)
    value = models.FloatField(null=True)
    unit = models.CharField(max_length=64, null=True)
    handoff = models.CharField(max_length=64, null=True)
    step = models.CharField(max_length=32, null=True)
    columns = models.TextField(blank=True)

    class Meta:
        db_table = "families_event"
        indexes = [models.Index(fields=["source", "record_id"]), models.Index(fields=["known_as", "start"])]


class FactRow(Said):
    """`value` is written as its type says: `true`, `185.0`, `2026-03-14`, `lane`."""

    fact = models.CharField(max_length=64)
    type = models.CharField(max_length=8)
    value = models.CharField(max_length=500)
    from_day = models.DateField()
    through_day = models.DateField(null=True)

    class Meta:
        db_table = "families_fact"
        indexes = [models.Index(fields=["source", "record_id"])]


class AssignmentRow(Said):
    blueprint = models.CharField(max_length=64)
    version = models.CharField(max_length=64)
    from_day = models.DateField(null=True)
    through_day = models.DateField(null=True)

    class Meta:
        db_table = "families_assignment"


class ObservationRow(models.Model):
    """Days on which a source would have told us about a kind of event; `through_day` is already cut by the source's lag."""

    source = models.CharField(max_length=64)
    record_id = models.CharField(max_length=200)
    agency = models.CharField(max_length=64)
    recorded = models.DateField()
    revision = models.BigIntegerField()
    status = models.CharField(max_length=64, null=True)
    kind = models.CharField(max_length=64)
    area = models.CharField(max_length=64, null=True)
    from_day = models.DateField()
    through_day = models.DateField()
    register = models.BooleanField()
    file = models.CharField(max_length=500)
    line = models.IntegerField()

    class Meta:
        db_table = "families_observation"


class EpisodeRow(models.Model):
    """Drawn from the statements: a pregnancy or a child's course, and the story it is told in."""

    story_id = models.CharField(max_length=32, db_index=True)
    episode_id = models.CharField(max_length=32)
    kind = models.CharField(max_length=16)
    person = models.CharField(max_length=32, db_index=True)
    birth = models.DateField(null=True)
    due_date = models.DateField(null=True)
    first_seen = models.DateField(null=True)
    ended = models.DateField(null=True)
    ended_why = models.CharField(max_length=16, null=True)

    class Meta:
        db_table = "families_episode"


class MemberRow(models.Model):
    """Drawn from the statements: who is who to an episode."""

    story_id = models.CharField(max_length=32, db_index=True)
    episode_id = models.CharField(max_length=32)
    role = models.CharField(max_length=32)
    person = models.CharField(max_length=32, db_index=True)
    is_primary = models.BooleanField()
    from_day = models.DateField(null=True)
    through_day = models.DateField(null=True)
    authority = models.CharField(max_length=32)

    class Meta:
        db_table = "families_member"


class StoryName(models.Model):
    """The id that a story was given when it was first drawn, by what it hangs on: a source's number of a pregnancy, or a child."""

    hangs_on = models.CharField(max_length=300, unique=True)
    story_id = models.CharField(max_length=32, db_index=True)

    class Meta:
        db_table = "families_story_name"


class SeatRow(models.Model):
    """Drawn from the statements: each person of a story once, in the order in which stories are read."""

    story_id = models.CharField(max_length=32)
    person = models.CharField(max_length=32)

    class Meta:
        db_table = "families_seat"
        indexes = [models.Index(fields=["story_id", "person"]), models.Index(fields=["person"])]


class IdentifierRow(models.Model):
    """Drawn from the statements: whose number that is."""

    system = models.CharField(max_length=200)
    value = models.CharField(max_length=200)
    person = models.CharField(max_length=32)

    class Meta:
        db_table = "families_identifier"
        indexes = [models.Index(fields=["value", "system"]), models.Index(fields=["person"])]


class NamedChild(models.Model):
    """Drawn from the statements: whom any version of a pregnancy's row named as its child, so that they are found from there."""

    known_as = models.BigIntegerField(db_index=True)
    source = models.CharField(max_length=64)
    pregnancy_id = models.CharField(max_length=200)

    class Meta:
        db_table = "families_named_child"


class DrawnStory(models.Model):
    """When a story was last drawn otherwise than before: `drawn` is `Drawn.times` of that draw. `gone`: it is no more."""

    story_id = models.CharField(max_length=32, unique=True)
    drawn = models.IntegerField(db_index=True)
    gone = models.BooleanField()

    class Meta:
        db_table = "families_drawn_story"


class Drawn(models.Model):
    """One row: whether the stories still say what the statements say, and how many times they were drawn. Made stale in the
    same transaction that writes new statements. `..._to`: the last statement of each kind that the stories were drawn from."""

    stale = models.BooleanField(default=True)
    times = models.IntegerField(default=0)
    horizon = models.CharField(max_length=64, default="")
    people_to = models.BigIntegerField(default=0)
    relations_to = models.BigIntegerField(default=0)
    pregnancies_to = models.BigIntegerField(default=0)
    events_to = models.BigIntegerField(default=0)

    class Meta:
        db_table = "families_drawn"


class LinkageProblem(models.Model):
    """What linkage would not decide alone: kept apart, and said, in the order of the numbers. Drawn anew with the stories."""

    system = models.CharField(max_length=200)
    value = models.CharField(max_length=200)
    what = models.CharField(max_length=500)
    remedy = models.CharField(max_length=500)
    subject = models.CharField(max_length=300)
    file = models.CharField(max_length=500)
    line = models.IntegerField()

    class Meta:
        db_table = "families_linkage_problem"
