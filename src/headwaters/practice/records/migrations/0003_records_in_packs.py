import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0002_records_by_source_and_id")]

    operations = [
        migrations.CreateModel(
            name="RecordPack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=64)),
                ("record_type", models.CharField(max_length=64)),
                ("file", models.CharField(max_length=500)),
                ("rows", models.IntegerField()),
                ("versions", models.BinaryField()),
                ("said", models.BinaryField()),
                (
                    "batch",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.batch"),
                ),
            ],
            options={
                "db_table": "records_pack",
                "indexes": [models.Index(fields=["source"], name="records_pack_source_idx")],
            },
        ),
    ]
