"""The order of the list by sources: built after its numbers are there."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("issues", "0018_sources")]

    operations = [
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(fields=["is_public", "-sources", "-id"], name="issue_by_sources"),
        ),
    ]
