"""A line of the audit says whether something was done, so that looks with nothing done after can be found."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0002_audit_of_requests")]

    operations = [migrations.AddField("auditline", "deed", models.BooleanField(default=False))]
