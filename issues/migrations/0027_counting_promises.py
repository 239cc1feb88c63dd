"""The counts beside the filters also of promises and of what has come back: their index covers both."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('issues', '0026_all_names_of_agencies'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='issue',
            name='issue_facets',
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('is_public', True)), fields=['category', 'district', 'status', 'is_public', 'due_on', 'returned'], name='issue_facets'),
        ),
    ]
