"""Facts of the directory: what was delivered, every object of it verbatim, and what a search needs of it.

A *provider* is an organization as a directory lists it (HSDS `organization`); the *organisation* people here work for is
another thing and stands in `practice.accounts`; `Provider.organisation` ties the two where both exist. Ids of one origin mean
nothing in another, so that everything is keyed by (origin, key).
"""

from __future__ import annotations

from django.db import models


class Delivery(models.Model):
    """One package, as it came in. `counts`: rows read, new, changed, unchanged, set aside."""

    origin = models.CharField(max_length=64)
    delivery = models.CharField(max_length=500)
    form = models.CharField(max_length=24)
    received = models.DateTimeField()
    taken_by = models.CharField(max_length=64)
    invented = models.BooleanField(default=False)
    licence = models.CharField(max_length=200, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        db_table = "directory_delivery"
        indexes = [models.Index(fields=["origin", "received"])]


class Entry(models.Model):
    """One object of one table, in the words of HSDS 3; `extra` holds what it had beyond them, in the file's own words.

    A changed object is a further row; the one before it is no longer `current` and stays.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT)
    origin = models.CharField(max_length=64)
    table = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    values = models.JSONField()
    extra = models.JSONField(default=dict)
    file = models.CharField(max_length=300)
    line = models.IntegerField()
    digest = models.CharField(max_length=32)
    current = models.BooleanField(default=True)

    class Meta:
        db_table = "directory_entry"
        indexes = [models.Index(fields=["origin", "table", "key"]), models.Index(fields=["current", "table"])]
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "table", "key"], condition=models.Q(current=True), name="one_current_entry"
            )
        ]


class LeftOut(models.Model):
    """A row that waits for repair, as it stood, with what is wrong. `cleared_by`: the delivery in which it came mended."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="left_out")
    origin = models.CharField(max_length=64)
    table = models.CharField(max_length=40)
    file = models.CharField(max_length=300)
    line = models.IntegerField()
    verbatim = models.TextField()
    problems = models.JSONField()
    cleared_by = models.ForeignKey(Delivery, on_delete=models.PROTECT, null=True, related_name="cleared")

    class Meta:
        db_table = "directory_left_out"
        indexes = [models.Index(fields=["origin", "cleared_by"])]


class Provider(models.Model):
    """`organisation`: the id of the same one in `practice.accounts`; `agency`: the blueprint's word for it (`wic`)."""

    origin = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    website = models.CharField(max_length=500, blank=True)
    email = models.CharField(max_length=254, blank=True)
    organisation = models.CharField(max_length=64, blank=True)
    agency = models.CharField(max_length=64, blank=True)
    invented = models.BooleanField(default=False)

    class Meta:
        db_table = "directory_provider"
        constraints = [models.UniqueConstraint(fields=["origin", "key"], name="one_provider")]
        indexes = [models.Index(fields=["organisation"])]


class Service(models.Model):
    """What a family is offered. Ages in months, both ends belong to it. `words`: all that a search by text looks in, small letters."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, null=True, related_name="services")
    origin = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=24)
    who_for = models.TextField(blank=True)
    how_to_apply = models.TextField(blank=True)
    fees = models.TextField(blank=True)
    website = models.CharField(max_length=500, blank=True)
    email = models.CharField(max_length=254, blank=True)
    from_age_months = models.IntegerField(null=True)
    to_age_months = models.IntegerField(null=True)
    words = models.TextField(blank=True)
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="same")
    """Another row for the same service, as a person decided; this one is not shown any more."""

    class Meta:
        db_table = "directory_service"
        constraints = [models.UniqueConstraint(fields=["origin", "key"], name="one_service")]
        indexes = [models.Index(fields=["status"])]


class Place(models.Model):
    """Where something is offered. `county` is the blueprint's word (`hood_river`); coordinates are WGS 84 degrees."""

    origin = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=400, blank=True)
    city = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=40, blank=True)
    zip = models.CharField(max_length=12, blank=True, db_index=True)
    county = models.CharField(max_length=40, blank=True, db_index=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    class Meta:
        db_table = "directory_place"
        constraints = [models.UniqueConstraint(fields=["origin", "key"], name="one_place")]


class ServicePlace(models.Model):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="at")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="offers")

    class Meta:
        db_table = "directory_service_place"
        constraints = [models.UniqueConstraint(fields=["service", "place"], name="one_service_place")]


class Phone(models.Model):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, related_name="phones")
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, null=True, related_name="phones")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, related_name="phones")
    number = models.CharField(max_length=100)
    digits = models.CharField(max_length=20, db_index=True)
    kind = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "directory_phone"


class Hours(models.Model):
    """One line of opening hours, in words."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, related_name="hours")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, related_name="hours")
    said = models.CharField(max_length=300)

    class Meta:
        db_table = "directory_hours"


class SpokenLanguage(models.Model):
    """`code` is the blueprint's word (`es`, `chk`); empty where the name is none we know."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, related_name="languages")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, related_name="languages")
    code = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=100)

    class Meta:
        db_table = "directory_language"
        indexes = [models.Index(fields=["code"])]


class ServedArea(models.Model):
    """`county` the blueprint's word, or `statewide`; empty where the text names no county we know."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="areas")
    county = models.CharField(max_length=40, blank=True, db_index=True)
    said = models.CharField(max_length=300)

    class Meta:
        db_table = "directory_area"


class ServiceNeed(models.Model):
    """Which need (`needs.NEEDS`) a service answers. `by_person`: somebody said so; else its words did."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="needs")
    need = models.CharField(max_length=40, db_index=True)
    by_person = models.BooleanField(default=False)

    class Meta:
        db_table = "directory_need"
        constraints = [models.UniqueConstraint(fields=["service", "need"], name="one_service_need")]


class Opening(models.Model):
    """What somebody who knows said on one day about room. The latest row of a service counts; the others are its history.

    `open_places`, `waiting`: None where it was not said. `languages`: those spoken today.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="openings")
    open_places = models.IntegerField(null=True)
    waiting = models.IntegerField(null=True)
    languages = models.JSONField(default=list)
    area = models.CharField(max_length=200, blank=True)
    days_to_first_contact = models.IntegerField(null=True)
    checked_on = models.DateField()
    checked_at = models.DateTimeField()
    checked_by = models.CharField(max_length=64)

    class Meta:
        db_table = "directory_opening"
        indexes = [models.Index(fields=["service", "checked_at"])]


class EligibilityRule(models.Model):
    """Who a service is for, as a condition that can be run; never edited: a new one follows, the latest not ended counts."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="rules")
    condition = models.TextField()
    source = models.TextField()
    as_of = models.DateField()
    written_by = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "directory_rule"
        indexes = [models.Index(fields=["service", "ended_at"])]


class PairDecision(models.Model):
    """What a person decided about two rows that look alike: the same (`left` is kept), or not. `undone_at`: taken back."""

    left = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    same = models.BooleanField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=64)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "directory_pair"
        indexes = [models.Index(fields=["left", "right"])]


class Passed(models.Model):
    """A question of *Tell us once* that a family passed over. It may be asked again; nothing follows from it."""

    story = models.CharField(max_length=64)
    fact = models.CharField(max_length=64)
    on_day = models.DateField()

    class Meta:
        db_table = "directory_passed"
        constraints = [models.UniqueConstraint(fields=["story", "fact"], name="one_passed")]
