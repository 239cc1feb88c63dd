"""An import from given files to drafts, without a queue: the tasks' own functions, called one after the other."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.utils import timezone, translation

from issues.choices import ImportState, StoryKind
from issues.importing import joining, pages, runs
from issues.importing.progress import measure_progress
from issues.importing.receiving import ReceivedFile
from issues.importing.runs import start_run
from issues.models import Evidence, ImportFile, Issue, Page, Story

from ..make import make_category, make_division

pytestmark = pytest.mark.django_db

STORY = """云岩区青禾里小区——

# 每天早晚都停水 居民接水排长队

本报讯 “早上六点就没水了，洗脸都成问题。”近日，家住云岩区青禾里小区的居民陈女士向本报反映，小区每天早晚停水，已经持续半个月。

11月3日，记者来到青禾里小区，看到居民正提着水桶排队接水。云岩区住房和城乡建设局工作人员表示，小区二次供水设备老化，已督促物业公司维修，预计11月20日前恢复正常供水。

（记者 林小满）
"""
GOOD_NEWS = """# 周末市集开张 市民乐享秋光

本报讯 11月2日，观山湖公园的周末市集开张，手工艺人带来了三百多件作品，吸引众多市民前来游玩。

（记者 林小满）
"""


@pytest.fixture(autouse=True)
def city(db):
    """The directory that the story speaks of."""
    make_category("water_supply", "供水")
    make_division("520103", "云岩区", parent=make_division("5201", "贵阳市", "prefecture"))


def run_to_its_end(*files: ReceivedFile):
    """Start an import and do what the worker would do."""
    run = start_run(files)
    for file in run.files.all():
        pages.read_files([file.pk])
    joining.finish_run(run.pk)
    run.refresh_from_db()
    return run


def page(text=STORY, name="page.txt", **known) -> ReceivedFile:
    return ReceivedFile(name, text.encode() if isinstance(text, str) else text, "筑城日报", **known)


def test_a_problem_story_becomes_a_draft_with_true_words():
    run = run_to_its_end(page(published=date(2026, 11, 4)))
    file = run.files.get()
    assert (file.state, file.opened) == (ImportState.DONE, 1)
    draft = Issue.objects.drafts().get()
    assert (draft.category.code, draft.district.name, draft.place) == ("water_supply", "云岩区", "青禾里小区")
    assert draft.story.kind == StoryKind.PROBLEM
    assert Evidence.objects.filter(issue=draft, field="place").exists()
    for words in Evidence.objects.select_related("page"):
        assert "".join(words.page.text[start:end] for start, end in words.spans) == words.quote


def test_a_page_without_a_problem_opens_nothing():
    run = run_to_its_end(page(GOOD_NEWS))
    assert run.files.get().state == ImportState.DONE
    assert not Issue.objects.exists()
    assert Story.objects.get().verdict["against"] is not None


def test_the_same_text_twice_changes_nothing():
    run_to_its_end(page())
    before = (Page.objects.count(), Story.objects.count(), Issue.objects.count(), Evidence.objects.count())
    again = run_to_its_end(page(name="another name.txt"), page())
    assert (
        Page.objects.count(),
        Story.objects.count(),
        Issue.objects.count(),
        Evidence.objects.count(),
    ) == before
    assert {file.state for file in again.files.all()} == {ImportState.SKIPPED}


def test_the_same_text_twice_in_one_import_is_read_once():
    run = run_to_its_end(page(), page(name="copy.txt"))
    assert [file.state for file in run.files.all()] == [ImportState.DONE, ImportState.SKIPPED]
    assert Page.objects.count() == 1


@pytest.mark.parametrize(
    "content,sentence",
    [
        (b"", "文件是空的"),
        (b" \n\t\n", "文件是空的"),
        ("\ufeff\n".encode(), "文件是空的"),
        (b"x" * (15 * 2**20 + 1), "太大"),
        (b"PK\x03\x04" + b"\0" * 100, "损坏"),
        (b"%PDF-1.7 ...", "损坏"),
        (bytes(range(256)) * 20, "不是纯文本"),
        ("停水\0通知".encode(), "不是纯文本"),
    ],
)
def test_a_file_that_is_no_page_is_refused_in_one_sentence(content, sentence):
    with translation.override("zh-hans"):
        run = run_to_its_end(ReceivedFile("bad.txt", content), page())
    bad, good = run.files.all()
    assert bad.state == ImportState.FAILED
    assert sentence in bad.message
    assert good.state == ImportState.DONE, "one bad file stops no other"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_a_page_in_another_encoding_is_the_same_page(encoding):
    run_to_its_end(page())
    again = run_to_its_end(page(STORY.replace("\n", "\r\n").encode(encoding)))
    assert again.files.get().state == ImportState.SKIPPED


def test_a_later_page_about_the_same_place_is_proposed_as_a_follow_up():
    run_to_its_end(page(published=date(2026, 11, 4)))
    first = Issue.objects.get()
    later = STORY.replace("11月3日", "11月12日").replace("半个月", "近一个月")
    run = run_to_its_end(page(later, published=date(2026, 11, 13)))
    second = Issue.objects.exclude(pk=first.pk).get()
    assert second.follows == first
    assert run.files.get().joined == 1


def test_a_database_that_fails_for_a_moment_is_no_fault_of_the_page():
    run = start_run([page()])

    def fail_to_store(execute, sql, *rest):
        if sql.startswith("INSERT") and "issues_story" in sql:
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    with connection.execute_wrapper(fail_to_store), pytest.raises(OperationalError):
        pages.read_files([run.files.get().pk])
    file = run.files.get()
    assert (file.state, file.attempts) == (ImportState.QUEUED, 0), "the sweep sends it again"
    pages.read_files([run.files.get().pk])
    assert run.files.get().state == ImportState.DONE


def read_together(run):
    """Read all of the run's files in one task; their states."""
    pages.read_files(list(run.files.values_list("pk", flat=True)))
    return list(run.files.values_list("state", "stories", "opened"))


def test_what_breaks_at_one_page_of_a_task_fails_that_page_alone():
    run = start_run([page(), page(GOOD_NEWS), page(STORY.replace("半个月", "近十天"))])

    def fail_to_store(execute, sql, params, *rest):
        if sql.startswith("INSERT") and "issues_story" in sql and "周末市集开张" in str(params):
            raise IntegrityError("something about this page")
        return execute(sql, params, *rest)

    with connection.execute_wrapper(fail_to_store):
        states = read_together(run)
    assert states == [("done", 1, 1), ("failed", 0, 0), ("done", 1, 1)]
    assert run.files.get(position=2).message
    assert (Story.objects.count(), Issue.objects.count()) == (2, 2)


def test_a_text_that_stands_twice_in_a_task_is_stored_once():
    states = read_together(start_run([page(), page(GOOD_NEWS), page(name="again.txt")]))
    assert states == [("done", 1, 1), ("done", 1, 0), ("skipped", 0, 0)]
    assert Story.objects.count() == 2


def test_reading_more_pages_in_a_task_asks_hardly_more(django_assert_max_num_queries):
    told = [page(STORY.replace("半个月", f"{days}天")) for days in range(10, 30)]
    run = start_run(told)
    with django_assert_max_num_queries(30 + 20):  # one for each page
        assert len(read_together(run)) == 20
    assert Issue.objects.count() == 20


def test_many_pages_share_tasks_and_what_stopped_a_worker_comes_alone():
    run = start_run([page(STORY.replace("半个月", f"{days}天")) for days in range(10, 34)])
    run.files.filter(position=1).update(attempts=1)
    keys = list(run.files.values_list("pk", flat=True))
    shares = [names for _task, names, _queue in runs.queue_files(run.files.all())]
    assert shares[0] == keys[:1]
    assert [len(share) for share in shares[1:]] == [2] * 11 + [1]
    assert [key for share in shares for key in share] == keys


def test_an_undated_page_continues_what_was_received_before_it():
    run_to_its_end(page(published=date(2026, 11, 4)))
    dated = Issue.objects.get()
    run_to_its_end(page(STORY.replace("半个月", "近十天")))
    assert Issue.objects.latest("pk").follows == dated


def test_reading_a_file_again_is_harmless():
    run = run_to_its_end(page())
    before = list(Issue.objects.values_list("pk", "version"))
    pages.read_files([run.files.get().pk])
    joining.finish_run(run.pk)
    assert list(Issue.objects.values_list("pk", "version")) == before


def test_a_page_that_ends_its_worker_five_times_is_set_aside():
    run = start_run([page()])
    run.files.update(attempts=pages.MAX_ATTEMPTS)
    pages.read_files([run.files.get().pk])
    file = run.files.get()
    assert (file.state, bool(file.message)) == (ImportState.FAILED, True)


def test_a_task_that_the_queue_holds_many_times_over_is_no_failed_attempt(monkeypatch):
    run = start_run([page()])
    pk = run.files.get().pk
    read = pages.read_stored_page

    def read_while_others_come(stored):
        for _other in range(pages.MAX_ATTEMPTS + 1):
            pages.read_files([pk])
        return read(stored)

    monkeypatch.setattr(pages, "read_stored_page", read_while_others_come)
    pages.read_files([pk])
    file = run.files.get()
    assert (file.state, file.attempts) == (ImportState.DONE, 1)


def test_a_database_that_takes_nothing_keeps_nothing_and_says_so():
    def refuse(execute, sql, *rest):
        raise OperationalError("database or disk is full")

    with (
        connection.execute_wrapper(refuse),
        translation.override("zh-hans"),
        pytest.raises(runs.NotStored) as told,
    ):
        start_run([page()])
    assert "磁盘已满" in str(told.value)


def test_the_sweep_sends_what_was_left_behind_and_nothing_else():
    run = start_run([page(), page(GOOD_NEWS)])
    assert runs.sweep() == 0
    later = timezone.now() + runs.STALE + timedelta(seconds=1)
    assert runs.sweep(now=lambda: later) == 2
    assert runs.sweep(now=lambda: later) == 0, "they have just been sent"
    for file in ImportFile.objects.all():
        pages.read_files([file.pk])
    much_later = later + runs.STALE * 2
    assert runs.sweep(now=lambda: much_later) == 1, "the end of the run is still to come"
    joining.finish_run(run.pk)
    assert runs.sweep(now=lambda: much_later) == 0


def test_the_progress_counts_rows():
    run = start_run([page(), page(GOOD_NEWS), ReceivedFile("empty.txt", b"")])
    progress = measure_progress(run)
    assert (progress.total, progress.failed, progress.waiting, progress.finished) == (3, 1, 2, False)
    for file in run.files.all():
        pages.read_files([file.pk])
    joining.finish_run(run.pk)
    progress = measure_progress(run)
    assert (progress.done, progress.opened, progress.share, progress.finished) == (2, 1, 1.0, True)
