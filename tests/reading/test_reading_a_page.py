"""The reader's one door, from a page's text to drafts with their words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from issues.reading import read_page
from issues.reading.drafting import _say_once
from issues.reading.shapes import quote

OUTAGE = """枫林苑的水龙头又干了

本报讯 “天天早上没水，脸都没法洗。”5月6日，家住梧桐区柳荫街道枫林苑小区的市民何女士向本报热线反映，从4月底开始，小区每天早晚停水。

5月8日，记者来到枫林苑小区看到，二次供水泵房的水泵已经停转。梧桐区水务局供水科科长表示，经核实，情况属实，系水泵老化所致，该局已责令梧桐清源供水有限公司更换水泵，预计5月20日前完成，恢复正常供水。

（记者 林小满）
"""
LETTERS = """【市民反映】3月2日，市民罗先生在网络问政平台留言：梧桐区长堤路的路灯坏了半个月没人修，晚上漆黑一片。另外，路口的垃圾桶天天满溢，臭气熏天，没人清运。

【部门反馈】3月6日，梧桐区综合行政执法局回复：经核实，关于路灯不亮问题，我局已于3月5日更换灯泡，恢复照明；关于垃圾满溢问题，已督促环卫公司增加清运频次，预计3月底前整改到位。
"""
OUTAGE_NOTICE = """停水通知

因管网改造施工需要，梧桐清源供水有限公司定于5月9日22:00至5月10日6:00对长堤路供水管实施割接，届时长堤路、枫林苑小区将停水，请广大用户提前储水，不便之处，敬请谅解。

供水服务热线：96000
"""
AWARD = """热线班组获评先进

本报讯 5月9日，市总工会举行表彰大会，梧桐区12345热线班组荣获先进集体称号。今年以来，该班组累计受理工单3.2万件，办结率99.1%，同比增长12%，群众满意率98%。会议强调，要深入推进接诉即办改革，打造为民服务品牌。
"""


def drafts(text, published="2030-05-10"):
    return [draft for story in read_page(text, published=published).stories for draft in story.drafts]


def test_a_water_outage_is_found_with_every_field_from_its_words():
    (draft,) = drafts(OUTAGE)
    assert draft.category.value == "water_supply"
    assert draft.district.value == "梧桐区" if draft.district else True
    assert "枫林苑" in draft.place.value
    assert draft.status.value == "in_progress"
    roles = {(body.name, body.role) for body in draft.agencies}
    assert ("梧桐区水务局", "responsible") in {(name[-6:], role) for name, role in roles} or any(
        name.endswith("水务局") and role == "responsible" for name, role in roles
    )
    assert any(name.endswith("供水有限公司") and role == "operator" for name, role in roles)
    assert draft.dates["reported"].value == "2030-05-06"
    assert draft.dates["promised"].value == "2030-05-20"
    assert draft.dates["began"].value == "2030-04"


def test_two_problems_of_one_letter_have_a_status_each():
    lamps, litter = drafts(LETTERS, published="2030-03-08")
    assert (lamps.category.value, litter.category.value) == ("road", "sanitation")
    assert lamps.status.value in ("resolved", "verified")
    assert litter.status.value == "in_progress"
    assert "promised" not in lamps.dates and litter.dates["promised"].value == "2030-03"


@pytest.mark.parametrize("text", [OUTAGE_NOTICE, AWARD], ids=["a planned outage", "an award with figures"])
def test_what_is_no_problem_opens_no_issue_and_says_why(text):
    reading = read_page(text, published="2030-05-10")
    assert [draft for story in reading.stories for draft in story.drafts if not draft.mention] == []
    assert any(story.verdict.cues_against for story in reading.stories)


def test_a_year_is_never_made_up():
    (draft,) = drafts(OUTAGE, published=None)
    assert draft.dates["reported"].value == "XXXX-05-06"


def test_the_same_page_is_read_the_same_again():
    assert read_page(OUTAGE + LETTERS, published="2030-05-10") == read_page(
        OUTAGE + LETTERS, published="2030-05-10"
    )


def test_a_date_that_is_none_is_refused():
    with pytest.raises(ValueError, match="2030-13-01"):
        read_page(OUTAGE, published="2030-13-01")


def check_evidence(text):
    for story in read_page(text, published="2030-05-10").stories:
        for draft in story.drafts:
            for note in draft.notes:
                assert quote(text, note.spans) == note.text
            assert quote(text, draft.summary_spans) == draft.summary
            findings = [draft.category, draft.status, draft.district, draft.place, *draft.dates.values()]
            spans = [finding.spans for finding in findings if finding]
            spans += [body.spans for body in draft.agencies] + [draft.spans]
            assert all(
                each and all(0 <= span.start < span.end <= len(text) for span in each) for each in spans
            )


@pytest.mark.parametrize("text", [OUTAGE, LETTERS, OUTAGE_NOTICE, AWARD])
def test_every_word_of_evidence_stands_on_the_page(text):
    check_evidence(text)


PIECES = st.sampled_from(
    [
        *OUTAGE.splitlines(),
        *LETTERS.splitlines(),
        "12",
        "月",
        "日",
        "。",
        "“",
        "𠮷",
        "\u200b",
        "梧桐区",
        "街道",
        "|",
        "①",
        "12345",
        "去年",
        "\r",
        "水务局",
    ]
)


@settings(max_examples=2000, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(PIECES, max_size=14).map("\n".join),
        st.lists(PIECES, max_size=14).map("".join),
    )
)
def test_any_text_is_read_without_falling_over(text):
    check_evidence(text)


def test_a_title_is_a_place_and_what_is_wrong_there():
    lamps, litter = drafts(LETTERS, published="2030-03-08")
    assert lamps.title == "梧桐区长堤路的路灯坏了半个月没人修"
    assert "垃圾桶" in litter.title and len(litter.title) <= 40
    assert "垃圾桶天天满溢" in litter.summary


def test_what_is_not_over_has_no_date_of_its_end():
    (draft,) = drafts(OUTAGE)
    assert "resolved" not in draft.dates


@pytest.mark.parametrize(
    ("where", "clause", "title"),
    [
        ("枫林苑3栋2单元", "单元里唯一的电梯停了", "枫林苑3栋2单元里唯一的电梯停了"),
        ("长堤路", "路面坑洼连着坑洼", "长堤路路面坑洼连着坑洼"),
        ("枫林苑", "水龙头又干了", "枫林苑水龙头又干了"),
        ("", "水龙头又干了", "水龙头又干了"),
        ("枫林苑", "", "枫林苑"),
    ],
)
def test_a_title_says_once_what_ends_its_place_and_begins_its_clause(where, clause, title):
    assert _say_once(where, clause) == title
