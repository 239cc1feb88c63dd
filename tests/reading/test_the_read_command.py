"""`python -m issues.reading`: one JSON object a line, errors for people, an exit status."""

import json

import pytest

from issues.reading.__main__ import main

PAGE = "枫林苑停水\n\n5月6日，市民何女士向本报反映，枫林苑小区停水三天，至今没人修。\n"


def lines(capsys):
    printed = capsys.readouterr()
    return [json.loads(line) for line in printed.out.splitlines()], printed.err


def test_each_page_has_its_line_in_the_order_given(tmp_path, capsys):
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
    assert (
        main(
            [
                str(tmp_path / "b.txt"),
                str(tmp_path / "a.txt"),
                "--publication",
                "梧桐晚报",
                "--published",
                "2030-05-10",
            ]
        )
        == 0
    )
    pages, complaints = lines(capsys)
    assert [page["file"][-5:] for page in pages] == ["b.txt", "a.txt"]
    assert {(page["publication"], page["published"]) for page in pages} == {("梧桐晚报", "2030-05-10")}
    assert complaints == ""


def test_a_manifest_names_pages_and_leaves_unknown_cells_empty(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(PAGE, encoding="gb18030")
    manifest = tmp_path / "pages.csv"
    manifest.write_text(f"file,publication,published\n{tmp_path / 'a.txt'},,\n", encoding="utf-8")
    assert main(["--manifest", str(manifest)]) == 0
    ((page,), _) = lines(capsys)
    assert page["publication"] is None and page["published"] is None and page["stories"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "can't be opened"),
        (b"", "empty"),
        (b"\x00\xff\xfe\x01", "not text"),
        (b"a" * 2_000_001, "larger than"),
    ],
    ids=["missing", "empty", "not text", "too large"],
)
def test_what_cannot_be_read_is_said_and_the_others_are_read(tmp_path, capsys, content, reason):
    bad, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    if content is not None:
        bad.write_bytes(content)
    good.write_text(PAGE, encoding="utf-8")
    assert main([str(bad), str(good)]) == 1
    pages, complaints = lines(capsys)
    assert reason in pages[0]["error"] and reason in complaints
    assert "stories" in pages[1]


def test_a_date_that_is_none_is_an_error_of_its_page(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    assert main([str(tmp_path / "a.txt"), "--published", "5月6日"]) == 1
    ((page,), _) = lines(capsys)
    assert "2025-12-05" in page["error"]


def test_nothing_to_read_is_said(capsys):
    assert main([]) == 1
    assert "FILE" in capsys.readouterr().err


def test_explain_tells_a_person_the_cues_for_and_against(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    assert main([str(tmp_path / "a.txt"), "--explain"]) == 0
    told = capsys.readouterr().out
    assert "＋" in told and "枫林苑" in told
