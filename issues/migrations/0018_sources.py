"""How many pages tell of an issue, counted for the issues that are there. The index follows in 0019."""

from collections import Counter

from django.db import migrations, models

BATCH = 5_000


def fill_sources(apps, schema_editor):
    """What saving an issue counts from now on (actions/saving.py), BATCH keys at a time: any size fits into memory."""
    issues = apps.get_model("issues", "Issue").objects
    last = issues.order_by("-pk").values_list("pk", flat=True).first() or 0
    for start in range(1, last + 1, BATCH):
        counted = Counter(issue for issue, _page in _find_pages(apps, start, start + BATCH))
        for number in set(counted.values()):
            found = [issue for issue, n in counted.items() if n == number]
            issues.filter(pk__in=found).update(sources=number)


def _find_pages(apps, start, end):
    """(issue, page) for every page that tells of an issue with a key from `start` to before `end`, each once."""
    issues = apps.get_model("issues", "Issue").objects.filter(story__isnull=False)
    events = apps.get_model("issues", "Event").objects.filter(story__isnull=False, internal=False)
    words = apps.get_model("issues", "Evidence").objects.exclude(event__internal=True)
    found = set()
    for rows, issue, page in (
        (issues, "pk", "story__page"),
        (issues, "joined_to", "story__page"),
        (events, "issue", "story__page"),
        (words, "issue", "page"),
    ):
        between = {f"{issue}__gte": start, f"{issue}__lt": end}
        found |= set(rows.filter(**between).values_list(issue, page))
    return found


class Migration(migrations.Migration):

    dependencies = [("issues", "0017_address_of_change")]

    operations = [
        migrations.AddField(
            model_name="issue",
            name="sources",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="pages that tell of it"),
        ),
        migrations.RunPython(fill_sources, migrations.RunPython.noop),
    ]
