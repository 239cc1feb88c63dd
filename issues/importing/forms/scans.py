"""Images of pages → text, through rapidocr. Needs requirements-ocr.txt; runs in a child process of its own only."""

from __future__ import annotations

import logging
import math
import warnings
from collections.abc import Iterable, Iterator
from io import BytesIO
from statistics import median

import pypdfium2

from .child import answer
from .columns import Box, is_vertical, order_boxes, turn_vertical
from .opened import UnreadableFile
from .refusals import DAMAGED, IMAGE_TOO_LARGE
from .scanning import NoScanner, ScannedText, Scanner
from .setting import set_text

try:
    import numpy
    from PIL import Image, ImageOps
    from rapidocr import RapidOCR
except ImportError:  # the base installation: said in one sentence when an image comes
    RapidOCR = None

MAX_DOTS = 64 * 2**20
"""A broadsheet scanned at 300 dpi has 35 million."""
LONGEST_SIDE = 4000
"""Larger pages are made smaller first: 4,000 dots keep body text of a broadsheet above 20 dots."""
MAX_PAGES = 60
"""Of a TIFF; more would not be read within SCAN_SECONDS."""
FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
MAX_LINES = 5000
OPTIONS = {
    "Global.log_level": "error",
    "Global.max_side_len": LONGEST_SIDE,
    "Global.text_score": 0.3,
    "Global.use_cls": False,
    "Det.max_candidates": MAX_LINES,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
"""One thread: 9 CPU seconds for an A4 page against 12 on two. Lines of low score come back as doubtful, not lost.

No classifier of upside-down lines: it turned every fourth vertical line over (CER .330, without it .001).
"""


class PageScanner:
    """The text recogniser, its models loaded once."""

    def __init__(self) -> None:
        self._engine = RapidOCR(params=OPTIONS)

    def read_picture(self, content: bytes) -> Iterator[ScannedText]:
        for dots in open_image(content):
            yield self._read(dots)

    def read_page(self, page: pypdfium2.PdfPage) -> ScannedText:
        scale = LONGEST_SIDE / max(page.get_width(), page.get_height(), 1)
        return self._read(page.render(scale=min(scale, 300 / 72)).to_numpy()[:, :, :3])

    def _read(self, dots: numpy.ndarray) -> ScannedText:
        found = self._engine(dots)
        if found.boxes is None:
            return "", ()
        quads = [[(float(x), float(y)) for x, y in quad] for quad in found.boxes]
        return set_text(order_scan(quads, found.txts, found.scores))


def open_image(content: bytes) -> Iterator[numpy.ndarray]:
    """The dots of the image, or of each page of a TIFF, as blue, green, red; refused by size before one is unpacked."""
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = None  # our own limit, with a sentence
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            pages = min(getattr(image, "n_frames", 1), MAX_PAGES) if image.format == "TIFF" else 1
            for number in range(pages):
                image.seek(number)
                yield _unpack(image)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadableFile(DAMAGED) from error


def _unpack(image: Image.Image) -> numpy.ndarray:
    if image.width * image.height > MAX_DOTS:
        raise UnreadableFile(IMAGE_TOO_LARGE, width=image.width, height=image.height, most=MAX_DOTS // 2**20)
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return numpy.asarray(upright)[:, :, ::-1]


Quad = list[tuple[float, float]]


def order_scan(quads: Iterable[Quad], texts: Iterable[str], scores: Iterable[float]) -> list[list[Box]]:
    """Blocks in reading order; the page's tilt is taken out first, for 0.7° close the gutters of a broadsheet."""
    quads = list(quads)
    tilt = find_tilt(quads)
    boxes = [
        _straighten(quad, tilt, text, score) for quad, text, score in zip(quads, texts, scores, strict=True)
    ]
    return order_boxes(turn_vertical(boxes) if is_vertical(boxes) else boxes)


def find_tilt(quads: Iterable[Quad]) -> float:
    """The angle of the page's lines in radians: the median over lines long enough to have one."""
    return median([angle for quad in quads if (angle := _angle(quad)) is not None] or [0.0])


def _angle(quad: Quad) -> float | None:
    (x0, y0), (x1, y1), _, (x3, y3) = quad
    width, height = math.hypot(x1 - x0, y1 - y0), math.hypot(x3 - x0, y3 - y0)
    if width > 3 * height:
        return math.atan2(y1 - y0, x1 - x0)
    return math.atan2(x0 - x3, y3 - y0) if height > 3 * width else None


def _straighten(quad: Quad, tilt: float, text: str, score: float) -> Box:
    """The upright box of a line once the page is turned back around its corner."""
    sine, cosine = math.sin(-tilt), math.cos(-tilt)
    turned = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in quad]
    xs, ys = sorted(x for x, _ in turned), sorted(y for _, y in turned)
    left, right, top, bottom = (sum(pair) / 2 for pair in (xs[:2], xs[2:], ys[:2], ys[2:]))
    return Box(left, top, right, bottom, text, float(score))


def make_scanner() -> Scanner:
    """The recogniser; where it is not installed, what says so of each image."""
    return PageScanner() if RapidOCR else NoScanner()


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # stdout is the answer; rapidocr's notes belong nowhere in it
    answer(make_scanner)
