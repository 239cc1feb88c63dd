"""Paper and day are taken from a page's own date line or its file's name, and only where they are sure."""

from datetime import date

import pytest

from issues.importing.forms.provenance import Guess, guess_source

DAY = date(2025, 12, 5)
BODY = "\n\n金锁巷停水三天\n\n本报讯 住户昨日反映，巷内停水。"

CASES = {
    "date line with paper": (
        "2025年12月5日 星期五 梧桐日报 A02 民生" + BODY,
        "x.txt",
        Guess("梧桐日报", DAY, "page"),
    ),
    "masthead above the date": (
        "梧桐晚报\n2025-12-05 责编：洪砚" + BODY,
        "x.txt",
        Guess("梧桐晚报", DAY, "page"),
    ),
    "marked as heading": ("# 2025年12月5日" + BODY, "x.txt", Guess(None, DAY, "page")),
    "web page": ("# 停水\n\n2025-12-05 10:20 来源：梧桐晚报" + BODY, "x.txt", Guess("梧桐晚报", DAY, "page")),
    "name with both": (BODY, "梧桐日报2025-12-05.txt", Guess("梧桐日报", DAY, "file name")),
    "name with figures": (BODY, "20251205_A02.txt", Guess(None, DAY, "file name")),
    "name in Chinese": (BODY, "梧桐都市报 2025年12月5日 A3.pdf", Guess("梧桐都市报", DAY, "file name")),
    "name in a folder": (BODY, "梧桐日报/20251205.txt", Guess(None, DAY, "file name")),
    "paper by the name, day by the page": (
        "2025年12月5日 星期五" + BODY,
        "梧桐日报.txt",
        Guess("梧桐日报", DAY, "page"),
    ),
    "both agree": ("2025年12月5日" + BODY, "20251205.txt", Guess(None, DAY, "page")),
    "they contradict": ("2025年12月4日" + BODY, "20251205.txt", Guess()),
    "two days on the page": ("2025年12月5日 星期五\n2025年12月4日 A02" + BODY, "x.txt", Guess()),
    "no calendar day": ("2025年13月5日" + BODY, "20251305.txt", Guess()),
    "February": ("2025年2月29日" + BODY, "x.txt", Guess()),
    "a date within a sentence": ("2025年12月5日，记者接到住户电话反映停水" + BODY, "x.txt", Guess()),
    "a wrapped line of the body": (
        "2025年12月5日记者在现场看到巷口堆着二十多只水桶等着接水" + BODY,
        "x.txt",
        Guess(),
    ),
    "a date far down": ("\n".join(f"第{n}行" for n in range(20)) + "\n2025年12月5日", "x.txt", Guess()),
    "a telephone number": (BODY, "13820251205.txt", Guess()),
    "a name with short figures": (BODY, "2025125.txt", Guess()),
    "the day of a batch": ("群众举报转办清单\n（第三批 2025年12月5日）" + BODY, "x.txt", Guess()),
    "the day of a message": ("留言时间：2025-12-05 10:20" + BODY, "x.txt", Guess()),
    "nothing": ("", "", Guess()),
}


@pytest.mark.parametrize("case", CASES)
def test_source_is_guessed_only_when_sure(case):
    text, name, expected = CASES[case]
    assert guess_source(text, name) == expected
