"""Facts about what was received: batches, every row verbatim with its fate, and the rows that wait for repair.

Rows are only ever added. A correction is a further row of the same key; which one counts is decided when it is read.
"""

from __future__ import annotations

from django.db import models


class Batch(models.Model):
    """One delivery, as it came in. A batch that is not finished was broken off and is taken up again."""

    door = models.CharField(max_length=32)
    delivery = models.CharField(max_length=500)
    received = models.DateField()
    finished = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)

    class Meta:
        db_table = "records_batch"
        indexes = [models.Index(fields=["door", "delivery", "finished"])]


class Record(models.Model):
    """One source row or resource that was settled alone, verbatim (those of large tables lie in `RecordPack`). `key` is drawn from (source, record_type, record_id), `content` from what it says;
    both are 63-bit digests. A record is looked up by source and id: a source's ids mostly come in their order, so that writing
    millions of them touches the index where it is warm."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, db_index=False)
    key = models.BigIntegerField()
    content = models.BigIntegerField()
    source = models.CharField(max_length=64)
    record_type = models.CharField(max_length=64)
    record_id = models.CharField(max_length=200)
    file = models.CharField(max_length=500)
    line = models.IntegerField()
    recorded = models.DateField()
    revision = models.BigIntegerField()
    fate = models.CharField(max_length=12)
    verbatim = models.TextField()

    class Meta:
        db_table = "records_record"
        indexes = [models.Index(fields=["source", "record_id"])]


class RecordPack(models.Model):
    """Many source rows or resources of one file and type in one piece (`engine.intake.packs`): `versions` finds a record and tells
    its versions apart, `said` holds the rows word for word. They are records like those of `Record`, a tenth of their size."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, db_index=False)
    source = models.CharField(max_length=64)
    record_type = models.CharField(max_length=64)
    file = models.CharField(max_length=500)
    rows = models.IntegerField()
    versions = models.BinaryField()
    said = models.BinaryField()

    class Meta:
        db_table = "records_pack"
        indexes = [models.Index(fields=["source"], name="records_pack_source_idx")]


class SetAside(models.Model):
    """A row that waits for repair, verbatim, with what was wrong. `cleared_by`: the batch that mended it."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="set_aside")
    key = models.BigIntegerField(db_index=True)
    content = models.BigIntegerField()
    source = models.CharField(max_length=64)
    agency = models.CharField(max_length=64)
    record_type = models.CharField(max_length=64)
    record_id = models.CharField(max_length=200)
    file = models.CharField(max_length=500)
    line = models.IntegerField()
    verbatim = models.TextField()
    problems = models.JSONField()
    cleared_by = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="cleared")

    class Meta:
        db_table = "records_set_aside"
        indexes = [models.Index(fields=["source", "cleared_by"])]
