"""Days of the solution together with other filters, told apart inside of the index."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("issues", "0022_hashed_recovery_codes")]

    operations = [
        migrations.RemoveIndex(model_name="issue", name="issue_by_closing"),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(
                condition=models.Q(("resolved_on__isnull", False)),
                fields=[
                    "-resolved_on",
                    "is_public",
                    "status",
                    "due_on",
                    "returned",
                    "reported_on",
                    "-changed_at",
                    "-id",
                ],
                name="issue_by_closing",
            ),
        ),
    ]
