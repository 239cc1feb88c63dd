"""seeds/*.csv → rows of the directory. Repeats safely; what staff have written since is kept."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from ..choices import AgencyKind, DivisionLevel
from ..models import Agency, Category, Division


class SeedError(ValueError):
    """A seed file that an editor must mend; the message says file, row and what is wrong."""


@transaction.atomic
def load_directory(folder: Path) -> dict[str, int]:
    """Load categories, divisions and agencies from `folder`. Returns how many rows each table now has.

    Categories and divisions follow the files; an agency that is already there stays as staff have it.
    Raises SeedError; nothing is loaded then.
    """
    _load_categories(folder / "categories.csv")
    _load_divisions(folder / "divisions.csv")
    _load_agencies(folder / "agencies.csv")
    return {model._meta.model_name: model.objects.count() for model in (Category, Division, Agency)}


def _rows(path: Path, *columns: str) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = set(columns) - set(reader.fieldnames or ())
        if missing:
            raise SeedError(f"{path.name}: no column {', '.join(sorted(missing))}")
        yield from enumerate(reader, 2)


def _names(cell: str) -> list[str]:
    return [name for name in cell.split("/") if name]


def _load_categories(path: Path) -> None:
    columns = ("code", "name", "name_en", "group", "group_en", "words")
    Category.objects.bulk_create(
        (
            Category(position=number, **{name: row[name] for name in columns})
            for number, row in _rows(path, *columns)
        ),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[*columns[1:], "position"],
    )


def _load_divisions(path: Path) -> None:
    rows = list(_rows(path, "code", "name", "level", "parent", "aliases"))
    keys: dict[str, int] = {}
    for level in DivisionLevel.values:  # from provinces down: a parent is there before its children
        Division.objects.bulk_create(
            [_division(path, number, row, keys) for number, row in rows if row["level"] == level],
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "level", "parent", "aliases"],
        )
        keys = dict(Division.objects.values_list("code", "pk"))
    lost = [number for number, row in rows if row["level"] not in DivisionLevel.values]
    if lost:
        raise SeedError(f"{path.name}, row {lost[0]}: level must be one of {', '.join(DivisionLevel.values)}")


def _division(path: Path, number: int, row: dict[str, str], keys: dict[str, int]) -> Division:
    if row["parent"] and row["parent"] not in keys:
        raise SeedError(f"{path.name}, row {number}: no division {row['parent']} above {row['name']}")
    return Division(
        code=row["code"],
        name=row["name"],
        level=row["level"],
        parent_id=keys.get(row["parent"]),
        aliases=_names(row["aliases"]),
    )


def _load_agencies(path: Path) -> None:
    divisions = Division.objects.in_bulk(field_name="code")
    agencies = []
    for number, row in _rows(path, "name", "kind", "division_code", "short_names", "jurisdiction"):
        if row["kind"] not in AgencyKind.values:
            raise SeedError(f"{path.name}, row {number}: kind must be one of {', '.join(AgencyKind.values)}")
        if row["division_code"] and row["division_code"] not in divisions:
            raise SeedError(f"{path.name}, row {number}: no division {row['division_code']}")
        agencies.append(
            Agency(
                name=row["name"],
                kind=row["kind"],
                division=divisions.get(row["division_code"]),
                short_names=_names(row["short_names"]),
                jurisdiction=row["jurisdiction"],
            )
        )
    for agency in agencies:
        agency.spell()
    Agency.objects.bulk_create(agencies, batch_size=1000, ignore_conflicts=True)
