"""The public forms: without an account or JavaScript, checked with the sender, limited, and nothing lost on the way."""

import re

import pytest
from django.conf import settings as plain
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from issues.actions import attach_letter, set_aside_letter, show_photo
from issues.choices import LetterKind
from issues.models import Letter, Photo
from issues.public.masking import show
from issues.voice import seals

from .. import make
from ..voice.test_photos import make_photo
from .reading import page_of, read

pytestmark = pytest.mark.django_db
REPORT = reverse("issues:report")
TEXT = "海棠里小区又停水了，从周一早上停到现在。我的电话是13985012345。"
CODE = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}")


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch):
    """Tests fill in forms in no time; what is too quick has a test of its own."""
    monkeypatch.setattr(seals, "QUICKEST", seals.QUICKEST * 0 - seals.LASTS)


def hidden(answer) -> dict:
    """What the shown form sends along by itself."""
    return dict(re.findall(r'name="(seal|kept|checked)" value="([^"]*)"', answer.content.decode()))


def fill_in(client, address=REPORT, **told):
    """Open the form, fill it in, press “go on”. Returns what the sender is shown for checking."""
    told = {"text": TEXT, "place": "海棠里小区", **told} if address == REPORT else told
    return client.post(address, {**hidden(client.get(address)), **told, "do": "check"}), told


def send(client, address=REPORT, **told):
    """The whole way: fill in, check, send. Returns the last answer."""
    shown, told = fill_in(client, address, **told)
    told.pop("pictures", None)
    return client.post(address, {**hidden(shown), **told, "do": "send"})


def picture(content=None, name="IMG_1.jpg"):
    return SimpleUploadedFile(name, make_photo() if content is None else content)


def test_what_looks_private_is_shown_before_it_is_sent_and_nothing_is_kept_until_then(client):
    shown, _told = fill_in(client)
    html = shown.content.decode()
    assert (
        shown.status_code == 200
        and "<mark>85012345" in html.replace("139", "")
        and "公开的地方我们都会隐去" in html
    )
    assert not Letter.objects.exists()


def test_a_letter_is_kept_as_it_was_checked_and_its_code_is_shown_once(client):
    make.make_division()
    answer = send(client, district="990102", category=make.make_category().code)
    letter = Letter.objects.get()
    assert (letter.text, letter.place, letter.kind) == (TEXT, "海棠里小区", LetterKind.PROBLEM)
    assert letter.district.code == "990102" and letter.category.code == "water"
    (code,) = set(CODE.findall(answer.content.decode()))
    assert answer.headers["Cache-Control"].count("no-store") == 1
    track = reverse("issues:track", args=[code])
    told = client.get(track).content.decode()
    assert "等编辑查看" in told and TEXT[:8] not in told


def test_pressing_twice_sends_one_letter(client):
    shown, told = fill_in(client)
    first, second = (client.post(REPORT, {**hidden(shown), **told, "do": "send"}) for _press in range(2))
    assert CODE.search(first.content.decode()) and not CODE.search(second.content.decode())
    assert Letter.objects.count() == 1


def test_what_was_changed_after_checking_is_checked_again(client):
    shown, told = fill_in(client)
    again = client.post(REPORT, {**hidden(shown), **told, "text": "改了：家住3栋502的周大明", "do": "send"})
    assert "请核对后发送" in again.content.decode() and not Letter.objects.exists()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"text": "水"}, "请用一两句话"),
        ({"place": ""}, "必填"),
        ({"text": "水" * 2001}, "最多 2000 字"),
        ({"district": "1"}, "有效"),
        ({"website": "http://spam.example"}, "再按一次"),
        ({"seal": "x"}, "再按一次"),
    ],
)
def test_what_cannot_be_sent_is_said_and_what_was_written_stays(client, told, said):
    shown = client.post(
        REPORT, {**hidden(client.get(REPORT)), "text": TEXT, "place": "海棠里", **told, "do": "check"}
    )
    html = shown.content.decode()
    assert shown.status_code == 422 and said in html
    assert told.get("text", TEXT) in html and told.get("place", "海棠里") in html
    assert "http://spam" not in html and not Letter.objects.exists()


def test_a_form_sent_at_once_is_taken_at_the_second_press(client, monkeypatch):
    monkeypatch.undo()
    shown, told = fill_in(client)
    assert shown.status_code == 422 and "提交得太快" in shown.content.decode()
    monkeypatch.setattr(seals, "QUICKEST", seals.QUICKEST * 0 - seals.LASTS)
    assert client.post(REPORT, {**hidden(shown), **told, "do": "check"}).status_code == 200


def test_an_address_sends_few_letters_and_loses_none_of_its_words(client, settings):
    settings.CIVICTRACK_LIMITS = {**plain.CIVICTRACK_LIMITS, "letter": "1/hour"}
    send(client)
    full = send(client)
    assert full.status_code == 429 and TEXT[:10] in full.content.decode()
    assert send(Client(REMOTE_ADDR="10.1.2.3")).status_code == 200
    assert Letter.objects.count() == 2


def test_everybody_together_sends_a_bounded_number(client, settings):
    settings.CIVICTRACK_LIMITS = {**plain.CIVICTRACK_LIMITS, "letter_all": "2/hour"}
    told = [send(Client(REMOTE_ADDR=f"10.1.2.{number}")).status_code for number in range(3)]
    assert told == [200, 200, 429]


def test_one_household_cannot_pass_for_many(client, settings):
    settings.CIVICTRACK_LIMITS = {**plain.CIVICTRACK_LIMITS, "letter": "1/hour"}
    told = [send(Client(REMOTE_ADDR=f"2408:8000:1:2::{number}")).status_code for number in (1, 2)]
    assert told == [200, 429]


def test_the_token_against_forged_forms_is_asked_for():
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(REPORT, {"text": TEXT}).status_code == 403


def test_a_body_that_is_too_long_is_refused_before_it_is_read(client):
    answer = client.post(REPORT, {"text": TEXT}, CONTENT_LENGTH=str(50 * 2**20))
    assert answer.status_code == 413 and "照片加起来太大" in answer.content.decode()


# --- Photos -------------------------------------------------------------------------------------------------------


def test_photos_are_kept_over_the_check_private_and_without_their_place(client):
    send(client, pictures=[picture(), picture()])
    first, _second = Letter.objects.get().photos.all()
    with first.file.open() as stored:
        assert b"Secret Phone" not in stored.read()
    assert client.get(reverse("issues:photo", args=[first.pk])).status_code == 404


def test_a_wrong_photo_is_named_and_the_right_one_is_kept(client):
    shown, told = fill_in(client, pictures=[picture(), picture(b"MZ", "病毒.jpg")])
    assert shown.status_code == 422 and "病毒.jpg" in shown.content.decode()
    del told["pictures"]
    again = client.post(REPORT, {**hidden(shown), **told, "do": "check"})
    assert "照片 1 张" in again.content.decode()


def test_a_fourth_photo_is_refused_and_one_can_be_struck_out(client):
    shown, told = fill_in(client, pictures=[picture(), picture(), picture()])
    told["pictures"] = [picture()]
    more = client.post(REPORT, {**hidden(shown), **told, "do": "check"})
    assert more.status_code == 422 and Photo.objects.count() == 3
    del told["pictures"]
    fewer = client.post(REPORT, {**hidden(more), **told, "drop": Photo.objects.first().pk, "do": "check"})
    assert "照片 2 张" in fewer.content.decode()


def test_nobody_takes_the_photos_of_another_letter(client):
    shown, told = fill_in(client, pictures=[picture()])
    del told["pictures"]
    client.post(REPORT, {**hidden(shown), **told, "do": "send"})
    fresh = {**hidden(client.get(REPORT)), "kept": hidden(shown)["kept"]}
    assert "照片 1 张" not in client.post(REPORT, {**fresh, **told, "do": "check"}).content.decode()


def test_a_shown_photo_stands_on_the_page_while_its_issue_is_public(client, staff):
    issue = make.make_issue()
    send(
        client, reverse("issues:tell", args=[issue.pk]), kind="unsolved", text="还在停", pictures=[picture()]
    )
    photo = Photo.objects.get()
    attach_letter(photo.letter, issue, by=staff, text="读者说还在停水。", public=True)
    address = reverse("issues:photo", args=[photo.pk])
    assert address not in read(client, page_of(issue))
    show_photo(photo, by=staff, caption="空着的水桶")
    assert address in read(client, page_of(issue)) and "空着的水桶" in read(client, page_of(issue))
    answer = client.get(address)
    assert (
        answer.headers["Content-Type"] == "image/jpeg"
        and answer.headers["X-Content-Type-Options"] == "nosniff"
    )
    make.move_issue(issue, "withdrawn", by=staff, reason="报道有误")
    assert client.get(address).status_code == 404


# --- About an issue ------------------------------------------------------------------------------------------------


def test_each_quotation_opens_the_form_with_its_sentence_chosen(client):
    issue = make.make_issue()
    links = re.findall(
        rf'href="(/issues/{issue.pk}/tell/\?sentence=\d+)"', client.get(page_of(issue)).content.decode()
    )
    assert len(links) > 2
    for link in links:
        html = client.get(link).content.decode()
        assert (
            re.search(r'value="wrong" required checked', html)
            and len(re.findall(r"<option[^>]+selected", html)) == 1
        )


def test_a_wrong_sentence_reaches_the_desk_as_it_was_shown(client):
    issue = make.make_issue()
    evidence = issue.evidence.get(field="place")
    send(
        client, reverse("issues:tell", args=[issue.pk]), kind="wrong", text="应为海棠湾", evidence=evidence.pk
    )
    letter = Letter.objects.get()
    assert (letter.issue, letter.evidence, letter.sentence) == (issue, evidence, show(evidence.quote, issue))


def test_solved_needs_no_words_and_wrong_does(client):
    address = reverse("issues:tell", args=[make.make_issue().pk])
    assert "来信已送到" in send(client, address, kind="solved", text="").content.decode()
    assert fill_in(client, address, kind="wrong", text="")[0].status_code == 422
    assert fill_in(client, address, kind="", text="还在停")[0].status_code == 422


def test_evidence_of_another_issue_or_of_an_internal_line_cannot_be_named(client):
    issue, other = make.make_issue(), make.make_issue()
    address = reverse("issues:tell", args=[issue.pk])
    shown, _told = fill_in(client, address, kind="wrong", text="不对", evidence=other.evidence.first().pk)
    assert shown.status_code == 422
    assert "selected" not in client.get(f"{address}?sentence={other.evidence.first().pk}").content.decode()


@pytest.mark.parametrize("make_hidden", [make.make_draft])
def test_nothing_can_be_told_about_a_hidden_issue(client, make_hidden):
    assert client.get(reverse("issues:tell", args=[make_hidden().pk])).status_code == 404


# --- Tracking -------------------------------------------------------------------------------------------------------


def sent_code(client, **told) -> str:
    return CODE.search(send(client, **told).content.decode())[0]


def test_the_code_tells_what_the_desk_answered_and_nothing_of_the_letter(client, staff):
    code = sent_code(client)
    set_aside_letter(
        Letter.objects.get(), by=staff, reason="不在本市，请向清江市12345反映，电话13985012345。"
    )
    told = read(client, reverse("issues:track", args=[code.lower()]))
    assert "没有采用" in told and "清江市" in told and "13985012345" not in told and "海棠里" not in told


def test_the_code_leads_to_the_issue_as_soon_as_that_is_public(client, staff):
    code, letter = sent_code(client), Letter.objects.get()
    draft = make.make_draft(title="绝密停水")
    attach_letter(letter, draft, by=staff, text="读者也反映。")
    assert "绝密" not in read(client, reverse("issues:track", args=[code]))
    make.publish_issue(draft, by=staff)
    assert page_of(draft) in client.get(reverse("issues:track", args=[code])).content.decode()


def test_a_code_is_asked_for_in_a_form_and_never_guessed(client, settings):
    code, ask = sent_code(client), reverse("issues:track_ask")
    assert client.post(ask, {"code": code.replace("-", " ").lower()}).url == reverse(
        "issues:track", args=[code]
    )
    assert client.post(ask, {"code": "查询"}).status_code == 422
    settings.CIVICTRACK_LIMITS = {**plain.CIVICTRACK_LIMITS, "track": "2/min"}
    wrong = reverse("issues:track", args=["2222-2222-2222-2222"])
    assert [client.get(wrong).status_code for _guess in range(3)] == [404, 404, 429]


# --- Posters --------------------------------------------------------------------------------------------------------


def test_a_poster_opens_the_form_with_its_place_filled_in(client, settings):
    settings.CIVICTRACK_SITE = "https://wenti.example"
    make.make_division()
    asked = "?district=990102&place=海棠里小区北门"
    html = client.get(reverse("issues:poster") + asked).content.decode()
    assert "<svg" in html and "海棠里小区北门" in html
    form = client.get(REPORT + asked).content.decode()
    assert 'value="海棠里小区北门"' in form and re.search(r'value="990102" selected', form)


def test_a_poster_prints_nothing_private_and_no_markup(client):
    html = client.get(reverse("issues:poster"), {"place": "<b>找13985012345</b>"}).content.decode()
    poster = html[html.index('<section class="poster"') :]
    assert "139" in poster and "13985012345" not in poster and "<b>找" not in poster
