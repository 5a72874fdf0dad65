"""Facts about reaching people: ways to reach them, what was queued and sent, what came back, and what was written on a page."""

from __future__ import annotations

from django.db import models


class WayRow(models.Model):
    """One way to reach a person: a number, a mail address, a house. Never edited: it is ended, and a new one begins.

    `shared`: somebody else may read or hear what arrives there. `hours_from`, `hours_to`: the person's own wish.
    """

    person = models.CharField(max_length=32, db_index=True)
    channel = models.CharField(max_length=8)
    value = models.CharField(max_length=320)
    shared = models.BooleanField(default=False)
    hours_from = models.TimeField(null=True)
    hours_to = models.TimeField(null=True)
    note = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=16, blank=True)
    clock = models.CharField(max_length=8, blank=True)
    from_day = models.DateField()
    through_day = models.DateField(null=True)
    added_by = models.CharField(max_length=64)

    class Meta:
        db_table = "messages_way"
        indexes = [models.Index(fields=["value"])]


class OptOut(models.Model):
    """Somebody at this number or address wants nothing more from us; `ended` when they asked again."""

    channel = models.CharField(max_length=8)
    value = models.CharField(max_length=320, db_index=True)
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        db_table = "messages_opt_out"


class Message(models.Model):
    """One message on its way. `params` hold no name, no child, no program: what a kind's words need, such as a day.

    `key`: given by whoever queues, so that a double press queues once.
    """

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=32)
    person = models.CharField(max_length=32, blank=True, db_index=True)
    story = models.CharField(max_length=32, blank=True, db_index=True)
    organisation = models.CharField(max_length=64, blank=True)
    channel = models.CharField(max_length=8)
    to = models.CharField(max_length=320)
    language = models.CharField(max_length=16)
    params = models.JSONField(default=dict)
    queued = models.DateTimeField()
    queued_by = models.CharField(max_length=64)
    not_before = models.DateTimeField()
    state = models.CharField(max_length=12, db_index=True)
    why = models.CharField(max_length=200, blank=True)
    attempts = models.IntegerField(default=0)
    parts = models.IntegerField(default=0)
    sent = models.DateTimeField(null=True)
    gateway_id = models.CharField(max_length=120, blank=True, db_index=True)

    class Meta:
        db_table = "messages_message"
        indexes = [models.Index(fields=["state", "not_before"])]


class Incoming(models.Model):
    """What somebody sent to us, as it came. `person` empty: nobody here has that number."""

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=8)
    sender = models.CharField(max_length=320)
    text = models.TextField()
    received = models.DateTimeField()
    meaning = models.CharField(max_length=16)
    person = models.CharField(max_length=32, blank=True, db_index=True)
    answers = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="answers")
    seen_by = models.CharField(max_length=64, blank=True)
    seen = models.DateTimeField(null=True)

    class Meta:
        db_table = "messages_incoming"


class Written(models.Model):
    """Words between one person of a family and those who work with them; read on the page, never sent as a text."""

    key = models.CharField(max_length=64, unique=True)
    person = models.CharField(max_length=32)
    story = models.CharField(max_length=32, db_index=True)
    from_family = models.BooleanField()
    writer = models.CharField(max_length=64)
    writer_name = models.CharField(max_length=120, blank=True)
    words = models.TextField()
    at = models.DateTimeField()
    read = models.DateTimeField(null=True)

    class Meta:
        db_table = "messages_written"
        indexes = [models.Index(fields=["person", "at"])]
