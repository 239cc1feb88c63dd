"""Does reading stay linear: long pages and hostile ones, as time a character against a page of ordinary length."""

import time
from collections.abc import Iterator

from issues.reading import read_page

from .pages import load_pages

HOSTILE = {
    "open brackets": "（" * 1000,
    "quotation marks": "“”" * 500,
    "digits": "0123456789" * 100,
    "one word": "停水" * 500,
    "place words": "云岩区中山路小区" * 125,
    "dates": "12月3日" * 200,
    "headings": "# 停水\n\n" * 150,
    "table rows": "| 1 | 停水 | 云岩区 |\n" * 60,
}
LENGTHS = (50_000, 500_000, 5_000_000)


def measure() -> Iterator[str]:
    """Time a character at each length, divided by that of the ordinary pages."""
    text = "\n\n".join(load_pages())
    usual = _per_char(text)
    yield f"{'ordinary pages':18} {usual * 1e6:.2f} µs a character"
    for name, piece in {"ordinary, joined": text, **HOSTILE}.items():
        ratios = [_per_char((piece * (length // len(piece) + 1))[:length]) / usual for length in LENGTHS]
        yield f"{name:18} " + "  ".join(
            f"{length // 1000}k: {ratio:.2f}×" for length, ratio in zip(LENGTHS, ratios, strict=True)
        )


def _per_char(text: str) -> float:
    began = time.process_time()
    read_page(text, published="2025-12-05")
    return (time.process_time() - began) / len(text)
