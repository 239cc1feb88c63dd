"""A publication's pages and the stories with printed figures, found without reading all."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("issues", "0019_order_by_sources")]

    operations = [
        migrations.AddIndex(
            model_name="page",
            index=models.Index(fields=["publication", "-id"], name="page_by_publication"),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(fields=["kind", "-id"], name="story_by_kind"),
        ),
    ]
