"""The directory that a new installation starts with."""

import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from issues.models import Agency, Category, Division

pytestmark = pytest.mark.django_db
SEEDS = settings.ROOT / "seeds"


def test_seeds_load_twice_with_the_same_rows():
    call_command("load_seeds")
    first = (Category.objects.count(), Division.objects.count(), Agency.objects.count())
    call_command("load_seeds")
    assert (Category.objects.count(), Division.objects.count(), Agency.objects.count()) == first
    assert first[0] == 27


def test_the_divisions_hold_the_country_and_both_baiyun():
    call_command("load_seeds")
    assert {found.parent.name for found in Division.objects.filter(name="白云区", level="county")} == {
        "贵阳市",
        "广州市",
    }
    assert "高寨乡" in Division.objects.get(name="高寨苗族布依族乡").aliases
    assert Division.objects.filter(name__contains="贵安新区").exists()
    assert Division.objects.filter(level="province").count() >= 31
    assert not Division.objects.exclude(level="province").filter(parent=None).exists()


def test_what_staff_have_written_about_an_agency_stays():
    call_command("load_seeds")
    agency = Agency.objects.first()
    agency.jurisdiction = "由值班编辑补充"
    agency.save()
    call_command("load_seeds")
    agency.refresh_from_db()
    assert agency.jurisdiction == "由值班编辑补充"


@pytest.mark.parametrize(
    "name,row,told",
    [
        ("divisions.csv", "x1,某区,county,nowhere,\n", "no division nowhere"),
        ("divisions.csv", "x1,某区,planet,,\n", "level must be one of"),
        ("agencies.csv", "某局,palace,,,\n", "kind must be one of"),
        ("agencies.csv", "某局,bureau,nowhere,,\n", "no division nowhere"),
    ],
)
def test_a_slip_in_a_seed_file_loads_nothing_and_names_the_row(tmp_path, name, row, told):
    for file in SEEDS.glob("*.csv"):
        shutil.copy(file, tmp_path)
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write(row)
    with pytest.raises(CommandError, match=told):
        call_command("load_seeds", folder=tmp_path)
    assert not Category.objects.exists()
