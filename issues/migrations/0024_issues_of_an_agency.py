"""The issues of an agency found inside of an index; what was solved once and is open again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('issues', '0023_covering_filters'),
    ]

    operations = [
        migrations.AlterField(
            model_name='party',
            name='agency',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='issues.agency', verbose_name='agency'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('resolved_on__isnull', False), ('status__in', ['accepted', 'in_progress', 'reopened', 'reported', 'stalled'])), fields=['is_public', '-resolved_on', '-changed_at', '-id'], name='issue_open_again'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['agency', 'issue', 'role'], name='party_by_agency'),
        ),
    ]
