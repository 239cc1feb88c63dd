"""Images of pages are read in the order of their columns, tilted or not. The recogniser's own tests skip without it."""

import math
import shutil
import subprocess
from html import escape
from importlib.util import find_spec

import pytest
from django.utils import translation

from issues.importing.forms import refusals
from issues.importing.forms.opened import NeedsScanning, UnreadableFile
from issues.importing.forms.sandbox import open_safely
from issues.importing.forms.scans import find_tilt, open_image, order_scan
from issues.importing.receiving import say

from .making import STORY, make_pdf, make_png, make_zip

CHROMIUM = shutil.which("chromium")
WITH_OCR = find_spec("rapidocr") is not None
needs_ocr = pytest.mark.skipif(not WITH_OCR, reason="rapidocr is not installed (requirements-ocr.txt)")
without_ocr = pytest.mark.skipif(WITH_OCR, reason="rapidocr is installed: nothing to refuse")
needs_browser = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")

PARAGRAPHS = [
    "梧桐区金锁巷的住户昨日反映，巷内二十户人家已停水三天，做饭洗衣都要到隔壁巷子提水，老人上下楼很不方便。",
    "水务公司客服中心答复，主管破裂，抢修队伍已经到场，十二月六日前修好，期间每天早晚各派一辆送水车到巷口。",
    "红石路的路灯从上月底起整排不亮，下班回家的人打着手电走路，环卫工人清早扫街也看不见坑洼，住户盼望早日修复。",
    "城市照明管理处说，电缆被施工挖断，已责成施工单位赔付，新缆到货以后两日之内恢复照明，并沿线加设警示标牌。",
] * 3


def turn(quad, angle):
    sine, cosine = math.sin(angle), math.cos(angle)
    return [(x * cosine - y * sine, x * sine + y * cosine) for x, y in quad]


def quad(left, top, width, height):
    return [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]


@pytest.mark.parametrize("degrees", [0, 0.7, -2, 4])
def test_tilted_columns_are_read_one_after_the_other(degrees):
    places = [(column, row) for row in range(20) for column in range(3)]
    quads = [turn(quad(220 * column, 16 * row, 200, 12), math.radians(degrees)) for column, row in places]
    blocks = order_scan(quads, [f"{column}-{row}" for column, row in places], [1.0] * len(places))
    assert [box.text for block in blocks for box in block] == [
        f"{c}-{r}" for c in range(3) for r in range(20)
    ]
    assert find_tilt(quads) == pytest.approx(math.radians(degrees))


def test_tilted_vertical_lines_are_read_from_the_right():
    quads = [turn(quad(300 - 16 * place, 0, 12, 200), math.radians(1.5)) for place in range(12)]
    blocks = order_scan(quads, [f"竖排第{place}行" for place in range(12)], [1.0] * 12)
    assert [box.text for block in blocks for box in block] == [f"竖排第{place}行" for place in range(12)]


def test_images_are_left_to_another_queue_where_asked():
    with pytest.raises(NeedsScanning):
        open_safely("a.png", make_png(9, 9), scan=False)
    with pytest.raises(NeedsScanning):
        open_safely("a.zip", make_zip({"a.png": make_png(9, 9)}), scan=False)


@without_ocr
def test_without_the_recogniser_an_image_says_what_to_install():
    with pytest.raises(UnreadableFile) as refused:
        open_safely("a.png", make_png(9, 9))
    assert refused.value.refusal.message == refusals.NO_OCR


@without_ocr
def test_without_the_recogniser_texts_beside_an_image_are_not_lost():
    image, text = open_safely("a.zip", make_zip({"a.png": make_png(9, 9), "a.txt": STORY[1].encode()}))
    assert (image.refusal.message, text.text) == (refusals.NO_OCR, STORY[1])


def test_an_image_is_refused_by_its_header_before_one_dot_is_unpacked():
    header = make_png(30_000, 30_000)[:60]
    with pytest.raises(UnreadableFile) as refused:
        next(open_image(header))
    with translation.override("zh-hans"):
        assert (
            say(refused.value.refusal) == "图片为 30000 × 30000 像素，最多识别 64 百万像素，请缩小后再导入。"
        )


@needs_ocr
@pytest.mark.parametrize(
    "name, content, message",
    [
        ("huge.png", make_png(30_000, 30_000), refusals.IMAGE_TOO_LARGE),
        ("cut.png", make_png(900, 900)[:60], refusals.DAMAGED),
        ("cut.jpg", b"\xff\xd8\xff\xe0" + bytes(99), refusals.DAMAGED),
        ("blank.png", make_png(300, 64), refusals.NO_TEXT),
    ],
)
def test_an_image_that_cannot_be_read_is_refused(name, content, message):
    with pytest.raises(UnreadableFile) as refused:
        open_safely(name, content)
    assert refused.value.refusal.message == message


LAYOUTS = {
    "one column": "width:900px",
    "three columns": "width:1100px;columns:3;column-gap:40px",
    "vertical": "writing-mode:vertical-rl;height:700px;width:1100px",
    "tilted": "width:1100px;columns:3;column-gap:40px;transform:rotate(.7deg)",
}


@needs_ocr
@needs_browser
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_rendered_page_is_read_with_few_errors(layout, tmp_path):
    image = render(tmp_path, LAYOUTS[layout])
    read = letters(open_safely("a.png", image)[0].text)
    truth = letters("".join(PARAGRAPHS))
    assert count_errors(read, truth) <= 0.02 * len(truth)


@needs_ocr
@needs_browser
def test_a_scanned_pdf_is_read_from_its_image(tmp_path):
    (tmp_path / "scan.html").write_bytes(b"<body style='margin:0'><img width=700 src=a.png>")
    render(tmp_path, LAYOUTS["three columns"])
    browse(tmp_path / "scan.html", "--print-to-pdf=" + str(tmp_path / "a.pdf"), "--no-pdf-header-footer")
    read = letters(open_safely("a.pdf", (tmp_path / "a.pdf").read_bytes())[0].text)
    truth = letters("".join(PARAGRAPHS))
    assert count_errors(read, truth) <= 0.03 * len(truth)


def test_a_pdf_with_text_needs_no_recogniser():
    assert open_safely("a.pdf", make_pdf([[(50, 700, 10, STORY[1])]]), scan=False)[0].text == STORY[1]


def render(folder, style):
    """A PNG of the paragraphs in a layout."""
    page = folder / "a.html"
    body = "".join(f"<p style='margin:0;text-indent:2em'>{escape(words)}</p>" for words in PARAGRAPHS)
    page.write_text(
        f"<meta charset=utf-8><body style='margin:50px;font:24px/1.6 serif'><div style='{style}'>{body}</div>",
        encoding="utf-8",
    )
    browse(page, "--window-size=1250,1000", "--hide-scrollbars", "--screenshot=" + str(folder / "a.png"))
    return (folder / "a.png").read_bytes()


def browse(page, *options):
    command = [CHROMIUM, "--headless", "--no-sandbox", *options, page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


def letters(text):
    return "".join(char for char in text if char.isalnum())


def count_errors(read, truth):
    """Levenshtein's distance."""
    row = list(range(len(truth) + 1))
    for number, char in enumerate(read, 1):
        above, row = row, [number]
        for place, true in enumerate(truth, 1):
            row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (char != true)))
    return row[-1]
