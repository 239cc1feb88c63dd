"""What each line of a page is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issues.reading.blocks import find_blocks
from issues.reading.bylines import read_end, read_lead, read_line
from issues.reading.lines import is_placed
from issues.reading.stories import find_stories
from issues.reading.text import fold

LONG = "梧桐里三号楼的住户说，入夏以来水压一直上不去，五楼以上早晚都接不到水，物业来看过两回，都说要等新泵。"


def kinds(page: str) -> dict[str, str]:
    return {block.span.of(page): block.kind for block in find_blocks(page)}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("2031年3月5日 星期三 A07 民生 责编/林一 美编/周二", "furniture"),
        ("本版编辑：林一　校对：周二", "furniture"),
        ("《临江日报》", "furniture"),
        ("临江周报·民声", "furniture"),
        ("《临江晨刊》2031-03-05 05版", "furniture"),
        ("A07 热线", "furniture"),
        ("综合新闻 3", "furniture"),
        ("临江早报社出版    印数12万份    零售1.00元", "furniture"),
        ("（插播广告 45秒）", "body"),
        ("来源：临江日报", "credit"),
        ("扫描二维码 反映身边事", "furniture"),
        ("（临江日报记者 林一舟）", "byline"),
        ("文/图 本报记者 林一舟 周二", "byline"),
        ("采写：江城网记者 林一舟", "byline"),
        ("□ 林一舟", "byline"),
        ("▲工人正在更换水泵。", "caption"),
        ("林一舟 摄（江城图片库）", "caption"),
        ("旺铺出租：临江路门面一间，电话139****1234", "advert"),
        ("| 序号 | 受理编号 | 是否属实 |", "table"),
        ("（上接第一版）", "continuation"),
        ("（下转A04版）", "jump"),
        ("二〇三一年三月五日", "signature"),
        ("临江市自来水公司 2031年3月5日", "signature"),
        ("咨询电话：0000-1234567", "body"),
        (LONG, "body"),
    ],
)
def test_a_line_is_known_by_its_looks(line, kind):
    page = f"五楼的水什么时候来\n\n{LONG}\n\n{line}\n"
    assert kinds(page)[line] == kind


def test_headings_that_follow_a_byline_open_a_story():
    page = f"五楼的水什么时候来\n\n{LONG}\n\n（本报记者 林一舟）\n\n巷口的灯亮了\n\n{LONG}\n"
    assert kinds(page)["巷口的灯亮了"] == "headline"


def test_a_label_divides_a_story():
    page = f"五楼的水什么时候来\n\n{LONG}\n\n部门回应\n\n{LONG}\n\n【平台回访】\n\n{LONG}\n\n（本报记者 林一舟）\n"
    found = kinds(page)
    assert found["部门回应"] == found["【平台回访】"] == "subhead"


def test_a_headline_in_two_lines_is_one_headline_and_what_leads_to_it_a_kicker():
    page = f"梧桐里小区——\n\n五楼的水\n什么时候来\n\n{LONG}\n"
    found = kinds(page)
    assert found["梧桐里小区——"] == "kicker"
    assert found["五楼的水"] == found["什么时候来"] == "headline"


def test_kicker_headline_and_deck_on_one_line_are_a_headline():
    merged = "江城加快改造老旧小区 五楼的水什么时候来 梧桐里三十年水管换新 住户盼了五个夏天 ——老旧小区供水改造回访记"
    assert len(merged) > 48
    page = f"{merged}\n\n{LONG}\n\n（本报记者 林一舟）\n"
    assert kinds(page)[merged] == "headline"


def test_lines_of_equal_width_are_one_paragraph():
    wrapped = "\n".join(LONG[at : at + 16] for at in range(0, len(LONG), 16))
    page = f"五楼的水什么时候来\n\n{wrapped}\n\n{wrapped}\n\n{wrapped}\n"
    bodies = [block.span.of(page) for block in find_blocks(page) if block.kind == "body"]
    assert bodies == [wrapped] * 3


def test_every_line_is_in_one_block():
    page = f"要闻\n\n五楼的水什么时候来\n\n{LONG}\n\n（本报记者 林一舟）\n\n编辑 林一 校对 周二\n"
    lines = [line for line in page.split("\n") if line]
    assert [block.span.of(page) for block in find_blocks(page)] == lines


@given(st.text(alphabet="停水。，“”（）记者 \n#|—:：0123年月日①【】"))
def test_blocks_stand_in_order_and_hold_all_that_is_printed(text):
    blocks = find_blocks(text)
    ends = [0, *(block.span.end for block in blocks)]
    assert all(end <= block.span.start < block.span.end for end, block in zip(ends, blocks, strict=False))
    printed = "".join("".join(block.span.of(text).split()) for block in blocks)
    assert printed == "".join(text.split())


@given(st.text())
def test_any_text_has_blocks(text):
    assert bool(find_blocks(text)) == bool("".join(line.strip() for line in text.split("\n")))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("（临江日报融媒体中心记者 林一舟 周二）", ("林一舟", "周二")),
        ("通讯员 王丽 记者 林一舟", ("王丽", "林一舟")),
        ("本报记者 王 芳", ("王芳",)),
        ("(记者林一舟 整理)", ("林一舟",)),
        ("（市政务服务中心供稿）", ()),
    ],
)
def test_a_byline_names_its_people(line, names):
    byline = read_line(fold(line))
    assert byline is not None and byline.names == names


@pytest.mark.parametrize(
    "line", ["记者调查", "编辑同志：", "记者来到现场", "林一舟 周二", "停水了，谁来管", "记者 了解到"]
)
def test_words_about_reporters_are_no_byline(line):
    assert read_line(fold(line)) is None


def test_a_byline_may_end_a_paragraph_or_lead_it():
    assert read_end(fold("问题已经解决。（记者 林一舟）")).names == ("林一舟",)
    assert read_end(fold("问题已经解决。本报记者林一舟")).names == ("林一舟",)
    assert read_end(fold("问题已经解决（详见二版）。")) is None
    assert read_lead(fold("本报讯（记者 林一舟）昨日")).names == ("林一舟",)
    assert read_lead(fold("【本报讯】昨日")) is not None
    assert read_lead(fold("新华社北京3月5日电 国务院")).names == ()
    assert read_lead(fold("社区停电，居民着急")) is None


@pytest.mark.parametrize(
    "title", ["【周三】井盖响了一个月", "■ 回音壁\n\n井盖响了一个月", "07:52 【片二 字幕】井盖响了一个月"]
)
def test_a_column_before_a_headline_opens_a_story(title):
    page = f"五楼的水什么时候来\n\n{LONG}\n\n{LONG}\n\n{title}\n\n巷口的井盖车一过就响，夜里没人睡得着。{'又响了一夜，' * 20}。\n"
    assert kinds(page)[title.rpartition("\n")[2]] == "headline"


@pytest.mark.parametrize("line", ["林晚:有没有个期限?", "【记者】有没有个期限？"])
def test_questions_of_those_who_speak_at_length_are_no_headings(line):
    who = line[: line.index("】") + 1] if "】" in line else line[:3]
    page = f"五楼的水什么时候来\n\n{who}{LONG}\n\n【业主】{LONG}\n\n{line}\n\n【物业】{LONG}\n"
    assert kinds(page)[line] == "body"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("读者 林一舟　12月1日", "signature"),
        ("（梧桐村 林一舟）", "signature"),
        ("尊敬的网友，您好！", "body"),
        ("◎有信必复", "subhead"),
    ],
)
def test_letters_open_and_close_without_a_headline(line, kind):
    page = f"五楼的水什么时候来\n\n{LONG}\n\n{line}\n\n{LONG}\n"
    assert kinds(page)[line] == kind


@pytest.mark.parametrize(
    ("heading", "placed"),
    [
        ("米东区：“煤改电”卡在哪一环", True),
        ("◆闽侯县：上街镇“烟囱餐厅”几时搬", True),
        ("邳州官湖：板材街不再“沙尘暴”", True),
        ("长宁路：双黄线旁那排车不见了", True),
        ("记者手记：那一盏灯", False),
        ("云岩区：好", False),
        ("云岩区的路灯亮了", False),
    ],
)
def test_a_heading_may_say_first_where(heading, placed):
    assert is_placed(fold(heading)) is placed


def test_headings_that_each_say_where_are_of_two_stories_even_without_text_between():
    page = f"安宁区：双黄线旁那排车不见了\n\n红古区：公交票价与老城同价\n\n本报讯 {LONG}\n"
    assert [*kinds(page).values()] == ["headline", "headline", "body"]
    assert len(find_stories(page, find_blocks(page))) == 2


def test_a_counted_part_of_a_programme_divides_its_story():
    page = (
        f"三道考题摆上台\n\n{LONG}\n\n【短片二】“断头”的天桥\n\n{LONG}\n\n【一张号为什么这么难】\n\n{LONG}\n"
    )
    told = kinds(page)
    assert told["【短片二】“断头”的天桥"] == told["【一张号为什么这么难】"] == "subhead"


def test_a_follow_up_with_its_place_is_no_label():
    page = f"{LONG}（记者 林一舟）\n\n【追问】惠水县柳塘村的机耕桥，还要等多久？\n\n{LONG}\n"
    assert kinds(page)["【追问】惠水县柳塘村的机耕桥，还要等多久？"] == "headline"


def test_a_year_in_bold_divides_its_story():
    page = f"一口井，两个村\n\n{LONG}\n\n**第一年，打井**\n{LONG}\n\n**第二年，找人**\n{LONG}\n"
    assert kinds(page)["**第二年，找人**"] == "subhead"


def test_above_a_marked_heading_a_line_that_reads_like_a_sentence_is_text():
    page = f"## 停了八个月的桥\n{LONG}\n卖菜的在铁皮上补了一句：去年九月封，今年九月通？\n## 路灯几时亮\n{LONG}\n"
    assert kinds(page)["卖菜的在铁皮上补了一句：去年九月封，今年九月通？"] == "body"


@pytest.mark.parametrize("mark", ["@{}区 ", "主题："])
def test_each_short_complaint_of_a_column_is_a_story(mark):
    lines = [f"{mark.format(name)}{LONG}" for name in ("花溪", "白云", "乌当")]
    page = "\n\n".join(lines) + "\n"
    assert len(find_stories(page, find_blocks(page))) == 3


def test_a_county_behind_a_sign_is_no_reporter():
    assert read_line("◆马尾区:") is None
