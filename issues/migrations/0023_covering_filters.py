"""Days of the solution, promised days and what came back, together with the other filters in their indexes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('issues', '0022_hashed_recovery_codes'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='issue',
            name='issue_by_due_day',
        ),
        migrations.RemoveIndex(
            model_name='issue',
            name='issue_by_closing',
        ),
        migrations.RemoveIndex(
            model_name='issue',
            name='issue_come_back',
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('resolved_on__isnull', False)), fields=['-resolved_on', 'is_public', 'status', 'due_on', 'returned', 'reported_on', 'category', 'district', '-changed_at', '-id'], name='issue_by_closing'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('due_on__isnull', False)), fields=['due_on', 'is_public', 'status', 'returned', 'reported_on', 'resolved_on', 'category', 'district', '-changed_at', '-id'], name='issue_by_due_day'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('returned', True)), fields=['is_public', '-changed_at', '-id', 'status', 'due_on', 'reported_on', 'resolved_on', 'category', 'district'], name='issue_come_back'),
        ),
    ]
