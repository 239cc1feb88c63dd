"""manage.py learn: the reader fitted to what staff confirmed and corrected here, if that makes it better."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from issues.importing.learned import adopt_learned, current_learned, undo_learned
from issues.importing.lessons import gather_categories, gather_verdicts
from issues.reading.learned import Learned, Weights
from issues.reading.learning import FEWEST, Lesson, Outcome, TooFewLessons, learn

PARTS: Sequence[tuple[str, object, Callable[[datetime | None], list[Lesson]]]] = (
    ("category", gettext_lazy("category"), gather_categories),
    ("verdict", gettext_lazy("problem or not"), gather_verdicts),
)


class Command(BaseCommand):
    """Exit status 0 also where nothing was better: that is an answer, not an error."""

    help = "Learn categories and verdicts from what staff decided; used only where it is better."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="measure, and change nothing")
        parser.add_argument("--undo", action="store_true", help="go back to what was in use before")
        parser.add_argument("--least", type=int, default=FEWEST, metavar="N", help="lessons needed at least")

    def handle(self, *, dry_run, undo, least, **options):
        if undo:
            self._undo()
            return
        if least < 2:
            raise CommandError(_("--least must be 2 or more."))
        used = current_learned()
        outcomes = {
            name: self._learn(label, gather(_learned_at(used, name)), getattr(used, name), least)
            for name, label, gather in PARTS
        }
        better = {name: outcome for name, outcome in outcomes.items() if outcome and outcome.better}
        if not better:
            self.stdout.write(_("Nothing is better than what is in use. Nothing was changed."))
        elif dry_run:
            self.stdout.write(_("This was a trial. Nothing was changed."))
        else:
            adopt_learned(_join(better))
            self.stdout.write(_("In use from the next page on; no restart is needed. Back with --undo."))

    def _learn(self, label: str, lessons: list[Lesson], used: Weights | None, least: int) -> Outcome | None:
        try:
            outcome = learn(lessons, used, least=least)
        except TooFewLessons as error:
            told = _("%(part)s: %(count)d decided; at least %(least)d of two kinds are needed.")
            self.stdout.write(told % {"part": label, "count": error.count, "least": least})
            return None
        told = _(
            "%(part)s: %(count)d decided; macro-F1 over 5 folds before %(before).3f, after %(after).3f; %(righted)d righted, %(spoiled)d spoiled"
        )
        figures = {
            "count": outcome.lessons,
            "before": outcome.before,
            "after": outcome.after,
            "righted": outcome.righted,
            "spoiled": outcome.spoiled,
        }
        self.stdout.write(told % {"part": label, **figures})
        return outcome

    def _undo(self) -> None:
        if not undo_learned():
            raise CommandError(_("Nothing that was learned is in use."))
        self.stdout.write(_("What was in use before is in use again."))


def _learned_at(used: Learned, name: str) -> datetime | None:
    """When the part that is in use was fitted."""
    told = used.about.get(name, {}).get("learned_at")
    return datetime.fromisoformat(told) if told else None


def _join(better: dict[str, Outcome]) -> Learned:
    """The better parts; a part that is no better keeps what is in use."""
    used = current_learned()
    parts = {name: getattr(used, name) for name, _label, _gather in PARTS}
    parts |= {name: outcome.weights for name, outcome in better.items()}
    now = timezone.now().isoformat()
    figures = {
        name: {
            "learned_at": now,
            "lessons": outcome.lessons,
            "before": outcome.before,
            "after": outcome.after,
        }
        for name, outcome in better.items()
    }
    return Learned(**parts, about={**used.about, **figures})
