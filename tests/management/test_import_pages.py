"""manage.py import_pages, as somebody types it."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from issues.models import ImportFile, ImportRun, Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chinese(settings, tmp_path):
    """Messages as the desk reads them, and a queue that nobody listens to."""
    settings.CELERY_BROKER_URL = "memory://"
    with translation.override("zh-hans"):
        yield


def write(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_files_become_waiting_rows_with_their_source(tmp_path, capsys):
    page = write(tmp_path, "a.txt", "云岩区青禾里小区停水")
    call_command("import_pages", str(page), "--publication", "筑城日报", "--published", "2026-11-04")
    row = ImportFile.objects.select_related("page").get()
    assert (row.name, row.page.publication, str(row.page.published)) == ("a.txt", "筑城日报", "2026-11-04")
    assert "a.txt" in capsys.readouterr().out


def test_a_manifest_names_files_beside_itself(tmp_path):
    write(tmp_path, "a.txt", "云岩区青禾里小区停水")
    write(tmp_path, "b.txt", "南明区松花路占道")
    manifest = write(
        tmp_path, "m.csv", "\ufefffile,publication,published\na.txt,筑城日报,2026-11-04\nb.txt,,\n"
    )
    call_command("import_pages", manifest=manifest)
    assert Page.objects.count() == 2


@pytest.mark.parametrize(
    "text,told",
    [
        ("file,publication,published\nno.txt,,\n", "no.txt"),
        ("file,publication,published\na.txt,,2026年\n", "第 2 行：“2026年”不是日期"),
        ("path,publication\na.txt,\n", "file,publication,published"),
        ("publication,file\n筑城日报\n", "第 2 行：没有文件名"),
        ("file,publication,published\na.txt,,\n,,\n", "第 3 行：没有文件名"),
        ("file,publication,published\nno.txt,,\n", "没有这个文件"),
        ("", "文件是空的"),
        ("\n", "文件是空的"),
        ("file,publication,published\n", "没有要导入的文件"),
    ],
)
def test_a_manifest_with_a_slip_imports_nothing_and_names_the_row(tmp_path, text, told):
    write(tmp_path, "a.txt", "云岩区青禾里小区停水")
    with pytest.raises(CommandError, match=told):
        call_command("import_pages", manifest=write(tmp_path, "m.csv", text))
    assert not ImportRun.objects.exists()


def test_a_manifest_may_come_from_a_spreadsheet_in_gb18030(tmp_path):
    write(tmp_path, "a.txt", "云岩区青禾里小区停水")
    (tmp_path / "m.csv").write_bytes("file,publication\r\na.txt,筑城日报\r\n".encode("gb18030"))
    call_command("import_pages", manifest=tmp_path / "m.csv")
    assert Page.objects.get().publication == "筑城日报"


def test_no_file_at_all_is_told_and_starts_no_import():
    with pytest.raises(CommandError, match="没有要导入的文件"):
        call_command("import_pages")
    assert not ImportRun.objects.exists()


def test_a_missing_file_or_a_wrong_day_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="nothing-here.txt"):
        call_command("import_pages", str(tmp_path / "nothing-here.txt"))
    with pytest.raises(CommandError, match="不是日期"):
        call_command("import_pages", "--published", "昨天")


def test_an_empty_file_is_told_and_the_exit_says_so(tmp_path, capsys):
    good, bad = write(tmp_path, "a.txt", "云岩区青禾里小区停水"), write(tmp_path, "b.txt", "")
    with pytest.raises(CommandError, match="1 个文件"):
        call_command("import_pages", str(good), str(bad))
    assert "文件是空的" in capsys.readouterr().out
    assert ImportFile.objects.filter(state="queued").count() == 1


def test_waiting_in_vain_is_told_by_the_exit_too(tmp_path):
    page = write(tmp_path, "a.txt", "云岩区青禾里小区停水")
    with pytest.raises(CommandError, match="1 个文件还没有读完"):
        call_command("import_pages", str(page), wait=True, timeout=0)
