"""All names of an agency in one column: lists are asked for 住建局 as often as for the name in full."""

from django.db import migrations, models


def gather_names(apps, schema_editor):
    """As Agency.spell does from now on; its method is not known here."""
    agencies = list(apps.get_model("issues", "Agency").objects.select_related("division"))
    for agency in agencies:
        short = [str(name) for name in agency.short_names]
        where = agency.division.name if agency.division else ""
        longer = [where + name for name in short if where and not name.startswith(where)]
        agency.known_as = "\n".join(dict.fromkeys([agency.name, *short, *longer]))
    apps.get_model("issues", "Agency").objects.bulk_update(agencies, ["known_as"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('issues', '0025_covering_the_newest'),
    ]

    operations = [
        migrations.AddField(
            model_name='agency',
            name='known_as',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.RunPython(gather_names, migrations.RunPython.noop),
    ]
