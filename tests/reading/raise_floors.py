"""Raise tests/reading/floors.json to what the reader reaches now; refuses to lower any floor. Run by hand."""

import json
import subprocess
import sys
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.json")
ROOT = Path(__file__).parents[2]
SCORE = ROOT.parent / "shared" / "reading" / "score.py"
# Never above what counts as reached: a floor leaves room for nothing, a ceiling for `share_of_story`.
LOWER_IS_BETTER = ("notes.share_of_story",)


def measure() -> dict[str, float]:
    """The figures of the labelled pages (score.py --json)."""
    command = [
        sys.executable, str(SCORE), "--gold", str(SCORE.parent / "gold"), "--json",
        "--reader", f"{sys.executable} -m issues.reading",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    return json.loads(done.stdout)


def find_breaches(figures: dict[str, float], floors: dict[str, float]) -> list[str]:
    """One sentence for each figure on the wrong side of its floor."""
    return [
        f"{name}: {figures[name]} is {'above' if name in LOWER_IS_BETTER else 'below'} its floor of {floor}"
        for name, floor in floors.items()
        if (figures[name] > floor if name in LOWER_IS_BETTER else figures[name] < floor)
    ]


def raise_floors(figures: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    """The better of floor and figure, name by name. Raises ValueError where a figure lies behind its floor."""
    breaches = find_breaches(figures, floors)
    if breaches:
        raise ValueError("a floor may only rise: " + "; ".join(breaches))
    return {name: figures[name] for name in floors}


if __name__ == "__main__":
    raised = raise_floors(measure(), json.loads(FLOORS.read_text(encoding="utf-8")))
    FLOORS.write_text(json.dumps(raised, indent=2) + "\n", encoding="utf-8")
