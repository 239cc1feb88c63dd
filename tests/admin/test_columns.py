"""A table that waits at the desk for its columns, and what an editor answers."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from issues.choices import ImportState
from issues.groups import CHIEF, ENTRY, REVIEW
from issues.models import BoardProfile, ImportFile, ImportRun

from .conftest import sign_in
from .test_imports import make_run

pytestmark = pytest.mark.django_db

HEADS = ["编号", "留言标题", "留言内容", "官方说法"]
ROW = ["1", "海棠里停水", "海棠里小区每天早上停水，已经半个月。", "水泵十日前修好。"]


@pytest.fixture(autouse=True)
def no_broker(settings):
    settings.CELERY_BROKER_URL = "memory://"


def make_asking_file(run=None, heads=HEADS, position=90) -> ImportFile:
    table = {"name": "留言.csv", "columns": heads, "rows": [ROW], "count": 1}
    return ImportFile.objects.create(
        run=run or ImportRun.objects.create(),
        position=position,
        name="留言.csv",
        state=ImportState.ASKS,
        queued_at=timezone.now(),
        stored=default_storage.save("received/board", ContentFile(b"x")),
        tables=[table],
    )


def columns_url(file) -> str:
    return reverse("admin:issues_importrun_columns", args=[file.run_id, file.pk])


def answer(client, file, do="confirm", **chosen):
    return client.post(columns_url(file), {"do": do, **{f"table1-{name}": c for name, c in chosen.items()}})


def test_heads_that_are_known_are_chosen_already_and_the_first_row_is_shown(entry):
    shown = entry.get(columns_url(make_asking_file()))
    form = shown.context["forms"][0]
    assert form.matching == {"number": "编号", "title": "留言标题", "body": "留言内容"}
    assert form.first_text.startswith("海棠里停水\n\n海棠里小区每天早上停水")
    assert "官方说法" in shown.content.decode()


def test_answer_is_kept_as_a_profile_and_the_file_goes_on(entry):
    file = make_asking_file()
    chosen = {"body": "留言内容", "reply": "官方说法"}
    told = answer(entry, file, **chosen)
    assert told["Location"] == reverse("admin:issues_importrun_change", args=[file.run_id])
    file.refresh_from_db()
    assert (file.state, file.matching) == (ImportState.QUEUED, {"、".join(HEADS): chosen})
    profile = BoardProfile.objects.get()
    assert (profile.heads, profile.matching, profile.by) == (HEADS, chosen, entry.user)


def test_columns_can_be_looked_at_again_before_they_are_confirmed(entry):
    file = make_asking_file()
    html = answer(entry, file, do="show", body="官方说法").content.decode()
    assert "水泵十日前修好。</div>" in html
    file.refresh_from_db()
    assert file.state == ImportState.ASKS and not BoardProfile.objects.exists()


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"title": "留言标题"}, "群众的话"),
        ({"body": "留言内容", "reply": "留言内容"}, "选了两次"),
        ({"body": "别的列"}, "选择"),
    ],
)
def test_answers_that_cannot_be_read_by_are_refused_in_words(entry, chosen, words):
    file = make_asking_file()
    assert words in answer(entry, file, **chosen).content.decode()
    file.refresh_from_db()
    assert file.state == ImportState.ASKS and not BoardProfile.objects.exists()


def test_other_files_of_the_import_with_the_same_heads_go_on_too(entry):
    file = make_asking_file()
    same = make_asking_file(file.run, position=91)
    other = make_asking_file(file.run, heads=["甲", "乙", "丙", "丁"], position=92)
    answer(entry, file, body="留言内容")
    states = dict(ImportFile.objects.values_list("pk", "state"))
    assert states == {file.pk: "queued", same.pk: "queued", other.pk: "asks"}


def test_file_that_does_not_wait_any_more_says_so(entry):
    file = make_asking_file()
    ImportFile.objects.update(state=ImportState.CANCELLED)
    answer(entry, file, body="留言内容")
    file.refresh_from_db()
    assert file.state == ImportState.CANCELLED and not BoardProfile.objects.exists()


def test_columns_need_the_permission_and_the_files_own_import(entry, groups):
    file = make_asking_file()
    assert sign_in().get(columns_url(file)).status_code == 403
    assert answer(sign_in(), file, body="留言内容").status_code == 403
    other = reverse("admin:issues_importrun_columns", args=[make_run().pk, file.pk])
    assert entry.get(other).status_code == 404


def test_import_that_only_waits_for_columns_says_so_and_does_not_ask_again(entry):
    run = make_run(ImportState.DONE)
    file = make_asking_file(run)
    html = entry.get(reverse("admin:issues_importrun_change", args=[run.pk])).content.decode()
    assert "等待您核对" in html and "every 2s" not in html and columns_url(file) in html and "50%" in html
    make_asking_file(run, position=91)
    ImportFile.objects.filter(pk=file.pk).update(state=ImportState.QUEUED)
    assert "every 2s" in entry.get(reverse("admin:issues_importrun_change", args=[run.pk])).content.decode()


@pytest.mark.parametrize(("group", "may"), [(CHIEF, True), (REVIEW, False), (ENTRY, False)])
def test_profiles_are_seen_and_deleted_by_the_chief_alone(groups, group, may):
    profile = BoardProfile.objects.create(heads=HEADS, matching={"body": "留言内容"})
    client = sign_in(group)
    listed = client.get(reverse("admin:issues_boardprofile_changelist"))
    assert (listed.status_code == 200 and "留言内容" in listed.content.decode()) is may
    client.post(reverse("admin:issues_boardprofile_delete", args=[profile.pk]), {"post": "yes"})
    assert BoardProfile.objects.exists() is not may
