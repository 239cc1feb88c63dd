"""How a date is printed: one pattern whose outer group names the form, and its numerals. Resolves nothing."""

from __future__ import annotations

import re

from issues.reading.feasts import list_feasts

_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "腊": 12,
    "冬": 11,
    "正": 1,
    "元": 1,
}
_NUM = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_COUNT = r"(?:\d{1,2}|[一二两三四五六七八九十半]{1,3})"
_PART = r"底|初|末|中旬|上旬|下旬"
_WEEK = r"周|个?(?:星期|礼拜)"
_FORMS = {
    "iso": r"(?<!\d)(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}",
    # 11/28 stands for a date only where a line begins with it.
    "slashed": r"(?<![^\n◇◎○●■◆•▲△★])(?P<sm>\d{1,2})/(?P<sd>\d{1,2})(?=\s)",
    "in_year": (
        r"(?:(?P<year>(?<!\d)(?:19|20)\d\d)年|(?P<rel>今年|去年|前年|明年|当年|次年|上年|本年)(?:的)?)"
        rf"(?:(?P<m1>{_NUM}|腊|冬|正|元)月(?:份)?(?:(?P<d1>{_NUM})[日号曰])?(?P<p1>{_PART})?"
        r"|(?P<yp>底|初|末|上半年|下半年|春节|国庆|[春夏秋冬][天季])?)"
    ),
    "in_month": (
        r"(?P<mrel>本月|这个月|上月|上个月|下月|下个月|当月|次月)"
        rf"(?:(?P<d2>{_NUM})[日号曰])?(?P<p2>{_PART})?"
    ),
    "month_day": rf"(?<![\d.])(?P<m3>{_NUM}|元)月(?!一[次回趟度]|多)(?:份)?(?:(?P<d3>{_NUM})[日号曰])?(?P<p3>{_PART})?(?!内)",
    "within": (
        rf"(?<![\d近这第过])(?:工期(?:为|约|是)?(?P<k>{_COUNT})(?P<work>天|日|个月)"
        rf"|(?P<n2>{_COUNT})(?P<unit2>个?工作日|天|日|{_WEEK}|个月|小时)(?:之|以)?内"
        # 预计三天清完: how long it will take.
        rf"|(?<=预计|需要|还需|还要|再有|最多|顶多|争取|力争|只要|只需)(?P<n3>{_COUNT})(?P<unit3>天|{_WEEK}|个月)"
        r"(?:左右|时间)?(?=就|能|可|便|即可|完|修|换|装|通|到货|办|建|交|清|铺|做|弄))"
    ),
    "bare_day": r"(?:(?<![\d月.])(?P<d4>\d{1,2})|(?<![\d月.第一二三四五六七八九十])(?P<d5>二?十[一二三四五六七八九]|[二三]十一?))[日号曰](?![楼院线店桥路门口街库地厂井泵炉栋幢单房车文坑])",
    "relative_day": r"(?P<day>今天|今日|今晚|今早|今晨|昨天|昨日|昨晚|昨夜|昨早|昨晨|昨起|前晚|前夜|明早|明晚|后天|后日|前天|前日|大前天|明天|明日|当天|当日|当晚|次日|第二天|同日|翌日|即日)",
    "week": rf"(?P<which>上上|上|本|这|下下|下)(?:{_WEEK})(?P<wd>[一二三四五六日天末])?",
    "weekday": (
        r"(?<![每逢至到、和及一二三四五六两上下本这\d(])(?P<name>周|星期|礼拜)(?P<wd2>[一二三四五六日天末])"
        r"(?=[前之,。;:”)起早晚上下中会就能可再凌开]|$)(?!上海)"
    ),
    "ago": (
        rf"(?P<n>\d{{1,2}}|[一二两三四五六七八九十半]{{1,2}})(?P<unit>年|个多?月|天|{_WEEK})"
        r"(?P<dir>前|后|之前|之后|以前|过后)"
    ),
    "feast": rf"(?P<hol>{'|'.join(list_feasts())})(?P<hp>前后|以前|之前|前|以后|之后|后|期间|当天|过后|以来)?",
    "year_end": r"(?P<yend>年底|年初|年末|年中|岁末|(?<![\d一两二三四五六七八九十几多半])年内)",
    "month_end": r"(?<![一二三四五六七八九十\d个每本上下当次各逐按])(?P<mend>月底|月初|月末|月中(?!旬))",
}  # fmt: skip
_FIRST = "0-9一二三四五六七八九十两半腊冬正今去前明当次上本这下昨同翌即大第元清国“春年岁月周星礼工中端立六后"
PATTERN = re.compile(
    rf"(?=[{_FIRST}])(?:" + "|".join(f"(?P<{name}>{form})" for name, form in _FORMS.items()) + ")"
)


def read_number(words: str | None) -> int | None:
    """十一 -> 11, 23 -> 23, 腊 -> 12, 七八(月) -> 7; None for nothing or no number."""
    if not words:
        return None
    if words.isdecimal():
        return int(words)
    if "十" in words:
        tens, _, ones = words.partition("十")
        return _DIGITS.get(tens, 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
    several = len(words) == 2 and _DIGITS.get(words[1], 0) == _DIGITS.get(words[0], 0) + 1
    return _DIGITS.get(words[0] if several else words)
