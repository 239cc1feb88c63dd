"""The order of the house, as README draws it: imports go one way, at the top of the file, and every module has its place."""

import ast
from pathlib import Path

import pytest

APP = Path(__file__).parent.parent / "issues"
ORDER = [
    ("reading",),
    ("choices", "edtf", "pinyin", "voice", "beginnings"),
    ("workflow",),
    ("querysets",),
    ("models",),
    ("charts", "schematic", "tallies", "privacy", "groups", "marking", "likeness"),
    ("search", "matters", "side_by_side", "public"),
    ("actions",),
    ("importing",),
    ("day_filter", "paging", "questions"),
    ("filters", "attachments", "limits"),
    ("selections",),
    ("facets", "following", "kept_figures", "suggesting"),
    ("tasks",),
    ("accounts",),
    ("desk", "admin", "views", "api", "feeds", "management", "templatetags", "office"),
    ("urls",),
]
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
WIRING = {"__init__", "apps", "migrations"}
MODULES = sorted(path for path in APP.rglob("*.py") if "migrations" not in path.parts)


def part_of(path: Path) -> str:
    """issues/models/issue.py → models"""
    return path.relative_to(APP).parts[0].removesuffix(".py")


def imported_parts(path: Path):
    """(line, part of issues/) for each import in the file."""
    package = ["issues", *path.relative_to(APP).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            names = [*above, *(node.module or "").split(".")] if node.module or node.level else []
            names = [name for name in names if name]
            if names[:1] != ["issues"]:
                continue
            targets = names[1:2] or [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            targets = [alias.name.split(".")[1] for alias in node.names if alias.name.startswith("issues.")]
        else:
            continue
        yield from ((node.lineno, target) for target in targets)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(APP)))
def test_imports_go_one_way(path):
    part = part_of(path)
    if part in WIRING:
        return
    assert part in RANK, f"{part} has no place in the order of the house"
    for line, target in imported_parts(path):
        allowed = target == part or (target in RANK and RANK[target] < RANK[part])
        assert allowed, f"{path.name}:{line} imports {target}, which is not below {part}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(APP)))
def test_imports_stand_at_the_top(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and not (
            path.name == "words.py" and "reading" in path.parts
        ):
            late = [
                node.lineno for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
            ]
            assert not late, f"{path.name}:{late} imports inside {function.name}()"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(APP)))
def test_every_module_says_what_lives_here_and_stays_readable(path):
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert not text.strip() or ast.get_docstring(tree), "no line that says what lives here"
    assert text.count("\n") <= 300, "more than 300 lines: time for a folder"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 60, f"{node.name}() is too long to be read at once"


def test_the_order_names_only_what_is_there():
    assert set(RANK) == {part_of(path) for path in MODULES} - WIRING


def test_reading_knows_nothing_but_the_standard_library_and_its_tools():
    allowed = {"jieba", "ahocorasick_rs", "numpy"}
    standard = __import__("sys").stdlib_module_names
    for path in (APP / "reading").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            for name in names:
                top = name.split(".")[0]
                assert top in standard or top in allowed or name.startswith("issues.reading"), (
                    f"{path.name}: {name}"
                )


def test_nothing_outside_actions_writes_a_status():
    for path in MODULES:
        if part_of(path) in {"actions", "reading"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    assert not (isinstance(target, ast.Attribute) and target.attr == "status"), (
                        f"{path}:{node.lineno}"
                    )


def test_no_module_is_named_after_nothing():
    forbidden = {"utils", "helpers", "common", "core", "services", "manager", "managers", "base"}
    assert not [path for path in MODULES if path.stem in forbidden]
