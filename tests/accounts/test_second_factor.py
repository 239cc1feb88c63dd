"""Two-step sign-in at both doors: codes of the minute, recovery codes, and guessing that is locked."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from issues.accounts.second_factor import begin_factor, finish_factor, has_factor
from issues.groups import AGENCY, CHIEF, load_groups
from issues.models import Membership

from .. import make

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"
ACCOUNT = "/account/"


@pytest.fixture
def person(settings):
    """Somebody of the desk with the second factor on; `codes` are the recovery codes."""
    settings.AXES_ENABLED = False
    user = make.make_user(username="审核员")
    user.codes = finish_factor(user, code_of(begin_factor(user)))
    TOTPDevice.objects.update(last_t=-1)  # as if the first code had been a while ago
    return user


def code_of(device) -> str:
    return f"{totp(device.bin_key):06d}"


def sign_in(user, code="", door="admin:login", password=PASSWORD, client=None):
    given = {"username": user.username, "password": password, "code": code}
    return (client or Client()).post(reverse(door), given)


def test_password_alone_does_not_open_an_account_with_the_second_factor(person):
    assert sign_in(person).status_code == 200
    assert sign_in(person, "000000").status_code == 200


def test_code_of_the_minute_opens_it_once(person):
    code = code_of(TOTPDevice.objects.get())
    assert sign_in(person, f"{code[:3]} {code[3:]}").status_code == 302
    assert sign_in(person, code).status_code == 200, "seen over the shoulder it is worth nothing"


def test_recovery_code_opens_it_once(person):
    assert len(person.codes) == 10
    assert sign_in(person, person.codes[0].upper()).status_code == 302
    assert sign_in(person, person.codes[0]).status_code == 200


def test_recovery_code_is_taken_with_or_without_its_hyphens(person):
    assert sign_in(person, person.codes[0].replace("-", " ")).status_code == 302
    assert sign_in(person, person.codes[1].replace("-", "")).status_code == 302


def test_recovery_codes_are_kept_as_hashes_that_open_nothing(person):
    kept = set(StaticToken.objects.values_list("token", flat=True))
    plain = {code.replace("-", "") for code in person.codes}
    assert len(kept) == len(plain) == 10 and not kept & (plain | set(person.codes))
    assert all(sign_in(person, code).status_code == 200 for code in sorted(kept)[:2])


def test_refusal_does_not_tell_whether_the_password_was_right(person):
    told = {sign_in(person, password=word).context["form"].non_field_errors()[0] for word in (PASSWORD, "x")}
    assert len(told) == 1


def test_wrong_codes_count_towards_the_lock(person, settings):
    settings.AXES_ENABLED = True
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        answer = sign_in(person, "000000")
    assert answer.status_code == 429
    assert sign_in(person, code_of(TOTPDevice.objects.get())).status_code == 429


def test_account_without_it_signs_in_as_before(settings, db):
    settings.AXES_ENABLED = False
    assert sign_in(make.make_user()).status_code == 302


def test_agencies_door_asks_for_it_as_well(person):
    load_groups()
    person.is_staff = False
    person.save()
    person.groups.add(Group.objects.get(name=AGENCY))
    Membership.objects.create(user=person, agency=make.make_agency())
    door = "issues:office_login"
    assert sign_in(person, door=door).status_code == 200
    assert sign_in(person, person.codes[1], door=door).status_code == 302


def test_it_is_set_up_on_the_account_page_with_password_and_first_code(settings, db):
    settings.AXES_ENABLED = False
    user, client = make.make_user(), Client()
    client.force_login(user)
    assert "密码不对" in client.post(ACCOUNT, {"do": "begin", "password": "x"}).content.decode()
    html = client.post(ACCOUNT, {"do": "begin", "password": PASSWORD}, follow=True).content.decode()
    assert "data:image/svg+xml" in html and not has_factor(user)
    client.post(ACCOUNT, {"do": "finish", "code": "000000"})
    assert not has_factor(user), "a code that the telephone does not show turns nothing on"
    TOTPDevice.objects.update(throttling_failure_count=0)
    answer = client.post(ACCOUNT, {"do": "finish", "code": code_of(TOTPDevice.objects.get())})
    assert has_factor(user) and len(answer.context["codes"]) == 10
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.context["codes"][0] not in client.get(ACCOUNT).content.decode()


def test_turning_it_off_and_new_codes_need_the_password(person):
    client = Client()
    client.force_login(person)
    for do in ("end", "codes"):
        client.post(ACCOUNT, {"do": do, "password": "x"})
        assert has_factor(person)
    new = client.post(ACCOUNT, {"do": "codes", "password": PASSWORD}).context["codes"]
    assert not set(new) & set(person.codes)
    assert sign_in(person, person.codes[0]).status_code == 200
    client.post(ACCOUNT, {"do": "end", "password": PASSWORD})
    assert not has_factor(person) and sign_in(person).status_code == 302


def test_guessing_the_password_on_the_account_page_is_locked(person, settings):
    settings.AXES_ENABLED = True
    client = Client()
    client.force_login(person)
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post(ACCOUNT, {"do": "end", "password": "x"})
    assert answer.status_code == 429 and has_factor(person)


def test_guessing_the_old_password_where_a_new_one_is_set_is_locked_too(person, settings):
    settings.AXES_ENABLED = True
    client = Client()
    client.force_login(person)
    new = {"do": "password", "new_password1": "a quite new secret", "new_password2": "a quite new secret"}
    for _guess in range(settings.AXES_FAILURE_LIMIT):
        client.post(ACCOUNT, new | {"old_password": "guessed"})
    client.post(ACCOUNT, new | {"old_password": PASSWORD})
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_the_admins_own_page_for_a_new_password_leads_to_the_account_page(person):
    client = Client()
    client.force_login(person)
    assert client.get(reverse("admin:password_change")).headers["Location"] == ACCOUNT


def test_secrets_are_on_no_screen_of_the_admin(staff):
    client = Client()
    client.force_login(staff)
    for model in ("otp_totp/totpdevice", "otp_static/staticdevice"):
        assert client.get(f"/admin/{model}/").status_code == 404


def test_chief_turns_it_off_for_a_lost_telephone_but_not_for_a_superuser(person, staff):
    load_groups()
    chief, client = make.make_user(CHIEF), Client()
    client.force_login(chief)
    finish_factor(staff, code_of(begin_factor(staff)))
    chosen = {"action": "end_second_factor", "_selected_action": [person.pk, staff.pk]}
    client.post(reverse("admin:auth_user_changelist"), chosen)
    assert not has_factor(person) and has_factor(staff)


def test_list_of_users_says_who_has_it(person, staff):
    client = Client()
    client.force_login(staff)
    rows = client.get(reverse("admin:auth_user_changelist")).context["cl"].result_list
    assert {row.username: row.factor for row in rows} == {person.username: True, staff.username: False}


def test_codes_that_were_kept_as_they_are_are_hashed_and_still_open(person):
    device = StaticDevice.objects.get(user=person)
    StaticToken.objects.create(device=device, token="abcd2345")
    module = import_module("issues.migrations.0022_hashed_recovery_codes")
    StaticToken.objects.exclude(token="abcd2345").delete()
    module.hash_codes(apps, None)
    assert not StaticToken.objects.filter(token="abcd2345").exists()
    assert sign_in(person, "abcd2345").status_code == 302
