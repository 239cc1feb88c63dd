"""What runs by the clock: the tasks that beat sends and how often. What each does is in issues/tasks.py."""

from celery.schedules import crontab


def make_schedule(*, sweep_seconds: int, watches: bool, dumps: bool) -> dict[str, dict]:
    """Celery's beat schedule; `watches` and `dumps` where there is a folder for it.

    What was not taken in time expires: the next one does the same work.
    """
    told = {
        "sweep-imports": ("sweep_imports", sweep_seconds, 60),
        "tell-followers": ("tell_followers", 60, 55),
        "count-ahead": ("count_ahead", 60, 55),
        "count-figures-ahead": ("count_figures_ahead", 600, 300),
        "forget-letters": ("forget_letters", crontab(hour=4, minute=10), 3600),
    }
    if watches:
        told["watch-folder"] = ("watch_folder", 5, 5)
    if dumps:
        told["dump-issues"] = ("dump_issues", crontab(hour=3, minute=30), 3600)
    return {
        name: {"task": f"issues.tasks.{task}", "schedule": schedule, "options": {"expires": expires}}
        for name, (task, schedule, expires) in told.items()
    }
