"""The texts that reading is measured on: the labelled pages where they are, else our own samples."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
LABELLED = ROOT.parent / "shared" / "reading" / "pages"


def load_pages() -> list[str]:
    """Every page's text."""
    folder = LABELLED if LABELLED.is_dir() else ROOT / "seeds" / "pages"
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
